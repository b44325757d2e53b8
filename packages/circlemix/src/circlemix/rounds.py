"""Several rounds at once, with as few people as possible meeting twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from circlemix.compose import compose
from circlemix.people import People
from circlemix.result import Result
from circlemix.stop import FirstOf, Iterations, Seconds, Stop, Way
from circlemix.tables import Seats
from circlemix.wishes import Meetings, Weight, Wishes

__all__ = ["compose_rounds", "repeated_meetings"]


def compose_rounds(
    people: People, wishes: Wishes, *, rounds: int, stop: Stop | None = None, seed: int = 0, sweeps: int = 20
) -> list[Result]:
    """Compose ``rounds`` divisions of the same people. Earlier meetings in ``wishes.met`` count as a round before.

    The rounds are made one after another, then each again with the meetings of all others. After that a few at a time,
    by lot, are taken out and made again one after another, and kept if that is no worse; until no pair meets twice, all
    were made again ``sweeps`` times, or told to stop. Meetings get the weight much when the wishes give them none.

    :param stop: for all rounds together, in seconds or steps; default 10 seconds.
    """
    stop = stop or Seconds(10)
    wishes = wishes if wishes.meetings else replace(wishes, meetings=Weight.MUCH)
    rng = np.random.default_rng(seed)
    way, best = Way(0.0, 0), list[Result]()
    turn, turns = 0, rounds * (1 + sweeps)
    while turn < turns:
        again = range(turn % rounds, turn % rounds + 1)
        chosen = again if turn < 2 * rounds else rng.permutation(rounds)[: 2 + int(rng.integers(2))].tolist()
        trial = {number: result for number, result in enumerate(best) if number not in chosen}
        for number in chosen:
            met = _all_meetings(wishes.met, [result.groups for result in trial.values()])
            part = _part(stop, way, max(1, rounds * 3 - turn))
            result = compose(people, replace(wishes, met=met), stop=part, seed=seed + turn)
            trial[number] = result
            way = Way(way.seconds + result.seconds, way.iterations + result.iterations)
            turn += 1
        made = [trial[number] for number in sorted(trial)]
        if len(made) > len(best) or _badness(made) <= _badness(best):
            best = made
        if len(best) == rounds and (stop.reason(way) or repeated_meetings(best) == 0):
            break
    return best


def _badness(results: Sequence[Result]) -> tuple[int, int, float]:
    """Return what to make small: broken rules, then repeated meetings, then what the aims lack."""
    aims = [
        sum(term.weight * term.share for term in result.terms if term.kind != "meetings")
        for result in results
    ]
    return sum(len(result.broken) for result in results), repeated_meetings(results), -sum(aims)


def repeated_meetings(results: Sequence[Result]) -> int:
    """Count the meetings beyond the first of every pair, over all rounds."""
    met = Meetings.from_rounds([result.groups for result in results])
    return int((met.times - 1).sum())


def _all_meetings(before: Meetings, rounds: Sequence[Seats]) -> Meetings:
    pairs = zip(before.first.tolist(), before.second.tolist(), before.times.tolist(), strict=True)
    now = Meetings.from_rounds([np.asarray(each) for each in rounds])
    more = zip(now.first.tolist(), now.second.tolist(), now.times.tolist(), strict=True)
    return Meetings.of([*pairs, *more])


def _part(stop: Stop, way: Way, share: int) -> Stop:
    """Return an equal part of what is left, ended early when nothing improves."""
    left = stop.remaining(way, 1_000_000.0)
    limit = Iterations(max(2_000, int(min(left, 5e9) / share)))
    return FirstOf(limit, Seconds(left / 1_000_000.0 / share)) if isinstance(stop, Seconds) else limit
