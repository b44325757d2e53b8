"""What coordinators do with proposals. Each function is one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from circlemix import Evaluation, Result
from vakwerk.circles.composing import queries, rules
from vakwerk.circles.composing.board import Board, Place
from vakwerk.circles.composing.rules import Step
from vakwerk.circles.models import Circle, Proposal, Rearrangement, Round, Seat
from vakwerk.foundation import audit, jobs
from vakwerk.foundation.audit import Whom, number_of
from vakwerk.foundation.models import Academy, Job
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.tenancy import current_academy_id
from vakwerk.people.models import Person


@dataclass(frozen=True)
class Fixed:
    """The circles that a new proposal takes over because members are locked in them.

    ``groups``: circlemix position to group number; ``places``: the circle of each such group.
    """

    groups: Mapping[int, int] = field(default_factory=dict)
    places: Sequence[Place] = ()


@transaction.atomic
def start_composing(
    *, round_: Round, by: Person, title: str, start: Proposal | None = None, waiting: int = 0
) -> Job:
    """Start the job that composes a round's circles.

    :param start: the proposal whose locked members keep their circle.
    :param waiting: how many people may be left without a circle.
    :raises Refused: when the round is not ready for it, or is being composed already.
    """
    # Locked, so that two clicks at once start one job.
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if reason := reason_not_to_compose(locked, queries.board_of(locked)):
        raise Refused(reason, {"least": locked.size_min})
    number = (Proposal.objects.filter(round=locked).aggregate(most=Max("number"))["most"] or 0) + 1
    started = jobs.start(
        queries.JOB_KIND,
        title=title,
        by=by,
        round_id=locked.pk,
        start_id=start.pk if start else None,
        waiting=waiting,
        # Another proposal looks in another order; the same job after a crash looks in the same.
        seed=number,
    )
    audit.record("circles.composing_started", by=by, on=locked)
    return started


def reason_not_to_compose(round_: Round, board: Board) -> rules.Refusal | None:
    """Tell why a round cannot be composed now, or ``None``."""
    joining = [member for member in board.members if not member.withdrawn]
    return rules.reason_not_to_compose(
        state=round_.state,
        signed=len(joining),
        size_min=round_.size_min,
        with_moment=sum(bool(member.slot_ids) for member in joining),
        busy=queries.running_job(round_) is not None,
    )


def address_of(proposal: Proposal) -> str:
    """Return the address of a proposal's page in the current academy."""
    slug = Academy.objects.values_list("slug", flat=True).get(pk=current_academy_id())
    return reverse("circles:proposal", args=[slug, proposal.round_id, proposal.number])


@transaction.atomic
def keep_composed(
    *,
    round_: Round,
    board: Board,
    result: Result,
    fixed: Fixed,
    job_id: int | None,
    by: Whom,
    seed: int,
) -> Proposal:
    """Write the outcome of composing as a new draft proposal, with its conflicts if it has any."""
    Round.objects.select_for_update().get(pk=round_.pk)
    most = Proposal.objects.filter(round=round_).aggregate(most=Max("number"))["most"] or 0
    proposal = Proposal.objects.create(
        round=round_,
        number=most + 1,
        made_by_id=number_of(by),
        job_id=job_id,
        seed=seed,
        scores=scores_of(board, result.evaluation) | _clash(board, result),
        history=[[round(seconds, 2), round(score, 4)] for seconds, score in result.history[:400]],
    )
    circles = _circles(proposal, board, result, fixed)
    # Somebody may have been erased while the search ran.
    there = set(
        Person.objects.filter(pk__in=[m.person_id for m in board.members]).values_list("pk", flat=True)
    )
    Seat.objects.bulk_create(
        Seat(
            proposal=proposal,
            circle=circles[group],
            person_id=member.person_id,
            is_locked=position in fixed.groups,
        )
        for position, (member, group) in enumerate(zip(board.members, result.groups.tolist(), strict=True))
        if group in circles and member.person_id in there
    )
    audit.record("circles.composed", by=by, on=proposal, number=proposal.number, circles=len(circles))
    return proposal


