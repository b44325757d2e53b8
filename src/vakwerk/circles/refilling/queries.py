"""Which circles can be merged, and what stands between their people?"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from vakwerk.circles.models import Circle, Pairing, Round, Seat, Session
from vakwerk.circles.published import queries as published
from vakwerk.circles.refilling import rules
from vakwerk.people.models import Bond, Membership, Organisation, Person


def circle_or_404(circle_id: int) -> Any:
    """Return a published circle with its round and members.

    :raises Http404: when there is none.
    """
    found = published.published_circles().filter(pk=circle_id).first()
    if found is None:
        raise Http404
    return found


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
    found = Seat.objects.filter(circle=circle, pk=seat_id).select_related("person__account").first()
    if found is None:
        raise Http404
    return found


def company_of(circle: Circle, *, now: datetime) -> rules.Company:
    """Return a circle as the rules of merging see it."""
    members = published.member_ids(circle)
    residents = Membership.objects.filter(
        person__in=members, is_main=True, organisation__kind=Organisation.Kind.RESIDENTS
    )
    return rules.Company(
        circle.pk,
        circle.proposal.round_id,
        circle.standing,
        members,
        frozenset(residents.values_list("person_id", flat=True)),
        published.sessions_ahead([circle], now=now).count(),
    )


def around(into: Circle, other: Circle, *, facilitator: Person | None, now: datetime) -> rules.Around:
    """Return what stands between the people of two circles."""
    moving = published.member_ids(other)
    people = published.member_ids(into) | moving
    bonds = Bond.objects.filter(person__in=people, senior__in=people).values_list("person_id", "senior_id")
    apart = Pairing.objects.filter(
        Q(person__in=people, other__in=people), round=into.proposal.round, kind=Pairing.Kind.APART
    ).values_list("person_id", "other_id")
    return rules.Around(
        size_max=into.proposal.round.size_max,
        bonds=[frozenset(pair) for pair in bonds],
        apart=[frozenset(pair) for pair in apart],
        busy=_busy(moving, into, besides=other, now=now),
        facilitator_id=facilitator.pk if facilitator else None,
        facilitator_bonded=published.bonded_with(facilitator) if facilitator else (),
    )


def _busy(people: Collection[int], circle: Circle, *, besides: Circle, now: datetime) -> frozenset[int]:
    """Return who of some people has another circle when this one meets; the one that ends does not count."""
    busy: set[int] = set()
    for session in published.sessions_ahead([circle], now=now):
        same = Session.objects.filter(
            circle__proposal__state="published",
            is_cancelled=False,
            starts_at__lt=session.ends_at,
            ends_at__gt=session.starts_at,
        ).exclude(circle__in=[circle.pk, besides.pk])
        sits = Q(circle__seats__person__in=people, circle__seats__left_at=None)
        busy.update(same.filter(sits).values_list("circle__seats__person_id", flat=True))
        busy.update(
            same.filter(circle__facilitator__in=people).values_list("circle__facilitator_id", flat=True)
        )
    return frozenset(busy & set(people))


def held_sessions(round_: Round, *, now: datetime) -> int:
    """Count the sessions of a round's circles that began."""
    return Session.objects.filter(
        circle__proposal__state="published",
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
