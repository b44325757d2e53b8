"""How far could answers move if people who cannot be told apart changed places? A look at everybody at once.

What is found here is certain: such a move keeps every printed figure. It spares most people a linear programme.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cellguard.intervals import Company, Target, farthest, printed
from cellguard.tables import Bools, Figure, Floats


class Room:
    """The room that ``figures`` leave: ``up`` and ``down``, per answer, from what it really is."""

    def __init__(self, company: Company, figures: Sequence[Figure]) -> None:
        self._company = company
        columns, people = company.given.shape
        low = np.array([[company.tables.measures[item].least] for _wave, item in company.asked]) * np.ones(
            (1, people)
        )
        high = np.array([[company.tables.measures[item].most] for _wave, item in company.asked]) * np.ones(
            (1, people)
        )
        self._tied: Bools = np.zeros(people, dtype=bool)
        for figure in figures:
            if figure.sd is not None and figure.n > 1:
                self._narrow(figure, low, high)
        zero = np.where(company.given, 0.0, np.nan)
        self.up: Floats = np.nan_to_num(np.maximum(high - company.truth, 0) + zero)
        self.down: Floats = np.nan_to_num(np.maximum(company.truth - low, 0) + zero)
        classes = company.number_of_classes
        self._up = np.stack([np.bincount(company.peer_class, self.up[i], classes) for i in range(columns)])
        self._down = np.stack(
            [np.bincount(company.peer_class, self.down[i], classes) for i in range(columns)]
        )

    def _narrow(self, figure: Figure, low: Floats, high: Floats) -> None:
        """Keep every answer as near to the mean as the standard deviation says, the person's other answers staying."""
        company, family = self._company, figure.key.family
        inside = company.who[figure.key]
        ends, reach = printed(figure), farthest(figure)
        values = company.tables.outcome(family)[inside]
        below, above = values - (ends[0] - reach), (ends[1] + reach) - values
        several = len(family.waves) > 1 or bool(company.tables.measures[family.measure].items)
        if several:
            self._tied[inside] = True
        for i, (wave, item) in enumerate(company.asked):
            if wave not in family.waves or item not in company.tables.measures[family.measure].asked:
                continue
            many = company.answered(family)[inside] if several else 1.0
            turned = wave != family.waves[-1]
            down, up = (above, below) if turned else (below, above)
            truth = company.truth[i, inside]
            low[i, inside] = np.maximum(low[i, inside], truth - np.maximum(down, 0) * many)
            high[i, inside] = np.minimum(high[i, inside], truth + np.maximum(up, 0) * many)

    def width(self, target: Target) -> float:
        """Return over how much of its range ``target`` can move, at least."""
        company = self._company
        people = np.array(target.people)
        terms = company.adds(target.family, target.people[0])
        if len(terms) > 1 and (self._tied[people].any() or len(people) > 1):
            return 0.0
        classes = company.peer_class[people]
        total = 0.0
        for column, weight in terms:
            if not company.given[column, people].all():
                return 0.0
            for one in np.unique(classes):
                who = people[classes == one]
                up, down = self.up[column, who].sum(), self.down[column, who].sum()
                if company.seen[column, one]:
                    others_up, others_down = self._up[column, one] - up, self._down[column, one] - down
                    up, down = min(up, others_down), min(down, others_up)
                total += abs(weight) * (up + down)
        return float(total / len(people))
