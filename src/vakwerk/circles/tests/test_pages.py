"""Do the pages let through who may, and refuse with the reason who may not?"""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from vakwerk.circles.models import Absence, Circle, Pairing, Round, Seat, SignUp, default_aims
from vakwerk.circles.published import person_data
from vakwerk.circles.rounds import operations
from vakwerk.circles.rounds.rules import Audience
from vakwerk.circles.tests.factories import (
    NOW,
    make_organisation,
    make_people,
    make_person,
    open_round,
    plan,
    published_circle,
    sign_everybody_up,
)
from vakwerk.foundation.models import OutgoingMail
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy
from vakwerk.people.models import Bond, Organisation, Person

Browser = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages think that it is the day on which the rounds of these tests are open."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_a_coordinator_makes_a_round_and_opens_it(jeroen: Person, browser: Browser) -> None:
    make_people(6)
    page = browser(jeroen)
    data = {
        "title": "Najaarsronde",
        "scope": "all",
        "closes_on": "2027-01-20",
        "sessions": "6",
        "weeks_between": "6",
        "size_min": "6",
        "size_max": "8",
        "min_externals": "0",
        "min_disciplines": "3",
        "min_organisations": "2",
        **{f"aim_{aim}": "some" for aim in default_aims()},
        "moment-TOTAL_FORMS": "2",
        "moment-INITIAL_FORMS": "0",
        "moment-0-first_date": "2027-02-02",
        "moment-0-starts_at": "13:30",
        "moment-0-ends_at": "15:30",
    }
    assert page.post("/apeldoorn/coordinatie/rondes/nieuw/", data).status_code == 302
    made = Round.objects.get()
    assert made.slots.count() == 1
    page.post(f"/apeldoorn/coordinatie/rondes/{made.pk}/stap/open/")
    made.refresh_from_db()
    assert made.state == Round.State.OPEN


