"""The inner loops of matching: which half goes with which. Compiled at import, so only the search imports this module.

Halves that point in opposite directions cancel. For two halves with sums a and b, |a + b|² = |a|² + |b|² + 2 a·b, so
the best matching of many halves is the one with the smallest sum of products a·b: a linear assignment. It is solved
exactly in cells of a few dozen neighbours, found by splitting space in two again and again along random directions.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from circlemix.fast import fast

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
U64 = npt.NDArray[np.uint64]

LEAF = 32
"""The most pairs in a cell. More is slower and better per pass, but more passes over smaller cells gain more."""

SAMPLE = 32
"""How many halves tell how wide a cell is along each axis."""


@fast("uint64(uint64[::1])")
def draw(state: U64) -> Any:
    """Return the next random number (xorshift, Marsaglia 2003)."""
    x = state[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    state[0] = x
    return x


@fast("void(float32[::1], int32[::1], int32[::1], int64, int64, int64)")
def split(key: F32, first: I32, second: I32, low: int, high: int, middle: int) -> None:  # noqa: PLR0917
    """Reorder positions ``low`` to ``high`` so that no key before ``middle`` is larger than one after (Hoare 1961)."""
    left, right = low, high - 1
    while left < right:
        pivot = key[(left + right) // 2]
        i, j = left, right
        while i <= j:
            while key[i] < pivot:
                i += 1
            while key[j] > pivot:
                j -= 1
            if i <= j:
                key[i], key[j] = key[j], key[i]
                first[i], first[j] = first[j], first[i]
                second[i], second[j] = second[j], second[i]
                i += 1
                j -= 1
        if middle <= j:
            right = j
        elif middle >= i:
            left = i
        else:
            return


@fast("void(float32[:, ::1], int64, float32[:, ::1], int32[:, ::1])")
def assign(cost: F32, count: int, price: F32, link: I32) -> None:  # noqa: C901, PLR0912
    """Find the assignment of rows to columns with the lowest total cost (Kuhn 1955, Munkres 1957).

    :param price: scratch; rows for the prices of rows, of columns, and the slack of columns.
    :param link: scratch; afterwards ``link[0, j]`` is the row, from 1, that column ``j``, from 1, goes to.
    """
    for j in range(count + 1):
        price[0, j] = 0
        price[1, j] = 0
        link[0, j] = 0
    for i in range(1, count + 1):
        link[0, 0] = i
        at = 0
        for j in range(count + 1):
            price[2, j] = np.float32(1e30)
            link[2, j] = 0
        while True:
            link[2, at] = 1
            row = link[0, at]
            step = np.float32(1e30)
            nearest = 0
            for j in range(1, count + 1):
                if link[2, j] == 0:
                    slack = cost[row - 1, j - 1] - price[0, row] - price[1, j]
                    if slack < price[2, j]:
                        price[2, j] = slack
                        link[1, j] = at
                    if price[2, j] < step:
                        step = price[2, j]
                        nearest = j
            for j in range(count + 1):
                if link[2, j] == 1:
                    price[0, link[0, j]] += step
                    price[1, j] -= step
                else:
                    price[2, j] -= step
            at = nearest
            if link[0, at] == 0:
                break
        while at != 0:
            before = link[1, at]
            link[0, at] = link[0, before]
            at = before


@fast(
    "float64(float32[:, ::1], int32[::1], int32[::1], int64, int64, float32[:, ::1], float32[:, ::1], int32[:, ::1])"
)
def solve_cell(  # noqa: PLR0917
    sums: F32, left: I32, right: I32, low: int, high: int, cost: F32, price: F32, link: I32
) -> float:
    """Give the pairs ``low`` to ``high`` the best right halves among themselves; return how much lower Σ a·b is."""
    count = high - low
    before = 0.0
    for i in range(count):
        for j in range(count):
            product = np.float32(0)
            for axis in range(sums.shape[1]):
                product += sums[left[low + i], axis] * sums[right[low + j], axis]
            cost[i, j] = product
        before += cost[i, i]
    assign(cost, count, price, link)
    after = 0.0
    for j in range(1, count + 1):
        i = link[0, j] - 1
        after += cost[i, j - 1]
        link[3, i] = right[low + j - 1]
    if after >= before:
        return 0.0
    for i in range(count):
        right[low + i] = link[3, i]
    return before - after


@fast("void(float32[:, ::1], int32[::1], int64, int64, float32[::1], uint64[::1])")
def aim(sums: F32, halves: I32, low: int, high: int, direction: F32, state: U64) -> None:  # noqa: PLR0917
    """Draw a direction to split a cell along, longer on the axes on which the cell is wider."""
    for axis in range(sums.shape[1]):
        total = np.float32(0)
        squares = np.float32(0)
        for _ in range(SAMPLE):
            value = sums[halves[low + np.int64(draw(state) >> np.uint64(33)) % (high - low)], axis]
            total += value
            squares += value * value
        spread = squares / SAMPLE - (total / SAMPLE) ** 2
        bits = draw(state)
        # The sum of four uniform numbers is normal enough.
        shift = np.float32(0)
        for k in range(4):
            shift += np.float32((bits >> np.uint64(16 * k)) & np.uint64(0xFFFF)) / np.float32(65536)
        direction[axis] = max(spread, np.float32(1e-20)) * (shift - np.float32(2))


@fast("void(float32[:, ::1], int32[::1], int64, int64, float32[::1], float32, float32[::1])")
def project(sums: F32, halves: I32, low: int, high: int, direction: F32, sign: Any, key: F32) -> None:  # noqa: PLR0917
    """Write how far each half lies along a direction."""
    for k in range(low, high):
        total = np.float32(0)
        for axis in range(sums.shape[1]):
            total += direction[axis] * sums[halves[k], axis]
        key[k] = sign * total


@fast(
    "float64(float32[:, ::1], int32[::1], int32[::1], boolean, int64, uint64[::1], float32[::1], int32[::1],"
    " float32[::1], int64[:, ::1], float32[:, ::1], float32[:, ::1], int32[:, ::1])"
)
def match(  # noqa: PLR0917
    sums: F32,
    left: I32,
    right: I32,
    apart: bool,
    leaf: int,
    state: U64,
    key: F32,
    spare: I32,
    direction: F32,
    stack: Any,
    cost: F32,
    price: F32,
    link: I32,
) -> float:
    """Go once over all cells; return how much lower Σ a·b became.

    :param sums: one row per half.
    :param left: with ``right`` the pairs, as rows of ``sums``. Reordered in place.
    :param apart: split left and right halves each by themselves, which makes a first matching out of none. Otherwise
        pairs stay together while splitting, and a matching can only get better.
    :param leaf: the most pairs in a cell, not more than ``LEAF``.
    """
    gain = 0.0
    stack[0, 0] = 0
    stack[0, 1] = left.shape[0]
    depth = 1
    while depth > 0:
        depth -= 1
        low, high = stack[depth, 0], stack[depth, 1]
        if high - low <= leaf:
            gain += solve_cell(sums, left, right, low, high, cost, price, link)
            continue
        middle = (low + high) // 2
        aim(sums, left, low, high, direction, state)
        project(sums, left, low, high, direction, np.float32(1), key)
        if apart:
            split(key, left, spare, low, high, middle)
            project(sums, right, low, high, direction, np.float32(-1), key)
            split(key, right, spare, low, high, middle)
        else:
            split(key, left, right, low, high, middle)
        stack[depth, 0], stack[depth, 1] = low, middle
        stack[depth + 1, 0], stack[depth + 1, 1] = middle, high
        depth += 2
    return gain
