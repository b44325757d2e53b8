"""Does a coordinator make role profiles and give them, and does a person find their own?"""

import pytest
from django.test import Client
from django.utils import timezone

from vakwerk.craft.models import Framework, RoleProfile
from vakwerk.craft.profiles import operations, queries
from vakwerk.craft.profiles.operations import ProfileFacts
from vakwerk.craft.profiles.rules import ProfileRefusal
from vakwerk.craft.tests.framework_factories import TODAY, adopted, own_draft, profile
from vakwerk.craft.tests.framework_fixtures import queries_of
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.models import Academy, AuditEntry
from vakwerk.foundation.refusals import Refused
from vakwerk.people import erasure, export
from vakwerk.people import operations as people_operations
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people

PROFILES = "/apeldoorn/coordinatie/rolprofielen/"
MOST_QUERIES = 30


@pytest.fixture
def holds(jeroen: Person) -> Framework:
    return adopted(by=jeroen)


def typed(framework: Framework, count: int, **more: str) -> dict[str, str | int]:
    chosen = framework.competencies.order_by("position")[:count]
    return {"name_nl": "Regisseur", "name_en": "", **{f"level_{one.pk}": 2 for one in chosen}, **more}


def test_the_starter_profiles_come_along(holds: Framework) -> None:
    found = {
        one.key: {each.competency.key: each.level for each in one.targets.all()}
        for one in queries.profiles_of_framework(holds)
    }
    assert len(found) == 6
    assert found["permit_officer"] == {"lawful": 3, "performing": 2, "connecting": 2, "supporting": 2}


def test_a_role_profile_is_made_with_four_to_six_competencies(holds: Framework, coordinator: Client) -> None:
    assert coordinator.get(f"{PROFILES}nieuw/").status_code == 200
    for count, said in ((3, "Kies minstens 4 competenties"), (7, "Kies hoogstens 6 competenties")):
        answer = coordinator.post(f"{PROFILES}nieuw/", typed(holds, count))
        assert answer.status_code == 422
        assert said in answer.content.decode()
    answer = coordinator.post(f"{PROFILES}nieuw/", typed(holds, 4, hr21_code="Adviseur strategie"))
    assert "Dit is geen HR21-code" in answer.content.decode()
    answer = coordinator.post(f"{PROFILES}nieuw/", typed(holds, 4, hr21_code="05.02.03"))
    made = RoleProfile.objects.get(key="regisseur")
    assert answer.headers["Location"] == f"{PROFILES}{made.pk}/"
    assert made.hr21_code == "05.02.03"
    coordinator.post(f"{PROFILES}{made.pk}/wijzigen/", typed(holds, 5))
    assert made.targets.count() == 5


def test_without_a_framework_there_is_nothing_to_aim_at(academy: Academy, coordinator: Client) -> None:
    page = coordinator.get(PROFILES).content.decode()
    assert "Er is nog geen raamwerk. Begin daar eerst mee." in page
    answer = coordinator.post(f"{PROFILES}nieuw/", {"name_nl": "X"})
    assert answer.status_code == 422


def test_profiles_are_given_to_chosen_people_or_to_a_whole_job_title(
    holds: Framework, esra: Person, coordinator: Client
) -> None:
    organisation = esra.memberships.get().organisation
    others = [
        people.person(f"Lid{nth}", "Bos", organisation=organisation, job_title="wijkregisseur")
        for nth in range(3)
    ]
    guest = people.person("Henk", "Oosterveld", organisation=people.organisation("Ons Erf", "residents"))
    own = profile(holds)
    give = f"{PROFILES}{own.pk}/mensen/"
    page = coordinator.get(give).content.decode()
    assert "wijkregisseur (3)" in page
    assert "Oosterveld" not in page
    coordinator.post(give, {"person": [esra.pk, guest.pk, "nonsens"]})
    assert [one.person for one in queries.held_by(own)] == [esra]
    coordinator.post(f"{give}?functie=wijkregisseur", {"everybody": "1"})
    assert {one.person for one in queries.held_by(own)} == {esra, *others}
    assert AuditEntry.objects.filter(action="craft.profile_given", about_id=esra.pk).exists()
    answer = coordinator.post(give, {}, follow=True)
    assert "Kies minstens één persoon." in answer.content.decode()


