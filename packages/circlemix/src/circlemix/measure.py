"""What groups are worth, from what they count: the one place where the soft aims are defined in numbers.

Every function works on any number of groups at once, real ones or imagined ones, one per row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from circlemix.people import Numbers
from circlemix.tables import Tables


@dataclass(frozen=True, eq=False)
class Rows:
    """Groups to measure, one per row.

    :param counts: how many members have each value (M x F).
    :param sizes: members (M).
    :param sums: sums of the members' scores (M x K).
    :param met: pairs of members who met before (M).
    """

    counts: npt.NDArray[np.integer]
    sizes: npt.NDArray[np.integer]
    sums: Numbers
    met: npt.NDArray[np.integer]


@dataclass(frozen=True)
class Aim:
    """A soft aim: its kind (``mix``, ``balance``, ``meetings``), the property it is about, its weight."""

    kind: str
    name: str
    weight: int


def aims_of(tables: Tables) -> tuple[Aim, ...]:
    """List the soft aims in the order of the wishes; those with weight 0 are measured but do not count."""
    wishes = tables.wishes
    mix = [Aim("mix", name, int(weight)) for name, weight in wishes.mix.items()]
    balance = [Aim("balance", name, int(weight)) for name, weight in wishes.balance.items()]
    meetings = [Aim("meetings", "", int(wishes.meetings))] if wishes.meetings or len(wishes.met) else []
    return (*mix, *balance, *meetings)


def tells_apart(tables: Tables, aim: Aim) -> bool:
    """Tell whether an aim says anything about these people: not when a property is unknown, or the same for all.

    Whoever sits where, its share would be 1.
    """
    if aim.kind == "meetings":
        return True
    if aim.name not in tables.span:
        return bool(tables.scores[:, tables.number_names.index(aim.name)].any())
    start, stop = tables.span[aim.name]
    return int((tables.totals[start:stop] > 0).sum()) > 1


def weights_of(tables: Tables, aims: Sequence[Aim]) -> Numbers:
    """Return how much each aim weighs in the average: nothing where there is nothing to judge."""
    return np.array([float(aim.weight) if tells_apart(tables, aim) else 0.0 for aim in aims])


def found_and_best(tables: Tables, aim: Aim, rows: Rows) -> tuple[Numbers, Numbers]:
    """Return per group what it reaches of an aim and what a group of its size could reach (M each).

    The share of the aim is the one divided by the other; see :class:`circlemix.evaluation.Term`.
    """
    if aim.kind == "meetings":
        pairs = rows.sizes * (rows.sizes - 1) / 2
        return pairs - rows.met, pairs
    if aim.name not in tables.span:
        return _spread(tables, aim, rows)
    start, stop = tables.span[aim.name]
    counts = rows.counts[:, start:stop]
    if aim.kind == "mix":
        values = int((tables.totals[start:stop] > 0).sum())
        return (counts > 0).sum(axis=1).astype(float), np.minimum(rows.sizes, values).astype(float)
    return rows.sizes - misplaced(tables, aim.name, counts, rows.sizes), rows.sizes.astype(float)


def misplaced(
    tables: Tables, name: str, counts: npt.NDArray[np.integer], sizes: npt.NDArray[np.integer]
) -> Numbers:
    """Count per group the seats that must change hands for it to resemble the whole, up to rounding."""
    start, stop = tables.span[name]
    exact = sizes[:, None].astype(np.int64) * tables.totals[start:stop]
    least, most = exact // tables.n, -(-exact // tables.n)
    over = np.maximum(counts - most, 0).sum(axis=1)
    under = np.maximum(least - counts, 0).sum(axis=1)
    return np.asarray(np.maximum(over, under), dtype=np.float64)


def _spread(tables: Tables, aim: Aim, rows: Rows) -> tuple[Numbers, Numbers]:
    column = tables.number_names.index(aim.name)
    between = rows.sums[:, column] ** 2 / np.maximum(rows.sizes, 1)
    fair = np.full(len(rows.sizes), 1.0 / tables.groups)
    return fair - between, fair


def ceiling(tables: Tables, aim: Aim) -> float:
    """Return what all groups together can reach at most: a value that four have can be in four groups."""
    if aim.kind != "mix" or aim.name not in tables.span:
        return float("inf")
    start, stop = tables.span[aim.name]
    return float(np.minimum(tables.totals[start:stop], tables.groups).sum())


def share(found: float, best: float) -> float:
    """Return what was reached as a share between 0 and 1; 1 when there was nothing to reach."""
    return min(1.0, max(0.0, found / best)) if best > 0 else 1.0


def weighted_mean(shares: Numbers, weights: Numbers) -> Numbers:
    """Average shares (… x T) by weight (T); 1 when nothing weighs."""
    total = weights.sum()
    return (shares * weights).sum(axis=-1) / total if total > 0 else np.ones(shares.shape[:-1])
