"""The search: cycles of simulated annealing from a first division, until told to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from circlemix.clock import Clock
from circlemix.model import I32, U64, Model
from circlemix.reslot import reslot
from circlemix.state import State, state_of
from circlemix.whole import assess, broken_per_group, priced
from circlemix.wishes import Ints

HOT, COLD = 0.25, 0.004
"""Temperatures at which a cycle starts and ends, in parts of the most that one move can gain."""

PER_UNIT = 4_000
"""Steps per unit in one cycle at most; with a longer time there are more cycles."""


CHUNK = 2**18
"""Steps between two looks at the clock at most."""


@dataclass(frozen=True, eq=False)
class Division:
    """Units in groups that meet at slots, by how much rules are broken, and what it is worth."""

    where: I32
    slot: I32
    hard: int
    worth: float

    def better_than(self, other: Division | None) -> bool:
        return other is None or (self.hard, -self.worth) < (other.hard, -other.worth - 1e-9)


class Search:
    """One search over one model, from one seed."""

    def __init__(self, m: Model, seed: int, capacity: Ints | None) -> None:
        self.m, self.capacity = m, capacity
        self.rng = np.random.default_rng(seed)
        self.random: U64 = self.rng.integers(1, 2**63, size=1, dtype=np.uint64)
        self.free = np.flatnonzero(m.fixed < 0).astype(np.int32)
        self.penalty = 2.0 * m.scale
        self._priced_at, self._prices = self.penalty, priced(m, self.penalty)
        self.flexible = self._sizes_vary()

    def _sizes_vary(self) -> bool:
        m = self.m
        people = m.hard[m.offset[m.kind[:-1], 0][:, None] + np.arange(m.widest + 1)]
        return bool(((people == 0).sum(axis=1) > 1).any()) or m.limit > 0 or bool((m.size > 1).any())

    def prepare(self) -> None:
        """Load the kernel, which the very first time compiles it: no time of the search."""
        where = np.zeros(len(self.m.fixed), dtype=np.int32)
        state = state_of(self.m, where, np.zeros(self.m.groups, dtype=np.int32))
        self.anneal(state, 0, HOT, COLD)

    def divide(self, where: I32, slot: I32) -> Division:
        return Division(where, slot, *assess(self.m, state_of(self.m, where, slot)))

    def anneal(self, s: State, steps: int, hot: float, cold: float, free: I32 | None = None) -> None:
        """Run the kernel on a state; temperatures in parts of the model's scale."""
        from circlemix.kernels import anneal  # noqa: PLC0415  compiles, so only when a search begins

        m = self.m
        if self._priced_at != self.penalty:
            self._priced_at, self._prices = self.penalty, priced(m, self.penalty)
        table, link_worth = self._prices
        anneal(
            m.entry, m.feature, m.times, m.available, m.link_start, m.link, link_worth,
            m.kind, m.offset, table, m.ruled,
            s.where, s.slot, s.start, s.units, s.member, s.place, s.counts, s.slot_start, s.slot_group,
            self.free if free is None else free, self.random, steps, hot * m.scale, cold * m.scale,
            self.penalty, 2.0 * m.scale, 8 if self.flexible else 0, m.widest, m.limit,
        )  # fmt: skip

    def mend(self, s: State, clock: Clock, rounds: int = 6) -> State:
        """Try about everything for the units in groups that break a rule."""
        for attempt in range(rounds):
            hard = broken_per_group(self.m, s.where, s.slot, s.counts.astype(np.int32))
            inside = self.free[np.isin(s.where[self.free], np.flatnonzero(hard > 0))]
            if not inside.size or clock.stop.reason(clock.way()):
                break
            steps = min(len(inside) * len(self.free) * 2, CHUNK)
            clock.spend(steps, lambda: self.anneal(s, steps, 0.1 * 2.0**-attempt, COLD, inside))  # noqa: B023
            s = reslot(self.m, s, self.capacity, self.rng)
        return s

    def run(
        self,
        best: Division,
        clock: Clock,
        tell: Callable[[Division], None],
        *,
        feasible_is_enough: bool = False,
    ) -> tuple[Division, str]:
        """Anneal in cycles until told to stop; ``tell`` hears the best so far after each piece of work."""
        stalled = 0
        current = best
        why = clock.stop.reason(clock.way())
        while why is None:
            current, why = self._cycle(current, clock, lambda: tell(best))  # noqa: B023
            if current.better_than(best):
                best, stalled = current, 0
                clock.improved()
            else:
                current, stalled = best, stalled + 1
            if best.hard:
                self.penalty *= 1.5
            tell(best)
            if feasible_is_enough and best.hard == 0:
                return best, "done"
        return best, why

    def _cycle(self, start: Division, clock: Clock, tell: Callable[[], None]) -> tuple[Division, str | None]:
        """Heat up and cool down once, in pieces short enough to be stopped between."""
        s = state_of(self.m, start.where.copy(), start.slot.copy())
        planned = self._planned(clock)
        piece = max(1, min(CHUNK, max(4096, planned // 48)))
        done, why = 0, None
        while done < planned and why is None:
            left = min(planned - done, max(1, int(clock.remaining())))
            steps = min(piece, left)
            before, after = done / (done + left), (done + steps) / (done + left)
            clock.spend(steps, lambda: self.anneal(s, steps, _heat(before), _heat(after)))  # noqa: B023
            done += steps
            s = reslot(self.m, s, self.capacity, self.rng)
            tell()
            why = clock.stop.reason(clock.way())
        if why is None or why != "asked":
            s = self.mend(s, clock)
        return Division(s.where, s.slot, *assess(self.m, s)), why

    def _planned(self, clock: Clock) -> int:
        """Return the steps of the next cycle: a full one, or what is left of the time when that is less."""
        full = max(100_000, PER_UNIT * len(self.free))
        left = clock.remaining()
        if left >= 2 * full:
            return full
        return max(1, int(left / 2 if left > 1.3 * full else left))


def _heat(way: float) -> float:
    """Return the temperature at a part of a cycle: falling by equal factors, with a cold end."""
    return float(HOT * (COLD / HOT) ** min(1.0, way / 0.95))
