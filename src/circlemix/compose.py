"""Compose people into groups: the door through which everybody comes."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from circlemix.evaluation import Evaluation, evaluate_tables
from circlemix.moves import options
from circlemix.people import People
from circlemix.result import Clash, Progress, Result, Rule
from circlemix.stop import FirstOf, Seconds, Stalled, State, Stop
from circlemix.tables import Seats, Tables
from circlemix.wishes import Size, Wishes

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True)
class Params:
    """How to search.

    :param starts: separate searches, of which the best is returned; an executor can do them at the same time.
    """

    starts: int = 1


def compose(
    people: People,
    wishes: Wishes,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    params: Params | None = None,
    executor: Executor | None = None,
    on_progress: OnProgress | None = None,
) -> Result:
    """Divide people into groups that keep all hard rules and come as near to the aims as can be found.

    When no division keeps all rules, the result is the best attempt and ``Result.clash`` says which rules
    cannot hold together, and for whom.

    :param stop: when to stop (:mod:`circlemix.stop`); default: after 10 seconds, or when nothing improves any
        more.
    :param seed: the same seed with the same :class:`circlemix.stop.Iterations` gives the same groups.
    :param executor: does parts of the work at the same time; any ``concurrent.futures.Executor``.
    :param on_progress: called at most four times a second.
    :raises InputError: when the wishes speak of people or properties that do not exist.
    """
    wishes.check(people)
    stop = stop or FirstOf(Seconds(10), Stalled(iterations=20_000))
    started = time.monotonic()
    rng = np.random.default_rng(seed)
    tables = Tables(people, wishes, _number_of_groups(people, wishes))
    best = evaluate_tables(tables, _construct(tables, rng))
    history = [(time.monotonic() - started, best.objective)]
    iterations, improved_at, told = 0, (0.0, 0), 0.0
    while True:
        seconds = time.monotonic() - started
        state = State(seconds, iterations, seconds - improved_at[0], iterations - improved_at[1])
        if why := stop.reason(state):
            break
        if on_progress and seconds - told >= 0.25:
            told = seconds
            on_progress(Progress(seconds, iterations, best.objective, best.feasible))
        better, tried = _improve(best, int(rng.integers(len(people))))
        iterations += tried
        if better is None:
            if iterations - improved_at[1] > 20 * len(people) ** 2:
                why = "done"
                break
            continue
        best, improved_at = better, (seconds, iterations)
        history.append((seconds, best.objective))
    clash = None if best.feasible else _clash(best)
    return Result(best.seats, best, clash, tuple(history), time.monotonic() - started, iterations, why)


def _number_of_groups(people: People, wishes: Wishes) -> int:
    if isinstance(wishes.size, Size):
        middle = (wishes.size.smallest + wishes.size.largest) / 2
        least = max(1, -(-(len(people) - wishes.waiting) // wishes.size.largest))
        return wishes.groups or max(
            least, min(round(len(people) / middle), len(people) // wishes.size.smallest)
        )
    return len(wishes.size)


def _construct(tables: Tables, rng: np.random.Generator) -> Seats:
    seats = (rng.permutation(tables.n) % tables.groups).astype(np.int32)
    for person, group in tables.wishes.locked.items():
        seats[person] = group
    for together in tables.wishes.together:
        seats[list(together.people)] = seats[together.people[0]]
    return seats


def _improve(best: Evaluation, person: int) -> tuple[Evaluation | None, int]:
    """Do the best move or swap of one person, if any makes things better."""
    every = options(best, person)
    free = [
        o for o in (*every.moves, *every.swaps) if not any(p in best.tables.wishes.locked for p, _ in o.moves)
    ]
    if not free:
        return None, 1
    choice = min(free, key=lambda o: (o.broken, -o.objective))
    if choice.broken > 0 or (choice.broken == 0 and choice.objective <= 1e-12):
        return None, len(free)
    seats = best.seats.copy()
    for who, group in choice.moves:
        seats[who] = group
    return evaluate_tables(best.tables, seats), len(free)


def _clash(best: Evaluation) -> Clash:
    rules = tuple(Rule(each.rule, each.people, each.reason, each.category) for each in best.broken)
    return Clash(rules, "search", proved=False, relax=rules)
