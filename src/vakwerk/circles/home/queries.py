"""What needs a coordinator now, and what does a person have to do?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Q

from vakwerk.circles.models import CalendarFeed, Round, Session, SignUp
from vakwerk.circles.published import queries as published
from vakwerk.circles.rounds import queries as rounds
from vakwerk.craft.evidence import queries as evidence
from vakwerk.craft.growth import queries as growth
from vakwerk.craft.growth.standing import Standing
from vakwerk.craft.models import Evidence
from vakwerk.foundation.models import Academy
from vakwerk.knowledge.conversation import queries as conversation
from vakwerk.knowledge.sources import queries as sources
from vakwerk.people import queries as people
from vakwerk.people.intake.models import PeopleImport
from vakwerk.people.models import Person
from vakwerk.trajectories.enrolment import own as enrolment
from vakwerk.trajectories.enrolment import queries as enrolments
from vakwerk.trajectories.models import Enrolment, LearningGoal, Trajectory
from vakwerk.trajectories.needs import queries as needs

SOON = timedelta(days=7)
FEW = 5
PIECES = 5


@dataclass(frozen=True)
class Call:
    """An open call as its reader sees it. ``given``: what they answered, ``None`` if nothing yet."""

    round: Round
    given: SignUp | None

    @property
    def is_signed_up(self) -> bool:
        return self.given is not None and self.given.state == SignUp.State.SIGNED


def calls_and_waiting(person: Person, *, today: date) -> tuple[list[Call], list[Round]]:
    """Return the open calls for a person with what they answered, and what they signed up for and waits.

    What waits are the rounds whose circles are still being made. A constant number of queries.
    """
    given = {
        one.round_id: one
        for one in SignUp.objects.filter(
            person=person, round__state__in=[Round.State.OPEN, Round.State.CLOSED]
        ).select_related("round")
    }
    calls = [Call(one, given.get(one.pk)) for one in rounds.calls_for(person, today=today)]
    signed = (one.round for one in given.values() if one.state == SignUp.State.SIGNED)
    return calls, sorted(signed, key=lambda one: (one.closes_on, one.pk))


def earlier_circles(person: Person) -> list[Any]:
    """Return the circles of rounds that are over."""
    return list(published.circles_for(person).filter(proposal__round__state=Round.State.ENDED)[:20])


def circles_now(person: Person) -> list[Any]:
    """Return the circles that a person meets with now."""
    return list(published.circles_for(person).filter(proposal__round__state=Round.State.PUBLISHED))


@dataclass(frozen=True)
class Ahead:
    """A session somebody has ahead: of a circle, or of an edition of a trajectory."""

    starts_at: datetime
    of_circle: Any = None
    of_edition: Any = None


def ahead(taking_part: enrolment.TakingPart, *, now: datetime, limit: int = 4) -> list[Ahead]:
    """Return the first sessions a person has ahead, of circles and trajectories, soonest first."""
    circles = published.sessions_for(taking_part.person, after=now)[:limit]
    editions = enrolment.next_sessions_of(taking_part, now=now, limit=limit)
    found = [Ahead(one.starts_at, of_circle=one) for one in circles]
    found += [Ahead(one.starts_at, of_edition=one) for one in editions]
    return sorted(found, key=lambda one: one.starts_at)[:limit]


@dataclass(frozen=True)
class OwnCircle:
    """The circle that somebody meets with next, with how far it is."""

    circle: Any
    organisations: int
    held: int


def own_circle(person: Person, found: Sequence[Ahead], *, now: datetime) -> OwnCircle | None:
    """Return the circle that somebody meets with next, or ``None``. ``found``: what ``ahead`` gave."""
    near = next((one.of_circle for one in found if one.of_circle), None)
    first = near or published.sessions_for(person, after=now).first()
    if first is None:
        return None
    circle = published.with_members_and_sessions(first.circle)
    return OwnCircle(
        circle=circle,
        organisations=len(
            {seat.person.main[0].organisation_id for seat in circle.members if seat.person.main}
        ),
        held=sum(one.ends_at <= now and not one.is_cancelled for one in circle.sessions.all()),
    )


@dataclass(frozen=True)
class Learning:
    """What somebody learns now. ``goals``: of the trajectories they are in, or else of their role profiles."""

    current: Sequence[enrolment.Current]
    goals: Sequence[Standing]
    from_trajectories: Sequence[Trajectory]
    evidence: Sequence[Evidence]
    evidence_count: int
    needs: Sequence[needs.Need]

    @property
    def estimated_on(self) -> date | None:
        """When the person last said where they stand, of what is shown."""
        return max((one.estimated_on for one in self.goals if one.estimated_on), default=None)


def learning(taking_part: enrolment.TakingPart, *, now: datetime) -> Learning:
    """Return what somebody learns now, in a constant number of queries."""
    person = taking_part.person
    current = enrolment.current_of(taking_part, now=now)
    taken = [one.edition.trajectory for one in current if one.enrolment.state == Enrolment.State.ENROLLED]
    wanted = _goals_of(taken)
    goals = (
        growth.standings(
            person,
            {competency_id: one.level for competency_id, one in wanted.items() if one.level},
            goals={competency_id: str(one.text) for competency_id, one in wanted.items()},
        )
        if wanted
        else growth.goals_for(person)
    )
    pieces, count = evidence.first_of(person, PIECES)
    return Learning(
        current=current,
        goals=goals,
        from_trajectories=taken if wanted else [],
        evidence=pieces,
        evidence_count=count,
        needs=needs.needs_of(person, with_developments=False)[:FEW],
    )


def _goals_of(taken: Sequence[Trajectory]) -> dict[int, LearningGoal]:
    """Return the goals of trajectories by competency; of two for the same one, the higher level."""
    found = LearningGoal.objects.filter(
        trajectory__in=taken, competency__isnull=False, level__isnull=False
    ).order_by("level")
    return {one.competency_id: one for one in found if one.competency_id} if taken else {}


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
    enrolments: list[Any]
    proposals: int
    reports: int
    handovers: int

    @property
    def is_quiet(self) -> bool:
        """Whether nothing waits for the coordinator."""
        waits = self.closing or self.to_compose or self.open_seats or self.imports
        return not (waits or self.enrolments or self.proposals or self.reports or self.handovers)


def desk(academy: Academy, *, now: datetime, today: date) -> Desk:
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
        enrolments=list(enrolments.with_questions().order_by("starts_at")[:FEW]),
        proposals=sources.counts(academy, today=today)["proposed"],
        reports=conversation.open_reports(),
        handovers=people.handovers().count(),
    )


def hash_of(token: str) -> str:
    """Return what is kept of a secret: it cannot be turned back."""
    return sha256(token.encode()).hexdigest()


def feed_of(person: Person) -> CalendarFeed | None:
    """Return the secret address that a person's calendar program reads, or ``None``."""
    return CalendarFeed.objects.filter(person=person).first()


def feed_with(token: str) -> CalendarFeed | None:
    """Return the feed with this secret, of somebody who still belongs to the academy, or ``None``."""
    return (
        CalendarFeed.objects.filter(token_hash=hash_of(token), person__left_on=None, person__erased_at=None)
        .select_related("person__account")
        .first()
    )
