"""What is to be divided: dissimilarities between all pairs, and how many members each group must and may have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from circlemix.errors import InputError

F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Problem:
    """Dissimilarities (n by n, symmetric, diagonal 0), and per group the fewest and the most members.

    :raises InputError: when something in it cannot be, with the place and the reason.
    """

    dissimilarity: F64
    lower: I32
    upper: I32

    def __post_init__(self) -> None:
        d = np.ascontiguousarray(self.dissimilarity, np.float64)
        if d.ndim != 2 or d.shape[0] != d.shape[1] or not len(d):
            raise InputError("matrix", "expected as many rows as columns, one at least")
        if not np.isfinite(d).all():
            row, column = np.argwhere(~np.isfinite(d))[0]
            raise InputError(f"matrix, row {row}, column {column}", "not a finite number")
        if not np.array_equal(d, d.T):
            row, column = np.argwhere(d != d.T)[0]
            raise InputError(
                f"matrix, row {row}, column {column}", f"differs from row {column}, column {row}"
            )
        if d.diagonal().any():
            raise InputError(f"matrix, row {d.diagonal().nonzero()[0][0]}", "an element differs from itself")
        object.__setattr__(self, "dissimilarity", d)
        for name in ("lower", "upper"):
            object.__setattr__(self, name, np.ascontiguousarray(getattr(self, name), np.int32))
        self._check_sizes()

    def _check_sizes(self) -> None:
        lower, upper, n = self.lower, self.upper, len(self.dissimilarity)
        if lower.ndim != 1 or lower.shape != upper.shape or not len(lower):
            raise InputError("sizes", "expected a lower and an upper size for each group, one group at least")
        for g in np.flatnonzero((lower < 0) | (upper < lower)):
            raise InputError(f"group {g}", f"cannot have from {lower[g]} to {upper[g]} members")
        if lower.sum() > n:
            raise InputError("sizes", f"the groups need {lower.sum()} members and there are {n}")
        if upper.sum() < n:
            raise InputError("sizes", f"the groups have {upper.sum()} places for {n} elements")

    @property
    def elements(self) -> int:
        return len(self.dissimilarity)

    @property
    def groups(self) -> int:
        return len(self.lower)

    @staticmethod
    def of_equal_groups(dissimilarity: npt.ArrayLike, groups: int) -> Problem:
        """Return a problem whose groups differ in size by one at most."""
        d = np.asarray(dissimilarity, np.float64)
        if not 1 <= groups <= len(d):
            raise InputError("groups", f"there can be from 1 to {len(d)}, not {groups}")
        sizes = np.full(groups, len(d) // groups)
        sizes[: len(d) % groups] += 1
        return Problem(d, sizes.astype(np.int32), sizes.astype(np.int32))

    def diversity(self, groups: I32) -> float:
        """Return the sum of dissimilarities within groups."""
        total = 0.0
        for g in range(self.groups):
            members = np.flatnonzero(groups == g)
            total += float(self.dissimilarity[np.ix_(members, members)].sum()) / 2
        return total

    def dispersion(self, groups: I32) -> float:
        """Return the smallest dissimilarity within a group, infinite when nobody shares one."""
        smallest = float("inf")
        for g in range(self.groups):
            members = np.flatnonzero(groups == g)
            within = self.dissimilarity[np.ix_(members, members)][np.triu_indices(len(members), 1)]
            smallest = min(smallest, float(within.min(initial=np.inf)))
        return smallest

    def table(self, groups: I32) -> F64:
        """Return the sum of dissimilarities between each group (rows) and each element (columns)."""
        member = np.zeros((self.groups, self.elements))
        member[groups, np.arange(self.elements)] = 1
        table: F64 = member @ self.dissimilarity
        return table

    def random_groups(self, rng: np.random.Generator) -> I32:
        """Return groups that fit, everybody in any of them."""
        return self.completed(np.full(self.elements, -1, np.int32), rng)

    def completed(self, groups: I32, rng: np.random.Generator) -> I32:
        """Give elements in group -1 a random place: first where members are lacking, then where there is room."""
        counts = np.bincount(groups[groups >= 0], minlength=self.groups)
        rest = rng.permutation(np.flatnonzero(groups < 0))
        lacking = np.repeat(np.arange(self.groups), np.maximum(self.lower - counts, 0))
        room = np.repeat(np.arange(self.groups), self.upper - np.maximum(counts, self.lower))
        places = np.concatenate([lacking, rng.permutation(room)])[: len(rest)]
        complete = groups.copy()
        complete[rest] = places
        return complete
