"""How far is somebody, and what is still needed?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vakwerk.craft.growth import queries as growth
from vakwerk.craft.growth.standing import Standing
from vakwerk.people.models import Person
from vakwerk.trajectories.completion import rules
from vakwerk.trajectories.completion.rules import Missing, Proof
from vakwerk.trajectories.models import Attendance, Edition, EditionSession, Enrolment, LearningGoal


@dataclass(frozen=True)
class Progress:
    """How far somebody is in an edition. ``missing``: what is still needed, with the goal it is about."""

    sessions: rules.Sessions
    missing: Sequence[tuple[Missing, LearningGoal | None]]
    is_completed: bool


def progress_of(enrolment: Enrolment, *, now: datetime) -> Progress:
    """Return how far somebody is; needs the edition with its trajectory."""
    trajectory = enrolment.edition.trajectory
    sessions = sessions_of(enrolment.edition, [enrolment.person_id], now=now)[enrolment.person_id]
    goals = list(trajectory.goals.all()) if trajectory.proofs_needed else []
    proofs = proofs_for(enrolment.person, goals)
    missing = rules.still_needed(sessions, proofs_needed=trajectory.proofs_needed, proofs=proofs)
    by_id = {goal.pk: goal for goal in goals}
    return Progress(
        sessions=sessions,
        missing=[(one, by_id.get(one.goal or 0)) for one in missing],
        is_completed=rules.is_completed(sessions, proofs_needed=trajectory.proofs_needed, proofs=proofs),
    )


def sessions_of(
    edition: Edition, person_ids: Iterable[int], *, now: datetime
) -> Mapping[int, rules.Sessions]:
    """Return for each person how the sessions of an edition stand, in two queries."""
    return sessions_by_edition({edition: list(person_ids)}, now=now)[edition.pk]


def sessions_by_edition(
    people: Mapping[Edition, Sequence[int]], *, now: datetime
) -> Mapping[int, Mapping[int, rules.Sessions]]:
    """Return by edition, for each of its people, how the sessions stand; in two queries for all editions.

    ``people``: edition, with its trajectory, to the ids of whom it is asked for.
    """
    held: dict[int, list[EditionSession]] = {edition.pk: [] for edition in people}
    for session in EditionSession.objects.filter(edition__in=list(held), is_cancelled=False):
        held[session.edition_id].append(session)
    kept: dict[int, dict[int, bool]] = {}
    for session_id, person_id, was_there in Attendance.objects.filter(
        session__in=[one.pk for sessions in held.values() for one in sessions],
        person__in={pk for ids in people.values() for pk in ids},
    ).values_list("session_id", "person_id", "was_there"):
        kept.setdefault(person_id, {})[session_id] = was_there
    return {
        edition.pk: {
            pk: counted(
                held[edition.pk], kept.get(pk, {}), needed=edition.trajectory.sessions_needed, now=now
            )
            for pk in ids
        }
        for edition, ids in people.items()
    }


def counted(
    held: Sequence[EditionSession], kept: Mapping[int, bool], *, needed: int | None, now: datetime
) -> rules.Sessions:
    """Count sessions for one person. ``kept``: session to whether they were there, where that is known."""
    attended = sum(kept.get(one.pk) is True for one in held)
    missed = sum(kept.get(one.pk) is False for one in held)
    open_ = [one for one in held if one.pk not in kept]
    over = sum(one.ends_at <= now for one in open_)
    return rules.Sessions(attended, missed, over, len(open_) - over, needed)


def proofs_for(person: Person, goals: Sequence[LearningGoal]) -> Mapping[int, Proof]:
    """Return for each goal how the evidence of a person for it stands, in a constant number of queries."""
    targets: dict[int, int] = {}
    for goal in goals:
        if goal.competency_id:
            targets[goal.competency_id] = max(goal.level or 1, targets.get(goal.competency_id, 0))
    standings = {one.competency.pk: one for one in growth.standings(person, targets)} if targets else {}
    return {goal.pk: _proof(standings.get(goal.competency_id or 0), goal.level or 1) for goal in goals}


def _proof(standing: Standing | None, level: int) -> Proof:
    if standing is None:
        return Proof.NONE
    if standing.now >= level and not standing.is_estimate:
        return Proof.CONFIRMED
    if standing.confirmed and (standing.to_show or 0) >= level:
        return Proof.CONFIRMED
    return Proof.WAITING if standing.waiting or standing.asked_back else Proof.NONE
