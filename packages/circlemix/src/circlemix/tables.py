"""People and wishes as tables of numbers, ready to count with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from circlemix.people import Flags, Numbers, People
from circlemix.wishes import Ints, Wishes

Seats = npt.NDArray[np.int32]
"""Per person the number of their group, -1 for who waits."""


@dataclass(frozen=True)
class Links:
    """A graph between people in compressed rows: ``other[start[p]:start[p + 1]]`` are linked with person p.

    ``pair`` says which pair, in the order given, each link comes from.
    """

    start: npt.NDArray[np.int64]
    other: Ints
    pair: Ints

    @classmethod
    def between(cls, first: Ints, second: Ints, people: int) -> Links:
        """Link both ends of each pair with one another."""
        ends = np.concatenate([first, second]).astype(np.int32)
        others = np.concatenate([second, first]).astype(np.int32)
        pairs = np.concatenate([np.arange(len(first)), np.arange(len(first))]).astype(np.int32)
        order = np.argsort(ends, kind="stable")
        start = np.zeros(people + 1, dtype=np.int64)
        np.cumsum(np.bincount(ends, minlength=people), out=start[1:])
        return cls(start, others[order], pairs[order])

    def of(self, person: int) -> Ints:
        """Return who is linked with a person."""
        return self.other[self.start[person] : self.start[person + 1]]


@dataclass(frozen=True, eq=False)
class Tables:
    """People and wishes in numbers, for a given number of groups.

    Every value of every category has a column of its own; ``codes`` (n x A) holds the column of each person
    in each of the A categories, -1 when unknown. A group is then a row of counts over the F columns.
    """

    people: People
    wishes: Wishes
    groups: int

    @property
    def n(self) -> int:
        return len(self.people)

    @cached_property
    def span(self) -> dict[str, tuple[int, int]]:
        """Per category its first column and the one after its last."""
        spans, start = {}, 0
        for name, category in self.people.categories.items():
            spans[name] = (start, start + len(category.values))
            start += len(category.values)
        return spans

    @cached_property
    def columns(self) -> int:
        """Number of columns, F."""
        return max((stop for _, stop in self.span.values()), default=0)

    @cached_property
    def codes(self) -> Ints:
        table = np.full((self.n, len(self.span)), -1, dtype=np.int32)
        for k, (name, category) in enumerate(self.people.categories.items()):
            known = category.codes >= 0
            table[known, k] = category.codes[known] + self.span[name][0]
        return table

    @cached_property
    def totals(self) -> npt.NDArray[np.int64]:
        """How many people have each value (F)."""
        return self.count(self.codes)

    @cached_property
    def number_names(self) -> tuple[str, ...]:
        return tuple(name for name in self.wishes.mix if name not in self.people.categories)

    @cached_property
    def scores(self) -> Numbers:
        """The numbers among the aims (n x K), mean 0 and sum of squares 1; unknown counts as the mean."""
        table = np.zeros((self.n, len(self.number_names)))
        for k, name in enumerate(self.number_names):
            values = self.people.numbers[name]
            known = ~np.isnan(values)
            if known.any():
                table[known, k] = values[known] - values[known].mean()
            spread = np.sqrt((table[:, k] ** 2).sum())
            if spread > 0:
                table[:, k] /= spread
        return table

    @cached_property
    def sizes(self) -> tuple[Ints, Ints]:
        """Smallest and largest size per group."""
        size = self.wishes.size
        each = size if isinstance(size, tuple) else (size,) * self.groups
        return (
            np.array([s.smallest for s in each], dtype=np.int32),
            np.array([s.largest for s in each], dtype=np.int32),
        )

    @cached_property
    def slots(self) -> Flags:
        """Who can come when (n x S); S is 0 when time plays no part."""
        if self.people.slots is None or not self.wishes.common_slot:
            return np.zeros((self.n, 0), dtype=np.bool_)
        return self.people.slots

    @cached_property
    def capacity(self) -> Ints | None:
        """Groups that fit in each slot, ``None`` without limit."""
        limit = self.wishes.slot_capacity
        if limit is None or not self.slots.shape[1]:
            return None
        return np.broadcast_to(np.asarray(limit, dtype=np.int32), self.slots.shape[1:]).copy()

    @cached_property
    def apart(self) -> Links:
        return Links.between(self.wishes.apart.first, self.wishes.apart.second, self.n)

    @cached_property
    def met(self) -> Links:
        return Links.between(self.wishes.met.first, self.wishes.met.second, self.n)

    def columns_of(self, category: str, values: Iterable[str]) -> list[int]:
        """Return the columns of some values of a category; values that nobody has are left out."""
        start = self.span[category][0]
        codes = [self.people.categories[category].code_of(value) for value in values]
        return [start + code for code in codes if code >= 0]

    def count(self, codes: Ints) -> npt.NDArray[np.int64]:
        """Count the columns in rows of codes of any shape."""
        flat = codes[codes >= 0]
        return np.bincount(flat.ravel(), minlength=self.columns)

    def counts(self, seats: Seats) -> npt.NDArray[np.int32]:
        """Count per group (G x F) how many members have each value."""
        seated = seats >= 0
        table = np.zeros((self.groups, self.columns), dtype=np.int32)
        for k, (start, stop) in enumerate(self.span.values()):
            known = seated & (self.codes[:, k] >= 0)
            width = stop - start
            place = seats[known].astype(np.int64) * width + (self.codes[known, k] - start)
            table[:, start:stop] = np.bincount(place, minlength=self.groups * width).reshape(
                self.groups, width
            )
        return table

    def group_sizes(self, seats: Seats) -> npt.NDArray[np.int64]:
        return np.bincount(seats[seats >= 0], minlength=self.groups)

    def slot_counts(self, seats: Seats) -> npt.NDArray[np.int32]:
        """Count per group (G x S) how many members can come at each slot."""
        table = np.zeros((self.groups, self.slots.shape[1]), dtype=np.int32)
        seated = seats >= 0
        for slot in range(self.slots.shape[1]):
            there = seated & self.slots[:, slot]
            table[:, slot] = np.bincount(seats[there], minlength=self.groups)
        return table

    def sums(self, seats: Seats) -> Numbers:
        """Sum per group (G x K) the scores of the members."""
        seated = seats >= 0
        table = np.zeros((self.groups, self.scores.shape[1]))
        for k in range(self.scores.shape[1]):
            table[:, k] = np.bincount(seats[seated], weights=self.scores[seated, k], minlength=self.groups)
        return table

    def pairs_within(self, first: Ints, second: Ints, seats: Seats) -> npt.NDArray[np.int64]:
        """Count per group the pairs with both ends in it."""
        same = (seats[first] >= 0) & (seats[first] == seats[second])
        return np.bincount(seats[first[same]], minlength=self.groups)
