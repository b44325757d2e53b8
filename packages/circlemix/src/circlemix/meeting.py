"""When groups meet: a slot for each group, with no more groups in a slot than fit."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from circlemix.people import Flags
from circlemix.wishes import Ints


def place_in_slots(possible: Flags, capacity: Ints | None) -> npt.NDArray[np.int32]:
    """Choose a slot for as many groups as can be (G x S booleans → G slots, -1 for none).

    A matching of groups to slots with room for several, by augmenting paths (Kuhn 1955).
    """
    groups, slots = possible.shape
    if not slots:
        return np.full(groups, -1, dtype=np.int32)
    if capacity is None:
        return np.where(possible.any(axis=1), possible.argmax(axis=1), -1).astype(np.int32)
    choice = np.full(groups, -1, dtype=np.int32)
    inside: list[list[int]] = [[] for _ in range(slots)]
    options = [np.flatnonzero(row).tolist() for row in possible]
    for group in range(groups):
        _seat(group, options, capacity, choice, inside)
    return choice


def _seat(
    group: int, options: list[list[int]], capacity: Ints, choice: Ints, inside: list[list[int]]
) -> None:
    """Give a group a slot, moving others along a shortest chain of slots if need be."""
    came_from: dict[int, tuple[int, int]] = dict.fromkeys(options[group], (group, -1))
    queue = list(options[group])
    for slot in queue:
        if len(inside[slot]) < capacity[slot]:
            _shift(slot, came_from, choice, inside)
            return
        for other in inside[slot]:
            for further in options[other]:
                if further not in came_from:
                    came_from[further] = (other, slot)
                    queue.append(further)


def _shift(slot: int, came_from: dict[int, tuple[int, int]], choice: Ints, inside: list[list[int]]) -> None:
    while slot >= 0:
        group, before = came_from[slot]
        if before >= 0:
            inside[before].remove(group)
        inside[slot].append(group)
        choice[group] = slot
        slot = before