def _circles(proposal: Proposal, board: Board, result: Result, fixed: Fixed) -> dict[int, Circle]:
    """Make the circles that have members, numbered by their first date; taken-over circles keep their number."""
    used = [int(group) for group in np.unique(result.groups[result.groups >= 0])]
    slot = {group: int(result.slots[group]) if len(result.slots) > group else -1 for group in used}
    free = sorted(
        (group for group in used if group >= len(fixed.places)), key=lambda g: (slot[g] < 0, slot[g], g)
    )
    taken = {place.number for place in fixed.places}
    first = queries.highest_published_number() + 1
    numbers = (number for number in range(first, first + len(used) + len(taken) + 1) if number not in taken)
    order = [
        *((g, fixed.places[g].number) for g in used if g < len(fixed.places)),
        *zip(free, numbers, strict=False),
    ]
    made = {}
    for group, number in order:
        kept = fixed.places[group] if group < len(fixed.places) else None
        made[group] = Circle(
            proposal=proposal,
            number=number,
            slot_id=board.moments[slot[group]].slot_id if slot[group] >= 0 else None,
            facilitator_id=kept.facilitator_id if kept else None,
            place=kept.place if kept else proposal.round.place,
        )
    Circle.objects.bulk_create(made.values())
    return made


def scores_of(board: Board, evaluation: Evaluation) -> dict[str, object]:
    """Return the scores of a proposal, to hold another proposal against."""
    terms = {f"{term.kind}:{term.name}": round(term.share, 4) for term in evaluation.terms}
    return {"mean": round(evaluation.objective, 4), "terms": terms, "people": len(board.members)}


def _clash(board: Board, result: Result) -> dict[str, object]:
    if result.clash is None:
        return {}
    person = [member.person_id for member in board.members]

    def plain(each: object) -> dict[str, object]:
        return {
            "rule": getattr(each, "rule", ""),
            "people": [person[p] for p in getattr(each, "people", ())],
            "reason": getattr(each, "reason", ""),
            "category": getattr(each, "category", ""),
        }

    clash = result.clash
    return {
        "clash": {
            "kind": clash.kind,
            "proved": clash.proved,
            "rules": [plain(each) for each in clash.rules],
            "relax": [plain(each) for each in clash.relax],
            "fewest": clash.fewest,
            "numbers": {name: int(value) for name, value in clash.numbers.items()},
        }
    }


@transaction.atomic
def rearrange(*, proposal: Proposal, steps: Sequence[Step], kind: str, by: Person) -> Rearrangement:
    """Move, swap, seat people or let them wait, and keep it so that it can be undone.

    Circles whose moment no longer suits everybody get the first that does.

    :raises Refused: with what keeps it from happening; ``conflict`` in the facts is the rule it would break.
    """
    locked = queries.locked_proposal(proposal)
    board = queries.board_of(locked.round, locked)
    # What was shown must still be so: the first step names where the person sat then.
    if any(board.seats.get(step.person_id) != step.before for step in steps):
        raise Refused(rules.Refusal.CHANGED_SINCE)
    after = board.after(steps)
    if refusal := reason_not_to_rearrange(board, after, steps, is_published=_is_published(locked)):
        raise refusal
    moments = [
        [old.circle_id, old.slot_id, new.slot_id]
        for old, new in zip(board.places, after.places, strict=True)
        if old.slot_id != new.slot_id
    ]
    _seat(locked, steps)
    _meet(moments)
    _keep_scores(locked, after)
    change = Rearrangement.objects.create(
        proposal=locked,
        kind=kind,
        steps=[[step.person_id, step.before, step.after] for step in steps],
        moments=moments,
        made_by_id=by.pk,
    )
    for step in steps:
        audit.record("circles.rearranged", by=by, on=locked, about=step.person_id, kind=kind)
    return change


def reason_not_to_rearrange(
    board: Board, after: Board, steps: Sequence[Step], *, is_published: bool
) -> Refused | None:
    """Tell, ready to raise or to show, why people may not change places, or ``None``."""
    worse = rules.made_worse(board.conflicts, after.conflicts)
    proposal = rules.Rearrangeable(
        is_published=is_published,
        locked=board.locked,
        withdrawn={member.person_id for member in board.members if member.withdrawn},
        worse=worse,
    )
    reason = rules.reason_not_to_rearrange(steps, proposal)
    if reason is None:
        return None
    first, second = (after.by_id[step.person_id].name for step in (steps[0], steps[-1]))
    facts: dict[str, object] = {"first": first, "second": second, "board": after}
    if reason == rules.Refusal.BREAKS_RULE:
        facts["conflict"] = worse[0]
    return Refused(reason, facts)


