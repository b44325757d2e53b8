"""Does the demo's catalogue look as if it were used, in all three municipalities and both languages?"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from vakwerk.demo import catalogue, knowledge, load, trajectories
from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import as_owner
from vakwerk.trajectories.design import queries, rules
from vakwerk.trajectories.models import CatalogueEntry, Edition, Trajectory

TODAY = date(2026, 12, 7)
HATTEM = frozenset({"aan-de-dorpstafel", "handhaven-met-oog", "steunen-zonder-leunen"})
REFERENCE = frozenset({"tr1", "tr2", "tr3", "tr4"})


def texts(node: Any) -> Iterator[dict[str, str]]:
    """Give every text of the content, in all its languages."""
    if isinstance(node, list):
        for one in node:
            yield from texts(one)
    elif isinstance(node, dict) and "nl" in node:
        yield node
    elif isinstance(node, dict):
        for one in node.values():
            yield from texts(one)


def test_every_text_of_the_offer_is_there_in_dutch_and_english() -> None:
    found = list(texts(catalogue.content()))
    assert len(found) > 200
    assert [one for one in found if not (one["nl"].strip() and one.get("en", "").strip())] == []


@pytest.mark.parametrize("slug", ["apeldoorn", "amsterdam"])
def test_the_offer_draws_on_sources_that_the_academy_has_on_that_side(slug: str) -> None:
    sides = {one["key"]: one["side"] for one in knowledge.content()[slug]["sources"]}
    named = [
        (entry, side)
        for one in catalogue.content()[slug].values()
        for step in one["steps"]
        for side in ("inside", "outside")
        for entry in step[side]
        if isinstance(entry, str)
    ]
    assert len(named) > 10
    assert [(entry, side) for entry, side in named if sides.get(entry) != side] == []


@pytest.mark.django_db
def test_each_municipality_offers_sound_short_trajectories_that_people_take_part_in() -> None:
    with as_owner():
        load.load(today=TODAY)
    offered = {}
    for academy in Academy.objects.filter(slug__in=load.HOST):
        with in_academy(academy):
            published = list(Trajectory.objects.filter(state=Trajectory.State.PUBLISHED))
            offered[academy.slug] = {one.key for one in published}
            for one in published:
                assert queries.loaded(one).faults == [], one.key
                sessions = one.activities.filter(kind="session").count()
                assert rules.is_short(weeks=one.weeks, sessions=sessions), one.key
            assert CatalogueEntry.objects.count() >= len(published)
            assert not Trajectory.objects.filter(state="published", editions=None).exists()
            editions = list(Edition.objects.all())
            assert {one.state for one in editions} >= {"open", "closed", "completed"}
            assert any(one.taken == one.capacity and one.waiting for one in editions)
            assert any(one.taken == one.capacity and not one.waiting for one in editions)
            assert any(one.taken == 0 for one in editions)
            assert len({one.place for one in editions}) >= 3
            assert len({one.cost for one in editions}) >= 4
            assert len({one.capacity for one in editions}) >= 4
            assert {one.form for one in editions} == {"on_place", "online"}
    assert offered["apeldoorn"] >= HATTEM | REFERENCE
    assert len(offered["apeldoorn"] - HATTEM) >= 8
    assert len(offered["amsterdam"]) >= 8
    with in_academy(Academy.objects.get(slug="apeldoorn")):
        places = Edition.objects.filter(trajectory__key__in=HATTEM).values_list("place", flat=True)
        assert all("Hattem" in place for place in places)
        assert Trajectory.objects.get(key="tr5").state == Trajectory.State.DRAFT
        titles = trajectories.content()["trajectories"]
        assert {one.title.in_language("nl") for one in Trajectory.objects.filter(key__in=titles)} == {
            one["title"]["nl"] for one in titles.values()
        }
