"""The hard rules alone, so that some can be left out to see whether the others can hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from circlemix.people import Flags, People
from circlemix.result import Rule
from circlemix.units import joined
from circlemix.wishes import Count, Distinct, Ints, Size, Wishes


@dataclass(frozen=True, eq=False)
class Case:
    """The hard rules about n people. A rule left out has left its mark: anyone at any time, any size.

    :param slots: n by S, who can come when; S is 0 when time plays no part.
    :param first: one end of the pairs that must stay apart, ``second`` the other, ``reasons[reason]`` why.
    :param capacity: groups per slot, ``None`` without limit.
    """

    people: People
    sizes: tuple[Size, ...] | Size
    groups: int | None
    waiting: int
    slots: Flags
    capacity: Ints | None
    first: Ints
    second: Ints
    reason: Ints
    reasons: tuple[str, ...]
    together: tuple[tuple[tuple[int, ...], str], ...]
    counts: tuple[Count, ...]
    distinct: tuple[Distinct, ...]
    locked: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, people: People, wishes: Wishes) -> Case:
        no_time = people.slots is None or not wishes.common_slot
        slots = np.zeros((len(people), 0), np.bool_) if no_time else np.asarray(people.slots)
        limit = wishes.slot_capacity
        pairs = wishes.apart
        return cls(
            people=people,
            sizes=wishes.size,
            groups=wishes.groups,
            waiting=wishes.waiting,
            slots=slots,
            capacity=None
            if limit is None or no_time
            else np.broadcast_to(np.asarray(limit, dtype=np.int32), slots.shape[1:]).copy(),
            first=pairs.first,
            second=pairs.second,
            reason=pairs.reason if pairs.reasons else np.zeros(len(pairs), np.int32),
            reasons=pairs.reasons or ("",),
            together=tuple((rule.people, rule.reason) for rule in wishes.together),
            counts=wishes.counts,
            distinct=wishes.distinct,
            locked=tuple(sorted(wishes.locked.items())),
        )

    @property
    def n(self) -> int:
        return len(self.people)

    @cached_property
    def smallest(self) -> int:
        """The size of the smallest group that may be."""
        return self.sizes.smallest if isinstance(self.sizes, Size) else min(s.smallest for s in self.sizes)

    @cached_property
    def largest(self) -> int:
        return self.sizes.largest if isinstance(self.sizes, Size) else max(s.largest for s in self.sizes)

    def numbers_of_groups(self) -> range:
        """Return the numbers of groups that the sizes allow, all who may wait taken into account."""
        locked = max((group for _, group in self.locked), default=-1) + 1
        if not isinstance(self.sizes, Size):
            least, most = sum(s.smallest for s in self.sizes), sum(s.largest for s in self.sizes)
            fits = least <= self.n and self.n - self.waiting <= most
            return range(len(self.sizes), len(self.sizes) + (1 if fits else 0))
        low = max(-(-(self.n - self.waiting) // self.sizes.largest), locked, 1)
        high = self.n // self.sizes.smallest
        if self.groups is not None:
            low, high = max(low, self.groups), min(high, self.groups)
        return range(low, high + 1)

    def rules(self) -> list[tuple[str, int]]:
        """List the rules as (kind, number), those about everybody first."""
        listed = [("size", 0)]
        listed += [("capacity", 0)] if self.capacity is not None else []
        listed += [("count", k) for k in range(len(self.counts))]
        listed += [("distinct", k) for k in range(len(self.distinct))]
        listed += [("together", k) for k in range(len(self.together))]
        listed += [("locked", k) for k in range(len(self.locked))]
        listed += [("apart", k) for k in range(len(self.first))]
        if self.slots.shape[1]:
            listed += [("slot", person) for person in range(self.n)]
        return listed

    def only(self, kept: Iterable[tuple[str, int]]) -> Case:
        """Return the case with only these rules."""
        of: dict[str, list[int]] = {}
        for kind, number in kept:
            of.setdefault(kind, []).append(number)
        slots = np.ones_like(self.slots)
        slots[of.get("slot", [])] = self.slots[of.get("slot", [])]
        pairs = np.array(of.get("apart", []), dtype=np.int64)
        return replace(
            self,
            sizes=self.sizes if "size" in of else Size(1, max(1, self.n)),
            groups=self.groups if "size" in of else None,
            slots=slots,
            capacity=self.capacity if "capacity" in of else None,
            first=self.first[pairs],
            second=self.second[pairs],
            reason=self.reason[pairs],
            together=tuple(self.together[k] for k in of.get("together", [])),
            counts=tuple(self.counts[k] for k in of.get("count", [])),
            distinct=tuple(self.distinct[k] for k in of.get("distinct", [])),
            locked=tuple(self.locked[k] for k in of.get("locked", [])),
        )

    def named(self, rule: tuple[str, int]) -> Rule:
        """Name a rule with the people it is about."""
        kind, k = rule
        if kind == "count":
            return Rule(kind, self._about(self.counts[k]), self.counts[k].name, self.counts[k].category)
        if kind == "distinct":
            return Rule(kind, (), self.distinct[k].name, self.distinct[k].category)
        if kind == "together":
            return Rule(kind, self.together[k][0], self.together[k][1])
        if kind == "apart":
            return Rule(kind, (int(self.first[k]), int(self.second[k])), self.reasons[self.reason[k]])
        if kind == "locked":
            return Rule(kind, (self.locked[k][0],))
        return Rule(kind, (k,) if kind == "slot" else ())

    def having(self, rule: Count) -> Flags:
        """Tell for each person whether a count rule is about them."""
        category = self.people.categories[rule.category]
        codes = [code for value in rule.values if (code := category.code_of(value)) >= 0]
        return np.isin(category.codes, codes)

    def _about(self, rule: Count) -> tuple[int, ...]:
        """Return the people a count is about when they are few enough to name."""
        people = np.flatnonzero(self.having(rule)).tolist()
        return tuple(people) if len(people) <= 8 else ()


def units_of(case: Case) -> npt.NDArray[np.int64]:
    """Return a number per person, the same for those who must sit together or are locked in the same group."""
    by_group: dict[int, list[int]] = {}
    for person, group in case.locked:
        by_group.setdefault(group, []).append(person)
    return joined(case.n, [*(members for members, _ in case.together), *by_group.values()])
