"""Many imagined moves measured at once, by counting again only the groups that each of them touches."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from circlemix import broken, measure
from circlemix.measure import Rows
from circlemix.people import Numbers
from circlemix.tables import Links

if TYPE_CHECKING:
    from circlemix.evaluation import Evaluation

__all__ = ["Trial"]

Counts = npt.NDArray[np.int64]


class Trial:
    """An assignment from which moves are tried. A move changes one or two groups by one or two people.

    Counts the broken rules more finely than a list of them would: each pair, set, person and group by itself.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        tables, seats = evaluation.tables, evaluation.seats
        self.tables, self.seats = tables, seats
        self.shares = np.array([term.share for term in evaluation.terms])
        self.weights = measure.weights_of(tables, measure.aims_of(tables))
        self._found = np.array([term.found.sum() for term in evaluation.terms])
        self._best = np.array([term.best.sum() for term in evaluation.terms])
        self._terms = evaluation.terms
        self._aims = measure.aims_of(tables)
        self._ceilings = np.array([measure.ceiling(tables, aim) for aim in self._aims])
        self._counts = tables.counts(seats)
        self._sizes = tables.group_sizes(seats)
        self._sums = tables.sums(seats)
        self._there: Counts = tables.slot_counts(seats).astype(np.int64)
        met = tables.wishes.met
        self._met = tables.pairs_within(met.first, met.second, seats)
        self._sets: dict[int, list[int]] = {}
        for number, rule in enumerate(tables.wishes.together):
            for person in rule.people:
                self._sets.setdefault(person, []).append(number)

    def objective(self, shares: Numbers) -> Numbers:
        """Average shares (M x T) by weight (M)."""
        return measure.weighted_mean(shares, self.weights)

    def try_out(self, moves: Sequence[Sequence[tuple[int, int]]]) -> tuple[Numbers, Counts]:
        """Return per set of moves the share of each term (M x T) and the change in broken rules (M)."""
        which, group, leaves, enters = self._touched(moves)
        rows = self._rows(group, leaves, enters)
        shares = np.empty((len(moves), len(self._aims)))
        for k, aim in enumerate(self._aims):
            found, best = measure.found_and_best(self.tables, aim, rows)
            gained = np.bincount(which, found - self._terms[k].found[group], minlength=len(moves))
            possible = np.bincount(which, best - self._terms[k].best[group], minlength=len(moves))
            attainable = np.minimum(self._best[k] + possible, self._ceilings[k])
            reached = np.clip((self._found[k] + gained) / np.maximum(attainable, 1e-12), 0, 1)
            shares[:, k] = np.where(attainable > 0, reached, 1.0)
        there = self._there_rows(group, leaves, enters)
        after = self._broken_in(group, rows, there, self._links_in(self.tables.apart, group, leaves, enters))
        before = self._broken_now[group]
        change = np.bincount(which, after - before, minlength=len(moves)).astype(np.int64)
        return shares, change + np.array([self._broken_by(each) for each in moves], dtype=np.int64)

    def _touched(self, moves: Sequence[Sequence[tuple[int, int]]]) -> tuple[Counts, Counts, Counts, Counts]:
        """List each touched group once per set of moves, with who leaves and who enters it (-1: nobody)."""
        rows: list[tuple[int, int, int, int]] = []
        for k, each in enumerate(moves):
            change: dict[int, list[int]] = {}
            for person, to in each:
                if self.seats[person] >= 0:
                    change.setdefault(int(self.seats[person]), [-1, -1])[0] = person
                if to >= 0:
                    change.setdefault(to, [-1, -1])[1] = person
            rows += [(k, group, leaves, enters) for group, (leaves, enters) in change.items()]
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        return table[:, 0], table[:, 1], table[:, 2], table[:, 3]

    def _rows(self, group: Counts, leaves: Counts, enters: Counts) -> Rows:
        counts, sums = self._counts[group].copy(), self._sums[group].copy()
        sizes, met = self._sizes[group].copy(), self._met[group].copy()
        for who, sign in ((leaves, -1), (enters, 1)):
            row = np.flatnonzero(who >= 0)
            person = who[row]
            sizes[row] += sign
            sums[row] += sign * self.tables.scores[person]
            for k in range(self.tables.codes.shape[1]):
                column = self.tables.codes[person, k]
                counts[row[column >= 0], column[column >= 0]] += sign
        if len(self.tables.wishes.met):
            met += self._links_in(self.tables.met, group, leaves, enters)
        return Rows(counts, sizes, sums, met)

    def _links_in(self, links: Links, group: Counts, leaves: Counts, enters: Counts) -> Counts:
        """Count how many more linked pairs a group would have."""
        change = np.zeros(len(group), dtype=np.int64)
        degree = np.append(np.diff(links.start), 0)
        for k in np.flatnonzero(degree[leaves] + degree[enters]).tolist():
            here, out, into = group[k], int(leaves[k]), int(enters[k])
            if out >= 0:
                change[k] -= int((self.seats[links.of(out)] == here).sum())
            if into >= 0:
                near = links.of(into)
                change[k] += int(((self.seats[near] == here) & (near != out)).sum())
        return change

    def _there_rows(self, group: Counts, leaves: Counts, enters: Counts) -> Counts:
        there = self._there[group]
        for who, sign in ((leaves, -1), (enters, 1)):
            row = np.flatnonzero(who >= 0)
            there[row] += sign * self.tables.slots[who[row]].astype(np.int64)
        return there

    @cached_property
    def _broken_now(self) -> Counts:
        rows = Rows(self._counts, self._sizes, self._sums, self._met)
        every = np.arange(self.tables.groups)
        nobody = np.full(self.tables.groups, -1)
        return self._broken_in(
            every, rows, self._there, self._links_in(self.tables.apart, every, nobody, nobody)
        )

    def _broken_in(self, group: Counts, rows: Rows, there: Counts, apart: Counts) -> Counts:
        """Count per row the rules about single groups that it breaks, and its pairs more than now."""
        smallest, largest = self.tables.sizes
        number = apart + ((rows.sizes < smallest[group]) | (rows.sizes > largest[group]))
        filled = rows.sizes > 0
        if there.shape[1]:
            number = number + (there.max(axis=1) < rows.sizes)
        for rule in self.tables.wishes.counts:
            number = number + (filled & ~broken.allowed(rule)(broken.counted(self.tables, rows.counts, rule)))
        for distinct in self.tables.wishes.distinct:
            start, stop = self.tables.span[distinct.category]
            number = number + (filled & ((rows.counts[:, start:stop] > 0).sum(axis=1) < distinct.at_least))
        return np.asarray(number, dtype=np.int64)

    def _broken_by(self, moves: Sequence[tuple[int, int]]) -> int:
        """Count how many more rules about sets, locked and waiting people would be broken."""
        after = dict(moves)
        change = 0
        for number in {number for person in after for number in self._sets.get(person, ())}:
            members = self.tables.wishes.together[number].people
            now = {int(self.seats[person]) for person in members}
            then = {after.get(person, int(self.seats[person])) for person in members}
            change += (len(then) > 1) - (len(now) > 1)
        locked = self.tables.wishes.locked
        for person in after.keys() & locked.keys():
            change += int(after[person] != locked[person]) - int(self.seats[person] != locked[person])
        now_waiting = int((self.seats < 0).sum())
        then_waiting = now_waiting + sum((to < 0) - int(self.seats[person] < 0) for person, to in moves)
        allowed = self.tables.wishes.waiting
        return change + int(then_waiting > allowed) - int(now_waiting > allowed)
