"""Where every unit is during a search, and what is counted because of that."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from circlemix.model import I16, I32, I64, Model


class State(NamedTuple):
    """Arrays that the search keeps in step. Row G is the waiting row; fixed units are counted but not listed."""

    where: I32  # U: group of each unit
    slot: I32  # G: slot at which each group meets
    start: I64  # G + 1: where the members of each group begin in member
    units: I32  # G + 1: how many of them there are
    member: I32
    place: I32  # U: position of a unit among the members of its group
    counts: I16  # G + 1, F
    slot_start: I64  # S + 1: where the groups of each slot begin in slot_group
    slot_group: I32


def state_of(m: Model, where: I32, slot: I32) -> State:
    """Count everything for units in groups (U) that meet at slots (G)."""
    groups = len(m.kind)
    free = np.flatnonzero(m.fixed < 0)
    room = np.full(groups, m.widest + 1, dtype=np.int64)
    room[-1] = len(where)
    start = np.concatenate([[0], np.cumsum(room)[:-1]]).astype(np.int64)
    order = free[np.argsort(where[free], kind="stable")]
    number = np.bincount(where[free], minlength=groups)
    first = np.concatenate([[0], np.cumsum(number)[:-1]])
    place = np.zeros(len(where), dtype=np.int32)
    place[order] = np.arange(len(order)) - np.repeat(first, number)
    member = np.zeros(int(room.sum()), dtype=np.int32)
    member[start[where[free]] + place[free]] = free
    slots = m.available.shape[1]
    slot_start = np.zeros(slots + 1, dtype=np.int64)
    np.cumsum(np.bincount(slot, minlength=slots), out=slot_start[1:])
    return State(
        where=where.astype(np.int32),
        slot=slot.astype(np.int32),
        start=start,
        units=number.astype(np.int32),
        member=member,
        place=place,
        counts=_count(m, where),
        slot_start=slot_start,
        slot_group=np.argsort(slot, kind="stable").astype(np.int32),
    )


def _count(m: Model, where: I32) -> I16:
    groups, features = len(m.kind), m.offset.shape[1]
    counts = np.zeros((groups, features), dtype=np.int16)
    group = np.repeat(where.astype(np.int64) * features, np.diff(m.entry))
    np.add.at(counts.reshape(-1), group + m.feature, m.times.astype(np.int16))
    counts += m.base.astype(np.int16)
    for counter in np.unique(m.ruled[m.ruled >= 0]).tolist():
        # The values of one category are neighbours.
        among = np.flatnonzero(m.ruled == counter)
        counts[:, counter] = np.count_nonzero(counts[:, among[0] : among[-1] + 1], axis=1)
    return counts