@transaction.atomic
def undo(*, proposal: Proposal, by: Person, now: datetime) -> Rearrangement:
    """Take back the last change by hand: the same seats, moments and facilitators as before it.

    :raises Refused: when there is none, or when a seat has changed since by another way.
    """
    locked = queries.locked_proposal(proposal)
    change = queries.last_rearrangement(locked)
    steps = steps_of(change) if change else ()
    seated = dict(
        Seat.objects.filter(
            proposal=locked, left_at=None, person_id__in=[s.person_id for s in steps]
        ).values_list("person_id", "circle_id")
    )
    reason = rules.reason_not_to_undo(
        is_published=_is_published(locked), is_there=change is not None, steps=steps, seated=seated
    )
    if reason or change is None:
        raise Refused(reason or rules.Refusal.NOTHING_TO_UNDO)
    _seat(locked, [Step(step.person_id, step.after, step.before) for step in steps])
    _meet([[circle_id, after, before] for circle_id, before, after in change.moments])
    _facilitate([(circle_id, before) for circle_id, before, _after in change.facilitators])
    change.undone_at = now
    change.save(update_fields=["undone_at"])
    _keep_scores(locked, queries.board_of(locked.round, locked))
    for step in steps:
        audit.record("circles.rearrangement_undone", by=by, on=locked, about=step.person_id)
    if not steps:
        audit.record("circles.rearrangement_undone", by=by, on=locked)
    return change


def steps_of(change: Rearrangement) -> tuple[Step, ...]:
    """Return the steps that a change by hand was made of."""
    return tuple(Step(person_id, before, after) for person_id, before, after in change.steps)


@transaction.atomic
def lock_seat(*, proposal: Proposal, person_id: int, locked: bool, by: Person) -> None:
    """Keep somebody in their circle when composing again and against changes by hand, or let them go again.

    :raises Refused: when they have no seat in this proposal, or it is published.
    """
    mine = queries.locked_proposal(proposal)
    if _is_published(mine):
        raise Refused(rules.Refusal.PROPOSAL_PUBLISHED)
    if not Seat.objects.filter(proposal=mine, person_id=person_id, left_at=None).update(is_locked=locked):
        raise Refused(rules.Refusal.NOT_SEATED)
    verb = "circles.seat_locked" if locked else "circles.seat_unlocked"
    audit.record(verb, by=by, on=mine, about=person_id)


def _is_published(proposal: Proposal) -> bool:
    return proposal.is_settled


def _seat(proposal: Proposal, steps: Sequence[Step]) -> None:
    for step in steps:
        mine = Seat.objects.filter(proposal=proposal, person_id=step.person_id, left_at=None)
        if step.after is None:
            mine.delete()
        elif step.before is None:
            Seat.objects.create(proposal=proposal, person_id=step.person_id, circle_id=step.after)
        else:
            mine.update(circle_id=step.after)


def _meet(moments: Sequence[Sequence[int | None]]) -> None:
    for circle_id, _before, after in moments:
        Circle.objects.filter(pk__in=[circle_id]).update(slot_id=after)


def _facilitate(circles: Sequence[tuple[int, int | None]]) -> None:
    """Give circles back who facilitated them; who was erased in the meantime does not return."""
    there = set(Person.objects.filter(pk__in=[who for _, who in circles if who]).values_list("pk", flat=True))
    for circle_id, who in circles:
        Circle.objects.filter(pk=circle_id).update(facilitator_id=who if who in there else None)


def _keep_scores(proposal: Proposal, board: Board) -> None:
    clash = {name: value for name, value in proposal.scores.items() if name == "clash" and board.conflicts}
    proposal.scores = scores_of(board, board.evaluation) | clash
    proposal.save(update_fields=["scores"])
