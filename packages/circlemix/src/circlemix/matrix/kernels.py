"""The inner loop of the search on a matrix. Compiled when first imported, so only the search imports this module.

What a swap of i and j changes is known from sums of rows: with S[g, i] the dissimilarities between i and group g,
it is S[b, i] - S[a, i] + S[a, j] - S[b, j] - 2 d[i, j] for i in a and j in b. One step takes one element i and looks
at all its swaps at once, in rows that lie one after the other in memory, many numbers per instruction.

Rows are filled up to a whole number of registers with elements that are in no group.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from circlemix.fast import fast
from circlemix.matrix import vectors

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
U64 = npt.NDArray[np.uint64]

NOISE = 4096
"""At how many places in the table of noise a row of it may begin."""


@fast("void(float32[::1], float32[::1], float32[::1], int32[::1], float32[::1], float32[::1], int64, int64)")
def exchange(  # noqa: PLR0917
    from_a: F32, from_b: F32, own: F32, groups: I32, joins_b: F32, joins_a: F32, a: int, b: int
) -> None:
    """Keep the sums of two groups up to date after a swap.

    :param joins_b: twice the dissimilarities of who went from ``a`` to ``b``; ``joins_a`` of who went the other way.
    """
    for k in range(groups.shape[0]):
        half = np.float32(0.5) * (joins_a[k] - joins_b[k])
        to_a = from_a[k] + half
        to_b = from_b[k] - half
        from_a[k] = to_a
        from_b[k] = to_b
        mine = own[k]
        mine = to_a if groups[k] == a else mine
        own[k] = to_b if groups[k] == b else mine


@fast("int64(float32[::1], float32[::1], float32, float32, int32[:, ::1])")
def roomiest(reach: F32, noise: F32, heat: Any, most: Any, room: I32) -> int:
    """Return the group to which moving alone gains more than ``most``, noise included, or -1.

    :param room: rows for how many members each group has, must have and may have.
    """
    best = -1
    for g in range(room.shape[1]):
        value = reach[g] + heat * noise[g]
        if value > most and room[0, g] < room[2, g]:
            most = value
            best = g
    return best


@fast(
    "int64(float32[:, ::1], int32[::1], float32[:, ::1], float32[::1], int32[:, ::1], int32[::1], float32[::1],"
    " float32[::1], float32[::1], float32[::1], int64, float64, float64, float64[::1], uint64[::1])"
)
def anneal(  # noqa: C901, PLR0917  one function, because passing the arrays on takes longer than the work
    twice: F32,
    groups: I32,
    table: F32,
    own: F32,
    room: I32,
    best: I32,
    noise: F32,
    nobody: F32,
    reach: F32,
    gain: F32,
    steps: int,
    hot: float,
    cold: float,
    value: F64,
    state: U64,
) -> int:
    """Take steps of simulated annealing, from one temperature to another; return how many changed something.

    Metropolis accepts a change when u < exp(gain / heat), u uniform; that is gain + heat * (-ln u) > 0. With a table
    of -ln u, all swaps of an element are tried by adding a row of it, and the one that passes best is made.

    :param twice: twice the dissimilarities.
    :param table: the sum of dissimilarities between each group and each element; ``own``: with its own group.
    :param room: see ``roomiest``.
    :param best: the best groups so far. Kept up to date, as are ``groups``, ``table``, ``own`` and ``room``.
    :param noise: numbers from the standard exponential distribution.
    :param nobody: zeros, for who moves without anyone moving back.
    :param value: the objective now, and of the best.
    """
    changed = 0
    count = twice.shape[0]
    ratio = cold / hot
    heat = np.float32(hot)
    for step in range(steps):
        if step & 63 == 0:
            heat = np.float32(hot * ratio ** (step / steps))
        # xorshift (Marsaglia 2003)
        x = state[0]
        x ^= x << np.uint64(13)
        x ^= x >> np.uint64(7)
        x ^= x << np.uint64(17)
        state[0] = x
        i = np.int64(((x >> np.uint64(32)) * np.uint64(count)) >> np.uint64(32))
        row = noise[np.int64(x & np.uint64(NOISE - 1)) :]
        old = groups[i]
        base = table[old, i]
        for g in range(table.shape[0]):
            reach[g] = table[g, i] - base
        reach[old] = np.float32(-1e30)
        if reach.shape[0] == vectors.TABLE:
            most = vectors.most_gain(reach, groups, table[old], own, twice[i], row, heat, gain)
        else:
            most = vectors.most_gain_of_many(reach, groups, table[old], own, twice[i], row, heat, gain)
        alone = -1
        if room[0, old] > room[1, old]:
            alone = roomiest(reach, row[1:], heat, max(most, np.float32(0)), room)
        if alone >= 0:
            value[0] += reach[alone]
            room[0, old] -= 1
            room[0, alone] += 1
            groups[i] = alone
            exchange(table[old], table[alone], own, groups, twice[i], nobody, old, alone)
        elif most > 0:
            j = 0
            while gain[j] != most:
                j += 1
            new = groups[j]
            value[0] += most - heat * row[j]
            groups[i] = new
            groups[j] = old
            exchange(table[old], table[new], own, groups, twice[i], twice[j], old, new)
        else:
            continue
        changed += 1
        if value[0] > value[1]:
            value[1] = value[0]
            for k in range(count):
                best[k] = groups[k]
    return changed
