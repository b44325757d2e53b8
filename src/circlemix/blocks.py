"""A large problem in blocks of groups that are searched apart: near memory is fast, and blocks need no one another.

An exchange touches two groups. In each pass every group falls into one block by lot, and only groups in the same block
exchange people; over the passes everybody meets everybody. A block is a small problem with plain arrays, so it can be
done here or by any executor. The outcome does not depend on where: each block has a seed of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from circlemix.model import I32, I64, Model
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


def cut(m: Model, s: State, rng: np.random.Generator) -> list[Block]:
    """Deal the groups over blocks by lot."""
    count = max(1, round(m.groups / GROUPS))
    block_of_group = np.append(rng.permutation(m.groups) % count, -1).astype(np.int32)
    block_of_unit = block_of_group[s.where]
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


def task_of(m: Model, s: State, block: Block, penalty: float, way: tuple[int, int, float, float]) -> Task:
    """Cut the model down to a block; ``way`` is its seed, steps and temperatures at both ends."""
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
    return Task(model, local_group[s.where[block.units]], s.slot[block.groups], *way, penalty)


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
