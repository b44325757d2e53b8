"""The search: cycles of simulated annealing from a first division, until told to stop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from circlemix import blocks
from circlemix.clock import Clock
from circlemix.meeting import place_in_slots
from circlemix.model import I32, I64, U64, Compiled
from circlemix.reslot import present_per_slot, reslot
from circlemix.spread import first_division
from circlemix.state import State, state_of
from circlemix.tables import Seats
from circlemix.whole import assess, broken_per_group, priced

HOT, COLD = 0.25, 0.004
"""Temperatures at which a cycle starts and ends, in parts of the most that one move can gain."""

PER_UNIT = 4_000
"""Steps per unit in one cycle at most; with a longer time there are more cycles."""


NOISE = (1.0, 2.0, 0.5)
"""How far groups stray from the slot at which most members can come while it is hot, in people; by turns."""

QUICK = 80
"""Steps per unit in the first cycle, at most a tenth of the time."""

AFRESH = 2_000
"""Up to this many units every other cycle begins with a new first division: slots then get another chance."""

IN_BLOCKS = 12_000
"""From this many units on a problem is searched in blocks."""

PASSES = 10
"""Times that all blocks are cut anew in a cycle."""

MENDING = 0.06
"""Part of the time kept for mending the last conflicts."""

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

    def __init__(self, compiled: Compiled, seed: int, executor: Executor | None = None) -> None:
        self.compiled, self.m, self.capacity = compiled, compiled.model, compiled.tables.capacity
        self.yard, m = blocks.Yard(compiled.model, executor), compiled.model
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

    def given(self, seats: Seats) -> Division:
        """Begin with a division made elsewhere; each group meets when most of its members can."""
        where = self.compiled.where(seats)
        can = present_per_slot(self.m, where)
        size = np.bincount(where, weights=self.m.size, minlength=self.m.groups + 1)[:-1]
        slot = place_in_slots(can == size[:, None], self.capacity)
        slot = np.where(slot < 0, can.argmax(axis=1), slot).astype(np.int32)
        return Division(where, slot, *assess(self.m, state_of(self.m, where, slot)))

    def prepare(self) -> None:
        """Load the kernel, which the very first time compiles it: no time of the search."""
        import circlemix.kernels  # noqa: F401, PLC0415

    def first(self) -> Division:
        """Make a new first division."""
        sizes, nominal = self.compiled.tables.sizes, self.compiled.nominal
        where, slot = first_division(self.m, self.rng, nominal, sizes, self.capacity)
        return Division(where, slot, *assess(self.m, state_of(self.m, where, slot)))

    def anneal(
        self,
        s: State,
        steps: int,
        hot: float,
        cold: float,
        free: I32 | None = None,
        *,
        kernel: Callable[..., float] | None = None,
    ) -> float:
        """Run the kernel on a state; temperatures in parts of the model's scale. Returns the change in worth."""
        from circlemix.kernels import anneal  # noqa: PLC0415  compiles, so only when a search begins

        m = self.m
        if not len(self.free):
            return 0.0
        if self._priced_at != self.penalty:
            self._priced_at, self._prices = self.penalty, priced(m, self.penalty)
        table, link_worth = self._prices
        return (kernel or anneal)(
            m.entry, m.feature, m.times, m.available, m.link_start, m.link, link_worth,
            m.kind, m.offset, table, m.ruled,
            s.where, s.slot, s.start, s.units, s.member, s.place, s.counts, s.slot_start, s.slot_group,
            self.free if free is None else free, self.random, steps, hot * m.scale, cold * m.scale,
            self.penalty, 2.0 * m.scale, 8 if self.flexible else 0, m.widest, m.limit,
        )  # fmt: skip

    def mend(self, s: State, clock: Clock, rounds: int = 8) -> State:
        """Try about everything for the units in groups that break a rule."""
        for attempt in range(rounds):
            hard = broken_per_group(self.m, s.where, s.slot, s.counts)
            inside = self.free[np.isin(s.where[self.free], np.flatnonzero(hard > 0))]
            if not inside.size or clock.stop.reason(clock.way()) == "asked":
                break
            steps = min(len(inside) * min(len(self.free), 500 * (1 + attempt)) * 2, 4 * CHUNK)
            hot = 0.1 * 2.0**-attempt
            if self._in_blocks():
                clock.spend(steps, lambda: self._mend_block(s, np.flatnonzero(hard > 0), steps, hot))  # noqa: B023
                s = state_of(self.m, s.where, s.slot)
            else:
                clock.spend(steps, lambda: self.anneal(s, steps, hot, COLD, inside))  # noqa: B023
            s = reslot(self.m, s, self.capacity, self.rng)
        return s

    def _mend_block(self, s: State, bad: I64, steps: int, hot: float) -> None:
        """Mend groups amid others by lot, in near memory."""
        block = blocks.around(self.m, s, bad, self.rng)
        seed = int(self.rng.integers(1, 2**62))
        task = blocks.task_of(self.m, s.where, s.slot, block, self.penalty, (seed, steps, hot, COLD))
        first = np.flatnonzero(np.isin(s.where[block.units], bad) & (self.m.fixed[block.units] < 0))
        s.where[block.units] = block.groups[blocks.work(task._replace(first=first.astype(np.int32)))]

    def run(
        self,
        best: Division,
        clock: Clock,
        tell: Callable[[Division], None],
        *,
        feasible_is_enough: bool = False,
    ) -> tuple[Division, str]:
        """Anneal in cycles until told to stop; ``tell`` hears the best so far after each piece of work."""
        with self.yard:
            current, cycle = best, 0
            why = clock.stop.reason(clock.way())
            while why is None and len(self.free):
                current, why = self._cycle(current, clock, cycle, lambda: tell(best))  # noqa: B023
                if current.better_than(best):
                    best = current
                    clock.improved()
                cycle += 1
                current = best if cycle % 2 or len(self.free) > AFRESH else self.first()
                if best.hard:
                    self.penalty = min(self.penalty * 1.3, 50.0 * self.m.scale)
                tell(best)
                if feasible_is_enough and best.hard == 0:
                    return best, "done"
            return best, why or "done"

    def _cycle(
        self, start: Division, clock: Clock, cycle: int, tell: Callable[[], None]
    ) -> tuple[Division, str | None]:
        """Heat up and cool down once, in pieces short enough to be stopped between."""
        s = state_of(self.m, start.where.copy(), start.slot.copy())
        quick = cycle == 0
        planned, noise = self._planned(clock, quick=quick), NOISE[cycle % len(NOISE)]
        done, why = 0, None
        while done < planned and why is None:
            left = int(min(planned - done, max(1.0, clock.remaining() * (1 - MENDING))))
            steps = min(self._piece(planned), left)
            hot, cold = _heat(done / (done + left)), _heat((done + steps) / (done + left))
            if self._in_blocks():
                clock.spend(steps, lambda: self._pass(s, steps, hot, cold, tell))  # noqa: B023
            else:
                clock.spend(steps, lambda: self.anneal(s, steps, hot, cold))  # noqa: B023
            done += steps
            s = reslot(self.m, s, self.capacity, self.rng, noise * max(0.0, 0.7 - done / (done + left)))
            tell()
            why = clock.stop.reason(clock.way())
        if self._in_blocks():
            s = state_of(self.m, s.where, s.slot)
        if why != "asked" and not (quick and self._in_blocks()):
            s = self.mend(s, clock)
        return Division(s.where, s.slot, *assess(self.m, s)), why or clock.stop.reason(clock.way())

    def _pass(self, s: State, steps: int, hot: float, cold: float, tell: Callable[[], None]) -> None:
        """Search every block once, here or wherever the executor is, and bring the outcomes together.

        Only where units are and when groups meet is kept up to date: no more is needed for the next pass.
        """
        m = self.m
        block = blocks.dealt(m, self.rng)
        units = np.bincount(block[s.where] + 1, minlength=int(block.max()) + 2)[1:].tolist()
        seeds = self.rng.integers(1, 2**62, size=len(units)).tolist()
        ways = [
            (seed, steps * number // len(m.fixed), hot, cold)
            for seed, number in zip(seeds, units, strict=True)
        ]
        for _ in self.yard.search(s, block, ways, self.penalty):
            tell()

    def _in_blocks(self) -> bool:
        return len(self.free) > IN_BLOCKS

    def _planned(self, clock: Clock, *, quick: bool) -> int:
        """Return the steps of the next cycle: a full one, or what is left of the time when that is less.

        The first is quick, so that who stops the search early has something good.
        """
        full = max(100_000, PER_UNIT * len(self.free))
        left = clock.remaining()
        if quick:
            return int(max(1, min(QUICK * len(self.free), left * 0.1)))
        if left >= 2 * full:
            return full
        return max(1, int(left / 2 if left > 1.3 * full else left))

    def _piece(self, planned: int) -> int:
        """Return the steps between two looks at the clock, and two chances for groups to change slots."""
        if self._in_blocks():
            return max(CHUNK, planned // PASSES)
        return max(1, min(CHUNK, max(4096, planned // 48)))


def _heat(way: float) -> float:
    """Return the temperature at a part of a cycle: falling by equal factors, with a cold end."""
    return float(HOT * (COLD / HOT) ** min(1.0, way / 0.95))
