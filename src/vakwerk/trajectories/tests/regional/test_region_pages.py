"""Does a trajectory cross to a region without its people, and do variants keep what is theirs?"""

import pytest
from django.test import Client
from django.utils import timezone

from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.models import Academy, AuditEntry
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import change
from vakwerk.knowledge.tests import factories as knowledge
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people
from vakwerk.trajectories.design import operations as design
from vakwerk.trajectories.design.document import document_of
from vakwerk.trajectories.design.operations import ActivityWish, SourceWish
from vakwerk.trajectories.models import RegionalTemplate, Trajectory
from vakwerk.trajectories.regional import operations, queries
from vakwerk.trajectories.regional.rules import RegionRefusal, differences
from vakwerk.trajectories.tests.design_factories import (
    both,
    framework,
    in_region,
    published,
    sound,
    step,
    template,
)


@pytest.fixture
def member(db: None) -> Academy:
    made = people.academy("amsterdam", "Academie aan het Water")
    with in_academy(made):
        framework()
    return in_region(made)


@pytest.fixture
def ilse(academy: Academy, member: Academy) -> Person:
    with in_academy(member):
        return people.person("Ilse", "Bonnema", roles=(Role.COORDINATOR,))


@pytest.fixture
def in_amsterdam(ilse: Person) -> Client:
    return people.signed_in(ilse)


def adopted(found: RegionalTemplate, member: Academy, by: Person) -> Trajectory:
    with in_academy(member):
        return operations.adopt_template(template=found, academy=member, by=by, now=timezone.now())


def test_a_trajectory_crosses_without_knowledge_from_inside(
    coordinator: Client, jeroen: Person, academy: Academy
) -> None:
    in_region(academy)
    made = published(jeroen)
    page = coordinator.get(f"/apeldoorn/coordinatie/leertrajecten/{made.pk}/delen/").content.decode()
    assert "voeg je eigen casus toe" in page
    answer = coordinator.post(f"/apeldoorn/coordinatie/leertrajecten/{made.pk}/delen/", {})
    assert answer.status_code == 302
    shared = RegionalTemplate.objects.get()
    assert "Elkaars taal leren, outside" in str(shared.content)
    assert "Elkaars taal leren, inside" not in str(shared.content)
    assert shared.content["activities"][0]["asks_own_case"]
    assert AuditEntry.objects.filter(action="trajectories.trajectory_shared").exists()


def test_texts_that_name_people_are_refused_with_the_names(
    coordinator: Client, jeroen: Person, academy: Academy
) -> None:
    in_region(academy)
    people.person("Gea", "Stegeman")
    made = sound(jeroen)
    step(made, "Op pad met Gea Stegeman")
    here = f"/apeldoorn/coordinatie/leertrajecten/{made.pk}/delen/"
    page = coordinator.get(here).content.decode()
    assert "In de teksten staan namen: Gea Stegeman" in page
    assert 'aria-disabled="true"' in page
    coordinator.post(here, {})
    assert not RegionalTemplate.objects.exists()


def test_a_person_to_ask_stays_at_home_and_a_kept_source_crosses_by_its_key(
    jeroen: Person, academy: Academy
) -> None:
    made = sound(jeroen)
    activity = made.activities.first()
    assert activity
    person = knowledge.source(
        jeroen, "Vraag het hier", kind="person", side="outside", person=jeroen, summary=""
    )
    book = knowledge.source(jeroen, "Een boek", side="outside", kind="book", key="een-boek")
    for one in (person, book):
        design.add_source(activity=activity, wish=SourceWish(side="outside", source=one), by=jeroen)
    crossing = queries.crossing(made)
    assert [one["source_key"] for one in crossing["activities"][0]["sources"]] == ["", "een-boek"]
    assert "Vraag het hier" in queries.stays_home(made)


