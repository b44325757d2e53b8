"""One walk of the search: groups with all sums that tell at once what a change would gain."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from circlemix.matrix import kernels, vectors
from circlemix.matrix.problem import I32, Problem

HOTTEST = 4.0
"""Where measuring temperatures begins, in units of ``scale_of``: there almost every change is accepted."""

NEVER = np.float32(-1e30)


class Walk:
    """Groups of a problem, cooled and heated; ``best`` and ``best_value`` are the best since ``begin``."""

    def __init__(self, problem: Problem, rng: np.random.Generator) -> None:
        self.problem = problem
        n, m = problem.elements, problem.groups
        width = -(-n // vectors.WIDTH) * vectors.WIDTH
        self.twice = np.zeros((n, width), np.float32)
        self.twice[:, :n] = 2 * problem.dissimilarity
        self.noise = rng.exponential(size=kernels.NOISE + width + m + 1).astype(np.float32)
        self.state = rng.integers(1, 2**63, size=1).astype(np.uint64)
        # One more than there are groups: for the fillings, which nobody may swap with.
        self.reach = np.full(vectors.TABLE if m < vectors.TABLE else m + 1, NEVER, np.float32)
        self.nobody = np.zeros(width, np.float32)
        self.gain = np.empty(width, np.float32)
        self.value = np.zeros(2)
        self.best: I32 = np.empty(n, np.int32)
        self.places = np.full(width, m, np.int32)
        self.table = np.zeros((m, width), np.float32)
        self.own = np.zeros(width, np.float32)
        self.begin(problem.random_groups(rng))

    @property
    def best_value(self) -> float:
        return float(self.value[1])

    @property
    def groups(self) -> I32:
        return self.places[: self.problem.elements]

    def begin(self, groups: I32) -> None:
        """Start again from given groups, with sums free of what rounding left behind."""
        problem, n = self.problem, self.problem.elements
        self.places[:n] = groups
        self.best[:] = groups
        table = problem.table(groups)
        own = table[groups, np.arange(n)]
        self.table[:, :n] = table
        self.own[:n] = own
        counts = np.bincount(groups, minlength=problem.groups)
        self.room = np.array([counts, problem.lower, problem.upper], np.int32)
        self.value[:] = own.sum() / 2

    def cool(self, steps: int, hot: float, cold: float) -> float:
        """Anneal for some steps; return which part of them changed something."""
        changed = kernels.anneal(
            self.twice, self.places, self.table, self.own, self.room, self.best, self.noise, self.nobody, self.reach,
            self.gain, steps, hot, cold, self.value, self.state,
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
