"""Find groups as diverse as can be, in a given time or number of steps: annealing, and crossing what it found."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from circlemix.interrupts import Asked, never
from circlemix.matrix.crossing import cross
from circlemix.matrix.problem import I32, Problem

COOLING = 0.85
"""From each temperature measured to the next."""

LOOSE, WARM, FROZEN = 0.4, 0.25, 0.03
"""Which part of steps changes something where cooling begins, where it begins after crossing, and where it ends.

Above the first, annealing forgets; below the last it only tidies. Both hold for random numbers and for distances,
whose temperatures differ a hundredfold.
"""

ENOUGH = 100
"""After so many steps times n² going again, and crossing what was found, helps more than going slower."""

SMALL = 240
"""Up to so many elements, that is. Beyond, going slower helps for longer, about with this power of how many more."""

MORE = 1.5

TRIES = 2_000
"""Steps that tell at one temperature which part changes something: enough to tell 3 from 5 %."""

LEAST = 5e6
"""And after so many steps at least."""


def most_diverse(
    problem: Problem,
    seconds: float | None,
    steps: int | None,
    seed: int,
    *,
    target: float = float("inf"),
    on_progress: Callable[[float], None] | None = None,
    asked: Asked = never,
) -> tuple[I32, int]:
    """Search until the time or the steps are used, or the objective reaches ``target``; return groups and steps."""
    from circlemix.matrix.spending import Spending  # noqa: PLC0415  numba loads here
    from circlemix.matrix.walk import HOTTEST, Walk, scale_of  # noqa: PLC0415

    begun = time.perf_counter()
    rng = np.random.default_rng(seed)
    walk = Walk(problem, rng)
    if problem.groups == 1 or problem.elements < 2:
        return walk.best.copy(), 0
    spending = Spending(steps, seconds, begun, asked)
    hottest = HOTTEST * scale_of(problem.dissimilarity)
    spending.measure(walk, hottest)
    total = spending.left()
    found: list[tuple[float, I32]] = []

    def keep() -> bool:
        """Remember the best of this cooling unless we had it; tell whether to go on."""
        value = problem.diversity(walk.best)
        if all(abs(value - other) > 1e-9 * abs(value) for other, _ in found):
            found.append((value, walk.best.copy()))
            found.sort(key=lambda pair: -pair[0])
        if on_progress is not None:
            on_progress(found[0][0])
        return found[0][0] < target and spending.left() >= 1

    # A quick cooling measures which temperatures matter here.
    changes: list[tuple[float, float]] = []
    heat = hottest
    tries = max(total / 1000, min(TRIES, total / 50))
    while len(changes) < 60 and spending.left() >= 1 and walk.best_value < target:
        changes.append((heat, spending.cool(walk, tries, heat, heat)))
        if changes[-1][1] < FROZEN:
            break
        heat *= COOLING
    loose, warm, frozen = (first_below(changes, part) for part in (LOOSE, WARM, FROZEN))
    goes_on = keep()
    runs = max(1, int(spending.left() / enough(problem.elements)))
    length = spending.left() / runs
    fresh = runs if runs < 4 else (runs + 1) // 2
    while goes_on and fresh:
        fresh -= 1
        walk.begin(problem.random_groups(rng))
        spending.cool(walk, length if fresh or runs > 1 else spending.left(), loose, frozen, target)
        goes_on = keep()
    population = max(2, (runs + 1) // 2)
    while goes_on:
        del found[population:]
        if len(found) > 1 and runs >= 4:
            one, other = rng.choice(len(found), 2, replace=False)
            walk.begin(cross(problem, found[one][1], found[other][1], rng))
        else:
            walk.begin(found[0][1])
        spending.cool(walk, length / 2, warm, frozen, target)
        goes_on = keep()
    return found[0][1], spending.done


def enough(elements: int) -> float:
    """Return after how many steps going again helps more than going slower; measured from 120 to 480 elements."""
    return max(LEAST, ENOUGH * elements**2 * float(max(1.0, elements / SMALL) ** MORE))


def first_below(changes: list[tuple[float, float]], part: float) -> float:
    """Return the first temperature at which less than this part of the steps changed something."""
    return next((heat for heat, changed in changes if changed < part), changes[-1][0] if changes else 1.0)
