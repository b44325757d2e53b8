"""A large problem in blocks of groups that are searched apart: near memory is fast, and blocks need no one another.

An exchange touches two groups. In each pass every group falls into one block by lot, and only groups in the same block
exchange people; over the passes everybody meets everybody. A block is a small problem with plain arrays, so it can be
done here or by any executor. The outcome does not depend on where: each block has a seed of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from circlemix.model import I32, I64, Model
from circlemix.sharing import Board, Shared, seen
from circlemix.state import State, state_of
from circlemix.whole import priced

GROUPS = 1_000
"""Groups per block: their counts and people then fit in the nearest memory of a core."""


class Task(NamedTuple):
    """All that a block needs, small enough to send."""

    model: Model
    where: I32
    slot: I32
    seed: int
    steps: int
    hot: float
    cold: float
    penalty: float
    first: I32 | None = None  # the units of which each exchange moves one; None: all that may move


@dataclass(frozen=True, eq=False)
class Block:
    """Some units (ascending) and the groups they are in."""

    units: I64
    groups: I64


Way = tuple[int, int, float, float]
"""How to search a block: its seed, its steps, and the temperatures at both ends."""


def dealt(m: Model, rng: np.random.Generator) -> I32:
    """Deal the groups over blocks by lot: a block per group, -1 for waiting."""
    count = max(1, round(m.groups / GROUPS))
    return np.append(rng.permutation(m.groups) % count, -1).astype(np.int32)


def cut(where: I32, block_of_group: I32) -> list[Block]:
    """Return all blocks, as they were dealt."""
    count = int(block_of_group.max()) + 1
    block_of_unit = block_of_group[where]
    order = np.argsort(block_of_unit, kind="stable")
    ends = np.searchsorted(block_of_unit[order], np.arange(count + 1))
    return [
        Block(order[ends[b] : ends[b + 1]], np.flatnonzero(block_of_group[:-1] == b)) for b in range(count)
    ]


def around(m: Model, s: State, groups: I64, rng: np.random.Generator) -> Block:
    """Put some groups in a block together with others by lot."""
    others = rng.permutation(m.groups)[: max(0, GROUPS - len(groups))]
    inside = np.zeros(m.groups + 1, dtype=np.bool_)
    inside[groups] = inside[others] = True
    return Block(np.flatnonzero(inside[s.where]), np.flatnonzero(inside[:-1]))


def task_of(  # noqa: PLR0917
    m: Model, where: I32, slot: I32, block: Block, penalty: float, way: Way
) -> Task:
    """Cut the model down to a block."""
    local_unit = np.full(len(m.fixed), -1, dtype=np.int32)
    local_unit[block.units] = np.arange(len(block.units))
    local_group = np.full(len(m.kind), len(block.groups), dtype=np.int32)
    local_group[block.groups] = np.arange(len(block.groups))
    entry, places = _rows(m.entry, block.units)
    link_start, links = _rows(m.link_start, block.units)
    inside = local_unit[m.link[links]] >= 0
    owner = np.repeat(np.arange(len(block.units)), np.diff(link_start))[inside]
    link_start = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(block.units)))])
    links = links[inside]
    fixed = m.fixed[block.units]
    model = m._replace(
        entry=entry,
        feature=m.feature[places],
        times=m.times[places],
        available=m.available[block.units],
        link_start=link_start.astype(np.int64),
        link=local_unit[m.link[links]],
        link_worth=m.link_worth[links],
        link_hard=m.link_hard[links],
        fixed=np.where(fixed >= 0, local_group[fixed], -1).astype(np.int32),
        kind=np.append(m.kind[block.groups], 0).astype(np.int32),
        limit=0,
    )
    return Task(model, local_group[where[block.units]], slot[block.groups], *way, penalty)


def work(task: Task) -> I32:
    """Search a block; returns the group of each of its units. Runs in whichever process it is sent to."""
    from circlemix.kernels import anneal  # noqa: PLC0415  compiles, so only when a search begins

    m = task.model
    s = state_of(m, task.where, task.slot)
    free = np.flatnonzero(m.fixed < 0).astype(np.int32) if task.first is None else task.first
    if len(free):
        random = np.array([task.seed], dtype=np.uint64)
        table, link_worth = priced(m, task.penalty)
        anneal(
            m.entry, m.feature, m.times, m.available, m.link_start, m.link, link_worth,
            m.kind, m.offset, table, m.ruled,
            s.where, s.slot, s.start, s.units, s.member, s.place, s.counts, s.slot_start, s.slot_group,
            free, random, task.steps, task.hot * m.scale, task.cold * m.scale,
            task.penalty, 2.0 * m.scale, 4, m.widest, m.limit,
        )  # fmt: skip
    return s.where


class Order(NamedTuple):
    """A block to search for who sees the whole problem: which, and how."""

    board: Board
    numbers: tuple[int, int, float]
    block: int
    way: Way
    penalty: float


class Yard:
    """Where blocks are searched: here, or wherever the executor is. Use as a context.

    Processes of this machine see the problem in shared memory, cut their block out of it and put the outcome back;
    threads and other machines get each block for itself.
    """

    def __init__(self, m: Model, executor: Executor | None) -> None:
        self.m, self.executor = m, executor
        self._shared: Shared | None = None

    def __enter__(self) -> Yard:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shared is not None:
            self._shared.close()
            self._shared = None

    def search(self, s: State, block_of_group: I32, ways: list[Way], penalty: float) -> Iterator[None]:
        """Search all blocks, each its own way, and put units where they go; yields after each."""
        if isinstance(self.executor, ProcessPoolExecutor):
            yield from self._together(self.executor, s, block_of_group, ways, penalty)
            return
        cuts = cut(s.where, block_of_group)
        where, slot = s.where.copy(), s.slot
        tasks = (
            task_of(self.m, where, slot, block, penalty, way) for block, way in zip(cuts, ways, strict=True)
        )
        for block, found in zip(cuts, done(tasks, self.executor), strict=True):
            s.where[block.units] = block.groups[found]
            yield

    def _together(
        self, executor: Executor, s: State, block_of_group: I32, ways: list[Way], penalty: float
    ) -> Iterator[None]:
        m = self.m
        if self._shared is None:
            self._shared = Shared([*m[:-3], s.where, s.slot, block_of_group])
        where, slot, block = self._shared.arrays[-3:]
        where[...], slot[...], block[...] = s.where, s.slot, block_of_group
        numbers = (m.widest, m.limit, m.scale)
        orders = (Order(self._shared.board, numbers, k, way, penalty) for k, way in enumerate(ways))
        futures = [executor.submit(fulfil, order) for order in orders]
        for future in futures:
            future.result()
            yield
        s.where[...] = where


def fulfil(order: Order) -> None:
    """Search a block of a problem in shared memory, and put its units where they go."""
    *arrays, where, slot, block_of_group = seen(order.board)
    m = Model._make([*arrays, *order.numbers])
    # Others may be moving units meanwhile, but not into or out of the groups of this block.
    units = np.flatnonzero(block_of_group[where] == order.block)
    block = Block(units, np.flatnonzero(block_of_group[:-1] == order.block))
    where[units] = block.groups[work(task_of(m, where, slot, block, order.penalty, order.way))]


def done(tasks: Iterator[Task], executor: Executor | None) -> Iterator[I32]:
    """Do tasks here or elsewhere, yielding in order what comes of each; asks for a few at a time."""
    if executor is None:
        yield from (work(task) for task in tasks)
        return
    ahead: list[Future[I32]] = []
    for task in tasks:
        ahead.append(executor.submit(work, task))
        if len(ahead) >= 8:
            yield ahead.pop(0).result()
    yield from (future.result() for future in ahead)


def _rows(start: I64, rows: I64) -> tuple[I64, I64]:
    """Return where each of some compressed rows begins when put after another, and the places they come from."""
    length = start[rows + 1] - start[rows]
    begin = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    return begin, np.arange(begin[-1]) - np.repeat(begin[:-1] - start[rows], length)
