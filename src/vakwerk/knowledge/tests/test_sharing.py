"""What does another academy see of a source? Its region reads it and no more; no people cross; others see nothing."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from vakwerk.foundation.models import Academy
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.knowledge import queries as door
from vakwerk.knowledge.models import LocalContext, Post, Source, SourceWord
from vakwerk.knowledge.search import queries
from vakwerk.knowledge.search.rules import Wanted
from vakwerk.knowledge.sources import operations
from vakwerk.knowledge.sources.rules import SourceRefusal
from vakwerk.knowledge.tests import factories
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people


@pytest.fixture
def shared(apeldoorn: Academy, jeroen: Person, bert: Person) -> Source:
    with in_academy(apeldoorn):
        made = factories.shared(jeroen, "Gedeelde casus over wonen", owner=bert, author="Team Wonen")
        operations.note_locally(source=made, text="Alleen hier gezegd", by=jeroen, now=timezone.now())
        factories.said(bert, made, "Onder ons gezegd")
        return made


def test_an_academy_of_the_region_finds_and_reads_it_without_people(shared: Source, ilse: Person) -> None:
    browser = people.signed_in(ilse)
    found = browser.get(reverse("knowledge:search", args=["amsterdam"]), {"q": "wonen"}).content.decode()
    assert "Gedeelde casus over <mark>wonen</mark>" in found
    assert "Vakhuis Apeldoorn" in found
    page = browser.get(reverse("knowledge:source", args=["amsterdam", shared.pk])).content.decode()
    assert "Vakhuis Apeldoorn" in page
    for secret in ("Bert", "Wolters", "Jeroen", "Alleen hier gezegd", "Onder ons gezegd"):
        assert secret not in page + found


def test_no_person_stands_in_what_the_region_downloads(shared: Source, ilse: Person) -> None:
    browser = people.signed_in(ilse)
    file = browser.get(reverse("knowledge:search", args=["amsterdam"]), {"download": "csv"}).content.decode()
    assert "Gedeelde casus" in file
    assert "wolters" not in file.lower()


def test_another_region_finds_nothing_of_it(shared: Source, maastricht: Academy) -> None:
    with in_academy(maastricht):
        assert not Source.objects.exists()
        assert not SourceWord.objects.exists()
        assert queries.find(Wanted(text="wonen"), academy=maastricht).count == 0
        coordinator = people.person(
            "Mia", "Smeets", roles=(Role.COORDINATOR,), email="mia@maastricht.example"
        )
    browser = people.signed_in(coordinator)
    assert browser.get(reverse("knowledge:source", args=["maastricht", shared.pk])).status_code == 404


def test_what_is_not_shared_stays_unseen_in_the_region(
    shared: Source, apeldoorn: Academy, amsterdam: Academy, jeroen: Person, ilse: Person
) -> None:
    with in_academy(apeldoorn):
        own = factories.source(jeroen, "Eigen casus over wonen")
    with in_academy(amsterdam):
        assert list(Source.objects.values_list("pk", flat=True)) == [shared.pk]
    browser = people.signed_in(ilse)
    assert browser.get(reverse("knowledge:source", args=["amsterdam", own.pk])).status_code == 404


@pytest.mark.parametrize("page", ["edit_source", "review_source", "share_source", "retire_source"])
def test_the_region_cannot_change_it(shared: Source, ilse: Person, page: str) -> None:
    answer = people.signed_in(ilse).get(reverse(f"knowledge:{page}", args=["amsterdam", shared.pk]))
    assert answer.status_code == 403


def test_the_database_itself_lets_the_region_read_only(shared: Source, amsterdam: Academy) -> None:
    with in_academy(amsterdam):
        assert Source.objects.filter(pk=shared.pk).update(title="Gekaapt") == 0
        assert SourceWord.objects.filter(source_id=shared.pk).count() > 0
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM knowledge_sourceword WHERE source_id = %s", [shared.pk])
            assert cursor.rowcount == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Source.objects.create(
                academy_id=shared.academy_id, key="x", kind="case", side="inside", title="x"
            )


def test_each_academy_notes_and_talks_for_itself(shared: Source, amsterdam: Academy, ilse: Person) -> None:
    browser = people.signed_in(ilse)
    browser.post(reverse("knowledge:note", args=["amsterdam", shared.pk]), {"note": "Aan het water anders"})
    browser.post(reverse("knowledge:say", args=["amsterdam", shared.pk]), {"text": "Wij proberen dit"})
    page = browser.get(reverse("knowledge:source", args=["amsterdam", shared.pk])).content.decode()
    assert "Aan het water anders" in page
    assert "Wij proberen dit" in page
    with in_academy(amsterdam):
        local = LocalContext.objects.get()
        assert (local.source_id, local.source_academy_id) == (shared.pk, shared.academy_id)
        assert Post.objects.count() == 1
    with in_academy(shared.academy):
        assert LocalContext.objects.get().note == "Alleen hier gezegd"
        assert Post.objects.get().text == "Onder ons gezegd"


def test_it_goes_when_sharing_stops_and_notes_come_back_when_it_starts_again(
    shared: Source, apeldoorn: Academy, amsterdam: Academy, jeroen: Person, ilse: Person
) -> None:
    browser = people.signed_in(ilse)
    address = reverse("knowledge:source", args=["amsterdam", shared.pk])
    browser.post(reverse("knowledge:note", args=["amsterdam", shared.pk]), {"note": "Aan het water anders"})
    with in_academy(apeldoorn):
        operations.stop_sharing(source=shared, by=jeroen, now=timezone.now())
    assert browser.get(address).status_code == 404
    with in_academy(amsterdam):
        assert queries.find(Wanted(text="wonen"), academy=amsterdam).count == 0
    with in_academy(apeldoorn):
        operations.share(source=shared, academy=apeldoorn, by=jeroen, now=timezone.now())
    assert "Aan het water anders" in browser.get(address).content.decode()


def test_a_person_to_ask_is_never_shared(inside: Academy, jeroen: Person, bert: Person) -> None:
    made = factories.source(jeroen, "Bert over loslaten", kind="person", person=bert)
    with pytest.raises(Refused) as refused:
        operations.share(source=made, academy=inside, by=jeroen, now=timezone.now())
    assert refused.value.reason == SourceRefusal.PERSONS_STAY_HOME


def test_the_database_itself_refuses_to_share_a_person(inside: Academy, jeroen: Person, bert: Person) -> None:
    made = factories.source(jeroen, "Bert over loslaten", kind="person", person=bert)
    with pytest.raises(DatabaseError), transaction.atomic():
        Source.objects.filter(pk=made.pk).update(shared_region=inside.region)


def test_other_rooms_get_what_the_region_shares(shared: Source, amsterdam: Academy, ilse: Person) -> None:
    with in_academy(amsterdam):
        assert [one.pk for one in door.sources_for(ilse, text="wonen")] == [shared.pk]
        assert door.sources_by_id([shared.pk])[shared.pk].owner is None
        assert door.source_choices(ilse)[0][1] == [(str(shared.pk), shared.title)]
