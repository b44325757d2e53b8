"""Does a coordinator choose the role profiles of a person on the page of that person?"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from vakwerk.craft.models import Framework
from vakwerk.craft.profiles import operations, queries
from vakwerk.craft.profiles.rules import ProfileRefusal
from vakwerk.craft.tests.framework_factories import TODAY, adopted, profile
from vakwerk.foundation.models import Academy, AuditEntry
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people

PEOPLE = "/apeldoorn/coordinatie/mensen/"


@pytest.fixture
def holds(jeroen: Person) -> Framework:
    return adopted(by=jeroen)


def _keys(person: Person) -> set[str]:
    return {one.profile.key for one in person.role_profiles.select_related("profile")}


def test_from_the_page_of_a_person_their_role_profiles_are_chosen(
    holds: Framework, esra: Person, coordinator: Client
) -> None:
    page = coordinator.get(f"{PEOPLE}{esra.pk}/").content.decode()
    assert "Nog geen rolprofiel" in page
    address = f"{PEOPLE}{esra.pk}/rolprofielen/"
    assert address in page
    officer = holds.role_profiles.get(key="permit_officer")
    own = profile(holds, "Wijkregisseur")
    form = coordinator.get(address).content.decode()
    assert form.count('name="profiles"') == 7
    answer = coordinator.post(address, {"profiles": [officer.pk, own.pk]})
    assert answer.headers["Location"] == f"{PEOPLE}{esra.pk}/"
    assert _keys(esra) == {"permit_officer", "wijkregisseur"}
    page = coordinator.get(f"{PEOPLE}{esra.pk}/").content.decode()
    assert f"/coordinatie/rolprofielen/{own.pk}/" in page
    assert set(coordinator.get(address).context["form"]["profiles"].initial) == {officer.pk, own.pk}
    coordinator.post(address, {"profiles": [own.pk]})
    assert _keys(esra) == {"wijkregisseur"}
    acts = AuditEntry.objects.filter(about_id=esra.pk, action__startswith="craft.profile_")
    assert sorted(acts.values_list("action", flat=True)) == [
        "craft.profile_given",
        "craft.profile_given",
        "craft.profile_taken",
    ]


def test_what_stays_ticked_keeps_its_first_day(holds: Framework, esra: Person, jeroen: Person) -> None:
    own = profile(holds)
    earlier = TODAY.replace(year=2020)
    operations.give_profile(profile=own, people=[esra], by=jeroen, today=earlier)
    officer = holds.role_profiles.get(key="permit_officer")
    operations.choose_profiles(
        person=esra, framework=holds, profile_ids=[own.pk, officer.pk], by=jeroen, today=TODAY
    )
    held = queries.held_of(esra, holds)
    assert (held[own.pk].since, held[officer.pk].since) == (earlier, TODAY)


def test_a_guest_gets_no_role_profile_and_the_page_says_why(
    holds: Framework, jeroen: Person, coordinator: Client
) -> None:
    henk = people.person("Henk", "Oosterveld", roles=(Role.GUEST,))
    assert "/rolprofielen/" not in _section_of(coordinator.get(f"{PEOPLE}{henk.pk}/").content.decode())
    page = coordinator.get(f"{PEOPLE}{henk.pk}/rolprofielen/").content.decode()
    assert "Alleen wie bij een gemeente werkt, heeft een rolprofiel." in page
    own = profile(holds)
    answer = coordinator.post(f"{PEOPLE}{henk.pk}/rolprofielen/", {"profiles": [own.pk]})
    assert answer.status_code == 422
    with pytest.raises(Refused) as refused:
        operations.choose_profiles(person=henk, framework=holds, profile_ids=[own.pk], by=jeroen, today=TODAY)
    assert refused.value.reason == ProfileRefusal.NOT_A_COLLEAGUE
    assert not henk.role_profiles.exists()


def _section_of(page: str) -> str:
    return page.partition('id="role-profiles"')[2].partition("</section>")[0]


def test_somebody_who_left_can_still_lose_a_role_profile(
    holds: Framework, esra: Person, jeroen: Person, coordinator: Client
) -> None:
    own = profile(holds)
    operations.give_profile(profile=own, people=[esra], by=jeroen, today=TODAY)
    esra.left_on = TODAY
    esra.save(update_fields=["left_on"])
    assert not queries.works_here(esra)
    coordinator.post(f"{PEOPLE}{esra.pk}/rolprofielen/", {"profiles": []})
    assert not esra.role_profiles.exists()


def test_without_a_framework_there_is_nothing_to_choose(
    academy: Academy, esra: Person, jeroen: Person, coordinator: Client
) -> None:
    page = coordinator.get(f"{PEOPLE}{esra.pk}/rolprofielen/").content.decode()
    assert "Er is nog geen raamwerk" in page
    with pytest.raises(Refused) as refused:
        operations.choose_profiles(person=esra, framework=None, profile_ids=[], by=jeroen, today=TODAY)
    assert refused.value.reason == ProfileRefusal.NO_FRAMEWORK


def test_only_a_coordinator_sees_and_chooses_them(holds: Framework, esra: Person, colleague: Client) -> None:
    administrator = people.signed_in(people.person("Ad", "Beheer", roles=(Role.ADMINISTRATOR,)))
    address = f"{PEOPLE}{esra.pk}/rolprofielen/"
    for client in (colleague, administrator):
        assert client.get(address).status_code == 403
    assert "role-profiles" not in administrator.get(f"{PEOPLE}{esra.pk}/").content.decode()


def test_a_person_of_another_academy_is_not_found(holds: Framework, coordinator: Client) -> None:
    with in_academy(people.academy("amsterdam")):
        stranger = people.person("Ilse", "de Wit")
    assert coordinator.get(f"{PEOPLE}{stranger.pk}/rolprofielen/").status_code == 404


def test_the_pages_take_as_many_queries_however_many_role_profiles_there_are(
    holds: Framework, esra: Person, jeroen: Person, coordinator: Client
) -> None:
    def asked() -> list[int]:
        found = []
        for address in (f"{PEOPLE}{esra.pk}/", f"{PEOPLE}{esra.pk}/rolprofielen/"):
            coordinator.get(address)
            with CaptureQueriesContext(connection) as context:
                assert coordinator.get(address).status_code == 200
            found.append(len(context))
        return found

    def give(count: int) -> None:
        for nth in range(count):
            one = profile(holds, f"Profiel {count} {nth}")
            operations.give_profile(profile=one, people=[esra], by=jeroen, today=TODAY)

    give(1)
    few = asked()
    give(9)
    assert asked() == few
