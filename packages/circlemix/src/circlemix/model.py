"""The problem in the form that the search works on: units, features and what each count of them is worth.

People who must sit together are one *unit*, which moves as a whole; everyone else is a unit of one. What the aims and
rules look at are *features* of a unit: how many people it is, its values, for each count rule how many of its members
it is about, and the sums of its numbers. A group is a row of feature counts, and the aims and rules are tables that
say what each count is worth. A difference then takes as many look-ups as two units have different features.

The features, in this order: people (0), the columns of :class:`circlemix.tables.Tables`, the count rules, the numbers
(in small steps, counted from a base so that none is negative), and last, kept up by the search itself, for each
distinct rule how many different values a group has.

Worth is in people: 1 is one person's part of the objective, so that it depends little on how many people there are.
Broken rules stand in a table of their own and get their price when a search starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from circlemix import worth
from circlemix.tables import Seats, Tables
from circlemix.units import Units

I16 = npt.NDArray[np.int16]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]
U8 = npt.NDArray[np.uint8]
U64 = npt.NDArray[np.uint64]


class Model(NamedTuple):
    """Plain arrays, cheap to send to another process. U units, G groups and the waiting row, F features."""

    entry: I64  # U + 1: where the features of each unit begin
    feature: I32  # which, ascending within a unit; the first is people
    times: I32  # how many members have it
    available: U8  # U, S
    link_start: I64  # U + 1
    link: I32  # the other unit of a pair
    link_worth: F64  # what it is worth (negative) that they sit together
    link_hard: I32  # how many rules that breaks
    fixed: I32  # U: the group in which it stays, -1 when free
    kind: I32  # G + 1: which of the tables a group reads
    offset: I64  # kinds, F: where the table of a feature begins
    worth: F64  # the tables, one after the other
    hard: I32  # the same, by how much a count breaks its rule
    ruled: I32  # F: the feature that counts the different values this one is among, -1 when none
    base: I32  # F: count of a group without members
    widest: int  # people in the largest group that the tables can take
    limit: int  # people who may wait
    scale: float  # the most that moving one person can gain, roughly: temperatures are parts of it

    @property
    def size(self) -> I32:
        """Members per unit."""
        return self.times[self.entry[:-1]]

    @property
    def groups(self) -> int:
        return len(self.kind) - 1


@dataclass(frozen=True, eq=False)
class Compiled:
    """A model with what is needed to get back to people."""

    tables: Tables
    units: Units
    model: Model
    nominal: F64  # G: the size each group should about have

    def seats(self, where: I32) -> Seats:
        """Turn the group of each unit into the group of each person; the last group is waiting."""
        seats = where[self.units.of_person]
        return np.where(seats == self.tables.groups, -1, seats).astype(np.int32)

    def where(self, seats: Seats) -> I32:
        """Turn the group of each person into the group of each unit, that of any of its members."""
        where = np.zeros(len(self.units), dtype=np.int32)
        where[self.units.of_person] = np.where(seats < 0, self.tables.groups, seats)
        return where


def compile_model(tables: Tables, *, widest: int = 0) -> Compiled:
    """Build the model. ``widest`` is the largest group there will ever be, when larger than the sizes allow."""
    units = Units.of(tables)
    together = np.bincount(units.fixed[units.fixed >= 0], units.size[units.fixed >= 0]).max(initial=0)
    fair = -(-tables.n // tables.groups)
    widest = max(widest, int(tables.sizes[1].max()), fair, int(together)) + int(units.size.max(initial=1))
    aims = worth.Worths(tables, widest)
    entry, feature, times = _entries(tables, units, aims)
    pairs, met = tables.wishes.apart, tables.wishes.met
    link_start, link, link_worth, link_hard = units.links(
        np.concatenate([pairs.first, met.first]),
        np.concatenate([pairs.second, met.second]),
        np.concatenate([np.zeros(len(pairs)), -aims.met]),
        np.concatenate([np.ones(len(pairs)), np.zeros(len(met))]),
    )
    offset, soft, hard = aims.tables_of_kinds()
    available = units.available(tables.slots)
    # Who must and must not sit together can only wait: no slot suits them.
    available[units.of_person[pairs.first[units.of_person[pairs.first] == units.of_person[pairs.second]]]] = 0
    return Compiled(
        tables,
        units,
        Model(
            entry=entry,
            feature=feature,
            times=times,
            available=available,
            link_start=link_start,
            link=link,
            link_worth=link_worth,
            link_hard=link_hard.astype(np.int32),
            fixed=units.fixed,
            kind=np.append(aims.kind, 0).astype(np.int32),
            offset=offset,
            worth=soft,
            hard=hard,
            ruled=aims.ruled(),
            base=aims.base(),
            widest=widest,
            limit=tables.wishes.waiting,
            scale=aims.scale,
        ),
        aims.nominal,
    )


def _entries(tables: Tables, units: Units, aims: worth.Worths) -> tuple[I64, I32, I32]:
    """List the features of each unit, each with how many times its members have it."""
    everybody = np.arange(tables.n)
    people, features = [everybody], [np.zeros(tables.n, dtype=np.int32)]
    wishes = tables.wishes
    used = {*wishes.mix, *wishes.balance, *(rule.category for rule in wishes.distinct)}
    for k in (k for k, name in enumerate(tables.span) if name in used):
        known = np.flatnonzero(tables.codes[:, k] >= 0)
        people.append(known)
        features.append(aims.columns + tables.codes[known, k])
    for number, rule in enumerate(wishes.counts):
        columns = tables.columns_of(rule.category, rule.values)
        about = np.flatnonzero(np.isin(tables.codes, columns).any(axis=1))
        people.append(about)
        features.append(np.full(len(about), aims.counts + number, dtype=np.int32))
    weights = [np.ones(len(each), dtype=np.int32) for each in people]
    for number in range(aims.steps.shape[1]):
        people.append(everybody)
        features.append(np.full(tables.n, aims.numbers + number, dtype=np.int32))
        weights.append(aims.steps[:, number])
    return units.compress(np.concatenate(people), np.concatenate(features), np.concatenate(weights))
