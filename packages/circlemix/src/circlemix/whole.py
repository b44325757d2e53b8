"""What a whole state is worth, counted afresh in numpy: the twin of the kernel, and what decides which is best."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from circlemix.model import F64, I16, I32, I64, Model
from circlemix.state import State

CHUNK = 256
"""Groups looked up together, so that what is between fits in near memory."""


def broken_per_group(m: Model, where: I32, slot: I32, counts: I16) -> I64:
    """Count per group by how much hard rules are broken (G)."""
    hard = _added_up(m, m.hard, counts).astype(np.int64)
    seated = where < m.groups
    unit = np.flatnonzero(seated)
    missing = unit[m.available[unit, slot[where[unit]]] == 0]
    hard += np.bincount(where[missing], weights=m.size[missing], minlength=m.groups).astype(np.int64)
    first, together = _together(m, where)
    pairs = np.bincount(where[first], weights=m.link_hard[together], minlength=m.groups)
    return np.asarray(hard + pairs.astype(np.int64), dtype=np.int64)


def assess(m: Model, s: State) -> tuple[int, float]:
    """Return broken rules and worth of a whole state; nobody waiting counts as zero."""
    hard = int(broken_per_group(m, s.where, s.slot, s.counts).sum())
    hard += max(0, int(s.counts[-1, 0]) - m.limit)
    worth = float(_added_up(m, m.worth, s.counts).sum())
    _, together = _together(m, s.where)
    return hard, worth + float(m.link_worth[together].sum())


def priced(m: Model, penalty: float) -> tuple[F64, F64]:
    """Return the tables and the links with broken rules at a price."""
    return m.worth - penalty * m.hard, m.link_worth - penalty * m.link_hard


def _added_up(m: Model, table: F64 | I32, counts: I16) -> npt.NDArray[np.float64]:
    """Return per group what a table says of its counts (G); about most features it says nothing."""
    something = np.add.reduceat((table != 0).astype(np.int32), m.offset.ravel()) > 0
    features = np.flatnonzero(something.reshape(m.offset.shape).any(axis=0))
    offset = m.offset[:, features]
    total = np.zeros(m.groups)
    for low in range(0, m.groups, CHUNK):
        some = slice(low, min(low + CHUNK, m.groups))
        total[some] = table[offset[m.kind[some]] + counts[some][:, features]].sum(axis=1)
    return total


def _together(m: Model, where: I32) -> tuple[I64, I64]:
    """Return one end and the place of each link between units in the same group, each once."""
    first = np.repeat(np.arange(len(where)), np.diff(m.link_start))
    same = (where[first] == where[m.link]) & (where[first] < m.groups) & (first < m.link)
    links = np.flatnonzero(same)
    return first[links], links
