"""Do people say what they need, and do others only ever see numbers?"""

import pytest
from django.test import Client

from vakwerk.foundation.models import Academy, AuditEntry, OwnAct
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people import erasure, export
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people
from vakwerk.trajectories.models import LearningNeed, UnitNeed
from vakwerk.trajectories.needs import counting
from vakwerk.trajectories.tests.design_factories import need, published, team
from vakwerk.trajectories.tests.design_fixtures import queries_of

OWN = "/apeldoorn/leerbehoeften/"
COUNTS = "/apeldoorn/coordinatie/leerbehoeften/"
SITUATION = "Het dorp vroeg om de sleutel"


def test_somebody_says_changes_meets_and_reopens_a_need(colleague: Client, esra: Person) -> None:
    data = {"competency": "supporting", "level": "2", "development": "cuts", "dilemma": SITUATION}
    assert colleague.post(f"{OWN}nieuw/", data).status_code == 302
    made = LearningNeed.objects.get()
    page = colleague.get(OWN).content.decode()
    assert "Ondersteunen" in page
    assert SITUATION in page
    colleague.post(f"{OWN}{made.pk}/", {**data, "level": "3"})
    made.refresh_from_db()
    assert made.level == 3
    for act, state in (("gehaald", "met"), ("heropenen", "open"), ("intrekken", "withdrawn")):
        colleague.post(f"{OWN}{made.pk}/{act}/")
        made.refresh_from_db()
        assert made.state == state


def test_where_nobody_said_a_thing_the_page_does_not_say_that_all_is_offered(coordinator: Client) -> None:
    page = coordinator.get(COUNTS).content.decode()
    assert "Nog niemand heeft gezegd wat hij of zij wil leren" in page
    assert "is aanbod." not in page


def test_what_team_leaders_entered_has_a_column_only_where_a_number_may_be_shown(
    coordinator: Client, academy: Academy
) -> None:
    assert "Geef een behoefte van een team op" not in coordinator.get(COUNTS).content.decode()
    marit = people.person("Marit", "Hofman")
    unit = team("Wijken", 9, manager=marit)[0].memberships.get().unit
    assert unit
    leader = people.signed_in(marit)
    column, data = 'scope="col" class="vw-number"', {"unit": unit.pk, "competency": "lawful", "level": "2"}
    leader.post(f"{OWN}team/nieuw/", {**data, "people": "4"})
    page = coordinator.get(COUNTS).content.decode()
    assert "Geef een behoefte van een team op" in page
    assert column not in page
    assert "Voor geen enkele competentie gaven leidinggevenden 8 mensen of meer op." in page
    leader.post(f"{OWN}team/{UnitNeed.objects.get().pk}/", {**data, "people": "9"})
    page = coordinator.get(COUNTS).content.decode()
    assert column in page
    assert "Voor geen enkele competentie" not in page


def test_saying_it_twice_is_refused_with_the_reason(colleague: Client, esra: Person) -> None:
    need(esra, "supporting")
    answer = colleague.post(f"{OWN}nieuw/", {"competency": "supporting", "level": "2"})
    assert answer.status_code == 422
    assert "staat al bij de leerbehoeften" in answer.content.decode()


def test_the_trail_says_neither_what_nor_why(colleague: Client, esra: Person) -> None:
    colleague.post(f"{OWN}nieuw/", {"competency": "supporting", "level": "2", "dilemma": SITUATION})
    assert OwnAct.objects.get(person_id=esra.pk).facts == {}
    assert not AuditEntry.objects.filter(action__startswith="trajectories.need").exists()


def test_a_need_is_only_ones_own(coordinator: Client, esra: Person) -> None:
    made = need(esra, dilemma=SITUATION)
    assert coordinator.get(f"{OWN}{made.pk}/").status_code == 404
    assert coordinator.post(f"{OWN}{made.pk}/intrekken/").status_code == 404
    for address in (OWN, COUNTS, f"{COUNTS}connecting/"):
        page = coordinator.get(address).content.decode()
        assert SITUATION not in page
        assert "Esra" not in page


def test_coordinators_see_a_number_from_eight_people_up(coordinator: Client, academy: Academy) -> None:
    crew = team("Jeugd", 8)
    for one in crew[:7]:
        need(one, "strategic")
    assert "niet getoond, minder dan 8" in coordinator.get(COUNTS).content.decode()
    assert counting.counts_for(["strategic"])[0].people is None
    need(crew[7], "strategic")
    assert counting.counts_for(["strategic"])[0].people == 8
    page = coordinator.get(COUNTS).content.decode()
    assert "8 mensen willen dit leren" in page
    assert [one.key for one in counting.counts() if one.is_gap] == ["strategic"]


