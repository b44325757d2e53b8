"""Who comes, who was there, and what did people think?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q
from django.http import Http404

from vakwerk.foundation.roles import Role
from vakwerk.people.models import Membership, Person
from vakwerk.trajectories.attendance import rules
from vakwerk.trajectories.enrolment import queries as enrolment
from vakwerk.trajectories.models import (
    Apology,
    Attendance,
    CodeTry,
    Edition,
    EditionSession,
    Enrolment,
    Evaluation,
)


def session_for(person: Person, session_id: int) -> EditionSession:
    """Return a session of an edition that somebody is enrolled in or leads, or any for a coordinator.

    :raises Http404: when there is none.
    """
    found = EditionSession.objects.select_related("activity", "edition__trajectory", "edition__academy")
    if Role.COORDINATOR not in person.roles:
        found = found.filter(enrolment.is_mine(person))
    one = found.filter(pk=session_id).exclude(edition__state=Edition.State.PLANNED).first()
    if one is None:
        raise Http404
    return one


def may_keep_list(person: Person, session: EditionSession) -> bool:
    """Tell whether somebody keeps who was there: who leads the edition, and coordinators."""
    return Role.COORDINATOR in person.roles or enrolment.trains(session.edition, person)


def led_session_or_404(person: Person, session_id: int) -> EditionSession:
    """Return a session for whoever keeps its list.

    :raises Http404: for everybody else, since who was there is not theirs to see.
    """
    session = session_for(person, session_id)
    if not may_keep_list(person, session):
        raise Http404
    return session


def is_enrolled(person: Person, edition: Edition | int) -> bool:
    """Tell whether somebody has a seat."""
    return Enrolment.objects.filter(edition=edition, person=person, state=Enrolment.State.ENROLLED).exists()


def stays_away(person: Person, session: EditionSession) -> bool:
    """Tell whether somebody said that they do not come."""
    return Apology.objects.filter(session=session, person=person).exists()


@dataclass(frozen=True)
class Line:
    """One person on the list of a session. ``was_there``: ``None`` while nobody said so."""

    person: Person
    place: str
    was_there: bool | None
    by_code: bool
    apologised: bool


def list_of(session: EditionSession) -> list[Line]:
    """Return who is enrolled, by name, with what is known of them, in four queries."""
    rows = (
        Enrolment.objects.filter(edition=session.edition_id, state=Enrolment.State.ENROLLED)
        .select_related("person")
        .prefetch_related(
            Prefetch(
                "person__memberships",
                Membership.objects.filter(is_main=True).select_related("organisation"),
                to_attr="main_places",
            )
        )
        .order_by("person__sort_key", "pk")
    )
    kept = {one.person_id: one for one in Attendance.objects.filter(session=session)}
    away = set(Apology.objects.filter(session=session).values_list("person_id", flat=True))
    return [_line(one.person, kept.get(one.person_id), one.person_id in away) for one in rows]


def _line(person: Any, kept: Attendance | None, apologised: bool) -> Line:
    return Line(
        person=person,
        place=person.main_places[0].organisation.name if person.main_places else "",
        was_there=kept.was_there if kept else None,
        by_code=kept is not None and kept.how == Attendance.How.CODE,
        apologised=apologised,
    )


def checked_in(session: EditionSession) -> int:
    """Count who was there so far."""
    return Attendance.objects.filter(session=session, was_there=True).count()


def session_with_code(code: str, *, now: datetime) -> EditionSession | None:
    """Return the session where this code is shown now, or ``None``."""
    if not code:
        return None
    return (
        EditionSession.objects.select_related("activity", "edition__trajectory")
        .filter(code=code, is_cancelled=False, starts_at__lte=now + rules.OPENS_BEFORE, ends_at__gt=now)
        .first()
    )


def tries_of(person: Person, *, now: datetime) -> list[datetime]:
    """Return when somebody entered codes that were none, as far as that counts."""
    return list(
        CodeTry.objects.filter(person=person, at__gt=now - rules.TRIES_WITHIN).values_list("at", flat=True)
    )


def trainers_or_coordinators(edition: Edition) -> list[int]:
    """Return who hears that somebody stays away: who leads the edition, or else the coordinators."""
    leads = [
        one.person_id
        for one in edition.trainers.select_related("person")
        if one.person_id and one.person and one.person.email and one.person.left_on is None
    ]
    if leads:
        return leads
    found = Person.objects.filter(left_on=None, role_assignments__role=Role.COORDINATOR)
    return list(found.values_list("pk", flat=True))


@dataclass(frozen=True)
class Said:
    """What people wrote in evaluations, in an order that says nothing."""

    kept: Sequence[str]
    better: Sequence[str]


def results_of(edition: Edition, *, now: datetime) -> tuple[rules.Results, Said]:
    """Return what may be shown of the evaluations of an edition, and what people wrote, in two queries."""
    rows = list(Evaluation.objects.filter(edition=edition).values_list("answers", "kept", "better"))
    waiting = Enrolment.objects.filter(
        Q(has_evaluated=False), edition=edition, state=Enrolment.State.ENROLLED
    ).exists()
    shown = rules.results(
        [answers for answers, _kept, _better in rows],
        everybody_answered=not waiting,
        ends_at=edition.ends_at,
        now=now,
    )
    if not shown.is_shown:
        return shown, Said((), ())
    return shown, Said(
        sorted(kept for _answers, kept, _better in rows if kept),
        sorted(better for _answers, _kept, better in rows if better),
    )


def mine(person: Person, edition: Edition) -> dict[int, bool]:
    """Return for each session of an edition whether somebody was there, where that is known."""
    return dict(
        Attendance.objects.filter(person=person, session__edition=edition).values_list(
            "session_id", "was_there"
        )
    )
