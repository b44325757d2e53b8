"""How can a conflict be mended? The best change by hand, the others, and letting somebody wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from circlemix import Evaluation, Option
from circlemix.trial import Trial
from vakwerk.circles.composing.board import Board
from vakwerk.circles.composing.rules import Conflict, HardRule, Step, made_worse

# Conflicts that somebody coming in can mend, besides somebody leaving.
_MENDED_BY_COMING = frozenset({HardRule.SIZE, HardRule.EXTERNALS, HardRule.VARIETY, HardRule.ALONE})
MOST_CONCERNED = 8
# In a big round one looks at so many swaps of each person, spread over all circles: enough to find a good one
# while somebody waits for the page.
MOST_SWAPS = 120


@dataclass(frozen=True)
class Way:
    """A change that mends a conflict. ``after``: the wishes it would leave, 0 … 1."""

    steps: tuple[Step, ...]
    after: float


@dataclass(frozen=True)
class Ways:
    """Every way found: the best, how many other swaps of the same person there are, and waiting."""

    best: Way | None
    others: int
    waits: Way | None


def ways_to_mend(board: Board, conflict: Conflict) -> Ways:
    """Look for changes by hand that end a conflict and break no other rule."""
    evaluation = board.evaluation
    concerned = [p for p in conflict.person_ids if p in board.seats and p not in board.locked][
        :MOST_CONCERNED
    ]
    every: list[Option] = []
    waits: list[Option] = []
    for person_id in concerned:
        every += tried(evaluation, _swaps_and_moves(board, person_id))
        waits += tried(evaluation, [((board.position[person_id], -1),)])
    if conflict.rule in _MENDED_BY_COMING and conflict.circle_ids:
        every += list(_moves_into(board, evaluation, conflict.circle_ids[0]))
    locked = {board.position[person] for person in board.locked}
    gone = {position for position, member in enumerate(board.members) if member.withdrawn}
    mending = [
        each
        for each in every
        if each.broken < 0 and not any(p in locked or (p in gone and g >= 0) for p, g in each.moves)
    ]
    mending.sort(key=lambda each: (each.broken, -each.objective, each.moves))
    best = _first_that_mends(board, conflict, mending)
    others = 0
    if best:
        who = board.position[best.steps[0].person_id]
        swaps = [each for each in mending if len(each.moves) == 2 and each.moves[0][0] == who]
        others = max(0, len(swaps) - (len(best.steps) == 2))
    waits.sort(key=lambda each: (each.broken, -each.objective))
    return Ways(best, others, _first_that_mends(board, conflict, waits))


def _swaps_and_moves(board: Board, person_id: int) -> list[tuple[tuple[int, int], ...]]:
    """List the swaps of somebody with people elsewhere who are free to move, and the moves to other circles."""
    seats = board.evaluation.seats
    person = board.position[person_id]
    here = int(seats[person])
    others = [
        position
        for position, member in enumerate(board.members)
        if seats[position] != here and member.person_id not in board.locked
    ]
    step = max(1, len(others) // MOST_SWAPS)
    swaps = [((person, int(seats[other])), (other, here)) for other in others[::step]]
    groups = [group for group in range(len(board.places)) if group != here]
    return [*swaps, *(((person, group),) for group in groups[:: max(1, len(groups) // 20)])]


def _moves_into(board: Board, evaluation: Evaluation, circle_id: int) -> Iterable[Option]:
    group = board.group_of[circle_id]
    others = [p for p in range(len(board.members)) if evaluation.seats[p] != group]
    step = max(1, len(others) // MOST_SWAPS)
    return tried(evaluation, [((person, group),) for person in others[::step]])


def tried(evaluation: Evaluation, moves: Sequence[tuple[tuple[int, int], ...]]) -> list[Option]:
    """Measure moves that belong to different people at once."""
    if not moves:
        return []
    trial = Trial(evaluation)
    shares, broken = trial.try_out(moves)
    now = float(trial.objective(trial.shares[None, :])[0])
    after = trial.objective(shares)
    return [
        Option(each, float(after[k]) - now, tuple((shares[k] - trial.shares).tolist()), int(broken[k]))
        for k, each in enumerate(moves)
    ]


def _first_that_mends(board: Board, conflict: Conflict, found: Sequence[Option]) -> Way | None:
    """Return the first option that truly ends the conflict and makes nothing worse."""
    for option in found[:6]:
        steps = board.as_steps(option.moves)
        after = board.after(steps)
        left = after.conflicts
        still = {each.place: each.distance for each in left}.get(conflict.place, 0)
        if not made_worse(board.conflicts, left) and still < conflict.distance:
            return Way(steps, after.evaluation.objective)
    return None
