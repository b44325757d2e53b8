"""Compose people into groups: the door through which everybody comes."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from circlemix.clash import explain_clash
from circlemix.clock import Clock
from circlemix.evaluation import Evaluation, evaluate_tables
from circlemix.group_numbers import likely_numbers
from circlemix.model import Compiled, compile_model
from circlemix.people import People
from circlemix.result import Progress, Result
from circlemix.search import Division, Search
from circlemix.stop import FirstOf, Seconds, Stalled, Stop
from circlemix.tables import Tables
from circlemix.wishes import Wishes

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

    When no division keeps all rules, the result is the best attempt and ``Result.clash`` says which rules cannot
    hold together, and for whom.

    :param stop: when to stop (:mod:`circlemix.stop`); default: after 10 seconds, or earlier when nothing has
        become better for a while.
    :param seed: the same seed with the same :class:`circlemix.stop.Iterations` gives the same groups.
    :param executor: does parts of the work at the same time; any ``concurrent.futures.Executor``.
    :param on_progress: called at most four times a second.
    :raises InputError: when the wishes speak of people or properties that do not exist.
    """
    wishes.check(people)
    stop = stop or FirstOf(Seconds(10), Stalled(iterations=max(2_000_000, 10_000 * len(people))))
    clock = Clock(stop)
    teller = _Teller(clock, on_progress)
    best: tuple[Compiled, Division] | None = None
    why = "done"
    for groups in likely_numbers(people, wishes):
        compiled = compile_model(Tables(people, wishes, groups))
        search = Search(compiled, seed, executor)
        if best is None:
            loading = time.monotonic()
            search.prepare()
            clock.started += time.monotonic() - loading
        division, why = search.run(search.first(), clock, teller.hear(compiled))
        if best is None or division.better_than(best[1]):
            best = compiled, division
        if division.hard == 0 or why:
            break
    assert best is not None
    evaluation = _evaluation(*best)
    clash = None if evaluation.feasible else explain_clash(evaluation)
    return Result(
        evaluation.seats, evaluation, clash, tuple(teller.history), clock.seconds(), clock.iterations, why
    )


def _evaluation(compiled: Compiled, division: Division) -> Evaluation:
    return evaluate_tables(compiled.tables, compiled.seats(division.where))


class _Teller:
    """Keeps the history, and tells the caller how far we are a few times a second."""

    def __init__(self, clock: Clock, on_progress: OnProgress | None) -> None:
        self.clock, self.on_progress = clock, on_progress
        self.history: list[tuple[float, float]] = []
        self._told = 0.0
        self._known: tuple[Division, Progress] | None = None

    def hear(self, compiled: Compiled) -> Callable[[Division], None]:
        def tell(division: Division) -> None:
            seconds = self.clock.seconds()
            new = self._known is None or self._known[0] is not division
            if not new and seconds - self._told < 0.25:
                return
            if new:
                evaluation = _evaluation(compiled, division)
                known = Progress(seconds, self.clock.iterations, evaluation.objective, evaluation.feasible)
                self._known = division, known
                self.history.append((seconds, evaluation.objective))
            if self.on_progress and self._known and seconds - self._told >= 0.25:
                self._told = seconds
                best = self._known[1]
                self.on_progress(Progress(seconds, self.clock.iterations, best.objective, best.feasible))

        return tell
