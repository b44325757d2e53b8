"""Does somebody see where they stand, and does a manager see only what is shared, as long as it is?"""

from datetime import date

import pytest
from django.test import Client

from vakwerk.craft.growth import operations, queries
from vakwerk.craft.models import Competency, SelfEstimate, Share
from vakwerk.craft.profiles import operations as profiles
from vakwerk.craft.tests import framework_factories as frameworks
from vakwerk.craft.tests.evidence_factories import asked, behaviour, decided, reached, sent, written
from vakwerk.craft.tests.framework_fixtures import queries_of
from vakwerk.people.models import Bond, Person
from vakwerk.people.tests import factories as people

GROWTH = "/apeldoorn/mijn-groei/"


@pytest.fixture
def dirk(esra: Person) -> Person:
    made = people.person("Dirk", "van Loon")
    Bond.objects.create(person=esra, senior=made, kind=Bond.Kind.MANAGER)
    return made


def test_an_estimate_is_kept_and_marked_as_such(esra: Person, esras: Client, connecting: Competency) -> None:
    esras.post(f"{GROWTH}inschatten/", {f"level_{connecting.pk}": "2"})
    assert SelfEstimate.objects.get().level == 2
    page = esras.get(GROWTH).content.decode()
    assert "eigen inschatting" in page
    assert "nu, schat je" in page


def test_what_an_assessor_confirmed_goes_before_an_estimate(
    esra: Person, marit: Person, esras: Client, connecting: Competency
) -> None:
    operations.estimate(person=esra, levels={connecting: 3}, today=date(2026, 1, 1))
    reached(esra, connecting, marit)
    (standing,) = queries.growth_of(esra)
    assert (standing.now, standing.is_estimate) == (1, False)
    page = esras.get(GROWTH).content.decode()
    assert "Marit Hofman, beoordelaar" in page
    assert "<svg" in page
    assert "Valkuil:" in page
    assert "Tegenwicht:" in page


def test_goals_follow_the_role_profile_and_count_behaviours_never_persons(
    esra: Person, marit: Person, connecting: Competency
) -> None:
    profile = frameworks.profile(connecting.framework)
    target = profile.targets.first()
    assert target is not None
    target.competency = connecting
    target.save()
    profiles.give_profile(profile=profile, people=[esra], by=marit, today=date(2026, 1, 1))
    reached(esra, connecting, marit)
    one = sent(written(esra, connecting, shows=behaviour(connecting, count=1)), marit)
    decided(one, marit, "confirmed")
    sent(written(esra, connecting, shows=behaviour(connecting)[1:]), marit)
    standing = next(found for found in queries.goals_for(esra) if found.competency == connecting)
    assert (standing.target, standing.to_show, standing.confirmed, standing.waiting) == (2, 2, 1, 1)


def test_the_same_behaviour_twice_counts_once(esra: Person, marit: Person, connecting: Competency) -> None:
    reached(esra, connecting, marit)
    for _nth in range(2):
        piece = sent(written(esra, connecting, shows=behaviour(connecting, count=1)), marit)
        assert decided(piece, marit, "confirmed") == []


def test_the_page_takes_the_same_queries_with_more_evidence(
    esra: Person, marit: Person, esras: Client, connecting: Competency
) -> None:
    reached(esra, connecting, marit)
    few = queries_of(esras, GROWTH)
    for _nth in range(4):
        sent(written(esra, connecting), marit)
    assert queries_of(esras, GROWTH) == few


def test_a_manager_sees_nothing_until_it_is_shared_and_nothing_once_it_is_taken_back(
    esra: Person, esras: Client, dirk: Person, connecting: Competency
) -> None:
    piece = written(esra, connecting)
    dirks = people.signed_in(dirk)
    assert dirks.get(f"/apeldoorn/mijn-bewijs/{piece.pk}/").status_code == 404
    assert "Niemand deelt nu iets" in dirks.get("/apeldoorn/gedeeld-met-mij/").content.decode()
    esras.post(f"/apeldoorn/mijn-bewijs/{piece.pk}/delen/", {"reader": dirk.pk})
    share = Share.objects.get()
    address = f"/apeldoorn/gedeeld-met-mij/{share.pk}/"
    assert "Ik deed iets." in dirks.get(address).content.decode()
    esras.post(f"/apeldoorn/mijn-groei/gedeeld/{share.pk}/stoppen/")
    assert dirks.get(address).status_code == 404


def test_who_manages_no_more_reads_no_more(
    esra: Person, esras: Client, dirk: Person, connecting: Competency
) -> None:
    operations.estimate(person=esra, levels={connecting: 2}, today=date(2026, 1, 1))
    esras.post(f"{GROWTH}delen/", {"reader": dirk.pk})
    address = f"/apeldoorn/gedeeld-met-mij/{Share.objects.get().pk}/"
    dirks = people.signed_in(dirk)
    assert "Groei van Esra Kaya" in dirks.get(address).content.decode()
    esra.bonds_above.all().delete()
    assert dirks.get(address).status_code == 404


def test_one_shares_with_nobody_but_a_manager(
    esra: Person, lotte: Person, esras: Client, dirk: Person
) -> None:
    assert esras.post(f"{GROWTH}delen/", {"reader": lotte.pk}).status_code == 422
    assert not Share.objects.exists()


def test_what_there_is_to_do(esra: Person, lotte: Person, marit: Person, connecting: Competency) -> None:
    piece = sent(written(esra, connecting), marit)
    decided(piece, marit, "asked_back")
    waiting = sent(written(lotte, connecting), marit)
    asked(waiting, esra.email)
    assert [one.kind for one in queries.things_to_do_for(esra)] == ["answer", "respond"]
    assert [one.kind for one in queries.things_to_do_for(marit)] == ["assess"]
    assert queries.things_to_do_for(lotte) == []
