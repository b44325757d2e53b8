"""A complete search for small cases: finds a division that keeps all hard rules, or shows that there is none."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from circlemix.case import Case, units_of
from circlemix.meeting import place_in_slots
from circlemix.wishes import Size
from circlemix.worth import excess

PEOPLE = 16
"""Cases of up to this many people are searched completely."""


class GaveUpError(Exception):
    """More steps than allowed were needed."""


def division_of(case: Case, *, steps: int = 100_000) -> list[int] | None:
    """Return a group per person (-1: waits), or ``None`` when there is no division.

    :raises GaveUpError: when that takes more steps than allowed.
    """
    for groups in case.numbers_of_groups():
        search = _Search(case, groups, steps)
        if search.seat(0):
            return search.where
        steps = search.steps
    return None


@dataclass(eq=False)
class _Search:
    """Seats units one after another, those with fewest slots and most pairs first."""

    case: Case
    groups: int
    steps: int
    where: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        case = self.case
        unit = units_of(case)
        slots = case.slots if case.slots.shape[1] else np.ones((case.n, 1), dtype=np.bool_)
        weights = 1 << np.arange(slots.shape[1]).astype(object)
        masks = (slots.astype(object) * weights).sum(axis=1)
        self.enemies = [set[int]() for _ in range(case.n)]
        for a, b in zip(case.first.tolist(), case.second.tolist(), strict=True):
            self.enemies[a].add(b)
            self.enemies[b].add(a)
        lock = dict(case.locked)
        self.units = []
        for root in np.unique(unit).tolist():
            members = np.flatnonzero(unit == root).tolist()
            mask = int(masks[members[0]])
            for person in members:
                mask &= int(masks[person])
            fixed = next((lock[person] for person in members if person in lock), None)
            self.units.append((members, mask, fixed))
        self.units.sort(
            key=lambda u: (
                u[2] is None,
                -len(u[0]),
                u[1].bit_count(),
                -max(len(self.enemies[p]) for p in u[0]),
            )
        )
        sizes = (case.sizes,) * self.groups if isinstance(case.sizes, Size) else case.sizes
        self.sizes = sizes
        self.alike = isinstance(case.sizes, Size)
        self.touched = {group for _, group in case.locked}
        self.members: list[list[int]] = [[] for _ in range(self.groups)]
        self.masks = [-1] * self.groups
        self.where = [-1] * case.n
        self.waiting = 0
        self.left = case.n
        self.having = [case.having(rule) for rule in case.counts]

    def seat(self, number: int) -> bool:
        """Seat this unit and all after it."""
        self.steps -= 1
        if self.steps < 0:
            raise GaveUpError
        if number == len(self.units):
            return self._complete()
        if (
            sum(max(0, s.smallest - len(m)) for s, m in zip(self.sizes, self.members, strict=True))
            > self.left
        ):
            return False
        members, mask, fixed = self.units[number]
        opened = False
        for group in range(self.groups) if fixed is None else [fixed]:
            fresh = self.alike and not self.members[group] and group not in self.touched
            if (fresh and opened) or not self._may(members, mask, group):
                continue
            opened = opened or fresh
            if self._try(number, group, mask & self.masks[group]):
                return True
        if fixed is None and self.waiting + len(members) <= self.case.waiting:
            self.waiting += len(members)
            self.left -= len(members)
            if self.seat(number + 1):
                return True
            self.left += len(members)
            self.waiting -= len(members)
        return False

    def _may(self, members: list[int], mask: int, group: int) -> bool:
        inside = self.members[group]
        if len(inside) + len(members) > self.sizes[group].largest or not mask & self.masks[group]:
            return False
        everyone = [*inside, *members]
        if any(not self.enemies[person].isdisjoint(everyone) for person in members):
            return False
        for rule, having in zip(self.case.counts, self.having, strict=True):
            if rule.at_most is not None and sum(bool(having[p]) for p in everyone) > rule.at_most:
                return False
        return True

    def _try(self, number: int, group: int, mask: int) -> bool:
        members = self.units[number][0]
        before = self.masks[group]
        self.members[group] += members
        self.masks[group] = mask
        self.left -= len(members)
        for person in members:
            self.where[person] = group
        if self.seat(number + 1):
            return True
        for person in members:
            self.where[person] = -1
        self.left += len(members)
        self.masks[group] = before
        del self.members[group][-len(members) :]
        return False

    def _complete(self) -> bool:
        case = self.case
        for members, size in zip(self.members, self.sizes, strict=True):
            if not size.smallest <= len(members) <= size.largest:
                return False
            for rule, having in zip(case.counts, self.having, strict=True):
                if excess(rule, np.array([sum(bool(having[p]) for p in members)]))[0]:
                    return False
            for distinct in case.distinct:
                codes = case.people.categories[distinct.category].codes
                if len({int(codes[p]) for p in members} - {-1}) < distinct.at_least:
                    return False
        return self._slots_fit()

    def _slots_fit(self) -> bool:
        if self.case.capacity is None:
            return True
        slots = self.case.slots.shape[1]
        possible = np.array([[bool(mask >> slot & 1) for slot in range(slots)] for mask in self.masks])
        return bool((place_in_slots(possible, self.case.capacity) >= 0).all())
