"""Several rounds at once, with as few people as possible meeting twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle

import numpy as np

from circlemix.compose import compose
from circlemix.evaluation import evaluate
from circlemix.people import People
from circlemix.result import Result
from circlemix.stop import FirstOf, Iterations, Seconds, Stop, Way
from circlemix.tables import Seats
from circlemix.wishes import Meetings, Weight, Wishes


def compose_rounds(
    people: People, wishes: Wishes, *, rounds: int, stop: Stop | None = None, seed: int = 0, sweeps: int = 20
) -> list[Result]:
    """Compose ``rounds`` divisions of the same people. Earlier meetings in ``wishes.met`` count as a round before.

    The rounds are made one after another, then each again with the meetings of all others, until no pair meets twice,
    ``sweeps`` times at most, or until told to stop. Meetings get the weight much when the wishes give them none.

    :param stop: for all rounds together, in seconds or steps; default 10 seconds.
    """
    stop = stop or Seconds(10)
    wishes = wishes if wishes.meetings else replace(wishes, meetings=Weight.MUCH)
    results: list[Result] = []
    way = Way(0.0, 0)
    order = cycle(range(rounds))
    for turn in range(rounds * (1 + sweeps)):
        number = next(order)
        others = [result.groups for k, result in enumerate(results) if k != number]
        met = _all_meetings(wishes.met, others)
        part = _part(stop, way, max(1, rounds * 3 - turn))
        result = compose(people, replace(wishes, met=met), stop=part, seed=seed + turn)
        if number >= len(results):
            results.append(result)
        elif (len(result.broken), -result.objective) <= (
            len(results[number].broken),
            -_again(results[number], met),
        ):
            results[number] = result
        way = Way(way.seconds + result.seconds, way.iterations + result.iterations)
        if len(results) == rounds and (stop.reason(way) or repeated_meetings(results) == 0):
            break
    return results


def repeated_meetings(results: Sequence[Result]) -> int:
    """Count the meetings beyond the first of every pair, over all rounds."""
    met = Meetings.from_rounds([result.groups for result in results])
    return int((met.times - 1).sum())


def _again(result: Result, met: Meetings) -> float:
    """Return the objective of a round when it is held against these meetings."""
    tables = result.evaluation.tables
    return evaluate(tables.people, replace(tables.wishes, met=met), result.groups).objective


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
