"""Which circles are there after publishing, and what may whom see of them?"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from vakwerk.circles.models import Absence, Circle, Proposal, Round, Seat, Session, SignUp
from vakwerk.circles.rounds import queries as rounds
from vakwerk.craft.evidence import ties
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Bond, Membership, Person

PUBLISHED = Q(proposal__state=Proposal.State.PUBLISHED)


def main_memberships(path: str) -> "Prefetch[str, QuerySet[Membership], str]":
    """Return how to load the organisation that lists show beside a person."""
    return Prefetch(
        f"{path}__memberships",
        queryset=Membership.objects.filter(is_main=True).select_related("organisation", "unit"),
        to_attr="main",
    )


def seats_now() -> QuerySet[Seat]:
    """Return the seats that are taken, by name, each with the person's organisation."""
    return (
        Seat.objects.filter(left_at=None)
        .select_related("person")
        .prefetch_related(main_memberships("person"))
        .order_by("person__sort_key", "id")
    )


def published_circles() -> QuerySet[Any]:
    """Return every published circle with its round, facilitator, sessions and members."""
    return (
        Circle.objects.filter(PUBLISHED)
        .select_related("proposal__round", "facilitator", "slot")
        .prefetch_related(
            Prefetch("seats", queryset=seats_now(), to_attr="members"),
            Prefetch("sessions", queryset=Session.objects.prefetch_related("absences__person")),
        )
        .order_by("-proposal__round__closes_on", "number")
    )


def with_members_and_sessions(circle: Circle) -> Any:
    """Add ``members``, by name with their organisations, and the sessions to a circle, in three queries."""
    prefetch_related_objects([circle], Prefetch("seats", queryset=seats_now(), to_attr="members"), "sessions")
    return circle


def circles_of_round(round_: Round) -> QuerySet[Any]:
    """Return the published circles of a round."""
    return published_circles().filter(proposal__round=round_)


def published_round(round_id: int) -> Any:
    """Return a round whose circles were published, with how many signed up, or answer 404."""
    return get_object_or_404(
        rounds.rounds().filter(state__in=[Round.State.PUBLISHED, Round.State.ENDED], pk=round_id)
    )


def circles_to_manage(round_: Round, *, now: datetime) -> QuerySet[Any]:
    """Return the published circles of a round as its list shows them.

    Each with ``member_count``, ``next_at``, and in ``ahead`` the sessions to come with ``absent_count``.
    """
    seated = (
        Seat.objects.filter(circle=OuterRef("pk"), left_at=None)
        .order_by()
        .values("circle")
        .annotate(count=Count("pk"))
        .values("count")
    )
    coming = Session.objects.filter(ends_at__gt=now, is_cancelled=False).order_by("starts_at", "id")
    return (
        Circle.objects.filter(PUBLISHED, proposal__round=round_)
        .select_related("academy", "facilitator", "proposal__round")
        .prefetch_related(
            Prefetch("sessions", coming.annotate(absent_count=Count("absences")), to_attr="ahead")
        )
        .annotate(
            member_count=Coalesce(Subquery(seated), 0),
            next_at=Subquery(coming.filter(circle=OuterRef("pk")).values("starts_at")[:1]),
        )
    )


def members_per_circle(round_: Round) -> list[int]:
    """Return how many members each published circle of a round has."""
    seated = Count("seats", filter=Q(seats__left_at=None))
    return list(
        Circle.objects.filter(PUBLISHED, proposal__round=round_, closed_at=None)
        .order_by("number")
        .annotate(count=seated)
        .values_list("count", flat=True)
    )


def circles_for(person: Person) -> QuerySet[Any]:
    """Return the published circles that a person sits in or facilitates: the only ones whose names they see."""
    seated = Seat.objects.filter(circle=OuterRef("pk"), person=person, left_at=None)
    return published_circles().filter(Exists(seated) | Q(facilitator=person, closed_at=None))


def sessions_for(person: Person, *, after: datetime) -> QuerySet[Any]:
    """Return the sessions a person has ahead, as a member or facilitator, soonest first."""
    seated = Seat.objects.filter(circle=OuterRef("circle"), person=person, left_at=None)
    mine = Absence.objects.filter(session=OuterRef("pk"), person=person)
    return (
        Session.objects.filter(
            Exists(seated) | Q(circle__facilitator=person),
            circle__proposal__state=Proposal.State.PUBLISHED,
            ends_at__gt=after,
            is_cancelled=False,
        )
        .select_related("circle__proposal__round", "circle__facilitator")
        .annotate(stays_away=Exists(mine), is_seated=Exists(seated))
        .order_by("starts_at", "id")
    )


def seats_of(person: Person) -> QuerySet[Seat]:
    """Return every seat a person has or had in published circles, the latest round first."""
    return (
        Seat.objects.filter(person=person, proposal__state=Proposal.State.PUBLISHED)
        .select_related("circle__proposal__round")
        .order_by("-proposal__published_at", "-id")
    )


def facilitated_by(person: Person) -> QuerySet[Circle]:
    """Return the published circles that a person facilitates, the latest round first."""
    return (
        Circle.objects.filter(PUBLISHED, facilitator=person, closed_at=None)
        .select_related("proposal__round")
        .order_by("-proposal__published_at", "number")
    )