def test_a_person_sees_their_own_profiles_and_nobody_else_does(
    holds: Framework, jeroen: Person, esra: Person, colleague: Client
) -> None:
    for name in ("Regisseur", "Consulent"):
        operations.give_profile(profile=profile(holds, name), people=[esra], by=jeroen, today=TODAY)
    page = colleague.get("/apeldoorn/vakmanschap/").content.decode()
    assert "Je rolprofielen" in page
    assert colleague.get(PROFILES).status_code == 403


def test_a_profile_that_somebody_has_is_not_deleted(
    holds: Framework, jeroen: Person, esra: Person, coordinator: Client
) -> None:
    own = profile(holds)
    operations.give_profile(profile=own, people=[esra], by=jeroen, today=TODAY)
    answer = coordinator.post(f"{PROFILES}{own.pk}/verwijderen/", follow=True)
    assert "1 mensen hebben dit rolprofiel" in answer.content.decode()
    coordinator.post(f"{PROFILES}{own.pk}/mensen/{esra.pk}/weg/")
    coordinator.post(f"{PROFILES}{own.pk}/verwijderen/")
    assert not RoleProfile.objects.filter(pk=own.pk).exists()


def test_profiles_of_what_no_longer_holds_stay_as_they_were(jeroen: Person, holds: Framework) -> None:
    own = profile(holds)
    adopted(own_draft(jeroen, name="Een ander"), by=jeroen)
    own.framework.refresh_from_db()
    facts = ProfileFacts(Bilingual(nl="X", en=""), "", {one.competency_id: 1 for one in own.targets.all()})
    with pytest.raises(Refused) as refused:
        operations.change_profile(profile=own, facts=facts, by=jeroen)
    assert refused.value.reason is ProfileRefusal.FRAMEWORK_OVER


def test_the_highest_target_counts_where_two_profiles_ask(
    holds: Framework, jeroen: Person, esra: Person
) -> None:
    low, high = profile(holds, "Laag"), profile(holds, "Hoog")
    facts = ProfileFacts(
        Bilingual(nl="Hoog", en=""), "", {one.competency_id: 3 for one in high.targets.all()}
    )
    operations.change_profile(profile=high, facts=facts, by=jeroen)
    for one in (low, high):
        operations.give_profile(profile=one, people=[esra], by=jeroen, today=TODAY)
    assert set(queries.targets_of(esra).values()) == {3}


def test_profiles_leave_and_go_with_the_person(holds: Framework, jeroen: Person, esra: Person) -> None:
    operations.give_profile(profile=profile(holds), people=[esra], by=jeroen, today=TODAY)
    [known] = export.everything_about(esra)["role_profiles"]
    assert known["profile"]["nl"] == "Wijkregisseur"
    assert len(known["aims_at"]) == 4
    erasure.run(esra)
    assert not esra.role_profiles.exists()


def test_lists_take_as_many_queries_however_many_there_are(
    holds: Framework, esra: Person, jeroen: Person, coordinator: Client
) -> None:
    own = profile(holds)
    addresses = (PROFILES, f"{PROFILES}{own.pk}/", f"{PROFILES}{own.pk}/mensen/")
    operations.give_profile(profile=own, people=[esra], by=jeroen, today=TODAY)
    organisation = esra.memberships.get().organisation
    people.person("Nog", "Iemand", organisation=organisation, job_title="jurist")
    before = [queries_of(coordinator, address) for address in addresses]
    assert max(before) <= MOST_QUERIES
    new = [
        people.person(f"Lid{nth}", "Bos", organisation=organisation, job_title="jurist") for nth in range(6)
    ]
    operations.give_profile(profile=own, people=new[:3], by=jeroen, today=TODAY)
    for nth in range(4):
        profile(holds, f"Profiel {nth}")
    assert [queries_of(coordinator, address) for address in addresses] == before


def test_somebody_who_left_is_not_counted(holds: Framework, jeroen: Person, esra: Person) -> None:
    own = profile(holds)
    operations.give_profile(profile=own, people=[esra], by=jeroen, today=TODAY)
    people_operations.leave(person=esra, on=timezone.localdate(), by=jeroen, now=timezone.now())
    found = queries.profiles_of_framework(holds).filter(pk=own.pk)
    assert found.values_list("held", flat=True).get() == 0
