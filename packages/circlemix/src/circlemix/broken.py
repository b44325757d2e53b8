"""Which hard rules an assignment breaks, where, and who is concerned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from circlemix.tables import Seats, Tables
from circlemix.wishes import Count, Distinct, Ints


@dataclass(frozen=True)
class Broken:
    """A hard rule that does not hold.

    :param rule: ``size``, ``slot`` (no common slot), ``capacity`` (more groups than fit in a slot),
        ``apart``, ``together``, ``count``, ``distinct``, ``locked`` or ``waiting`` (more people wait than
        may).
    :param groups: where.
    :param people: who is concerned: the pair, the set, the ones too many, or who cannot come at the slot that
        most can.
    :param reason: the caller's own reason of a pair or set; the caller's name of a count.
    :param category: the property that a count or a number of values is about.
    :param found: how many there are.
    :param wanted: the least and the most there may be; ``None`` without limit.
    """

    rule: str
    groups: tuple[int, ...]
    people: tuple[int, ...] = ()
    reason: str = ""
    category: str = ""
    found: int = 0
    wanted: tuple[int, int | None] = (0, None)


@dataclass(frozen=True)
class Check:
    """A hard rule that was asked for (see :class:`Broken` for the names) and where it is broken, if anywhere.

    Pairs and sets have one check for each reason.
    """

    rule: str
    reason: str = ""
    category: str = ""
    broken: tuple[Broken, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.broken


def checks(tables: Tables, seats: Seats, slots: npt.NDArray[np.int32]) -> tuple[Check, ...]:
    """Check every hard rule of the wishes against an assignment and its slots (G)."""
    wishes, members = tables.wishes, _Members(seats, tables.groups)
    counts = (
        tables.counts(seats) if wishes.counts or wishes.distinct else np.zeros((tables.groups, 0), np.int32)
    )
    found = [Check("size", broken=tuple(_sizes(tables, seats, members)))]
    if tables.slots.shape[1]:
        found.append(Check("slot", broken=tuple(_slots(tables, seats, members))))
        if tables.capacity is not None:
            found.append(Check("capacity", broken=tuple(_capacity(tables, seats, members, slots))))
    found += _apart(tables, seats)
    found += _together(tables, seats)
    found += [
        Check("count", rule.name, rule.category, tuple(_count(tables, seats, members, counts, rule)))
        for rule in wishes.counts
    ]
    found += [
        Check("distinct", rule.name, rule.category, tuple(_distinct(tables, seats, members, counts, rule)))
        for rule in wishes.distinct
    ]
    if wishes.locked:
        found.append(Check("locked", broken=tuple(_locked(tables, seats))))
    waiting = np.flatnonzero(seats < 0)
    if waiting.size or wishes.waiting:
        found.append(Check("waiting", broken=tuple(_waiting(tables, waiting))))
    return tuple(found)


class _Members:
    """Who is in each group, looked up without going through everybody each time."""

    def __init__(self, seats: Seats, groups: int) -> None:
        self._order = np.argsort(seats, kind="stable")
        self._ends = np.searchsorted(seats[self._order], np.arange(groups + 1))

    def __call__(self, group: int) -> tuple[int, ...]:
        return tuple(self._order[self._ends[group] : self._ends[group + 1]].tolist())


def _sizes(tables: Tables, seats: Seats, members: _Members) -> Iterator[Broken]:
    sizes = tables.group_sizes(seats)
    smallest, largest = tables.sizes
    for g in np.flatnonzero((sizes < smallest) | (sizes > largest)).tolist():
        wanted = (int(smallest[g]), int(largest[g]))
        yield Broken("size", (g,), members(g), found=int(sizes[g]), wanted=wanted)


def _slots(tables: Tables, seats: Seats, members: _Members) -> Iterator[Broken]:
    there, sizes = tables.slot_counts(seats), tables.group_sizes(seats)
    for g in np.flatnonzero(there.max(axis=1) < sizes).tolist():
        best = int(there[g].argmax())
        absent = tuple(person for person in members(g) if not tables.slots[person, best])
        yield Broken("slot", (g,), absent, found=int(there[g, best]), wanted=(int(sizes[g]), None))


def _capacity(
    tables: Tables, seats: Seats, members: _Members, slots: npt.NDArray[np.int32]
) -> Iterator[Broken]:
    there, sizes = tables.slot_counts(seats), tables.group_sizes(seats)
    without = (slots < 0) & (there.max(axis=1) == sizes) & (sizes > 0)
    for g in np.flatnonzero(without).tolist():
        common = np.flatnonzero(there[g] == sizes[g])
        room = int(tables.capacity[common].sum()) if tables.capacity is not None else 0
        yield Broken("capacity", (g,), members(g), found=room + 1, wanted=(0, room))


def _apart(tables: Tables, seats: Seats) -> list[Check]:
    pairs = tables.wishes.apart
    same = np.flatnonzero((seats[pairs.first] >= 0) & (seats[pairs.first] == seats[pairs.second]))
    found: dict[str, list[Broken]] = {reason: [] for reason in pairs.reasons}
    for k in same.tolist():
        first, second, reason = int(pairs.first[k]), int(pairs.second[k]), pairs.reason_of(k)
        found.setdefault(reason, []).append(Broken("apart", (int(seats[first]),), (first, second), reason))
    return [Check("apart", reason, broken=tuple(each)) for reason, each in found.items()]


def _together(tables: Tables, seats: Seats) -> list[Check]:
    found: dict[str, list[Broken]] = {}
    for rule in tables.wishes.together:
        each = found.setdefault(rule.reason, [])
        where = sorted({int(seats[person]) for person in rule.people})
        if len(where) > 1:
            each.append(Broken("together", tuple(g for g in where if g >= 0), rule.people, rule.reason))
    return [Check("together", reason, broken=tuple(each)) for reason, each in found.items()]


def counted(tables: Tables, counts: npt.NDArray[np.integer], rule: Count) -> npt.NDArray[np.integer]:
    """Count per group the members that a count is about (M x F → M)."""
    return np.asarray(counts[:, tables.columns_of(rule.category, rule.values)].sum(axis=1), dtype=np.int64)


def allowed(rule: Count) -> Callable[[npt.NDArray[np.integer]], npt.NDArray[np.bool_]]:
    """Return the test which numbers of members a count allows."""

    def test(number: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
        good = number >= rule.at_least
        if rule.at_most is not None:
            good &= number <= rule.at_most
        if rule.never_one:
            good &= number != 1
        return good

    return test


def _count(tables: Tables, seats: Seats, members: _Members, counts: Ints, rule: Count) -> Iterator[Broken]:
    number = counted(tables, counts, rule)
    filled = tables.group_sizes(seats) > 0
    about = np.asarray(np.isin(tables.codes, tables.columns_of(rule.category, rule.values)).any(axis=1))
    for g in np.flatnonzero(filled & ~allowed(rule)(number)).tolist():
        concerned = tuple(person for person in members(g) if about[person])
        wanted = (max(rule.at_least, 2 if rule.never_one and number[g] == 1 else 0), rule.at_most)
        yield Broken("count", (g,), concerned, rule.name, rule.category, int(number[g]), wanted)


def _distinct(
    tables: Tables, seats: Seats, members: _Members, counts: Ints, rule: Distinct
) -> Iterator[Broken]:
    start, stop = tables.span[rule.category]
    number = (counts[:, start:stop] > 0).sum(axis=1)
    filled = tables.group_sizes(seats) > 0
    for g in np.flatnonzero(filled & (number < rule.at_least)).tolist():
        yield Broken(
            "distinct", (g,), members(g), rule.name, rule.category, int(number[g]), (rule.at_least, None)
        )


def _locked(tables: Tables, seats: Seats) -> Iterator[Broken]:
    for person, group in sorted(tables.wishes.locked.items()):
        if seats[person] != group:
            where = tuple(g for g in (group, int(seats[person])) if g >= 0)
            yield Broken("locked", where, (person,), found=int(seats[person]), wanted=(group, group))


def _waiting(tables: Tables, waiting: npt.NDArray[np.int64]) -> Iterator[Broken]:
    if len(waiting) > tables.wishes.waiting:
        yield Broken(
            "waiting", (), tuple(waiting.tolist()), found=len(waiting), wanted=(0, tables.wishes.waiting)
        )
