"""Divide elements into groups: the door to the searches for diversity and for dispersion."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial

from circlemix.errors import InputError
from circlemix.interrupts import Asked, never
from circlemix.matrix.dispersion import most_dispersed
from circlemix.matrix.problem import I32, Problem
from circlemix.matrix.search import most_diverse

STEPS = 200_000
"""Steps when neither steps nor seconds are given."""


@dataclass(frozen=True)
class Division:
    """Who sits where. ``objective`` is the sum of dissimilarities within groups, or the smallest for dispersion."""

    groups: I32
    objective: float
    seconds: float
    steps: int


def divide(
    problem: Problem,
    *,
    seconds: float | None = None,
    steps: int | None = None,
    seed: int = 1,
    objective: str = "diversity",
    starts: int = 1,
    executor: Executor | None = None,
    on_progress: Callable[[float], None] | None = None,
    asked: Asked = never,
) -> Division:
    """Divide elements into groups within their size ranges.

    :param seconds: to use, on the clock. ``None``: as ``steps`` says, and then the same seed gives the same groups.
    :param steps: of the search, each looking at all swaps of one element. ``None`` with ``seconds`` also ``None``:
        200,000.
    :param objective: ``diversity``, the sum within groups, or ``dispersion``, the smallest within groups and, among
        divisions in which that is as large as found, the sum.
    :param starts: separate searches, of which the best is returned. They share seconds and steps, unless an executor
        does them: then each has all, and as many must run at the same time for the seconds to be kept.
    :param executor: does the starts; it is not interrupted.
    :param on_progress: told the best objective so far after each cooling.
    :param asked: tells whether to stop early, with the best so far. Asked some fifty times a second.
    """
    if objective not in {"diversity", "dispersion"}:
        raise InputError("objective", f"expected diversity or dispersion, not {objective!r}")
    begun = time.perf_counter()
    if starts < 1:
        raise InputError("starts", f"there is one at least, not {starts}")
    if seconds is None and steps is None:
        steps = STEPS
    if starts > 1:
        share = 1 if executor is not None else starts
        each = partial(
            divide,
            problem,
            seconds=None if seconds is None else seconds / share,
            steps=None if steps is None else max(1, steps // share),
            objective=objective,
        )
        seeds = [seed * 65_537 + start for start in range(starts)]
        if executor is None:
            found = [each(seed=one, on_progress=on_progress, asked=asked) for one in seeds]
        else:
            found = [future.result() for future in [executor.submit(each, seed=one) for one in seeds]]
        best = max(found, key=lambda division: division.objective)
        done = sum(division.steps for division in found)
        return replace(best, seconds=time.perf_counter() - begun, steps=done)
    if objective == "dispersion":
        groups, done = most_dispersed(problem, seconds, steps, seed, asked=asked)
        return Division(groups, problem.dispersion(groups), time.perf_counter() - begun, done)
    groups, done = most_diverse(problem, seconds, steps, seed, on_progress=on_progress, asked=asked)
    return Division(groups, problem.diversity(groups), time.perf_counter() - begun, done)
