"""Do the pages of editions answer, to whom they should, and with a constant number of queries?"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from vakwerk.foundation.models import Academy
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy
from vakwerk.people.models import Bond, Person
from vakwerk.trajectories.attendance.forms import EvaluationForm
from vakwerk.trajectories.editions import operations
from vakwerk.trajectories.editions.operations import Terms
from vakwerk.trajectories.editions.rules import EditionRefusal
from vakwerk.trajectories.enrolment import operations as enrolment
from vakwerk.trajectories.models import Edition, EditionSession, Enrolment
from vakwerk.trajectories.tests.edition_factories import (
    enrol_all,
    held_edition,
    make_people,
    make_person,
    make_trajectory,
    moments,
    open_edition,
    plan,
    sessions_of,
)
from vakwerk.trajectories.tests.letters_written import letters_written

Browser = Callable[[Person], Client]


def soon(days: int = 10) -> Any:
    """Return a Tuesday afternoon that many days ahead or a little later, so that no rule stands in the way."""
    at = timezone.now().astimezone(timezone.get_default_timezone()) + timedelta(days=days)
    at += timedelta(days=(1 - at.weekday()) % 7)
    return at.replace(hour=13, minute=30, second=0, microsecond=0)


@pytest.fixture
def edition(academy: Academy, jeroen: Person) -> Edition:
    return open_edition(by=jeroen, now=timezone.now(), first=soon(), capacity=2)


@pytest.fixture
def bert(academy: Academy) -> Person:
    return make_person("Bert", "Wolters")


def test_every_page_of_the_coordinator_answers(
    browser: Browser, academy: Academy, jeroen: Person, edition: Edition
) -> None:
    enrol_all(edition, make_people(3), now=timezone.now())
    one = Enrolment.objects.earliest("number")
    session = sessions_of(edition)[0]
    planned = plan(make_trajectory("anders", "Iets anders"), by=jeroen, now=timezone.now(), first=soon(20))
    start = "/apeldoorn/coordinatie/uitvoeringen/"
    client = browser(jeroen)
    for path in (
        "",
        "nieuw/",
        f"nieuw/{edition.trajectory_id}/",
        f"{edition.pk}/",
        f"{planned.pk}/",
        f"{edition.pk}/voorwaarden/",
        f"{edition.pk}/bijeenkomst/",
        f"{edition.pk}/plekken/",
        f"{edition.pk}/trainers/?q=lid",
        f"{edition.pk}/stand/sluiten/",
        f"{edition.pk}/stand/annuleren/",
        f"{edition.pk}/stand/afronden/",
        f"{planned.pk}/stand/openen/",
        f"{edition.pk}/deelnemers/",
        f"{edition.pk}/deelnemers/?download=csv",
        f"{edition.pk}/deelnemers/inschrijven/?q=a",
        f"{edition.pk}/deelnemers/{one.pk}/afwijzen/",
        f"{edition.pk}/terugblik/",
        f"bijeenkomst/{session.pk}/",
        f"bijeenkomst/{session.pk}/vervalt/",
        "aanbod/",
        "aanbod/catalogus.xlsx",
        "?download=xlsx",
    ):
        answer = client.get(start + path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"


def test_a_code_that_cannot_be_shown_yet_is_not_refused_in_the_words_of_looking_back(
    browser: Browser, academy: Academy, jeroen: Person, edition: Edition
) -> None:
    session = sessions_of(edition)[0]
    page = browser(jeroen).get(reverse("trajectories:attendance_code", args=[academy.slug, session.pk]))
    assert "Dat kan vanaf een kwartier voor de bijeenkomst." in page.content.decode()


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, ("0 van de 2 plekken bezet.", "Niemand is ingeschreven")),
        (3, ("2 van de 2 plekken bezet. 1 persoon wacht.", "3 mensen zijn ingeschreven, wachten of vragen")),
    ],
)
def test_nobody_and_one_are_counted_in_words_that_fit(
    browser: Browser, jeroen: Person, edition: Edition, count: int, said: tuple[str, str]
) -> None:
    seats, ending = said
    enrol_all(edition, make_people(count), now=timezone.now())
    start, client = f"/apeldoorn/coordinatie/uitvoeringen/{edition.pk}/", browser(jeroen)
    for part in ("plekken/", "deelnemers/"):
        assert seats in " ".join(client.get(start + part).content.decode().split())
    assert ending in client.get(f"{start}stand/annuleren/").content.decode()


def test_an_edition_is_ready_when_every_session_of_the_trajectory_has_a_date_not_when_one_has_two(
    browser: Browser, academy: Academy, jeroen: Person
) -> None:
    trajectory = make_trajectory()
    first, second, third = moments(trajectory, first=soon())
    edition = operations.plan_edition(
        trajectory=trajectory, terms=Terms(place="Vakhuis", enrol_until=None), capacity=20, by=jeroen,
        now=timezone.now(), moments=[first, replace(second, activity=first.activity), third],
    )  # fmt: skip
    client = browser(jeroen)
    address = f"/apeldoorn/coordinatie/uitvoeringen/{edition.pk}/"
    page = client.get(address).content.decode()
    assert "2 van de 3 bijeenkomsten" in page
    assert "Zonder datum: Stap 2." in page
    assert "2 van de 3 bijeenkomsten" in client.get(f"{address}bijeenkomst/").content.decode()
    with pytest.raises(Refused) as refused:
        operations.open_edition(edition=edition, by=jeroen, now=timezone.now())
    assert refused.value.reason is EditionRefusal.PARTS_UNDATED

    session = sessions_of(edition)[1]
    session.activity = second.activity
    session.save()
    page = client.get(address).content.decode()
    assert "3 datums zijn gepland" in page
    assert "Zonder datum" not in page
    assert operations.open_edition(edition=edition, by=jeroen, now=timezone.now()).state == Edition.State.OPEN


def test_every_page_of_a_participant_answers(
    browser: Browser, academy: Academy, edition: Edition, bert: Person
) -> None:
    client = browser(bert)
    one = f"/apeldoorn/aanbod/uitvoering/{edition.pk}/"
    session = sessions_of(edition)[0]
    assert client.get(f"{one}inschrijven/").status_code == 200
    answer = client.post(f"{one}inschrijven/", {"wishes": "Graag een zaal zonder trap"})
    assert answer.status_code == 302
    for path in (
        "/apeldoorn/aanbod/",
        f"/apeldoorn/aanbod/traject/{edition.trajectory_id}/",
        "/apeldoorn/aanbod/mijn/",
        "/apeldoorn/aanbod/mijn-team/",
        "/apeldoorn/aanbod/mijn-agenda.ics",
        "/apeldoorn/aanbod/catalogus.json",
        "/apeldoorn/aanwezig/",
        one,
        f"{one}agenda.ics",
        f"{one}terugtrekken/",
        f"{one}terugblik/",
        f"/apeldoorn/aanbod/bijeenkomst/{session.pk}/afmelden/",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
    assert client.get("/apeldoorn/coordinatie/uitvoeringen/").status_code == 403
    assert client.get(f"/apeldoorn/aanbod/bijeenkomst/{session.pk}/aanwezigheid/").status_code == 404
    assert client.get(f"/apeldoorn/aanbod/bijeenkomst/{session.pk}/code/").status_code == 404


def test_an_edition_that_is_being_planned_is_seen_by_coordinators_only(
    browser: Browser, academy: Academy, jeroen: Person, bert: Person
) -> None:
    planned = plan(make_trajectory(), by=jeroen, now=timezone.now(), first=soon())
    client = browser(bert)
    assert client.get(f"/apeldoorn/aanbod/uitvoering/{planned.pk}/").status_code == 404
    assert client.get(f"/apeldoorn/aanbod/uitvoering/{planned.pk}/inschrijven/").status_code == 404
    page = client.get(f"/apeldoorn/aanbod/traject/{planned.trajectory_id}/").content.decode()
    assert "Er is nog geen datum" in page


def test_who_leads_an_edition_keeps_its_list(
    browser: Browser, academy: Academy, jeroen: Person, edition: Edition, bert: Person
) -> None:
    people = make_people(2)
    enrol_all(edition, people, now=timezone.now())
    operations.set_trainers(edition=edition, people=[bert], names=["Een gast"], by=jeroen, now=timezone.now())
    session = sessions_of(edition)[0]
    page = browser(bert).get(f"/apeldoorn/aanbod/bijeenkomst/{session.pk}/aanwezigheid/")
    assert page.status_code == 200
    assert "Lid000 Jansen" in page.content.decode()
    # Who takes part sees no list.
    assert browser(people[0]).get(page.request["PATH_INFO"]).status_code == 404


def test_a_full_edition_offers_the_waiting_list_before_the_click(
    browser: Browser, academy: Academy, edition: Edition, bert: Person
) -> None:
    enrol_all(edition, make_people(2), now=timezone.now())
    page = browser(bert).get(f"/apeldoorn/aanbod/traject/{edition.trajectory_id}/").content.decode()
    assert "Kom op de wachtlijst" in page
    browser(bert).post(f"/apeldoorn/aanbod/uitvoering/{edition.pk}/inschrijven/", {})
    page = browser(bert).get(f"/apeldoorn/aanbod/uitvoering/{edition.pk}/").content.decode()
    assert "nummer 1 op de wachtlijst" in page


def test_a_refusal_stands_beside_the_button_before_the_click(
    browser: Browser, academy: Academy, jeroen: Person, edition: Edition, bert: Person
) -> None:
    operations.close_edition(edition=edition, by=jeroen, now=timezone.now())
    page = browser(bert).get(f"/apeldoorn/aanbod/traject/{edition.trajectory_id}/").content.decode()
    assert "De inschrijving is gesloten." in page
    browser(bert).post(f"/apeldoorn/aanbod/uitvoering/{edition.pk}/inschrijven/", {})
    assert not Enrolment.objects.filter(person=bert).exists()


def test_a_date_changes_only_after_what_changes_was_shown(
    browser: Browser, academy: Academy, jeroen: Person, edition: Edition
) -> None:
    session = sessions_of(edition)[0]
    new = session.starts_at + timedelta(days=1)
    given = {
        "activity": session.activity_id,
        "title": "",
        "day": f"{new:%Y-%m-%d}",
        "starts": "10:00",
        "ends": "12:00",
        "place": "",
    }
    client = browser(jeroen)
    address = f"/apeldoorn/coordinatie/uitvoeringen/bijeenkomst/{session.pk}/"
    page = client.post(address, given)
    assert page.status_code == 200
    session.refresh_from_db()
    assert session.sequence == 0
    form = page.context["form"]
    answer = client.post(address, {**given, "shown": form.shown})
    assert answer.status_code == 302
    session.refresh_from_db()
    assert session.sequence == 1
    # Other facts than those that were shown are shown again, not done.
    page = client.post(address, {**given, "starts": "11:00", "shown": form.shown})
    assert page.status_code == 200


def test_a_session_on_a_holiday_asks_again(
    browser: Browser, academy: Academy, jeroen: Person, edition: Edition
) -> None:
    year = timezone.localdate().year + 1
    given = {
        "activity": "", "title": "Extra", "day": f"{year}-12-25", "starts": "10:00", "ends": "12:00", "place": "",
    }  # fmt: skip
    address = f"/apeldoorn/coordinatie/uitvoeringen/{edition.pk}/bijeenkomst/"
    client = browser(jeroen)
    page = client.post(address, given)
    assert "feestdag: Kerst" in page.content.decode(), page.context["against"]
    assert "Plan hem, als er niets tegen pleit" in page.content.decode()
    assert edition.sessions.count() == 3
    client.post(address, {**given, "shown": page.context["form"].shown})
    assert edition.sessions.count() == 4


@pytest.mark.parametrize(
    ("day", "hours", "said"),
    [
        ("2027-03-28", "02:30-03:15", "Deze tijd bestaat niet op die dag"),
        ("2027-03-28", "01:30-02:30", "Deze tijd bestaat niet op die dag"),
        ("2027-10-31", "02:30-04:00", "Deze tijd is er op die dag twee keer"),
        ("9999-12-31", "09:30-12:00", "Dit jaar kan niet kloppen"),
        ("2077-02-02", "09:30-12:00", 'name="day_sure"'),
    ],
)
def test_a_session_is_planned_only_at_a_time_that_can_be_meant(
    browser: Browser, jeroen: Person, edition: Edition, *, day: str, hours: str, said: str
) -> None:
    starts, _dash, ends = hours.partition("-")
    given = {"activity": "", "title": "Extra", "day": day, "starts": starts, "ends": ends, "place": ""}
    address = f"/apeldoorn/coordinatie/uitvoeringen/{edition.pk}/bijeenkomst/"
    page = browser(jeroen).post(address, given)
    assert said in page.content.decode()
    assert edition.sessions.count() == 3


def test_another_title_of_a_session_is_no_news_and_the_page_says_so(
    browser: Browser, jeroen: Person, edition: Edition, bert: Person
) -> None:
    enrol_all(edition, [bert], now=timezone.now())
    letters_written()
    session = sessions_of(edition)[0]
    address = f"/apeldoorn/coordinatie/uitvoeringen/bijeenkomst/{session.pk}/"
    client = browser(jeroen)
    form = client.get(address).context["form"]
    given = {**{name: form[name].value() or "" for name in form.fields}, "activity": "", "title": "Anders"}
    given |= {"starts": f"{given['starts']:%H:%M}", "ends": f"{given['ends']:%H:%M}"}
    page = client.post(address, given)
    assert page.context["changes"]["effects"] == ["Niemand krijgt er bericht over."]
    done = client.post(address, {**given, "shown": page.context["form"].shown}, follow=True)
    assert "Iedereen krijgt" not in done.content.decode()
    assert not letters_written()


def test_trainers_that_were_ticked_when_a_session_ended_are_there_again(
    browser: Browser, jeroen: Person, edition: Edition, bert: Person
) -> None:
    address = f"/apeldoorn/coordinatie/uitvoeringen/{edition.pk}/trainers/"
    client = browser(jeroen)
    drawn = re.search(r'name="vw_drawn" value="([^"]+)"', client.get(address).content.decode())
    assert drawn
    client.logout()
    given = {"vw_drawn": drawn[1], "people": [str(bert.pk)], "names": "Iemand van elders"}
    client.post(address, given, headers={"Sec-Fetch-Site": "same-origin"})
    assert jeroen.account
    client.force_login(jeroen.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(address)
    assert "Iemand van elders" in page.content.decode()
    assert page.context["form"]["people"].value() == [str(bert.pk)]
    assert re.search(rf'value="{bert.pk}"[^>]*checked', page.content.decode())


def test_a_session_in_the_year_9999_that_is_there_already_breaks_nothing_of_others(
    browser: Browser, academy: Academy, jeroen: Person, edition: Edition, bert: Person
) -> None:
    far = sessions_of(edition)[-1]
    moment = datetime(9999, 12, 31, 10, tzinfo=UTC)
    EditionSession.objects.filter(pk=far.pk).update(starts_at=moment, ends_at=moment + timedelta(hours=2))
    Edition.objects.filter(pk=edition.pk).update(ends_at=moment + timedelta(hours=2))
    client = browser(bert)
    client.post(f"/apeldoorn/aanbod/uitvoering/{edition.pk}/inschrijven/", {})
    for address in (
        f"/apeldoorn/aanbod/uitvoering/{edition.pk}/agenda.ics",
        "/apeldoorn/aanbod/mijn-agenda.ics",
    ):
        text = client.get(address).content.decode()
        assert text.count("BEGIN:VEVENT") == 3
        assert "99991231T110000" in text
    assert client.get(f"/apeldoorn/aanbod/uitvoering/{edition.pk}/").status_code == 200
    letter, *mails = letters_written()
    assert letter.to == bert.email
    assert len(mails) == 3


def test_a_manager_sees_only_what_is_mandatory(
    browser: Browser, academy: Academy, jeroen: Person, bert: Person
) -> None:
    femke = make_person("Femke", "de Wit")
    Bond.objects.create(person=bert, senior=femke, kind=Bond.Kind.MANAGER)
    free = open_edition(make_trajectory("vrij", "Vrije keus"), now=timezone.now(), first=soon())
    must = open_edition(
        make_trajectory("moet", "Maatwerk binnen de wet"), now=timezone.now(), first=soon(), is_mandatory=True
    )
    for one in (free, must):
        enrolment.enrol_people(edition=one, people=[bert], by=jeroen, now=timezone.now())
    page = browser(femke).get("/apeldoorn/aanbod/mijn-team/").content.decode()
    assert "Maatwerk binnen de wet" in page
    assert "Bert Wolters" in page
    assert "Vrije keus" not in page


def test_guests_enrol_only_where_they_are_welcome(
    browser: Browser, academy: Academy, edition: Edition
) -> None:
    meryem = make_person("Meryem", "Aydin", Role.GUEST, organisation="Cliëntenraad")
    page = browser(meryem).get(f"/apeldoorn/aanbod/traject/{edition.trajectory_id}/").content.decode()
    assert "voor mensen die bij een deelnemer aan de academie werken" in page
    open_to_all = open_edition(
        make_trajectory("samen", "Samen"), now=timezone.now(), first=soon(), guests_welcome=True
    )
    answer = browser(meryem).post(f"/apeldoorn/aanbod/uitvoering/{open_to_all.pk}/inschrijven/", {})
    assert answer.status_code == 302
    assert Enrolment.objects.get(person=meryem).state == "enrolled"


@pytest.mark.parametrize(
    "path",
    [
        "/apeldoorn/aanbod/",
        "/apeldoorn/aanbod/mijn/",
        "/apeldoorn/aanbod/traject/{trajectory}/",
        "/apeldoorn/aanbod/uitvoering/{edition}/",
        "/apeldoorn/coordinatie/uitvoeringen/",
        "/apeldoorn/coordinatie/uitvoeringen/{edition}/",
        "/apeldoorn/coordinatie/uitvoeringen/{edition}/deelnemers/",
        "/apeldoorn/aanbod/bijeenkomst/{session}/aanwezigheid/",
    ],
)
def test_pages_take_as_many_queries_with_more_rows(
    browser: Browser,
    academy: Academy,
    jeroen: Person,
    edition: Edition,
    path: str,
) -> None:
    client = browser(jeroen)
    enrolment.enrol_people(edition=edition, people=make_people(2), by=jeroen, now=timezone.now())
    other = open_edition(make_trajectory("t0", "Nog een"), now=timezone.now(), first=soon(40))
    enrolment.enrol_people(edition=other, people=[jeroen], by=jeroen, now=timezone.now())
    address = path.format(
        trajectory=edition.trajectory_id, edition=edition.pk, session=sessions_of(edition)[0].pk
    )
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        assert client.get(address).status_code == 200
    enrolment.enrol_people(
        edition=edition, people=make_people(9, given="Meer"), by=jeroen, now=timezone.now()
    )
    for nth in range(6):
        more = open_edition(make_trajectory(f"t{nth + 1}", f"Meer {nth}"), now=timezone.now(), first=soon(50))
        enrolment.enrol_people(edition=more, people=[jeroen], by=jeroen, now=timezone.now())
        again = plan(edition.trajectory, now=timezone.now(), first=soon(60 + nth))
        operations.open_edition(edition=again, by=jeroen, now=timezone.now())
    client.get(address)
    with CaptureQueriesContext(connection) as after:
        client.get(address)
    assert len(after) == len(before), [one["sql"][:160] for one in after]


def test_another_academy_has_none_of_it(browser: Browser, academy: Academy, edition: Edition) -> None:
    elsewhere = an_academy(slug="amsterdam", name="Academie aan het Water")
    with in_academy(elsewhere):
        ilse = make_person("Ilse", "Bonnema", Role.COORDINATOR)
    client = browser(ilse)
    for path in (
        f"coordinatie/uitvoeringen/{edition.pk}/",
        f"aanbod/uitvoering/{edition.pk}/",
        f"aanbod/traject/{edition.trajectory_id}/",
    ):
        assert client.get(f"/amsterdam/{path}").status_code == 404
        assert client.get(f"/apeldoorn/{path}").status_code in {403, 404}


def test_moments_can_be_planned_for_every_session_of_a_trajectory(academy: Academy) -> None:
    assert len(moments(make_trajectory(sessions=4))) == 4


def test_results_are_shown_when_eight_people_answered_and_nobody_can_any_more(
    browser: Browser, academy: Academy, jeroen: Person
) -> None:
    edition = held_edition(make_people(9), now=timezone.now())
    page = browser(jeroen).get(f"/apeldoorn/coordinatie/uitvoeringen/{edition.pk}/terugblik/")
    assert "Niet getoond" in page.content.decode()


def test_looking_back_marks_no_question_apart_since_all_may_be_skipped() -> None:
    form = str(EvaluationForm())
    assert "niet verplicht" not in form
    assert form.count("vw-choices--scale") == 5
