"""People who must sit together as one unit, everyone else as a unit of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from circlemix.people import Flags, Numbers
from circlemix.tables import Tables

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Units:
    """Which unit each person is in (n), and per unit its number of members and the group it is fixed in, or -1."""

    of_person: I32
    size: I32
    fixed: I32

    @classmethod
    def of(cls, tables: Tables) -> Units:
        """Join people who must sit together, also along a chain of sets."""
        roots = joined(tables.n, [rule.people for rule in tables.wishes.together])
        _, of_person = np.unique(roots, return_inverse=True)
        count = int(of_person.max(initial=-1)) + 1
        fixed = np.full(count, -1, dtype=np.int32)
        for person, group in tables.wishes.locked.items():
            fixed[of_person[person]] = group
        return cls(
            of_person.astype(np.int32), np.bincount(of_person, minlength=count).astype(np.int32), fixed
        )

    def __len__(self) -> int:
        return len(self.size)

    def available(self, slots: Flags) -> npt.NDArray[np.uint8]:
        """Tell when all members of a unit can come (U by S); without slots there is one at which all can."""
        if not slots.shape[1]:
            return np.ones((len(self), 1), dtype=np.uint8)
        table = np.ones((len(self), slots.shape[1]), dtype=np.uint8)
        absent, when = np.nonzero(~slots)
        table[self.of_person[absent], when] = 0
        return table

    def compress(self, people: I64, features: I32, times: I32) -> tuple[I64, I32, I32]:
        """Gather (person, feature, times) entries per unit: where each unit begins, which features, how many times."""
        width = int(features.max(initial=0)) + 1
        each = self.of_person[people].astype(np.int64) * width + features
        keys, place = np.unique(each, return_inverse=True)
        total = np.bincount(place, weights=times, minlength=len(keys))
        return _starts(keys // width, len(self)), (keys % width).astype(np.int32), total.astype(np.int32)

    def links(
        self, first: I32, second: I32, worth: Numbers, hard: Numbers
    ) -> tuple[I64, I32, Numbers, Numbers]:
        """Turn pairs of people into links between units, adding up; pairs inside a unit fall away."""
        ends = np.concatenate([self.of_person[first], self.of_person[second]]).astype(np.int64)
        others = np.concatenate([self.of_person[second], self.of_person[first]]).astype(np.int64)
        real = ends != others
        keys, place = np.unique(ends[real] * len(self) + others[real], return_inverse=True)
        totals = [
            np.bincount(place, weights=np.concatenate([each, each])[real], minlength=len(keys))
            for each in (worth, hard)
        ]
        return (
            _starts(keys // len(self), len(self)),
            (keys % len(self)).astype(np.int32),
            totals[0].astype(np.float64),
            totals[1].astype(np.float64),
        )


def joined(count: int, sets: Iterable[Sequence[int]]) -> I64:
    """Return a number per person, the same for all who are linked by a chain of sets; their own for all others."""
    parent: dict[int, int] = {}

    def root(person: int) -> int:
        while (above := parent.setdefault(person, person)) != person:
            parent[person] = person = parent[above]
        return person

    for members in sets:
        for other in members[1:]:
            parent[root(other)] = root(members[0])
    roots = np.arange(count)
    for person in list(parent):
        roots[person] = root(person)
    return roots


def _starts(rows: I64, count: int) -> I64:
    start = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=count), out=start[1:])
    return start
