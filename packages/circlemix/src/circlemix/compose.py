"""Compose people into groups: the door through which everybody comes."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace

import numpy as np

from circlemix.case import Case
from circlemix.clash import find_clash
from circlemix.clock import Clock
from circlemix.errors import InputError
from circlemix.evaluation import Evaluation, evaluate_tables
from circlemix.exact import PEOPLE, GaveUpError, division_of
from circlemix.fewest import explain_clash
from circlemix.group_numbers import likely_numbers
from circlemix.model import Compiled, compile_model
from circlemix.people import People
from circlemix.result import Progress, Result
from circlemix.search import Division, Search
from circlemix.stop import FirstOf, Iterations, Seconds, Stalled, Stop, Way, part_of
from circlemix.tables import Seats, Tables
from circlemix.wishes import Wishes

OnProgress = Callable[[Progress], None]

EXPLORED = 5_000
"""Up to this many people other numbers of groups are tried when one does not work out."""


@dataclass(frozen=True)
class Params:
    """How to search.

    :param starts: separate searches, of which the best is returned; an executor can do them at the same time.
    :param workers: how many of them it does at the same time.
    """

    starts: int = 1
    workers: int = 1

    def __post_init__(self) -> None:
        if self.starts < 1 or self.workers < 1:
            raise InputError("params", f"{self.starts} starts by {self.workers} workers: both are 1 at least")


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

    When no division keeps all rules, the result is the best attempt and ``Result.clash`` says which rules cannot
    hold together, and for whom.

    :param stop: when to stop (:mod:`circlemix.stop`); default: after 10 seconds, or earlier when nothing has
        become better for a while.
    :param seed: the same seed with the same :class:`circlemix.stop.Iterations` gives the same groups.
    :param executor: does parts of the work at the same time; any ``concurrent.futures.Executor``. With several starts
        each start is such a part, and is not interrupted by :class:`circlemix.stop.Asked`.
    :param on_progress: called at most four times a second.
    :raises InputError: when the wishes speak of people or properties that do not exist.
    """
    wishes.check(people)
    stop = stop or FirstOf(Seconds(10), Stalled(iterations=max(2_000_000, 10_000 * len(people))))
    params = params or Params()
    if params.starts == 1:
        return compose_once(people, wishes, stop, seed, executor, on_progress)
    return best_of_starts(
        people, wishes, stop=stop, seed=seed, params=params, executor=executor, on_progress=on_progress
    )


def compose_once(  # noqa: PLR0917  sent to other processes
    people: People,
    wishes: Wishes,
    stop: Stop,
    seed: int,
    executor: Executor | None = None,
    on_progress: OnProgress | None = None,
) -> Result:
    """Compose with one search."""
    known = find_clash(people, wishes, seconds=2.0)
    clock = Clock(stop)
    teller = _Teller(clock, on_progress)
    search, division = _promising(
        people=people,
        wishes=wishes,
        seed=seed,
        executor=executor,
        clock=clock,
        teller=teller,
        hopeless=known is not None,
    )
    division, why = search.run(division, clock, teller.hear(search.compiled))
    evaluation = teller.evaluated(division) or _evaluation(search.compiled, division)
    clash = None if evaluation.feasible else explain_clash(evaluation, known)
    return Result(
        evaluation.seats, evaluation, clash, tuple(teller.history), clock.seconds(), clock.iterations, why
    )


