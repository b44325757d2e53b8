"""Generate Geo, RanInt and RanReal instances as the literature defines them (Gallego, Laguna, Martí, Duarte 2013)."""

from __future__ import annotations

import numpy as np

from circlemix.matrix.problem import F64, I32, Problem

GROUPS = {10: 2, 12: 4, 30: 5, 60: 6, 120: 10, 240: 12, 480: 20, 960: 24}
"""How many groups the library has for how many elements."""


def dissimilarities(family: str, count: int, rng: np.random.Generator) -> F64:
    """Draw dissimilarities: whole numbers or reals from 0 to 100, or Euclidean distances of such points.

    Points of the Geo family have from 2 to 21 coordinates, each between 0 and 10.
    """
    if family == "Geo":
        points = rng.uniform(0, 10, size=(count, int(rng.integers(2, 22))))
        squares = (points**2).sum(axis=1)
        d = np.sqrt(np.maximum(squares[:, None] + squares - 2 * points @ points.T, 0))
    elif family == "RanInt":
        d = rng.integers(0, 101, size=(count, count)).astype(np.float64)
    elif family == "RanReal":
        d = rng.uniform(0, 100, size=(count, count))
    else:
        raise ValueError(f"no family is called {family!r}")
    upper: F64 = np.triu(d, 1)
    return upper + upper.T


def generate(family: str, count: int, *, equal: bool, seed: int, groups: int | None = None) -> Problem:
    """Return an instance; with ``equal`` false, sizes may lie around the mean as in the library's ``ds`` files."""
    rng = np.random.default_rng([seed, count])
    d = dissimilarities(family, count, rng)
    groups = groups or GROUPS.get(count, max(2, count // 25))
    if equal:
        return Problem.of_equal_groups(d, groups)
    mean = count // groups
    lower: I32 = rng.integers(max(1, round(0.75 * mean)), mean, size=groups, endpoint=True).astype(np.int32)
    upper: I32 = rng.integers(
        -(-count // groups), max(-(-count // groups), round(1.25 * mean)), size=groups, endpoint=True
    ).astype(np.int32)
    return Problem(d, lower, upper)
