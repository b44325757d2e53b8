"""Does a manager see their team's mandatory training, rightly counted and with a constant number of queries?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from vakwerk.foundation.models import Academy
from vakwerk.people.models import Bond, Person
from vakwerk.trajectories.attendance import operations as attendance
from vakwerk.trajectories.enrolment import operations as enrolment
from vakwerk.trajectories.models import Edition
from vakwerk.trajectories.tests.edition_factories import (
    make_people,
    make_person,
    make_trajectory,
    open_edition,
    sessions_of,
)

Browser = Callable[[Person], Client]
PAGE = "/apeldoorn/aanbod/mijn-team/"


@pytest.fixture
def femke(academy: Academy) -> Person:
    return make_person("Femke", "de Wit")


def managed(senior: Person, people: list[Person]) -> list[Person]:
    """Let people be managed by somebody."""
    for one in people:
        Bond.objects.create(person=one, senior=senior, kind=Bond.Kind.MANAGER)
    return people


def held_mandatory(key: str, people: list[Person], *, by: Person, sessions: int) -> Edition:
    """Return a mandatory edition with sessions that have all been, and people in it."""
    now = timezone.now()
    first = (now - timedelta(days=60)).replace(hour=9, minute=0)
    # A Tuesday: what is mandatory is in working time.
    first += timedelta(days=(1 - first.weekday()) % 7)
    edition = open_edition(
        make_trajectory(key, f"Verplicht {key}", sessions=sessions),
        now=first - timedelta(days=20),
        first=first,
        capacity=50,
        is_mandatory=True,
    )
    enrolment.enrol_people(edition=edition, people=people, by=by, now=first - timedelta(days=10))
    return edition


def test_sessions_are_counted_for_each_person_in_each_edition(
    browser: Browser, academy: Academy, jeroen: Person, femke: Person
) -> None:
    people = managed(femke, make_people(2))
    two = held_mandatory("twee", people, by=jeroen, sessions=2)
    three = held_mandatory("drie", people, by=jeroen, sessions=3)
    attended = {two: ({0}, {0, 1}), three: ({0, 1, 2}, {1})}
    for edition, who in attended.items():
        for nth, session in enumerate(sessions_of(edition)):
            was_there = {person.pk: nth in which for person, which in zip(people, who, strict=True)}
            attendance.keep_list(session=session, was_there=was_there, by=jeroen, now=session.ends_at)
    groups = {
        group["edition"].pk: [
            (one["person"].pk, one["sessions"].attended, one["sessions"].total) for one in group["people"]
        ]
        for group in browser(femke).get(PAGE).context["groups"]
    }
    first, second = (person.pk for person in people)
    assert groups == {
        two.pk: [(first, 1, 2), (second, 2, 2)],
        three.pk: [(first, 3, 3), (second, 1, 3)],
    }


def test_the_page_takes_as_many_queries_with_more_editions_and_members(
    browser: Browser, academy: Academy, jeroen: Person, femke: Person
) -> None:
    client = browser(femke)
    held_mandatory("m0", managed(femke, make_people(1)), by=jeroen, sessions=2)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as before:
        client.get(PAGE)
    more = managed(femke, make_people(6, given="Meer"))
    for nth in range(1, 6):
        held_mandatory(f"m{nth}", more, by=jeroen, sessions=3)
    with CaptureQueriesContext(connection) as after:
        page = client.get(PAGE)
    assert sum(len(group["people"]) for group in page.context["groups"]) == 31
    assert len(after) == len(before), [one["sql"][:160] for one in after]
