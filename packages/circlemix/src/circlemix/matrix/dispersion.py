"""Keep the most alike apart: make the smallest dissimilarity within a group as large as can be."""

from __future__ import annotations

import time

import numpy as np

from circlemix.interrupts import Asked, never
from circlemix.matrix.problem import I32, Problem
from circlemix.matrix.search import most_diverse

PROBES = 12
"""How often we ask whether a dissimilarity can be had everywhere, before the rest goes into diversity."""


def most_dispersed(
    problem: Problem, seconds: float | None, steps: int | None, seed: int, *, asked: Asked = never
) -> tuple[I32, int]:
    """Return groups and the steps they took.

    Halves the range of what may be possible: a value can be had when no pair below it shares a group, and groups
    without such pairs are the most diverse ones of a problem in which each of them counts -1.
    """
    begun = time.perf_counter()
    d = problem.dissimilarity
    values = np.unique(d[np.triu_indices(problem.elements, 1)])
    best, done = most_diverse(problem, part(seconds, PROBES), share(steps, PROBES), seed, asked=asked)
    low = (
        int(np.searchsorted(values, problem.dispersion(best)))
        if np.isfinite(problem.dispersion(best))
        else len(values)
    )
    high = len(values) - 1
    for probe in range(PROBES // 2):
        if low >= high:
            break
        # Nearer the low end: what can be had lies far below the middle of all values.
        middle = low + max(1, (high - low) // 4)
        close = -(d < values[middle]).astype(np.float64)
        np.fill_diagonal(close, 0)
        groups, used = most_diverse(
            Problem(close, problem.lower, problem.upper),
            part(seconds, PROBES),
            share(steps, PROBES),
            seed + probe,
            target=0,
            asked=asked,
        )
        done += used
        if problem.dispersion(groups) >= values[middle]:
            best, low = groups, int(np.searchsorted(values, problem.dispersion(groups)))
        else:
            high = middle - 1
    smallest = problem.dispersion(best)
    # One pair too close costs more than being diverse can gain by it.
    penalty = 4 * float(values[-1] - values[0]) * float(problem.upper.max()) if len(values) else 0.0
    strict = np.where(d < smallest, d - penalty, d)
    np.fill_diagonal(strict, 0)
    left = None if seconds is None else max(0.0, seconds - (time.perf_counter() - begun))
    groups, used = most_diverse(
        Problem(strict, problem.lower, problem.upper),
        left,
        None if steps is None else max(1, steps - done),
        seed,
        asked=asked,
    )
    kept = groups if problem.dispersion(groups) >= smallest else best
    return kept, done + used


def part(seconds: float | None, parts: int) -> float | None:
    return None if seconds is None else seconds / parts


def share(steps: int | None, parts: int) -> int | None:
    return None if steps is None else max(1, steps // parts)
