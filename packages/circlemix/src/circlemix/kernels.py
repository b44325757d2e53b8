"""The inner loop of the search. Compiled by numba when first imported, so only the search imports this module.

One function with plain arrays, because it must be ready within seconds of the first use: passing tuples of arrays
between small functions took ten times as long to compile, and reference counting five times as long to run.
"""

from __future__ import annotations

import math

import numpy as np

from circlemix.fast import fast
from circlemix.model import F64, I16, I32, I64, U8, U64

SIGNATURE = (
    "float64(int64[::1], int32[::1], int32[::1], uint8[:, ::1], int64[::1], int32[::1], float64[::1], int32[::1],"
    " int64[:, ::1], float64[::1], int32[::1], int32[::1], int32[::1], int64[::1], int32[::1], int32[::1], int32[::1],"
    " int16[:, ::1], int64[::1], int32[::1], int32[::1], uint64[::1], int64, float64, float64, float64, float64,"
    " int64, int64, int64)"
)


@fast(SIGNATURE, any_order=False)
def anneal(  # noqa: C901, PLR0912, PLR0915, PLR0917  one function on purpose: see above
    # The problem, see model.Model
    entry: I64,
    feature: I32,
    times: I32,
    available: U8,
    link_start: I64,
    link: I32,
    link_worth: F64,
    kind: I32,
    offset: I64,
    table: F64,
    ruled: I32,
    # Where everybody is, see state.State
    where: I32,
    slot: I32,
    start: I64,
    units: I32,
    member: I32,
    place: I32,
    count: I16,
    slot_start: I64,
    slot_group: I32,
    # How to search
    free: I32,
    random: U64,
    steps: int,
    hot: float,
    cold: float,
    penalty: float,
    reach: float,
    inserts: int,
    widest: int,
    limit: int,
) -> float:
    """Try random exchanges of two units, keeping those that are better or, the hotter the more often, a bit worse.

    Simulated annealing (Kirkpatrick et al. 1983), from temperature ``hot`` to ``cold`` in ``steps`` steps.

    :param free: the units from which the first of each exchange is drawn.
    :param random: state of the generator, one number, kept up to date.
    :param penalty: what one person at a slot at which they cannot come costs.
    :param reach: the most that one exchange can gain apart from mended rules.
    :param inserts: of 64 tries, how many move one unit alone.
    :param widest: people in the largest group that the tables can take.
    :param limit: people who may wait.
    :returns: the change in worth.
    """
    multiplier, increment, shift = (
        np.uint64(6364136223846793005),
        np.uint64(1442695040888963407),
        np.uint64(33),
    )
    x = random[0]
    waiting = len(kind) - 1
    rows = waiting + 1 if limit > 0 else waiting
    cooling = math.exp(math.log(cold / hot) / max(1, steps // 256))
    heat, gained = hot, 0.0
    for step in range(steps):
        if step & 255 == 255:
            heat *= cooling
        # Whom to move, where to (mostly a group at the same slot, which breaks no common slot), in exchange for whom.
        x = x * multiplier + increment
        u = free[np.int64(x >> shift) % len(free)]
        g = where[u]
        x = x * multiplier + increment
        drawn = np.int64(x >> shift)
        if g < waiting and drawn & 3 > 0:
            first = slot_start[slot[g]]
            h = slot_group[first + (drawn >> 2) % (slot_start[slot[g] + 1] - first)]
        else:
            h = np.int32((drawn >> 2) % rows)
        if h == g:
            continue
        x = x * multiplier + increment
        drawn = np.int64(x >> shift)
        v = np.int32(-1)
        if drawn & 63 >= inserts and units[h] > 0:
            v = member[start[h] + (drawn >> 6) % units[h]]
        i, i_end = entry[u], entry[u + 1]
        j, j_end = i_end, i_end
        if v >= 0:
            j, j_end = entry[v], entry[v + 1]
        more = times[i] - (times[j] if v >= 0 else 0)
        if more != 0:
            most_h = limit if h == waiting else widest
            most_g = limit if g == waiting else widest
            if count[h, 0] + more > most_h or count[g, 0] - more > most_g:
                continue
        gain = 0.0
        # Slots
        if h < waiting:
            gain -= penalty * times[i] * (1 - available[u, slot[h]])
        if g < waiting:
            gain += penalty * times[i] * (1 - available[u, slot[g]])
        if v >= 0:
            if g < waiting:
                gain -= penalty * times[j] * (1 - available[v, slot[g]])
            if h < waiting:
                gain += penalty * times[j] * (1 - available[v, slot[h]])
        if gain < -(reach + 20.0 * heat):
            continue
        # Features: both lists ascend, so walk them side by side; what both have alike changes nothing.
        rule, gained_g, gained_h = np.int32(-1), np.int64(0), np.int64(0)
        while True:
            f, d = np.int32(2147483647), np.int64(0)
            if i < i_end:
                f, d = feature[i], np.int64(times[i])
            if j < j_end and feature[j] <= f:
                if feature[j] < f:
                    f, d = feature[j], np.int64(0)
                else:
                    i += 1
                d -= times[j]
                j += 1
            else:
                i += 1
            if f == 2147483647 or ruled[f] != rule:
                if rule >= 0:
                    if g < waiting:
                        o = offset[kind[g], rule] + count[g, rule]
                        gain += table[o + gained_g] - table[o]
                    if h < waiting:
                        o = offset[kind[h], rule] + count[h, rule]
                        gain += table[o + gained_h] - table[o]
                if f == 2147483647:
                    break
                rule, gained_g, gained_h = ruled[f], np.int64(0), np.int64(0)
            if d == 0:
                continue
            if g < waiting:
                o = offset[kind[g], f] + count[g, f]
                gain += table[o - d] - table[o]
            if h < waiting:
                o = offset[kind[h], f] + count[h, f]
                gain += table[o + d] - table[o]
            if rule >= 0:
                gained_g += np.int64(count[g, f] > d) - np.int64(count[g, f] > 0)
                gained_h += np.int64(count[h, f] + d > 0) - np.int64(count[h, f] > 0)
        # Pairs
        for one, other, here, there in ((u, v, g, h), (v, u, h, g)):
            if one < 0:
                continue
            for k in range(link_start[one], link_start[one + 1]):
                with_whom = link[k]
                if where[with_whom] == there:
                    if there < waiting and with_whom != other:
                        gain += link_worth[k]
                elif where[with_whom] == here and here < waiting:
                    gain -= link_worth[k]
        if gain < 0 and math.exp(gain / heat) * 2147483648.0 < np.int64((x * multiplier) >> shift):
            continue
        # Do it.
        gained += gain
        for one, here, there in ((u, g, h), (v, h, g)):
            if one < 0:
                continue
            last = member[start[here] + units[here] - 1]
            member[start[here] + place[one]] = last
            place[last] = place[one]
            units[here] -= 1
            member[start[there] + units[there]] = one
            place[one] = units[there]
            units[there] += 1
            where[one] = there
            for k in range(entry[one], entry[one + 1]):
                f, d, rule = feature[k], times[k], ruled[feature[k]]
                if rule >= 0:
                    count[here, rule] -= count[here, f] == d
                    count[there, rule] += count[there, f] == 0
                count[here, f] -= d
                count[there, f] += d
    random[0] = x
    return gained
