"""Make new groups out of two good divisions: whole groups of both, by turns."""

from __future__ import annotations

import numpy as np

from circlemix.matrix.problem import I32, Problem


def cross(problem: Problem, first: I32, second: I32, rng: np.random.Generator) -> I32:
    """Take the most diverse group that is left, from one and the other in turn; the others go where there is room.

    A group is taken to a place with the same size range, so that it fits (Lai and Hao 2016 combine likewise).
    """
    child = np.full(problem.elements, -1, np.int32)
    ranges = list(zip(problem.lower.tolist(), problem.upper.tolist(), strict=True))
    open_places: dict[tuple[int, int], list[int]] = {}
    for g in range(problem.groups):
        open_places.setdefault(ranges[g], []).append(g)
    parents = [first, second] if rng.integers(2) else [second, first]
    used = [np.zeros(problem.groups, np.bool_), np.zeros(problem.groups, np.bool_)]
    for turn in range(problem.groups):
        parent, gone = parents[turn % 2], used[turn % 2]
        free = child < 0
        member = (parent == np.arange(problem.groups)[:, None]) & free
        worth = np.einsum("gi,gi->g", member @ problem.dissimilarity, member)
        for g in range(problem.groups):
            if gone[g] or not open_places[ranges[g]]:
                worth[g] = -np.inf
        best = int(np.argmax(worth))
        if worth[best] == -np.inf:
            break
        gone[best] = True
        child[member[best]] = open_places[ranges[best]].pop()
    return problem.completed(child, rng)
