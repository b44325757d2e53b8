"""One walk of the search: groups with all sums that tell at once what a change would gain."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from circlemix.matrix import kernels
from circlemix.matrix.problem import I32, Problem

HOTTEST = 4.0
"""Where measuring temperatures begins, in units of ``Walk.scale``: there almost every change is accepted."""


class Walk:
    """Groups of a problem, cooled and heated; ``best`` and ``best_value`` are the best since ``begin``."""

    def __init__(self, problem: Problem, rng: np.random.Generator) -> None:
        self.problem = problem
        n = problem.elements
        self.twice = (2 * problem.dissimilarity).astype(np.float32)
        self.noise = rng.exponential(size=kernels.NOISE + n + problem.groups + 1).astype(np.float32)
        self.state = rng.integers(1, 2**63, size=1).astype(np.uint64)
        self.reach = np.empty(problem.groups, np.float32)
        self.gain = np.empty(n, np.float32)
        self.value = np.zeros(2)
        self.best: I32 = np.empty(n, np.int32)
        self.begin(problem.random_groups(rng))

    @property
    def best_value(self) -> float:
        return float(self.value[1])

    def begin(self, groups: I32) -> None:
        """Start again from given groups, with sums free of what rounding left behind."""
        problem = self.problem
        self.groups: I32 = groups.astype(np.int32)
        self.best[:] = self.groups
        table = problem.table(groups)
        everyone = np.arange(problem.elements)
        self.table = table.astype(np.float32)
        self.own = self.table[groups, everyone].copy()
        counts = np.bincount(groups, minlength=problem.groups)
        self.room = np.array([counts, problem.lower, problem.upper], np.int32)
        self.value[:] = table[groups, everyone].sum() / 2

    def cool(self, steps: int, hot: float, cold: float) -> float:
        """Anneal for some steps; return which part of them changed something."""
        changed = kernels.anneal(
            self.twice, self.groups, self.table, self.own, self.room, self.best, self.noise, self.reach, self.gain,
            steps, hot, cold, self.value, self.state,
        )  # fmt: skip
        return changed / max(1, steps)


def scale_of(dissimilarity: npt.NDArray[np.float64]) -> float:
    """Return how much dissimilarities vary beyond what rows alone explain, which in groups of one size cancels out."""
    n = len(dissimilarity)
    if n < 3:
        return max(float(np.abs(dissimilarity).max()), 1e-9)
    rows = dissimilarity.sum(axis=1) / (n - 2)
    mean = dissimilarity.sum() / ((n - 1) * (n - 2))
    rest = dissimilarity - rows[:, None] - rows + mean
    np.fill_diagonal(rest, 0)
    spread = float(np.sqrt((rest**2).sum() / (n * (n - 1))))
    return max(spread, 1e-6 * float(np.abs(dissimilarity).max()), 1e-30)
