"""How groups are built from halves: sizes from the top down, members from the bottom up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Level:
    """What one round of matching makes: parts, each of a left half and a right half.

    Every left half has ``half`` members. ``whole`` of the right halves have so too, ``uneven`` have ``other``.
    """

    half: int
    other: int
    whole: int
    uneven: int

    @property
    def count(self) -> int:
        return self.whole + self.uneven


def levels_for(sizes: Counter[int]) -> list[Level]:
    """Plan the rounds of matching, from single elements up, that end in groups of these sizes.

    The sizes may differ by one at most. Then so do the halves: of 7 and 8, the left half is 4 and the right 3 or 4.
    Halves of no members are possible: of 1 and 2, the left half is 1 and the right 0 or 1.
    """
    levels: list[Level] = []
    while max(sizes) > 1:
        half = (min(sizes) + 1) // 2 if len(sizes) == 2 or min(sizes) % 2 else min(sizes) // 2
        others = Counter({size - half: count for size, count in sizes.items()})
        whole = others.pop(half, 0)
        other, uneven = next(iter(others.items()), (half, 0))
        levels.append(Level(half, other, whole, uneven))
        sizes = Counter({half: 2 * whole + uneven})
        if uneven:
            sizes[other] += uneven
    return levels[::-1]


@dataclass
class Parts:
    """Halves, or what they were made into: the sum of each, and its members as a row, filled up with -1."""

    sums: F32
    members: I32

    @staticmethod
    def of_elements(values: F32, empty: int) -> Parts:
        """Return each element as a part of its own, and after those some empty parts."""
        count, width = values.shape
        members = np.concatenate([np.arange(count, dtype=np.int32), np.full(empty, -1, np.int32)])
        return Parts(np.concatenate([values, np.zeros((empty, width), np.float32)]), members[:, None])

    @property
    def sizes(self) -> I32:
        sizes: I32 = (self.members >= 0).sum(axis=1, dtype=np.int32)
        return sizes

    def joined(self, left: I32, right: I32) -> Parts:
        return Parts(self.sums[left] + self.sums[right], np.hstack([self.members[left], self.members[right]]))
