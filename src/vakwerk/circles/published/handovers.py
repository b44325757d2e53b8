"""What is off a coordinator's list of work to take over, once a circle is whole again or has a facilitator?"""

from datetime import datetime

from django.urls import reverse

from vakwerk.circles.composing import queries as composing
from vakwerk.circles.models import Circle
from vakwerk.people import operations as people
from vakwerk.people.models import Person


def settle_when_whole(circle: Circle, *, by: Person, now: datetime) -> None:
    """Settle what members left behind, if the circle breaks no hard rule any more."""
    path = _path("circles:open_seat", circle)
    if not people.is_handed_over("circles.breaks_rules", path=path):
        return
    board = composing.board_of(circle.proposal.round, circle.proposal)
    if not any(circle.pk in conflict.circle_ids for conflict in board.conflicts):
        people.settle_handovers("circles.breaks_rules", path=path, by=by, now=now)


def settle_when_over(circle: Circle, *, by: Person, now: datetime) -> None:
    """Settle everything about a circle that meets no more."""
    people.settle_handovers("circles.breaks_rules", path=_path("circles:open_seat", circle), by=by, now=now)
    settle_facilitator(circle, by=by, now=now)


def settle_facilitator(circle: Circle, *, by: Person, now: datetime) -> None:
    """Settle that somebody else has to facilitate."""
    path = _path("circles:circle_facilitator", circle)
    people.settle_handovers("circles.facilitates", path=path, by=by, now=now)


def _path(name: str, circle: Circle) -> str:
    return reverse(name, args=[circle.academy.slug, circle.pk])