def best_of_starts(
    people: People,
    wishes: Wishes,
    *,
    stop: Stop,
    seed: int,
    params: Params,
    executor: Executor | None,
    on_progress: OnProgress | None,
) -> Result:
    """Compose several times, each with a part of the time or steps, and return the best."""
    seeds = [seed * 65_537 + start for start in range(params.starts)]
    begun = time.monotonic()
    if executor is None:
        part = part_of(stop, params.starts, params.starts, elsewhere=False)
        results = [compose_once(people, wishes, part or stop, each, None, on_progress) for each in seeds]
    else:
        in_turn = -(-params.starts // params.workers)
        part = part_of(stop, params.starts, in_turn, elsewhere=True)
        if part is None:
            raise InputError("stop", "starts elsewhere need a limit in seconds or steps")
        futures = [executor.submit(compose_once, people, wishes, part, each) for each in seeds]
        results = _heard(futures, stop, begun)
    best = min(results, key=lambda result: (len(result.broken), -result.objective))
    steps = sum(result.iterations for result in results)
    return replace(best, seconds=time.monotonic() - begun, iterations=steps)


def _heard(futures: list[Future[Result]], stop: Stop, begun: float) -> list[Result]:
    """Return all results, or when asked to stop those that are there, one at least."""
    waiting = set(futures)
    while waiting:
        waiting = wait(waiting, timeout=0.1, return_when=FIRST_COMPLETED).not_done
        asked = stop.reason(Way(time.monotonic() - begun, 0)) == "asked"
        if asked and len(waiting) < len(futures):
            for future in waiting:
                future.cancel()
            break
    return [future.result() for future in futures if future.done() and not future.cancelled()]


def _promising(
    *,
    people: People,
    wishes: Wishes,
    seed: int,
    executor: Executor | None,
    clock: Clock,
    teller: _Teller,
    hopeless: bool,
) -> tuple[Search, Division]:
    """Try numbers of groups until one keeps all rules; return its search, or the one that comes nearest."""
    stop, best = clock.stop, None
    exact = None if hopeless else _exact(people, wishes)
    numbers = [exact.max(initial=-1) + 1] if exact is not None else likely_numbers(people, wishes)
    for groups in numbers:
        search = Search(compile_model(Tables(people, wishes, int(groups))), seed, executor)
        if best is None:
            loading = time.monotonic()
            search.prepare()
            clock.started += time.monotonic() - loading
        division = search.first() if exact is None else search.given(exact)
        if best is None or division.better_than(best[1]):
            best = search, division
        if len(numbers) == 1 or hopeless or len(people) > EXPLORED or best[1].hard == 0:
            break
        budget = min(100_000 + 1_500 * len(people), clock.remaining() * 0.15)
        clock.stop = FirstOf(stop, Iterations(clock.iterations + int(budget)))
        division, _ = search.run(division, clock, teller.hear(search.compiled), feasible_is_enough=True)
        clock.stop = stop
        if division.better_than(best[1]):
            best = search, division
        if division.hard == 0 or stop.reason(clock.way()):
            break
    assert best is not None
    return best


def _exact(people: People, wishes: Wishes) -> Seats | None:
    """Find a division of few people by trying everything, so that none is missed; ``None`` when that takes long."""
    if len(people) > PEOPLE:
        return None
    try:
        found = division_of(Case.of(people, wishes), steps=100_000)
    except GaveUpError:
        return None
    return None if found is None else np.array(found, dtype=np.int32)


def _evaluation(compiled: Compiled, division: Division) -> Evaluation:
    return evaluate_tables(compiled.tables, compiled.seats(division.where))


class _Teller:
    """Keeps the history, and tells the caller how far we are a few times a second."""

    def __init__(self, clock: Clock, on_progress: OnProgress | None) -> None:
        self.clock, self.on_progress = clock, on_progress
        self.history: list[tuple[float, float]] = []
        self._told = 0.0
        self._known: tuple[Division, Progress, Evaluation] | None = None

    def evaluated(self, division: Division) -> Evaluation | None:
        """Return the evaluation of a division if it was the last one told."""
        return self._known[2] if self._known and self._known[0] is division else None

    def hear(self, compiled: Compiled) -> Callable[[Division], None]:
        def tell(division: Division) -> None:
            seconds = self.clock.seconds()
            new = self._known is None or self._known[0] is not division
            if not new and seconds - self._told < 0.25:
                return
            if new:
                evaluation = _evaluation(compiled, division)
                known = Progress(seconds, self.clock.iterations, evaluation.objective, evaluation.feasible)
                self._known = division, known, evaluation
                self.history.append((seconds, evaluation.objective))
            if self.on_progress and self._known and seconds - self._told >= 0.25:
                self._told = seconds
                best = self._known[1]
                self.on_progress(Progress(seconds, self.clock.iterations, best.objective, best.feasible))

        return tell
