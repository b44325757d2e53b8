"""Groups change their slot for another at which as many members can come."""

from __future__ import annotations

import numpy as np

from circlemix.model import F64, I32, I64, Model
from circlemix.state import State
from circlemix.wishes import Ints


def reslot(m: Model, s: State, capacity: Ints | None, rng: np.random.Generator, noise: float = 0.0) -> State:
    """Give each group a slot at which the fewest members are absent, by lot when there are several.

    Then people can be exchanged between groups that were at different slots before. With ``noise`` a group now and
    then gets a slot at which about that many more are absent, for the search to mend.
    """
    slots = m.available.shape[1]
    if slots == 1:
        return s
    present = present_per_slot(m, s.where)
    score = present + 0.5 * rng.random(present.shape)
    if noise > 0:
        score += noise * rng.gumbel(size=present.shape)
    if capacity is None:
        slot = np.argmax(score, axis=1).astype(np.int32)
    else:
        slot = _within(score, s.slot.copy(), capacity, rng)
    return with_slots(m, s, slot)


def with_slots(m: Model, s: State, slot: I32) -> State:
    """Return a state with other slots; all other arrays are shared."""
    slots = m.available.shape[1]
    slot_start = np.zeros(slots + 1, dtype=np.int64)
    np.cumsum(np.bincount(slot, minlength=slots), out=slot_start[1:])
    order = np.argsort(slot, kind="stable").astype(np.int32)
    return s._replace(slot=slot, slot_start=slot_start, slot_group=order)


def present_per_slot(m: Model, where: I32) -> I64:
    """Count per group how many members can come at each slot (G by S)."""
    slots = m.available.shape[1]
    table = np.zeros((m.groups, slots), dtype=np.int64)
    size = m.size
    for slot in range(slots):
        units = np.flatnonzero(m.available[:, slot])
        table[:, slot] = np.bincount(where[units], weights=size[units], minlength=m.groups + 1)[:-1]
    return table


def _within(scores: F64, slot: I32, capacity: Ints, rng: np.random.Generator) -> I32:
    """Change slots one group at a time, never to one that is full."""
    taken = np.bincount(slot, minlength=len(capacity))
    for group in rng.permutation(len(slot)).tolist():
        score = scores[group].copy()
        score[(taken >= capacity) & (np.arange(len(capacity)) != slot[group])] = -np.inf
        taken[slot[group]] -= 1
        slot[group] = int(score.argmax())
        taken[slot[group]] += 1
    return slot
