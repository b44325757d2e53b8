"""A first division: when each group meets, who comes at which slot, and who sits in which group there.

Which person comes at which slot is a flow: every slot takes between the smallest and the largest size times its
number of groups. Slots with too many or too few are mended along shortest chains of slots, each handing one unit to
the next (Ford and Fulkerson 1956, on slots rather than people).
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from circlemix.model import F64, I32, Model
from circlemix.wishes import Ints


def first_division(
    m: Model, rng: np.random.Generator, nominal: F64, sizes: tuple[Ints, Ints], capacity: Ints | None
) -> tuple[I32, I32]:
    """Return a group per unit (G: waits) and a slot per group, keeping rules about time and size if possible.

    :param nominal: the size each group should about have (G).
    """
    slot = _slots_of_groups(m, rng, nominal, capacity)
    least, most = sizes
    slots = m.available.shape[1]
    flow = _Flow(
        m,
        np.bincount(slot, weights=least, minlength=slots).astype(np.float64),
        np.bincount(slot, weights=most, minlength=slots).astype(np.float64),
        rng,
        slot,
    )
    flow.run()
    return _deal(m, rng, flow.of_unit, slot, nominal), slot


def _slots_of_groups(m: Model, rng: np.random.Generator, nominal: F64, capacity: Ints | None) -> I32:
    """Choose slots so that everyone can come at some: each time where most people still need a place."""
    groups, slots = m.groups, m.available.shape[1]
    room = np.full(slots, groups) if capacity is None else capacity.astype(np.int64).copy()
    slot = np.full(groups, -1, dtype=np.int32)
    size = m.size.astype(float)
    for group in np.unique(m.fixed[m.fixed >= 0]).tolist():
        inside = m.available[m.fixed == group].sum(axis=0) - (room <= 0)
        slot[group] = int(np.argmax(inside + rng.random(slots) * 0.5))
        room[slot[group]] -= 1
    open_groups = np.flatnonzero(slot < 0)
    if slots == 1:
        slot[open_groups] = 0
        return slot
    free = np.flatnonzero(m.fixed < 0)
    can = m.available[free] > 0
    choices = np.maximum(can.sum(axis=1), 1)
    need = (size[free] / choices**1.5) @ can
    order = np.argsort(choices + rng.random(len(free)), kind="stable")
    placed = np.zeros(len(free), dtype=np.bool_)
    batch = max(1, len(open_groups) // 200)
    for k in range(0, len(open_groups), batch):
        some = open_groups[k : k + batch]
        wanted = need * (1 + 0.3 * rng.random(slots))
        best = int(np.argmax(np.where(room > 0, wanted, -np.inf)))
        slot[some] = best
        room[best] -= len(some)
        chosen = order[can[order, best] & ~placed[order]][: max(1, int(nominal[some].sum()))]
        placed[chosen] = True
        need -= (size[free[chosen]] / choices[chosen] ** 1.5) @ can[chosen]
    return slot


class _Flow:
    """Units over slots that each take from ``least`` to ``most`` people."""

    def __init__(self, m: Model, least: F64, most: F64, rng: np.random.Generator, slot: I32) -> None:
        self.m, self.least, self.most = m, least, most
        self.size = m.size.astype(np.int64)
        self.of_unit = np.full(len(m.fixed), -1, dtype=np.int32)
        self.load = np.zeros(m.available.shape[1])
        fixed = np.flatnonzero(m.fixed >= 0)
        self.of_unit[fixed] = slot[m.fixed[fixed]]
        np.add.at(self.load, self.of_unit[fixed], self.size[fixed])
        self.free = m.fixed < 0
        self.may_wait = m.limit
        choices = m.available.sum(axis=1) + rng.random(len(m.fixed)) - 3 * (m.size > 1)
        self.order = np.flatnonzero(self.free)[np.argsort(choices[self.free], kind="stable")]

    def run(self) -> None:
        left = [
            unit
            for some in np.array_split(self.order, 1 + len(self.order) // 256)
            for unit in self._take_some(some)
        ]
        patience = 2_000
        for unit in left:
            patience -= 1
            if patience > 0 and self._make_room(unit):
                continue
            if self.size[unit] <= self.may_wait:
                self.may_wait -= self.size[unit]
            else:
                self._squeeze(unit)
        while patience > 0 and self._fill_up():
            patience -= 1

    def _take_some(self, units: npt.NDArray[np.int64]) -> list[int]:
        """Place some units at once when all slots have ample room, else one by one. Returns who found no room."""
        room = (self.most - self.load)[None, :] / np.maximum(self.most, 1)
        can = self.m.available[units] > 0
        slot = np.where(can, room, -1.0).argmax(axis=1)
        more = np.bincount(slot, weights=self.size[units], minlength=len(self.load))
        if len(units) < 64 or not can.any(axis=1).all() or (4 * more > self.most - self.load)[more > 0].any():
            return [unit for unit in units.tolist() if not self._take(unit)]
        self.of_unit[units] = slot
        self.load += more
        return []

    def _take(self, unit: int) -> bool:
        """Give a unit the slot of its choice that is emptiest for its size."""
        can = np.flatnonzero(self.m.available[unit])
        spare = (self.most[can] - self.load[can]) / np.maximum(self.most[can], 1)
        spare[self.load[can] + self.size[unit] > self.most[can]] = -1
        if not can.size or spare.max() < 0:
            return False
        self._put(unit, int(can[spare.argmax()]))
        return True

    def _put(self, unit: int, slot: int) -> None:
        if self.of_unit[unit] >= 0:
            self.load[self.of_unit[unit]] -= self.size[unit]
        self.of_unit[unit] = slot
        self.load[slot] += self.size[unit]

    def _squeeze(self, unit: int) -> None:
        """Put a unit where it can come if it must, and where there is room otherwise: a rule will be broken."""
        can = (self.m.available[unit] > 0) & (self.most > 0)
        spare = np.where(can, 1e6, 0) + np.where(self.most > 0, self.most - self.load, -1e9)
        self._put(unit, int(spare.argmax()))

    def _handover(self, origin: int, slot: int) -> int:
        """Return a unit of one slot that can come at another, -1 when there is none."""
        can = self.free & (self.of_unit == origin) & (self.m.available[:, slot] > 0) & (self.size == 1)
        return int(can.argmax()) if can.any() else -1

    def _make_room(self, unit: int) -> bool:
        """Find the shortest chain of slots, from one at which a unit can come to one with room, and hand over."""
        if self.size[unit] > 1:
            return False
        starts = np.flatnonzero((self.m.available[unit] > 0) & (self.most > 0)).tolist()
        chain = self._chain(starts, lambda slot: bool(self.load[slot] + 1 <= self.most[slot]))
        if chain is None:
            return False
        self._shift(chain)
        self._put(unit, chain[0])
        return True

    def _fill_up(self) -> bool:
        """Bring one unit more to a slot that has too few, from one that can spare it."""
        short = np.flatnonzero(self.load < self.least)
        spare = np.flatnonzero((self.load > self.least) & (self.load > 0)).tolist()
        if not short.size or not spare:
            return False
        chain = self._chain(spare, lambda slot: bool(self.load[slot] < self.least[slot]))
        if chain is None:
            return False
        self._shift(chain)
        return True

    def _chain(self, starts: list[int], test: Callable[[int], bool]) -> list[int] | None:
        came_from: dict[int, int] = dict.fromkeys(starts, -1)
        queue = deque(starts)
        while queue:
            slot = queue.popleft()
            if test(slot):
                chain = [slot]
                while came_from[chain[0]] >= 0:
                    chain.insert(0, came_from[chain[0]])
                return chain
            mine = self.free & (self.of_unit == slot) & (self.size == 1)
            for further in np.flatnonzero(self.m.available[mine].any(axis=0) & (self.most > 0)).tolist():
                if further not in came_from:
                    came_from[further] = slot
                    queue.append(further)
        return None

    def _shift(self, chain: list[int]) -> None:
        for origin, slot in reversed(list(pairwise(chain))):
            self._put(self._handover(origin, slot), slot)


def _deal(m: Model, rng: np.random.Generator, slot_of_unit: I32, slot: I32, nominal: F64) -> I32:
    """Deal the units of each slot over its groups like cards, like after like, each to the emptiest group."""
    where = m.fixed.copy()
    filled = np.bincount(where[where >= 0], weights=m.size[where >= 0], minlength=m.groups) - nominal
    free = np.flatnonzero(where < 0)
    order = free[np.lexsort((rng.random(len(free)), _likeness(m)[free], -m.size[free]))]
    by_slot: dict[int, list[tuple[float, float, int]]] = {}
    for group in rng.permutation(m.groups).tolist():
        by_slot.setdefault(int(slot[group]), []).append((float(filled[group]), float(rng.random()), group))
    for heap in by_slot.values():
        heapq.heapify(heap)
    seat = np.full(len(order), m.groups, dtype=np.int32)
    sizes, slots = m.size[order].tolist(), slot_of_unit[order].tolist()
    have = np.bincount(where[where >= 0], weights=m.size[where >= 0], minlength=m.groups)
    for k, (size, at) in enumerate(zip(sizes, slots, strict=True)):
        if at < 0:
            continue
        level, tie, group = by_slot[at][0]
        if have[group] + size > m.widest:
            group = int(have.argmin())
        else:
            heapq.heapreplace(by_slot[at], (level + size, tie, group))
        have[group] += size
        seat[k] = group
    where[order] = seat
    return where


def _likeness(m: Model) -> npt.NDArray[np.int64]:
    """Return a number that is the same for units with the same features of rules, rare ones first."""
    unit = np.repeat(np.arange(len(m.fixed)), np.diff(m.entry))
    often = np.bincount(m.feature, minlength=m.offset.shape[1])
    rarest = np.full(len(m.fixed), np.iinfo(np.int64).max)
    np.minimum.at(rarest, unit, often[m.feature].astype(np.int64) * len(often) + m.feature)
    return rarest