def test_nothing_is_shared_without_a_region_or_when_nothing_changed(jeroen: Person, academy: Academy) -> None:
    made = sound(jeroen)
    with pytest.raises(Refused) as refused:
        operations.share_trajectory(
            trajectory=made, academy=academy, note=Bilingual(), by=jeroen, now=timezone.now()
        )
    assert refused.value.reason == RegionRefusal.NO_REGION
    in_region(academy)
    now = timezone.now()
    operations.share_trajectory(trajectory=made, academy=academy, note=Bilingual(), by=jeroen, now=now)
    with pytest.raises(Refused) as again:
        operations.share_trajectory(trajectory=made, academy=academy, note=Bilingual(), by=jeroen, now=now)
    assert again.value.reason == RegionRefusal.NOTHING_NEW
    assert RegionalTemplate.objects.count() == 1


def test_a_member_takes_a_template_over_and_adds_its_own(
    jeroen: Person, academy: Academy, member: Academy, in_amsterdam: Client
) -> None:
    shared = template(jeroen, academy)
    page = in_amsterdam.get("/amsterdam/coordinatie/regio/").content.decode()
    assert "Samenwerken in de regio" in page
    assert in_amsterdam.post(f"/amsterdam/coordinatie/regio/{shared.pk}/").status_code == 302
    with in_academy(member):
        variant = Trajectory.objects.get()
        assert (variant.state, variant.template_version) == ("draft", 1)
        assert [one.key for one in variant.goals.all()] == [one["key"] for one in shared.content["goals"]]
        assert variant.goals.get().competency
        assert not variant.activities.filter(source_links__side="inside").exists()
    text = in_amsterdam.get(f"/amsterdam/coordinatie/leertrajecten/{variant.pk}/").content.decode()
    assert "Voeg hier een eigen casus toe" in text
    assert "Er is geen kennis van binnen" in text
    again = in_amsterdam.post(f"/amsterdam/coordinatie/regio/{shared.pk}/", follow=True).content.decode()
    assert "Je academie heeft dit al overgenomen" in again


def test_parts_of_an_update_are_taken_over_and_what_is_local_stays(
    jeroen: Person, academy: Academy, member: Academy, ilse: Person, in_amsterdam: Client
) -> None:
    shared = template(jeroen, academy)
    variant = adopted(shared, member, ilse)
    with in_academy(member):
        first = variant.activities.order_by("position")[0]
        wish = SourceWish(side="inside", text=both("Onze eigen casus"))
        design.add_source(activity=first, wish=wish, by=ilse)
    made = Trajectory.objects.get()
    activity = made.activities.order_by("position")[1]
    wish_ = ActivityWish(title=both("Nieuwe titel"), minutes=90)
    design.change_activity(activity=activity, wish=wish_, by=jeroen)
    operations.share_trajectory(
        trajectory=made, academy=academy, note=both("Korter"), by=jeroen, now=timezone.now()
    )
    here = f"/amsterdam/coordinatie/leertrajecten/{variant.pk}/verschillen/"
    assert "Er is een nieuwe versie" in in_amsterdam.get("/amsterdam/coordinatie/regio/").content.decode()
    page = in_amsterdam.get(here).content.decode()
    assert "Nieuwe titel" in page
    assert "Onze eigen casus" in page
    title, form = f"step/{activity.key}/title", f"step/{activity.key}/form"
    in_amsterdam.post(here, {f"part:{title}": "take", f"part:{form}": "later"})
    with in_academy(member):
        variant.refresh_from_db()
        changed = variant.activities.get(key=activity.key)
        assert changed.title["nl"] == "Nieuwe titel"
        assert changed.minutes == 120
        assert variant.template_version == 1
        assert variant.activities.filter(source_links__text__nl="Onze eigen casus").exists()
    in_amsterdam.post(here, {f"part:{form}": "keep"})
    with in_academy(member):
        variant.refresh_from_db()
        assert variant.template_version == 2
        assert variant.activities.get(key=activity.key).minutes == 120
    assert "Je hebt alles bekeken" in in_amsterdam.get(here).content.decode()


def test_a_variant_outlives_its_template(
    jeroen: Person, academy: Academy, member: Academy, ilse: Person, in_amsterdam: Client
) -> None:
    shared = template(jeroen, academy)
    variant = adopted(shared, member, ilse)
    coordinator = people.signed_in(jeroen)
    coordinator.post(f"/apeldoorn/coordinatie/leertrajecten/{shared.trajectory_id}/niet-delen/")
    assert in_amsterdam.get(f"/amsterdam/coordinatie/regio/{shared.pk}/").status_code == 404
    page = in_amsterdam.get(f"/amsterdam/coordinatie/leertrajecten/{variant.pk}/verschillen/")
    assert "Het sjabloon wordt niet meer gedeeld" in page.content.decode()
    with in_academy(member):
        assert not RegionalTemplate.objects.exists()
        assert len(document_of(variant)["goals"]) == 1