def test_a_moment_on_a_holiday_or_that_ends_too_soon_is_said_above_the_form(
    jeroen: Person, browser: Browser
) -> None:
    data = {
        "title": "Najaarsronde",
        "moment-TOTAL_FORMS": "2",
        "moment-INITIAL_FORMS": "0",
        "moment-0-first_date": "2026-12-25",
        "moment-0-starts_at": "09:30",
        "moment-0-ends_at": "11:30",
        "moment-1-first_date": "2027-02-02",
        "moment-1-starts_at": "15:30",
        "moment-1-ends_at": "13:30",
        "scope": "all",
        "closes_on": "2027-01-20",
        **dict.fromkeys(("sessions", "weeks_between", "size_min", "size_max"), "6"),
        **dict.fromkeys(("min_externals", "min_disciplines", "min_organisations"), "0"),
        **{f"aim_{aim}": "some" for aim in default_aims()},
    }
    answer = browser(jeroen).post("/apeldoorn/coordinatie/rondes/nieuw/", data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Die dag is een feestdag: Kerst. Kies een andere dag." in text
    assert "vw-error-summary" in text
    assert 'href="#id_moment-1-ends_at"' in text
    assert re.search(r"<title>\s*Klopt nog niet", text)
    assert not Round.objects.exists()


def test_more_rows_come_without_javascript_and_nothing_typed_is_lost(
    jeroen: Person, browser: Browser
) -> None:
    data = {
        "title": "Half af",
        "more": "rows",
        "moment-TOTAL_FORMS": "2",
        "moment-0-first_date": "2027-02-02",
    }
    answer = browser(jeroen).post("/apeldoorn/coordinatie/rondes/nieuw/", data)
    text = answer.content.decode()
    assert 'value="Half af"' in text
    assert 'value="2027-02-02"' in text
    assert 'name="moment-2-first_date"' in text
    assert not Round.objects.exists()


def test_a_call_that_cannot_work_says_why_beside_the_button(jeroen: Person, browser: Browser) -> None:
    draft = operations.create_round(plan=plan(moments=[]), by=jeroen, now=NOW)
    page = browser(jeroen)
    text = page.get(f"/apeldoorn/coordinatie/rondes/{draft.pk}/").content.decode()
    assert "Er is nog geen moment om te kiezen" in text
    assert 'aria-disabled="true"' in text
    page.post(f"/apeldoorn/coordinatie/rondes/{draft.pk}/stap/open/")
    draft.refresh_from_db()
    assert draft.state == Round.State.DRAFT


def test_a_participant_signs_up_changes_and_withdraws(jeroen: Person, browser: Browser) -> None:
    (esra,) = make_people(1)
    call = open_round(jeroen, size_min=2, min_disciplines=1)
    first, second = call.slots.all()
    page = browser(esra)
    here = f"/apeldoorn/kringen/oproep/{call.pk}/"
    assert page.post(f"{here}aanmelden/", {"slots": [first.pk], "brings": "Een vraag"}).status_code == 302
    assert "Je bent aangemeld" in page.get(f"{here}aangemeld/").content.decode()
    assert OutgoingMail.objects.filter(about_id=esra.pk).count() == 1
    page.post(f"{here}aanmelden/", {"slots": [first.pk, second.pk]})
    given = SignUp.objects.get(person=esra)
    assert given.slots.count() == 2
    assert "Trek mijn aanmelding in" in page.get(f"{here}intrekken/").content.decode(), (
        "no button that says Annuleer"
    )
    page.post(f"{here}intrekken/")
    given.refresh_from_db()
    assert given.state == SignUp.State.WITHDRAWN


def test_signing_up_without_a_moment_says_what_is_missing(jeroen: Person, browser: Browser) -> None:
    (esra,) = make_people(1)
    call = open_round(jeroen, size_min=2, min_disciplines=1)
    answer = browser(esra).post(f"/apeldoorn/kringen/oproep/{call.pk}/aanmelden/", {})
    assert answer.status_code == 422
    assert "Kies minstens één moment" in answer.content.decode()
    assert not SignUp.objects.exists()


def test_a_closed_call_refuses_before_the_click(jeroen: Person, browser: Browser) -> None:
    (esra,) = make_people(1)
    call = open_round(jeroen, size_min=2, min_disciplines=1)
    operations.close_round(round_=call, by=jeroen, now=NOW)
    page = browser(esra)
    assert "Aanmelden is gesloten" in page.get(f"/apeldoorn/kringen/oproep/{call.pk}/").content.decode()
    page.post(f"/apeldoorn/kringen/oproep/{call.pk}/aanmelden/", {"slots": [call.slots.all()[0].pk]})
    assert not SignUp.objects.exists()


def test_who_is_not_invited_does_not_find_the_call(jeroen: Person, browser: Browser) -> None:
    people = make_people(6)
    hattem = Organisation.objects.get(name="Hattem")
    call = open_round(jeroen, audience=[Audience(hattem.pk)], size_min=2, min_disciplines=1)
    inside = next(one for one in people if one.memberships.get().organisation == hattem)
    outside = next(one for one in people if one.memberships.get().organisation != hattem)
    here = f"/apeldoorn/kringen/oproep/{call.pk}/"
    assert browser(inside).get(here).status_code == 200
    assert browser(outside).get(here).status_code == 404
    assert call.title not in browser(outside).get("/apeldoorn/kringen/").content.decode()


def test_a_resident_is_asked_for_experience_not_for_an_office(jeroen: Person, browser: Browser) -> None:
    group = make_organisation("Cliëntenraad", Organisation.Kind.RESIDENTS)
    meryem = make_person("Meryem", "Aydin", organisation=group, discipline="")
    call = open_round(jeroen, size_min=2, min_disciplines=1)
    text = browser(meryem).get(f"/apeldoorn/kringen/oproep/{call.pk}/aanmelden/").content.decode()
    assert "eigen ervaring" in text
    assert "Hoelang doe je dit werk" not in text


@pytest.mark.parametrize(
    "address",
    ["coordinatie/", "coordinatie/rondes/", "coordinatie/rondes/nieuw/", "coordinatie/rondes/{round}/",
     "coordinatie/rondes/{round}/aanmeldingen/", "coordinatie/rondes/{round}/kringen/",
     "coordinatie/rondes/{round}/kringen/download/xlsx/", "coordinatie/kringen/{circle}/"],
)  # fmt: skip
def test_members_do_not_come_into_coordination(jeroen: Person, browser: Browser, address: str) -> None:
    members = make_people(3)
    circle = published_circle(jeroen, members)
    here = address.format(round=circle.proposal.round_id, circle=circle.pk)
    assert browser(members[0]).get(f"/apeldoorn/{here}").status_code == 403


def test_members_see_their_own_circle_and_no_other(jeroen: Person, browser: Browser) -> None:
    people = make_people(6)
    ours, theirs = published_circle(jeroen, people[:3]), published_circle(jeroen, people[3:])
    page = browser(people[0])
    text = page.get(f"/apeldoorn/kringen/{ours.pk}/").content.decode()
    assert "Lid1 Jansen" in text
    assert "Lid4 Jansen" not in text
    for part in ("", "agenda.ics", "verlaten/"):
        assert page.get(f"/apeldoorn/kringen/{theirs.pk}/{part}").status_code == 404
    session = theirs.sessions.all()[0]
    assert page.post(f"/apeldoorn/kringen/bijeenkomst/{session.pk}/afmelden/").status_code == 404
    assert not Absence.objects.exists()


def test_another_academy_finds_nothing(jeroen: Person, browser: Browser) -> None:
    circle = published_circle(jeroen, make_people(3))
    other = an_academy(slug="amsterdam", name="Academie aan het Water")
    with in_academy(other):
        ilse = make_person("Ilse", "Bonnema", "coordinator", organisation=make_organisation("Amsterdam"))  # type: ignore[arg-type]
    page = browser(ilse)
    for address in (
        f"coordinatie/rondes/{circle.proposal.round_id}/",
        f"coordinatie/rondes/{circle.proposal.round_id}/aanmeldingen/",
        f"coordinatie/kringen/{circle.pk}/",
        f"kringen/{circle.pk}/",
        f"kringen/oproep/{circle.proposal.round_id}/",
    ):
        assert page.get(f"/amsterdam/{address}").status_code == 404
        assert page.get(f"/apeldoorn/{address}").status_code == 404


def test_a_member_says_that_they_cannot_come_and_comes_after_all(jeroen: Person, browser: Browser) -> None:
    members = make_people(3)
    circle = published_circle(jeroen, members)
    session, page = circle.sessions.all()[0], browser(members[0])
    page.post(f"/apeldoorn/kringen/bijeenkomst/{session.pk}/afmelden/")
    assert Absence.objects.filter(session=session, person=members[0]).exists()
    page.post(f"/apeldoorn/kringen/bijeenkomst/{session.pk}/toch-komen/")
    assert not Absence.objects.exists()


def test_a_member_leaves_and_the_coordinator_fills_the_seat(jeroen: Person, browser: Browser) -> None:
    people = make_people(5)
    circle = published_circle(jeroen, people[:4], waiting=people[4:])
    browser(people[0]).post(f"/apeldoorn/kringen/{circle.pk}/verlaten/")
    page = browser(jeroen)
    assert "Lid4 Jansen" in page.get(f"/apeldoorn/coordinatie/kringen/{circle.pk}/plaats/").content.decode()
    page.post(f"/apeldoorn/coordinatie/kringen/{circle.pk}/plaats/", {"person": people[4].pk})
    seated = set(Seat.objects.filter(circle=circle, left_at=None).values_list("person_id", flat=True))
    assert seated == {one.pk for one in people[1:]}


def test_a_replacement_with_a_bond_is_refused_with_the_reason(jeroen: Person, browser: Browser) -> None:
    people = make_people(5)
    circle = published_circle(jeroen, people[:4], waiting=people[4:])
    Bond.objects.create(person=people[4], senior=people[1], kind=Bond.Kind.MANAGER)
    page = browser(jeroen)
    here = f"/apeldoorn/coordinatie/kringen/{circle.pk}/plaats/"
    assert "leidinggevende of beoordelaar" in page.get(here).content.decode()
    page.post(here, {"person": people[4].pk})
    assert not Seat.objects.filter(circle=circle, person=people[4]).exists()


def test_signing_up_from_a_file_shows_faults_first(jeroen: Person, browser: Browser) -> None:
    people = make_people(3)
    call = open_round(jeroen, min_disciplines=1)
    text = (
        "e-mail;moment 1;moment 2\n"
        f"{people[0].email};x;\n{people[1].email.upper()};;ja\nniemand@vakwerk.example;x;\n{people[2].email};;\n"
    )
    page, here = browser(jeroen), f"/apeldoorn/coordinatie/rondes/{call.pk}/aanmeldingen/bestand/"
    answer = page.post(here, {"file": SimpleUploadedFile("aanmeldingen.csv", text.encode("cp1252"))})
    words = answer.content.decode()
    assert "Niemand in deze academie heeft" in words
    assert "geen moment aangekruist" in words
    assert not SignUp.objects.exists()
    page.post(here, {"rows": answer.context["rows"]})
    assert set(SignUp.objects.values_list("person_id", flat=True)) == {people[0].pk, people[1].pk}


def test_a_file_with_sign_ups_overtakes_nobody_and_keeps_what_people_wrote(
    jeroen: Person, browser: Browser
) -> None:
    one, other = make_people(2)
    call = open_round(jeroen, min_disciplines=1)
    first, second = call.slots.all()[:2]
    operations.sign_up(
        round_=call,
        person=one,
        slots=[first],
        by=one,
        now=NOW,
        brings="Ervaring met schulden",
        wishes="Een lift",
    )
    page, here = browser(jeroen), f"/apeldoorn/coordinatie/rondes/{call.pk}/aanmeldingen/bestand/"
    text = f"e-mail;moment 1;moment 2\n{one.email};;x\n{other.email};x;\n".encode()

    def previewed() -> dict[str, str]:
        shown = page.post(here, {"file": SimpleUploadedFile("aanmeldingen.csv", text)})
        seen = re.search(r'name="vw_seen" value="([^"]+)"', shown.content.decode())
        assert seen
        return {"rows": shown.context["rows"], "vw_seen": seen[1]}

    before = previewed()
    operations.sign_up(round_=call, person=other, slots=[second], by=other, now=NOW)
    answer = page.post(here, before, follow=True)
    assert "Dit is veranderd nadat je de pagina opende." in answer.content.decode()
    assert [one.slot for one in SignUp.objects.get(person=other).slots.all()] == [second]
    page.post(here, previewed())
    kept = SignUp.objects.get(person=one)
    assert [one.slot for one in kept.slots.all()] == [second]
    assert (kept.brings, kept.wishes) == ("Ervaring met schulden", "Een lift")
    assert [one.slot for one in SignUp.objects.get(person=other).slots.all()] == [first]


def test_many_people_are_signed_up_by_filter(jeroen: Person, browser: Browser) -> None:
    make_people(9)
    call = open_round(jeroen, min_disciplines=1)
    hattem = Organisation.objects.get(name="Hattem")
    here = f"/apeldoorn/coordinatie/rondes/{call.pk}/aanmeldingen/toevoegen/?organisation={hattem.pk}"
    browser(jeroen).post(here, {"all": "1", "slots": [call.slots.all()[0].pk]})
    assert SignUp.objects.count() == 3


def test_two_people_with_a_bond_cannot_be_put_together(jeroen: Person, browser: Browser) -> None:
    one, other, *_ = people = make_people(3)
    Bond.objects.create(person=one, senior=other, kind=Bond.Kind.MANAGER)
    call = open_round(jeroen, min_disciplines=1)
    sign_everybody_up(call, people)
    page, here = browser(jeroen), f"/apeldoorn/coordinatie/rondes/{call.pk}/samen-of-apart/"
    data = {"one": one.pk, "other": other.pk, "kind": "together", "reason": ""}
    assert "zitten nooit samen" in page.post(here, data).content.decode()
    assert not Pairing.objects.exists()
    assert page.post(here, {**data, "kind": "apart"}).status_code == 302


def test_circles_leave_as_a_workbook_and_a_calendar(jeroen: Person, browser: Browser) -> None:
    circle = published_circle(jeroen, make_people(3))
    page, here = (
        browser(jeroen),
        f"/apeldoorn/coordinatie/rondes/{circle.proposal.round_id}/kringen/download/",
    )
    book = openpyxl.load_workbook(BytesIO(page.get(f"{here}xlsx/").content))
    assert [sheet.max_row for sheet in book.worksheets] == [2, 4]
    assert len(Calendar.from_ical(page.get(f"{here}ics/").content).walk("VEVENT")) == 3


def test_a_round_ends_after_its_sessions_and_forgets_wishes(
    jeroen: Person, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    circle = published_circle(jeroen, make_people(3))
    SignUp.objects.update(wishes="geen trap")
    page, here = browser(jeroen), f"/apeldoorn/coordinatie/rondes/{circle.proposal.round_id}/afronden/"
    page.post(here)
    assert Round.objects.get().state == Round.State.PUBLISHED
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=200))
    browser(jeroen).post(here)
    assert Round.objects.get().state == Round.State.ENDED
    assert set(SignUp.objects.values_list("wishes", flat=True)) == {""}


