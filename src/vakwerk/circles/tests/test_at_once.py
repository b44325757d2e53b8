"""What happens when two coordinators do one thing at the same moment? On a real PostgreSQL, in real threads."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from vakwerk.circles.models import Circle, Proposal, Seat, Session
from vakwerk.circles.published import operations as published
from vakwerk.circles.published.rules import SeatRefusal
from vakwerk.circles.refilling import operations as refilling
from vakwerk.circles.rounds import operations as rounds
from vakwerk.circles.tests.factories import (
    NOW,
    make_organisation,
    make_people,
    make_person,
    open_round,
    published_circle,
    sign_everybody_up,
)
from vakwerk.foundation.models import Academy, OutgoingMail
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.kept_academy import kept_academy
from vakwerk.people.models import Person

LATER = NOW + timedelta(days=20)


@pytest.fixture
def kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[Academy]:
    """Keep an academy for good, so that every thread sees it; clear it after."""
    with kept_academy(django_db_blocker, slug="tegelijk", name="Academie tegelijk") as academy:
        yield academy


def _at_once(academy: Academy, *acts: Callable[[], object]) -> list[object]:
    """Do every act in a thread of its own, all starting together; return what they gave, or why not."""
    begin = threading.Barrier(len(acts))
    found: list[object] = []

    def run(act: Callable[[], object]) -> None:
        begin.wait()
        try:
            with in_academy(academy):
                act()
            found.append("done")
        except Refused as refused:
            found.append(refused.reason)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def _coordinator() -> Person:
    return make_person("Jeroen", "Timmer", Role.COORDINATOR, organisation=make_organisation("Apeldoorn"))


def _circles(by: Person, members: list[Person]) -> tuple[Proposal, list[Circle]]:
    """Make a round of two circles that is not published yet."""
    round_ = open_round(by, size_max=8, size_min=2, min_disciplines=1, min_organisations=1)
    slots = sign_everybody_up(round_, members)
    round_ = rounds.close_round(round_=round_, by=by, now=NOW)
    proposal = Proposal.objects.create(round=round_, number=1)
    circles = [Circle.objects.create(proposal=proposal, number=nth + 1, slot=slots[nth]) for nth in range(2)]
    Seat.objects.bulk_create(
        Seat(proposal=proposal, circle=circles[nth % 2], person=one) for nth, one in enumerate(members)
    )
    return proposal, circles


def test_the_last_seat_of_a_circle_goes_to_one_of_two(kept: Academy) -> None:
    with in_academy(kept):
        jeroen, people = _coordinator(), make_people(6)
        # Five seats, of which four are taken.
        circle = published_circle(jeroen, people[:4], waiting=people[4:])

    def seats(person: Person) -> Callable[[], object]:
        return lambda: published.seat_replacement(circle=circle, person=person, by=jeroen, now=LATER)

    found = _at_once(kept, *(seats(person) for person in people[4:]))
    assert sorted(map(str, found)) == sorted(["done", str(SeatRefusal.CIRCLE_FULL)])
    with in_academy(kept):
        assert Seat.objects.filter(circle=circle, left_at=None).count() == 5


def test_a_round_is_published_once_and_everybody_is_written_to_once(kept: Academy) -> None:
    with in_academy(kept):
        jeroen, people = _coordinator(), make_people(6)
        proposal, _both = _circles(jeroen, people)
        OutgoingMail.objects.all().delete()

    def publishes() -> object:
        mine = Proposal.objects.select_related("round").get(pk=proposal.pk)
        return published.publish_round(proposal=mine, by=jeroen, now=NOW + timedelta(days=17))

    found = _at_once(kept, *[publishes] * 3)
    assert found.count("done") == 1
    assert len(found) == 3
    with in_academy(kept):
        assert Session.objects.filter(circle__proposal=proposal).count() == 6
        letters = OutgoingMail.objects.filter(to=people[0].email, calendar="")
        assert letters.count() <= 1
        assert OutgoingMail.objects.filter(to=people[0].email).exclude(calendar="").count() == 3


@pytest.mark.parametrize("is_turned", [False, True], ids=["the_same_way", "the_other_way_round"])
def test_two_circles_are_merged_once(kept: Academy, is_turned: bool) -> None:
    with in_academy(kept):
        jeroen, people = _coordinator(), make_people(6)
        proposal, both = _circles(jeroen, people)
        published.publish_round(proposal=proposal, by=jeroen, now=NOW + timedelta(days=17))

    def merges(into: Circle, other: Circle) -> Callable[[], object]:
        return lambda: refilling.merge(into=into, other=other, facilitator=None, by=jeroen, now=LATER)

    one, other = both
    found = _at_once(kept, merges(one, other), merges(other, one) if is_turned else merges(one, other))
    assert found.count("done") == 1
    assert len(found) == 2
    with in_academy(kept):
        seats = Seat.objects.filter(circle__in=both, left_at=None)
        assert sorted(seats.values_list("person_id", flat=True)) == sorted(person.pk for person in people)
        assert len(set(seats.values_list("circle_id", flat=True))) == 1
