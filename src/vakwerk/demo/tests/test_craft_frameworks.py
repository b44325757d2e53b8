"""Does the demo show every state of a framework, and a competency that nobody can be assessed on?"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from vakwerk.craft.frameworks import queries
from vakwerk.craft.frameworks.comparing import Kind, compare
from vakwerk.craft.frameworks.rules import Missing
from vakwerk.craft.frameworks.storing import contents_of
from vakwerk.craft.models import Framework
from vakwerk.demo.craft_frameworks import Describing, content
from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.tests import factories as people

TODAY = date(2026, 12, 7)


@pytest.fixture(params=["apeldoorn", "amsterdam"])
def described(request: pytest.FixtureRequest, db: None) -> Iterator[Academy]:
    academy = people.academy(request.param)
    coordinator = people.coordinator_of(academy)
    with in_academy(academy):
        Describing(content()[academy.slug], coordinator, today=TODAY).describe()
        yield academy


def test_a_version_holds_for_more_than_half_a_year_and_differs_from_the_starter(described: Academy) -> None:
    holds = queries.adopted_framework()
    starter = queries.starter_framework()
    assert holds
    assert starter
    assert holds.adopted_on
    assert holds.adopted_on < TODAY - timedelta(days=183)
    found = compare(contents_of(starter), contents_of(holds))
    assert found.count(Kind.CHANGED) >= 1
    assert not any(one.name.missing for one in queries.competencies_of(holds))


def test_apeldoorn_shows_every_state_and_the_blocked_competency(described: Academy) -> None:
    states = sorted(Framework.objects.values_list("state", flat=True))
    if described.slug != "apeldoorn":
        assert states == ["adopted", "starter"]
        return
    assert states == ["adopted", "draft", "retired", "starter"]
    holds = queries.adopted_framework()
    assert holds
    innovative = queries.competencies_of(holds).get(key="innovatief")
    assert [gap.what for gap in queries.describable(innovative)] == [Missing.INDICATORS]


def test_amsterdam_calls_its_levels_by_neutral_names(described: Academy) -> None:
    holds = queries.adopted_framework()
    assert holds
    assert (holds.level_naming == "neutral") is (described.slug == "amsterdam")
