"""Does leaving end what it should, at the day it should, and does everybody who must know hear of it once?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from vakwerk.foundation.mail import Letter, post
from vakwerk.foundation.models import Academy, OutgoingMail
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people import departures, operations, rules
from vakwerk.people.models import Handover, Invitation, Person
from vakwerk.people.operations.leaving import leave_after_last_day
from vakwerk.people.tests import factories
from vakwerk.people.tests.test_import import matched, problems, taken_over

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (TODAY, None),
        (TODAY - timedelta(days=400), None),
        (TODAY + timedelta(days=730), None),
        (TODAY + timedelta(days=731), rules.Refusal.LAST_DAY_TOO_FAR),
        (date(9999, 1, 1), rules.Refusal.LAST_DAY_TOO_FAR),
        (date(202, 6, 1), rules.Refusal.LAST_DAY_TOO_FAR),
    ],
)
def test_a_last_day_is_near_enough_to_be_known(day: date, reason: rules.Refusal | None) -> None:
    assert rules.reason_not_to_leave_on(day, today=TODAY) == reason


@pytest.fixture
def marit(inside: Academy) -> Person:
    return factories.person("Marit", "Hofman")


@pytest.fixture
def team(inside: Academy, jeroen: Person, marit: Person) -> list[Person]:
    """Two people whom Marit manages."""
    made = [factories.person("Esra", "Kaya"), factories.person("Tom", "Brink")]
    for one in made:
        operations.add_bond(person=one, senior=marit, kind="manager", by=jeroen)
    return made


def test_who_leaves_today_leaves_at_once_and_their_team_comes_on_the_list(
    inside: Academy, jeroen: Person, marit: Person, team: list[Person]
) -> None:
    operations.leave(person=marit, on=TODAY, by=jeroen, now=NOW)
    assert marit.left_on == TODAY
    left = Handover.objects.get()
    assert (left.kind, left.facts) == ("people.manages", {"count": 2})
    letter = OutgoingMail.objects.get()
    assert letter.to == jeroen.email
    assert letter.subject == "Marit Hofman is weg"
    assert "Leg vast wie hun teamleden nu aanstuurt" in letter.text
    assert reverse("people:handovers", args=["apeldoorn"]) in letter.text


def test_a_last_day_to_come_is_shown_and_takes_effect_in_the_night_after_it(
    client: Client, apeldoorn: Academy, jeroen: Person
) -> None:
    with in_academy(apeldoorn):
        marit = factories.person("Marit", "Hofman")
    address = reverse("people:person_leave", args=["apeldoorn", marit.pk])
    client.post(address, {"day": "2026-11-30"})
    page = client.get(reverse("people:person", args=["apeldoorn", marit.pk])).content.decode()
    assert "Vertrekt na 30 november 2026" in page.replace("\xa0", " ").replace("&nbsp;", " ")
    leave_after_last_day(datetime(2026, 11, 30, 22, 30, tzinfo=UTC))
    with in_academy(apeldoorn):
        marit.refresh_from_db()
        assert marit.left_on is None
    # Half past midnight in Amsterdam.
    leave_after_last_day(datetime(2026, 11, 30, 23, 30, tzinfo=UTC))
    with in_academy(apeldoorn):
        marit.refresh_from_db()
        assert str(marit.left_on) == "2026-11-30"
        assert marit.leaves_on is None


def test_who_stays_after_all_stays(client: Client, apeldoorn: Academy, jeroen: Person) -> None:
    with in_academy(apeldoorn):
        marit = factories.person("Marit", "Hofman")
        operations.leave(person=marit, on=TODAY + timedelta(days=3), by=jeroen, now=NOW)
    client.post(reverse("people:person_leave", args=["apeldoorn", marit.pk]), {"back": "yes"})
    leave_after_last_day(NOW + timedelta(days=9))
    with in_academy(apeldoorn):
        marit.refresh_from_db()
        assert (marit.left_on, marit.leaves_on) == (None, None)


def test_the_last_administrator_stays_though_their_last_day_is_over(inside: Academy, jeroen: Person) -> None:
    both = [factories.person(name, "Beheer", roles=(Role.ADMINISTRATOR,)) for name in ("Ada", "Bea")]
    for one in both:
        operations.leave(person=one, on=TODAY + timedelta(days=1), by=None, now=NOW)
    leave_after_last_day(NOW + timedelta(days=5))
    assert Person.objects.filter(role_assignments__role=Role.ADMINISTRATOR, left_on=None).count() == 2


def test_who_is_said_to_stay_while_others_leave_waits_for_that_and_does_not_leave_unseen(
    inside: Academy, marit: Person
) -> None:
    operations.leave(person=marit, on=TODAY + timedelta(days=1), by=None, now=NOW)
    with CaptureQueriesContext(connection) as asked:
        leave_after_last_day(NOW + timedelta(days=5))
    due = next(one["sql"] for one in asked if '"leaves_on" <' in one["sql"])
    assert due.endswith('FOR UPDATE OF "people_person"')


def test_no_letter_that_waits_goes_to_who_left_and_no_invitation_stands(
    inside: Academy, jeroen: Person, marit: Person
) -> None:
    Invitation.objects.create(person=marit)
    post([Letter(to=marit.email, subject="x", text="x", about_id=marit.pk)])
    post([Letter(to=jeroen.email, subject="y", text="y", about_id=jeroen.pk)])
    operations.leave(person=marit, on=TODAY, by=jeroen, now=NOW)
    assert [one.to for one in OutgoingMail.objects.all()] == [jeroen.email]
    assert Invitation.objects.get().withdrawn_at == NOW


def test_when_the_last_coordinator_leaves_the_administrators_hear_of_it(
    inside: Academy, jeroen: Person
) -> None:
    ada = factories.person("Ada", "Beheer", roles=(Role.ADMINISTRATOR,))
    operations.leave(person=jeroen, on=TODAY, by=ada, now=NOW)
    assert OutgoingMail.objects.get().to == ada.email
    assert Handover.objects.get().kind == "people.last_coordinator"


def test_the_page_says_before_what_ends_and_shows_it_again_when_it_changed(
    client: Client, apeldoorn: Academy, jeroen: Person
) -> None:
    with in_academy(apeldoorn):
        marit, esra, tom = (factories.person(name, "Hofman") for name in ("Marit", "Esra", "Tom"))
        operations.add_bond(person=esra, senior=marit, kind="manager", by=jeroen)
    address = reverse("people:person_leave", args=["apeldoorn", marit.pk])
    page = client.get(address)
    assert "van 1 persoon" in page.content.decode()
    with in_academy(apeldoorn):
        operations.add_bond(person=tom, senior=marit, kind="manager", by=jeroen)
    answer = client.post(address, {"day": "2026-11-24", "shown": page.context["shown"]})
    assert "van 2 personen" in answer.content.decode()
    with in_academy(apeldoorn):
        assert Person.objects.get(pk=marit.pk).left_on is None
    client.post(address, {"day": "2026-11-24", "shown": answer.context["shown"]})
    with in_academy(apeldoorn):
        assert Person.objects.get(pk=marit.pk).left_on == TODAY


def test_an_administrator_who_does_not_coordinate_reads_only_how_much_ends(
    apeldoorn: Academy, jeroen: Person
) -> None:
    with in_academy(apeldoorn):
        ada = factories.person("Ada", "Beheer", roles=(Role.ADMINISTRATOR,))
        marit, esra = factories.person("Marit", "Hofman"), factories.person("Esra", "Kaya")
        operations.add_bond(person=esra, senior=marit, kind="manager", by=jeroen)
    address = reverse("people:person_leave", args=["apeldoorn", marit.pk])
    page = factories.signed_in(ada).get(address).content.decode()
    assert "1 band met het werk van anderen eindigt" in page
    assert "van 1 persoon" not in page


def test_with_a_place_elsewhere_only_one_place_ends(
    client: Client, apeldoorn: Academy, jeroen: Person
) -> None:
    with in_academy(apeldoorn):
        here, there = factories.organisation("Apeldoorn"), factories.organisation("Hattem")
        marit = factories.person("Marit", "Hofman", organisation=here)
        operations.place_person(person=marit, organisation=there, by=jeroen, is_main=False)
        place = marit.memberships.get(organisation=here)
    address = reverse("people:person_leave", args=["apeldoorn", marit.pk])
    assert "alleen de plek bij Apeldoorn" in client.get(address).content.decode()
    client.post(address, {"day": "2026-11-24", "what": str(place.pk)})
    with in_academy(apeldoorn):
        marit.refresh_from_db()
        assert marit.left_on is None
        assert [one.organisation.name for one in marit.memberships.all()] == ["Hattem"]


def test_what_was_taken_over_leaves_the_list(client: Client, apeldoorn: Academy, jeroen: Person) -> None:
    with in_academy(apeldoorn):
        marit, esra = factories.person("Marit", "Hofman"), factories.person("Esra", "Kaya")
        operations.add_bond(person=esra, senior=marit, kind="manager", by=jeroen)
        operations.leave(person=marit, on=TODAY, by=jeroen, now=NOW)
        left = Handover.objects.get()
    address = reverse("people:handovers", args=["apeldoorn"])
    assert "Marit Hofman" in client.get(address).content.decode()
    client.post(reverse("people:settle_handover", args=["apeldoorn", left.pk]))
    assert "Marit Hofman" not in client.get(address).content.decode()


def test_a_handover_of_another_academy_is_not_there(
    client: Client, apeldoorn: Academy, amsterdam: Academy
) -> None:
    with in_academy(amsterdam):
        ilse = factories.person("Ilse", "Bonnema")
        left = Handover.objects.create(person=ilse, kind="people.manages", facts={"count": 1})
    answer = client.post(reverse("people:settle_handover", args=["apeldoorn", left.pk]))
    assert answer.status_code == 404


def test_an_erased_person_is_not_named_in_the_letter_about_leaving(
    inside: Academy, jeroen: Person, marit: Person, team: list[Person]
) -> None:
    operations.erase_person(person=marit, now=NOW, today=TODAY, by=jeroen)
    letter = OutgoingMail.objects.get()
    assert "Marit" not in letter.subject + letter.text


def test_every_kind_of_tie_has_words_in_both_languages() -> None:
    assert set(departures._words) >= {
        "people.manages",
        "circles.seat",
        "circles.breaks_rules",
        "trajectories.enrolled",
        "craft.assesses",
        "knowledge.owns",
    }


STAFF = "Personeelsnr;Naam;E-mail;Gemeente;Uit dienst\r\n"


def test_a_file_has_people_leave_and_says_beside_each_row_what_ends(
    client: Client, apeldoorn: Academy, jeroen: Person
) -> None:
    with in_academy(apeldoorn):
        marit, esra = (
            factories.person("Marit", "Hofman", reference="1"),
            factories.person("Esra", "Kaya", reference="2"),
        )
        operations.add_bond(person=esra, senior=marit, kind="manager", by=jeroen)
    rows = STAFF + "1;Marit Hofman;;;1-11-2026\r\n2;Esra Kaya;;;1-5-2027\r\n"
    number = matched(client, rows.encode())
    page = client.get(reverse("people:import", args=["apeldoorn", number])).content.decode()
    assert "van 1 persoon" in page
    assert "Vertrekt na" in page
    taken_over(client, rows.encode())
    with in_academy(apeldoorn):
        marit.refresh_from_db()
        esra.refresh_from_db()
        assert (marit.left_on, esra.left_on) == (date(2026, 11, 1), None)
        assert esra.leaves_on == date(2027, 5, 1)
        assert OutgoingMail.objects.get().to == jeroen.email
    # The same file once more changes nothing: who left does not come back by it.
    again = matched(client, rows.encode())
    with in_academy(apeldoorn):
        from vakwerk.people.models import PeopleImport

        assert PeopleImport.objects.get(pk=again).counts["unchanged"] == 2


def test_a_file_does_not_bring_in_who_left_already_nor_an_administrators_leaving(
    client: Client, apeldoorn: Academy
) -> None:
    with in_academy(apeldoorn):
        factories.person("Ada", "Beheer", roles=(Role.ADMINISTRATOR,), reference="1")
    matched(client, (STAFF + "1;Ada Beheer;;;1-11-2026\r\n9;Oud Mens;;;1-1-2020\r\n").encode())
    assert problems(apeldoorn) == {2: ["administrator_leaves"], 3: ["left_before"]}


def test_a_file_of_one_organisation_ends_only_the_place_there(
    client: Client, apeldoorn: Academy, jeroen: Person
) -> None:
    with in_academy(apeldoorn):
        here, there = factories.organisation("Apeldoorn"), factories.organisation("Hattem")
        marit = factories.person("Marit", "Hofman", organisation=here, reference="1")
        operations.place_person(person=marit, organisation=there, by=jeroen, is_main=False)
    taken_over(client, (STAFF + "1;Marit Hofman;;Hattem;1-11-2026\r\n").encode())
    with in_academy(apeldoorn):
        marit.refresh_from_db()
        assert marit.left_on is None
        assert [one.organisation.name for one in marit.memberships.all()] == ["Apeldoorn"]


def test_many_people_leaving_at_once_make_one_letter_for_each_coordinator(
    inside: Academy, jeroen: Person
) -> None:
    managers = [factories.person(f"Chef{nth}", "Jansen") for nth in range(40)]
    esra = factories.person("Esra", "Kaya")
    for one in managers:
        operations.add_bond(person=esra, senior=one, kind="manager", by=jeroen)
    operations.leave_now(people={one.pk: TODAY for one in managers}, by=None, now=NOW)
    letter = OutgoingMail.objects.get()
    assert letter.subject == "40 mensen zijn weg"
    assert "En 15 andere mensen." in letter.text
    assert Handover.objects.count() == 40


def test_leaving_far_ahead_is_refused(inside: Academy, jeroen: Person, marit: Person) -> None:
    with pytest.raises(Refused) as refused:
        operations.leave(person=marit, on=date(9999, 1, 1), by=jeroen, now=timezone.now())
    assert refused.value.reason == rules.Refusal.LAST_DAY_TOO_FAR