def test_an_academy_outside_the_region_sees_nothing(
    jeroen: Person, academy: Academy, member: Academy
) -> None:
    shared = template(jeroen, academy)
    with in_academy(member):
        assert RegionalTemplate.objects.filter(pk=shared.pk).exists()
    change(member, region=None)
    with in_academy(member):
        assert not RegionalTemplate.objects.exists()


def test_another_academy_can_read_a_template_but_not_write_it(
    jeroen: Person, academy: Academy, member: Academy
) -> None:
    shared = template(jeroen, academy)
    with in_academy(member):
        assert not RegionalTemplate.objects.filter(pk=shared.pk).update(version=9)
    assert RegionalTemplate.objects.get(pk=shared.pk).version == 1


def _with_update(
    jeroen: Person, academy: Academy, member: Academy, ilse: Person
) -> tuple[Trajectory, dict[str, str]]:
    """Take a template over, change two parts of a step in the original, and share that; return the paths."""
    variant = adopted(template(jeroen, academy), member, ilse)
    made = Trajectory.objects.get()
    activity = made.activities.order_by("position")[1]
    wish = ActivityWish(title=both("Nieuwe titel"), minutes=90)
    design.change_activity(activity=activity, wish=wish, by=jeroen)
    operations.share_trajectory(
        trajectory=made, academy=academy, note=both("Korter"), by=jeroen, now=timezone.now()
    )
    return variant, {name: f"step/{activity.key}/{name}" for name in ("title", "form")}


def _settle(variant: Trajectory, member: Academy, by: Person, *, take: set[str], keep: set[str]) -> None:
    operations.settle_updates(
        trajectory=variant, academy=member, take=take, keep=keep, by=by, now=timezone.now()
    )


def test_undoing_an_update_that_was_taken_over_brings_the_offer_back(
    jeroen: Person, academy: Academy, member: Academy, ilse: Person, in_amsterdam: Client
) -> None:
    variant, paths = _with_update(jeroen, academy, member, ilse)
    here = f"/amsterdam/coordinatie/leertrajecten/{variant.pk}/verschillen/"
    in_amsterdam.post(here, {f"part:{path}": "take" for path in paths.values()})
    assert "Je hebt alles bekeken" in in_amsterdam.get(here).content.decode()
    in_amsterdam.post(f"/amsterdam/coordinatie/leertrajecten/{variant.pk}/stap/terug/")
    with in_academy(member):
        variant.refresh_from_db()
        assert variant.template_version == 1
        assert not variant.activities.filter(title__nl="Nieuwe titel").exists()
    assert "Je hebt alles bekeken" not in in_amsterdam.get(here).content.decode()
    assert "Er is een nieuwe versie" in in_amsterdam.get("/amsterdam/coordinatie/regio/").content.decode()
    in_amsterdam.post(here, {f"part:{path}": "take" for path in paths.values()})
    with in_academy(member):
        variant.refresh_from_db()
        assert variant.template_version == 2
        assert variant.activities.filter(title__nl="Nieuwe titel", minutes=90).exists()


def test_undoing_what_was_taken_leaves_turned_down_what_was_turned_down_later(
    jeroen: Person, academy: Academy, member: Academy, ilse: Person
) -> None:
    variant, paths = _with_update(jeroen, academy, member, ilse)
    with in_academy(member):
        _settle(variant, member, ilse, take={paths["title"]}, keep=set())
        _settle(variant, member, ilse, take=set(), keep={paths["form"]})
        design.undo(trajectory=variant, by=ilse)
        adoption = queries.adoption_of(variant)
        assert adoption
        newest = queries.newest_for(adoption)
        assert newest
        found = differences(base=adoption.base, here=document_of(variant), template=newest.content)
        assert [one.path for one in found if one.can_be_taken] == [paths["title"]]
        assert adoption.version == 1
