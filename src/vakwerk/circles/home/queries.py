"""What needs a coordinator now, and what does a person have to do?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from vakwerk.circles.models import Round, Session, SignUp
from vakwerk.circles.published import queries as published
from vakwerk.circles.rounds import queries as rounds
from vakwerk.people import queries as people
from vakwerk.people.intake.models import PeopleImport
from vakwerk.people.models import Person

SOON = timedelta(days=7)
FEW = 5


@dataclass(frozen=True)
class Call:
    """An open call as its reader sees it. ``given``: what they answered, ``None`` if nothing yet."""

    round: Round
    given: SignUp | None

    @property
    def is_signed_up(self) -> bool:
        return self.given is not None and self.given.state == SignUp.State.SIGNED


def calls(person: Person, *, today: date) -> list[Call]:
    """Return the open calls for a person with what they answered, in a constant number of queries."""
    found = rounds.calls_for(person, today=today)
    given = {
        one.round_id: one for one in (SignUp.objects.filter(person=person, round__in=found) if found else [])
    }
    return [Call(one, given.get(one.pk)) for one in found]


def waiting_for_a_circle(person: Person) -> list[Round]:
    """Return the rounds a person signed up for whose circles are still being made."""
    return list(
        Round.objects.filter(
            Q(state=Round.State.CLOSED) | Q(state=Round.State.OPEN),
            sign_ups__person=person,
            sign_ups__state=SignUp.State.SIGNED,
        ).order_by("closes_on")
    )


def earlier_circles(person: Person) -> list[Any]:
    """Return the circles of rounds that are over."""
    return list(published.circles_for(person).filter(proposal__round__state=Round.State.ENDED)[:20])


def circles_now(person: Person) -> list[Any]:
    """Return the circles that a person meets with now."""
    return list(published.circles_for(person).filter(proposal__round__state=Round.State.PUBLISHED))


def upcoming(person: Person, *, now: datetime) -> list[Any]:
    """Return the first sessions a person has ahead."""
    return list(published.sessions_for(person, after=now)[:8])


@dataclass(frozen=True)
class Desk:
    """What a coordinator can do something about today."""

    closing: list[Any]
    to_compose: list[Any]
    open_seats: list[Any]
    guests_waiting: int
    imports: list[PeopleImport]
    sessions: list[Session]
    absences: int

    @property
    def is_quiet(self) -> bool:
        """Whether nothing waits for the coordinator."""
        return not (self.closing or self.to_compose or self.open_seats or self.imports)


def desk(*, now: datetime, today: date) -> Desk:
    """Return what needs a coordinator now."""
    all_rounds = rounds.rounds()
    closed = Q(state=Round.State.CLOSED) | Q(state=Round.State.OPEN, closes_on__lt=today)
    soon = list(
        published.published_sessions()
        .filter(starts_at__gt=now, starts_at__lt=now + SOON, is_cancelled=False)
        .prefetch_related("absences")
        .order_by("starts_at")[:FEW]
    )
    return Desk(
        closing=list(
            all_rounds.filter(
                state=Round.State.OPEN, closes_on__gte=today, closes_on__lte=today + SOON
            ).order_by("closes_on")
        ),
        to_compose=list(all_rounds.filter(closed).order_by("closes_on")),
        open_seats=list(published.with_open_seats()),
        guests_waiting=people.guests().filter(accepted_at=None, withdrawn_at=None).count(),
        imports=list(
            PeopleImport.objects.filter(
                state__in=[PeopleImport.State.MATCHING, PeopleImport.State.PREVIEW]
            ).defer("content")[:FEW]
        ),
        sessions=soon,
        absences=sum(len(one.absences.all()) for one in soon),
    )
