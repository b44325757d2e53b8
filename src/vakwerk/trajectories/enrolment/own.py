"""What does somebody take part in and lead, what comes next, and what waits for them?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Value
from django.utils.functional import cached_property

from vakwerk.foundation.roles import Role
from vakwerk.people.models import Person
from vakwerk.trajectories.enrolment import rules
from vakwerk.trajectories.enrolment.queries import editions_for, sessions, with_questions
from vakwerk.trajectories.models import Apology, Edition, EditionSession, Enrolment, Trainer

EVALUATED = (Edition.State.OPEN, Edition.State.CLOSED, Edition.State.COMPLETED)


class TakingPart:
    """What somebody takes part in and what they lead: looked up once, and only when a page asks."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def enrolments(self) -> list[Enrolment]:
        """Everything they enrolled for and did not leave, what begins last first."""
        return list(editions_for(self.person))

    @cached_property
    def _seats(self) -> tuple[set[int], set[int]]:
        """Return the editions that they are enrolled in, and those they lead, in one query."""
        enrolled = Enrolment.objects.filter(person=self.person, state=Enrolment.State.ENROLLED)
        led = Trainer.objects.filter(person=self.person).values_list("edition_id", Value(True))
        found: tuple[set[int], set[int]] = set(), set()
        both = enrolled.order_by().values_list("edition_id", Value(False)).union(led, all=True)
        for edition_id, leads in both:
            found[leads].add(edition_id)
        return found

    @property
    def enrolled_in(self) -> set[int]:
        """The editions they have a seat in."""
        return self._seats[0]

    @property
    def led(self) -> set[int]:
        """The editions they are a trainer of."""
        return self._seats[1]


def next_sessions_of(taking_part: TakingPart, *, now: datetime, limit: int = 8) -> list[Any]:
    """Return the sessions somebody has ahead, soonest first, as participant or trainer.

    Each has ``edition.trajectory``, ``title``, ``where``, ``stays_away``, ``is_enrolled`` and ``total``: of how
    many sessions it is one. The editions are looked up first: an academy may have thousands of sessions ahead.
    """
    person, enrolled, led = taking_part.person, taking_part.enrolled_in, taking_part.led
    counted = (
        EditionSession.objects.filter(edition=OuterRef("edition"), is_cancelled=False)
        .order_by()
        .values("edition")
        .annotate(count=Count("pk"))
        .values("count")
    )
    found: list[Any] = list(
        sessions()
        .filter(edition__in=enrolled | led, ends_at__gt=now, is_cancelled=False)
        .exclude(edition__state__in=[Edition.State.CANCELLED, Edition.State.PLANNED])
        .annotate(
            stays_away=Exists(Apology.objects.filter(session=OuterRef("pk"), person=person)), total=counted
        )
        .order_by("starts_at", "id")[:limit]
    )
    for one in found:
        one.is_enrolled = one.edition_id in enrolled
    return found


@dataclass(frozen=True)
class Current:
    """A trajectory somebody takes part in now. ``next``: the first session ahead; ``held``: how many have been.

    ``place_in_line``: on the waiting list, 0 for who is not on it.
    """

    enrolment: Enrolment
    edition: Edition
    sessions: Sequence[EditionSession]
    next: EditionSession | None
    held: int
    place_in_line: int


def current_of(taking_part: TakingPart, *, now: datetime) -> list[Current]:
    """Return what somebody takes part in, waits for, or asked for, and that is not over."""
    found = [one for one in taking_part.enrolments if one.edition.is_ahead]
    before = (
        Enrolment.objects.filter(
            state=Enrolment.State.WAITING, edition=OuterRef("edition"), number__lte=OuterRef("number")
        )
        .order_by()
        .values("edition")
        .annotate(count=Count("pk"))
        .values("count")
    )
    waiting = [one.pk for one in found if one.state == Enrolment.State.WAITING]
    lines = dict(
        Enrolment.objects.filter(pk__in=waiting).annotate(place=before).values_list("pk", "place")
        if waiting
        else ()
    )
    return [_current(one, lines, now) for one in reversed(found)]


def _current(one: Enrolment, lines: dict[int, int], now: datetime) -> Current:
    held = [session for session in one.edition.sessions.all() if not session.is_cancelled]
    ahead = [session for session in held if session.ends_at > now]
    return Current(
        enrolment=one,
        edition=one.edition,
        sessions=held,
        next=ahead[0] if ahead else None,
        held=len(held) - len(ahead),
        place_in_line=lines.get(one.pk, 0),
    )


@dataclass(frozen=True)
class ToDo:
    """Something about trajectories that waits for somebody.

    ``kind``: ``evaluate`` an edition that is over, ``list`` (keep who was at a session) or ``approve`` (people who
    asked for a seat). ``count``: of how many, where that says something.
    """

    kind: str
    edition: Edition
    session: EditionSession | None = None
    count: int = 0


def things_to_do_of(taking_part: TakingPart, *, now: datetime) -> list[ToDo]:
    """Return what waits for somebody: evaluate, keep a list, approve."""
    over = [
        one.edition
        for one in taking_part.enrolments
        if one.state == Enrolment.State.ENROLLED
        and not one.has_evaluated
        and one.edition.state in EVALUATED
        and one.edition.ends_at
        and now - rules.EVALUATE_FOR < one.edition.ends_at <= now
    ]
    over.sort(key=lambda one: (one.ends_at or now, one.pk), reverse=True)
    found = [ToDo("evaluate", one) for one in over[:5]]
    found += [
        ToDo("list", one.edition, one)
        for one in sessions()
        .filter(edition__in=taking_part.led, is_cancelled=False, list_kept_at=None, starts_at__lte=now)
        .exclude(edition__state__in=[Edition.State.CANCELLED, Edition.State.PLANNED])
        .filter(edition__taken__gt=0)
        .order_by("-starts_at")[:5]
    ]
    if Role.COORDINATOR in taking_part.person.roles:
        found += [ToDo("approve", one, count=one.asked) for one in with_questions().order_by("starts_at")[:5]]
    return found