def company(*circles: Circle) -> list[Seat]:
    """Return who sits in some circles at this moment, as their seats: a page that tells it grows old with them."""
    return list(Seat.objects.filter(circle__in=circles, left_at=None).order_by("pk"))


def member_ids(circle: Circle) -> frozenset[int]:
    """Return who sits in a circle now."""
    return frozenset(Seat.objects.filter(circle=circle, left_at=None).values_list("person_id", flat=True))


def bonded_with(person: Person) -> frozenset[int]:
    """Return everybody whom a person manages, assesses or decides about, or who does so about them."""
    return bonded_with_all([person.pk])[person.pk]


def bonded_with_all(person_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return the same as ``bonded_with`` for many people, in two queries."""
    found: dict[int, set[int]] = {pk: set() for pk in person_ids}
    bonds = (
        Bond.objects.filter(Q(person__in=person_ids) | Q(senior__in=person_ids))
        if person_ids
        else Bond.objects.none()
    )
    for person, senior in {*bonds.values_list("person_id", "senior_id"), *ties.around(person_ids)}:
        for one, other in ((person, senior), (senior, person)):
            if one in found:
                found[one].add(other)
    return {pk: frozenset(others) for pk, others in found.items()}


def waiting(round_: Round) -> QuerySet[SignUp]:
    """Return who signed up for a published round and has no seat now."""
    seated = Seat.objects.filter(
        proposal__round=round_,
        proposal__state=Proposal.State.PUBLISHED,
        person=OuterRef("person"),
        left_at=None,
    )
    return (
        SignUp.objects.filter(~Exists(seated), round=round_, state=SignUp.State.SIGNED)
        .select_related("person")
        .prefetch_related(main_memberships("person"), "slots__slot")
        .order_by("person__sort_key", "id")
    )


def facilitators() -> QuerySet[Person]:
    """Return who may facilitate circles."""
    return Person.objects.filter(left_on=None, role_assignments__role=Role.FACILITATOR)


def held(people: Iterable[Person]) -> list[Person]:
    """Return people as they are now, in the same order, held until the transaction ends.

    Before the circle: whoever leaves the academy is held first too, and what they sit in after.
    """
    ids = [one.pk for one in people]
    found = (
        Person.objects.select_for_update(of=("self",), no_key=True)
        .select_related("account")
        .order_by("pk")
        .in_bulk(ids)
    )
    return [found[pk] for pk in ids]


def coordinators() -> QuerySet[Person]:
    """Return the people who look after the academy, with their accounts' language."""
    return Person.objects.filter(left_on=None, role_assignments__role=Role.COORDINATOR).select_related(
        "account"
    )


def letter_takers(circle: Circle) -> list[Person]:
    """Return whom a message about a circle goes to: its members and its facilitator."""
    seated = Person.objects.filter(seats__circle=circle, seats__left_at=None).select_related("account")
    people = {person.pk: person for person in seated}
    if circle.facilitator_id:
        facilitator = Person.objects.select_related("account").get(pk=circle.facilitator_id)
        people[facilitator.pk] = facilitator
    return list(people.values())


def letter_takers_of_all(proposal: Proposal, circles: Iterable[Circle]) -> dict[int, list[Person]]:
    """Return the same as ``letter_takers`` for every circle of a proposal, in one query."""
    people: dict[int, dict[int, Person]] = {}
    seats = Seat.objects.filter(proposal=proposal, left_at=None).select_related("person__account")
    for seat in seats.order_by("person__sort_key", "person_id"):
        people.setdefault(seat.circle_id, {})[seat.person_id] = seat.person
    for circle in circles:
        if circle.facilitator:
            people.setdefault(circle.pk, {})[circle.facilitator.pk] = circle.facilitator
    return {circle_id: list(found.values()) for circle_id, found in people.items()}


def sessions_ahead(circles: Iterable[Circle], *, now: datetime) -> QuerySet[Session]:
    """Return the sessions of circles that are still to come."""
    return Session.objects.filter(circle__in=circles, ends_at__gt=now, is_cancelled=False)


def with_open_seats() -> QuerySet[Any]:
    """Return published circles of running rounds that have fewer members than their round's smallest size."""
    return (
        Circle.objects.filter(PUBLISHED, proposal__round__state=Round.State.PUBLISHED, closed_at=None)
        .annotate(seated=Count("seats", filter=Q(seats__left_at=None)))
        .filter(seated__lt=F("proposal__round__size_min"))
        .select_related("proposal__round")
    )


def published_sessions() -> QuerySet[Session]:
    """Return the sessions of published circles."""
    return Session.objects.filter(circle__proposal__state=Proposal.State.PUBLISHED).select_related(
        "circle__proposal__round", "circle__facilitator"
    )


def left_seats(circle: Circle) -> list[Seat]:
    """Return who left a circle and is not back, the last first; whoever left more than once stands there once."""
    found: dict[int, Seat] = {}
    seats = Seat.objects.filter(circle=circle, left_at__isnull=False).select_related("person")
    for seat in seats.exclude(person__in=member_ids(circle)).order_by("-left_at", "-pk"):
        found.setdefault(seat.person_id, seat)
    return list(found.values())
