"""Build groups whose sums cancel, by matching halves again and again: the largest differencing method, with geometry.

Karmarkar and Karp (1982) divide numbers evenly by replacing two large ones with their difference. Here halves that
point in opposite directions become one part with a small sum, and parts are halves for the next round.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from circlemix.features import kernels
from circlemix.features.halving import Level, Parts, levels_for
from circlemix.interrupts import Asked, never

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]

ROUGH = 2e-6
"""Seconds a first pass takes per pair, until one was measured."""

ROUGH_LEAF = 8
"""The most pairs in a cell when time is short: half the time, half again as much left over."""

WINDOW = 8
"""After this many passes that together brought almost nothing, a matching is as good as it gets."""

ALMOST_NOTHING = 0.004


@dataclass
class Spending:
    """Passes, or seconds, that may still be used. With passes only, the result does not depend on the machine."""

    passes: int | None = None
    until: float = float("inf")
    used: int = 0
    pace: float = ROUGH
    asked: Asked = never

    def allows(self, count: int, done: int, until: float) -> bool:
        """Tell whether one more pass over this many pairs fits, after ``done`` of them in this round."""
        if (self.passes is not None and done >= self.passes) or self.asked():
            return False
        return time.perf_counter() + self.pace * count <= min(until, self.until)

    def leaf(self, work: int) -> int:
        """Return how large cells may be for a first pass over this many pairs, 0 when even small ones take too long."""
        left = 0.0 if self.asked() else self.until - time.perf_counter()
        if left > self.pace * work:
            return kernels.LEAF
        return ROUGH_LEAF if left > self.pace * work / 2 else 0

    def spent(self, count: int, seconds: float) -> None:
        self.used += 1
        self.pace = seconds / max(count, 1)


@dataclass
class Matcher:
    """The kernels with their scratch memory, for up to ``most`` pairs of halves with ``width`` coordinates."""

    most: int
    width: int
    seed: int
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)
        edge = kernels.LEAF + 2
        self.state = self.rng.integers(1, 2**63, size=1).astype(np.uint64)
        self.key = np.empty(self.most, np.float32)
        self.spare = np.empty(self.most, np.int32)
        self.direction = np.empty(self.width, np.float32)
        self.stack = np.empty((64, 2), np.int64)
        self.cost = np.empty((edge, edge), np.float32)
        self.price = np.empty((3, edge), np.float32)
        self.link = np.empty((4, edge), np.int32)

    def go_over(self, sums: F32, left: I32, right: I32, *, apart: bool, leaf: int = kernels.LEAF) -> float:
        """Improve a matching by one pass; return how much lower Σ a·b became."""
        return kernels.match(
            sums, left, right, apart, leaf, self.state, self.key, self.spare, self.direction,
            self.stack, self.cost, self.price, self.link,
        )  # fmt: skip

    def improve(
        self, parts: Parts, left: I32, right: I32, spending: Spending, *, until: float, ahead: int
    ) -> None:
        """Match left with right halves, first from nothing, then pass after pass while it helps.

        Between passes, halves of one size change sides at random, so any two of them can meet in the end.

        :param until: when to leave off, the first pass apart.
        :param ahead: pairs in this and later rounds. The first pass is left out when all those cannot be had.
        """
        count = len(left)
        leaf = spending.leaf(ahead)
        if count < 2 or not leaf or spending.passes == 0:
            return
        begun = time.perf_counter()
        self.go_over(parts.sums, left, right, apart=True, leaf=leaf)
        spending.spent(count, time.perf_counter() - begun)
        cost = squares(parts.sums[left] + parts.sums[right])
        sizes = parts.sizes
        gains: deque[float] = deque(maxlen=WINDOW)
        done = 1
        while spending.allows(count, done, until):
            begun = time.perf_counter()
            self.change_sides(left, right, sizes)
            gains.append(2 * self.go_over(parts.sums, left, right, apart=False))
            cost -= gains[-1]
            done += 1
            spending.spent(count, time.perf_counter() - begun)
            if len(gains) == WINDOW and sum(gains) < ALMOST_NOTHING * cost:
                return

    def change_sides(self, left: I32, right: I32, sizes: I32) -> None:
        """Let pairs of equal halves change sides, each with an even chance."""
        change = (self.rng.random(len(left), dtype=np.float32) < 0.5) & (sizes[left] == sizes[right])
        left[change], right[change] = right[change], left[change]


def squares(sums: F32) -> float:
    return float(np.einsum("ij,ij->", sums, sums, dtype=np.float64))


def build(values: F32, sizes: I32, spending: Spending, seed: int) -> I32:
    """Divide centred values into groups with sums near zero; sizes may differ by one at most.

    :returns: the members, one row per group in the order of ``sizes``, filled up with -1.
    """
    levels = levels_for(Counter(sizes.tolist()))
    empty = levels[0].uneven if levels and levels[0].other == 0 else 0
    parts = Parts.of_elements(values, empty)
    matcher = Matcher(max((level.count for level in levels), default=0), values.shape[1], seed)
    work = sum(level.count for level in levels)
    for level in levels:
        now = time.perf_counter()
        until = now + (spending.until - now) * level.count / work
        left, right = deal(parts, level, matcher.rng)
        matcher.improve(parts, left, right, spending, until=until, ahead=work)
        work -= level.count
        parts = parts.joined(left, right)
    return in_order(parts.members, sizes)


def deal(parts: Parts, level: Level, rng: np.random.Generator) -> tuple[I32, I32]:
    """Divide halves over left and right at random, so that left ones all have the size they should."""
    sizes = parts.sizes
    fit = rng.permutation(np.flatnonzero(sizes == level.half)).astype(np.int32)
    rest = np.flatnonzero(sizes != level.half).astype(np.int32)
    left = fit[: level.count]
    return left.copy(), rng.permutation(np.concatenate([fit[level.count :], rest]))


def build_any(values: F32, sizes: I32, spending: Spending, seed: int) -> I32:
    """Divide centred values into groups of any sizes: first all as small as the smallest, then one by one larger.

    What is added later lies nearer the middle, because each addition can be cancelled only by chance.
    """
    smallest, most = int(sizes.min()), int(sizes.max())
    if most - smallest <= 1:
        return build(values, sizes, spending, seed)
    order = np.argsort(-np.einsum("ij,ij->i", values, values), kind="stable").astype(np.int32)
    base = smallest * len(sizes)
    now = time.perf_counter()
    early = Spending(spending.passes, now + (spending.until - now) / 2, asked=spending.asked)
    rows = order[:base][build(values[order[:base]], np.full(len(sizes), smallest, np.int32), early, seed)]
    members = np.full((len(sizes), most), -1, np.int32)
    members[np.argsort(-sizes, kind="stable"), :smallest] = rows
    matcher = Matcher(len(sizes), values.shape[1], seed + 1)
    given = base
    for size in range(smallest, most):
        growing = np.flatnonzero(sizes > size).astype(np.int32)
        added = order[given : given + len(growing)]
        given += len(growing)
        parts = Parts(
            np.concatenate([sums_of(values, members[growing]), values[added]]),
            np.concatenate([members[growing, :size], np.full((len(growing), size), -1, np.int32)]),
        )
        parts.members[len(growing) :, 0] = added
        left = np.arange(len(growing), dtype=np.int32)
        right = left + np.int32(len(growing))
        matcher.improve(parts, left, right, spending, until=spending.until, ahead=len(left))
        # Any pair will do for any growing group; groups of one may even have changed sides with elements.
        members[growing, :size] = parts.members[left, :size]
        members[growing, size] = parts.members[right, 0]
    return members


def sums_of(values: F32, members: I32) -> F32:
    """Return the sum of the values of the members of each row, -1 counting for nothing."""
    sums = np.zeros((len(members), values.shape[1]), np.float32)
    for column in members.T:
        sums += np.where(column[:, None] >= 0, values[column], np.float32(0))
    return sums


def mend(values: F32, members: I32, sizes: I32, spending: Spending, seed: int) -> I32:
    """Take all groups apart in two, at random, and match the pieces again; pass after pass.

    Every piece taken out has as many members as the others, so that sizes stay. A pass can only make sums smaller.
    """
    matcher = Matcher(len(members), values.shape[1], seed)
    least = int(sizes.min())
    count = len(members)
    done = 0
    while count > 1 and least > 1 and spending.allows(count, done, spending.until):
        begun = time.perf_counter()
        taken = 1 + done % max(1, least // 2)
        keys = matcher.rng.random(members.shape, dtype=np.float32)
        keys[members < 0] = 2
        members = np.take_along_axis(members, np.argsort(keys, axis=1), axis=1)
        sums = np.concatenate([sums_of(values, members[:, :taken]), sums_of(values, members[:, taken:])])
        left = np.arange(count, dtype=np.int32)
        right = left + np.int32(count)
        matcher.go_over(sums, left, right, apart=False)
        members = np.hstack([members[left, :taken], members[right - count, taken:]])
        done += 1
        spending.spent(count, time.perf_counter() - begun)
    return in_order(members, sizes)


def in_order(members: I32, sizes: I32) -> I32:
    """Return the rows of members so that row g has ``sizes[g]`` members, those first."""
    rows = np.empty_like(members)
    rows[np.argsort(sizes, kind="stable")] = members[np.argsort((members >= 0).sum(axis=1), kind="stable")]
    # Members before the fillings.
    order = np.argsort(rows < 0, axis=1, kind="stable")
    filled: I32 = np.take_along_axis(rows, order, axis=1)[:, : int(sizes.max())]
    return filled