def test_a_person_takes_along_what_circles_know_and_erasing_frees_the_seat(jeroen: Person) -> None:
    members = make_people(4)
    circle = published_circle(jeroen, members)
    SignUp.objects.filter(person=members[0]).update(brings="Een vraag", wishes="geen trap")
    known = person_data.known_of(members[0])
    assert known["sign_ups"][0]["brings"] == "Een vraag"
    assert known["circles"] == [{"round": "Voorjaarsronde 2027", "circle": 1, "left_at": None}]
    assert "Lid1" not in str(known)
    person_data.forget(members[0])
    given = SignUp.objects.get(person=members[0])
    assert (given.brings, given.wishes, given.state) == ("", "", SignUp.State.WITHDRAWN)
    assert Seat.objects.filter(circle=circle, left_at=None).count() == 3


def test_deleting_a_person_keeps_the_circle(jeroen: Person) -> None:
    members = make_people(3)
    circle = published_circle(jeroen, members)
    members[0].delete()
    assert Seat.objects.filter(circle=circle).count() == 2
    assert circle.sessions.count() == 3


@pytest.mark.parametrize(
    "address", ["", "kringen/", "coordinatie/", "coordinatie/rondes/", "sign_ups", "circles"]
)
def test_pages_take_as_many_queries_with_more_rows(
    jeroen: Person, browser: Browser, address: str, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    people = make_people(12)
    circle = published_circle(jeroen, [*people[:3], jeroen])
    round_id = circle.proposal.round_id
    where = {
        "sign_ups": f"coordinatie/rondes/{round_id}/aanmeldingen/",
        "circles": f"coordinatie/rondes/{round_id}/kringen/",
    }.get(address, address)
    page = browser(jeroen)
    page.get(f"/apeldoorn/{where}")
    with CaptureQueriesContext(connection) as few:
        page.get(f"/apeldoorn/{where}")
    for start in (3, 6, 9):
        published_circle(jeroen, [*people[start : start + 3], jeroen])
    _add_to(circle, people[3:])
    with CaptureQueriesContext(connection) as many:
        page.get(f"/apeldoorn/{where}")
    assert len(many) == len(few)


def _add_to(circle: Circle, people: list[Person]) -> None:
    slot = circle.proposal.round.slots.all()[0]
    for person in people:
        given = SignUp.objects.create(round=circle.proposal.round, person=person)
        given.slots.create(slot=slot)
        Seat.objects.create(proposal=circle.proposal, circle=circle, person=person)


def test_a_pair_is_found_by_searching_one_after_the_other(jeroen: Person, browser: Browser) -> None:
    people = make_people(25)
    call = open_round(jeroen, min_disciplines=1)
    sign_everybody_up(call, people)
    page, here = browser(jeroen), f"/apeldoorn/coordinatie/rondes/{call.pk}/samen-of-apart/"
    assert b"Lid3 Jansen" not in page.get(here).content
    assert f"?one={people[3].pk}".encode() in page.get(f"{here}?q=lid3").content
    second = page.get(f"{here}?one={people[3].pk}&q=jansen").content.decode()
    assert f"&amp;other={people[3].pk}" not in second
    assert second.count("&amp;other=") == 20
    assert (
        f'name="other" value="{people[4].pk}"'
        in page.get(f"{here}?one={people[3].pk}&other={people[4].pk}").content.decode()
    )
    assert page.get(f"{here}?one=abc&q=x%00y").status_code == 200


def test_only_people_who_signed_up_become_a_pair(jeroen: Person, browser: Browser) -> None:
    one, other = make_people(2)
    call = open_round(jeroen, size_min=2, min_disciplines=1)
    sign_everybody_up(call, [one])
    answer = browser(jeroen).post(
        f"/apeldoorn/coordinatie/rondes/{call.pk}/samen-of-apart/",
        {"one": one.pk, "other": other.pk, "kind": "apart"},
    )
    assert answer.status_code == 422
    assert not Pairing.objects.exists()
