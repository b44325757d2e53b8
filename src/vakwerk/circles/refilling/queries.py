"""Which circles can be merged, and what stands between their people?"""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from vakwerk.circles.models import Circle, Pairing, Proposal, Round, Seat, Session
from vakwerk.circles.published import joining
from vakwerk.circles.published import queries as published
from vakwerk.circles.refilling import rules
from vakwerk.people.models import Person


def circle_or_404(circle_id: int) -> Any:
    """Return a published circle with its round and members.

    :raises Http404: when there is none.
    """
    return get_object_or_404(published.published_circles(), pk=circle_id)


def others_of(circle: Circle) -> QuerySet[Any]:
    """Return the other circles of a round that still meet."""
    return (
        published.circles_of_round(circle.proposal.round)
        .filter(closed_at=None)
        .exclude(pk=circle.pk)
        .order_by("number")
    )


def seat_or_404(circle: Circle, seat_id: int) -> Seat:
    """Return a seat in a circle, left or not.

    :raises Http404: when there is none.
    """
    return get_object_or_404(Seat.objects.filter(circle=circle, pk=seat_id).select_related("person__account"))


def company_of(circle: Circle, *, now: datetime) -> rules.Company:
    """Return a circle as the rules of merging see it."""
    members = published.member_ids(circle)
    return rules.Company(
        circle.pk,
        circle.proposal.round_id,
        circle.standing,
        members,
        joining.residents_among(members),
        published.sessions_ahead([circle], now=now).count(),
    )


def around(into: Circle, other: Circle, *, facilitator: Person | None, now: datetime) -> rules.Around:
    """Return what stands between the people of two circles."""
    moving = published.member_ids(other)
    people = published.member_ids(into) | moving
    # Besides what is noted on people, who reads whose evidence: it keeps two apart and no page says why.
    bonds = {
        frozenset({one, other})
        for one, others in published.bonded_with_all(people).items()
        for other in others & people
    }
    apart = Pairing.objects.filter(
        Q(person__in=people, other__in=people), round=into.proposal.round, kind=Pairing.Kind.APART
    ).values_list("person_id", "other_id")
    return rules.Around(
        size_max=into.proposal.round.size_max,
        bonds=bonds,
        apart=[frozenset(pair) for pair in apart],
        busy=joining.busy_when(
            into, moving | ({facilitator.pk} if facilitator else set()), now=now, besides=[other]
        ),
        facilitator_id=facilitator.pk if facilitator else None,
        facilitator_bonded=published.bonded_with(facilitator) if facilitator else (),
        may_facilitate=facilitator is None or published.facilitators().filter(pk=facilitator.pk).exists(),
    )


def held_sessions(round_: Round, *, now: datetime) -> int:
    """Count the sessions of a round's circles that began."""
    return Session.objects.filter(
        circle__proposal__state=Proposal.State.PUBLISHED,
        circle__proposal__round=round_,
        starts_at__lte=now,
        is_cancelled=False,
    ).count()


def open_circles(round_: Round) -> list[Circle]:
    """Return the published circles of a round that still meet, with what letters need."""
    return list(
        Circle.objects.filter(published.PUBLISHED, proposal__round=round_, closed_at=None)
        .select_related("proposal__round", "facilitator__account", "academy")
        .order_by("number")
    )