def test_a_small_team_cannot_be_worked_out_from_the_total(coordinator: Client, academy: Academy) -> None:
    for one in [*team("Jeugd", 12), *team("Wijken", 9), *team("Archief", 3)]:
        need(one, "strategic")
    page = coordinator.get(f"{COUNTS}strategic/").content.decode()
    assert "24 mensen" in page
    assert "Jeugd" in page
    # Archief is three people; Wijken, the smallest other team, hides them.
    assert "Archief" not in page
    assert "Wijken" not in page
    file = coordinator.get(f"{COUNTS}strategic/?download=csv").content.decode("utf-8-sig")
    assert "Archief" not in file
    assert "Wijken" not in file


def test_who_left_does_not_count(academy: Academy) -> None:
    crew = team("Jeugd", 8)
    for one in crew:
        need(one, "strategic")
    Person.objects.filter(pk=crew[0].pk).update(left_on="2026-01-01")
    assert counting.counts_for(["strategic"])[0].people is None


def test_what_is_offered_is_no_gap_and_is_shown_to_who_needs_it(
    colleague: Client, esra: Person, jeroen: Person
) -> None:
    published(jeroen)
    need(esra, "collaborating")
    assert counting.counts_for(["collaborating"])[0].offers == 1
    assert "Samenwerken in de regio" in colleague.get(OWN).content.decode()


def test_who_leads_a_team_enters_a_number_and_only_they_see_it(coordinator: Client, academy: Academy) -> None:
    marit = people.person("Marit", "Hofman")
    crew = team("Wijken", 5, manager=marit)
    unit = crew[0].memberships.get().unit
    assert unit
    leader = people.signed_in(marit)
    data = {"unit": unit.pk, "competency": "lawful", "level": "2", "people": "4"}
    assert leader.post(f"{OWN}team/nieuw/", data).status_code == 302
    made = UnitNeed.objects.get()
    assert "4 mensen" in leader.get(f"{OWN}team/").content.decode()
    too_many = leader.post(f"{OWN}team/{made.pk}/", {**data, "people": "6"})
    assert "meer mensen dan er in dit team werken" in too_many.content.decode()
    # A coordinator did not enter it, and four is fewer than eight.
    assert coordinator.get(f"{OWN}team/{made.pk}/").status_code == 404
    assert counting.counts_for(["lawful"])[0].in_units is None


def test_somebody_who_leads_nobody_enters_nothing_for_a_team(colleague: Client) -> None:
    team("Wijken", 3)
    assert colleague.get(f"{OWN}team/").status_code == 403
    assert colleague.get(f"{OWN}team/nieuw/").status_code == 403


def test_guests_say_nothing_here_and_read_why(academy: Academy) -> None:
    meryem = people.signed_in(people.person("Meryem", "Aydin", roles=(Role.GUEST,)))
    assert "Gasten vertellen in hun kring" in meryem.get(OWN).content.decode()
    assert meryem.get(f"{OWN}nieuw/").status_code == 403


def test_only_coordinators_see_counts(colleague: Client) -> None:
    assert colleague.get(COUNTS).status_code == 403
    assert colleague.get(f"{COUNTS}connecting/").status_code == 403


@pytest.mark.parametrize("address", [COUNTS, f"{COUNTS}connecting/"])
def test_the_number_of_queries_does_not_grow(coordinator: Client, academy: Academy, address: str) -> None:
    for one in team("Jeugd", 9):
        need(one, "connecting")
    before = queries_of(coordinator, address)
    for one in [*team("Wijken", 9), *team("Beleid", 9, organisation="Hattem")]:
        need(one, "connecting")
        need(one, "lawful")
    assert queries_of(coordinator, address) == before


def test_needs_leave_and_go_with_the_person(esra: Person) -> None:
    need(esra, "connecting", dilemma=SITUATION)
    (told,) = export.everything_about(esra)["learning_needs"]
    assert told["dilemma"] == SITUATION
    erasure.run(esra)
    assert not LearningNeed.objects.exists()


def test_another_academy_sees_no_need(esra: Person) -> None:
    need(esra)
    with in_academy(people.academy("amsterdam", "Academie aan het Water")):
        assert not LearningNeed.objects.exists()
        assert counting.counts() == []
