"""What each count of a feature is worth to a group, and by how much it breaks a rule: the tables of the search."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from circlemix import measure
from circlemix.measure import Aim
from circlemix.tables import Tables
from circlemix.wishes import Count

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]

EVENNESS = 0.02
"""Part of a value's worth that goes to spreading it evenly, so that a plateau has a slope."""

SEAT = 4.0
"""What one more person seated rather than waiting is worth, in times the most that moving one can gain."""


class Worths:
    """Tables for groups of up to ``widest`` people, one set for each kind of group: those with the same sizes."""

    def __init__(self, tables: Tables, widest: int) -> None:
        self.tables, self.widest = tables, widest
        least, most = tables.sizes
        self.nominal = _nominal_sizes(tables)
        self.kinds, self.kind = np.unique(
            np.stack([self.nominal, least, most], axis=1), axis=0, return_inverse=True
        )
        self.kind = self.kind.ravel()
        self.aims = [aim for aim in measure.aims_of(tables) if aim.weight > 0]
        self.total = sum(aim.weight for aim in self.aims) or 1
        self.columns = 1
        self.counts = self.columns + tables.columns
        self.numbers = self.counts + len(tables.wishes.counts)
        self.steps, self.step = self._steps()
        self.different = self.numbers + len(self.step)
        self.categories = tuple(dict.fromkeys(rule.category for rule in tables.wishes.distinct))
        self.features = self.different + len(self.categories)
        ones = {aim: self._one(aim) for aim in self.aims}
        self.ones = ones
        self.scale = max(sum(ones.values()), 0.5)
        self.met = self._met()

    def tables_of_kinds(self) -> tuple[I64, F64, I32]:
        """Return where the table of each feature begins (kinds by F), the worths and the broken rules."""
        soft: list[F64] = []
        hard: list[I32] = []
        offset = np.zeros((len(self.kinds), self.features), dtype=np.int64)
        length = 0
        for k, (nominal, least, most) in enumerate(self.kinds):
            soft_tables = self._soft(float(nominal))
            hard_tables = self._hard(int(least), int(most))
            for f in range(self.features):
                offset[k, f] = length
                length += len(soft_tables[f])
                soft.append(soft_tables[f])
                hard.append(hard_tables.get(f, np.zeros(len(soft_tables[f]), dtype=np.int32)))
        return offset, np.concatenate(soft), np.concatenate(hard)

    def ruled(self) -> I32:
        """Return per feature which feature counts the different values it is among, -1 when none does."""
        ruled = np.full(self.features, -1, dtype=np.int32)
        for number, category in enumerate(self.categories):
            start, stop = self.tables.span[category]
            ruled[self.columns + start : self.columns + stop] = self.different + number
        return ruled

    def base(self) -> I32:
        """Return the count of each feature in a group without members."""
        base = np.zeros(self.features, dtype=np.int32)
        base[self.numbers : self.different] = self._most_steps() * self.widest
        return base

    def _soft(self, nominal: float) -> list[F64]:
        count = np.arange(self.widest + 1)
        rows = np.zeros((self.features, self.widest + 1))
        rows[0] = SEAT * self.scale * count
        for aim in self.aims:
            if aim.name not in self.tables.span:
                continue
            start, stop = (self.columns + end for end in self.tables.span[aim.name])
            if aim.kind == "mix":
                rows[start:stop] += self.ones[aim] * ((count > 0) - EVENNESS * count * (count - 1) / 2)
            else:
                rows[start:stop] -= self.ones[aim] * self._out_of_balance(aim, nominal)
        tables: list[F64] = list(rows)
        base = self._most_steps() * self.widest
        for number, name in enumerate(self.tables.number_names):
            sums = (np.arange(2 * base + 1) - base) * self.step[number]
            weight = self.tables.n * self.tables.wishes.mix[name] / self.total
            tables[self.numbers + number] = -weight * sums**2 / max(nominal, 1.0)
        return tables

    def _out_of_balance(self, aim: Aim, nominal: float) -> F64:
        """Return per value and count how many people too many or too few, with a slope where it is right."""
        start, stop = self.tables.span[aim.name]
        part = self.tables.totals[start:stop, None] / self.tables.n
        count = np.arange(self.widest + 1)
        least = np.floor(np.floor(nominal) * part + 1e-9)
        most = np.ceil(np.ceil(nominal) * part - 1e-9)
        beyond = np.maximum(count - most, 0) + np.maximum(least - count, 0)
        return np.asarray(beyond / 2 + EVENNESS * (count - nominal * part) ** 2, dtype=np.float64)

    def _hard(self, least: int, most: int) -> dict[int, I32]:
        """Return by how much each count breaks a rule, for the features that have one."""
        count = np.arange(self.widest + 1)
        tables = {0: np.maximum(least - count, 0) + np.maximum(count - most, 0)}
        for number, rule in enumerate(self.tables.wishes.counts):
            tables[self.counts + number] = excess(rule, count)
        for number, category in enumerate(self.categories):
            needed = max(r.at_least for r in self.tables.wishes.distinct if r.category == category)
            tables[self.different + number] = np.maximum(needed - count, 0)
        return {feature: table.astype(np.int32) for feature, table in tables.items()}

    def _one(self, aim: Aim) -> float:
        """Return what one more different value, seat in balance, pair that has not met or fair sum is worth."""
        part = aim.weight / self.total
        if aim.kind == "balance" or (aim.kind == "mix" and aim.name not in self.tables.span):
            return part
        if aim.kind == "meetings":
            best = float((self.nominal * (self.nominal - 1) / 2).sum())
        else:
            start, stop = self.tables.span[aim.name]
            values = int((self.tables.totals[start:stop] > 0).sum())
            possible = float(np.minimum(self.nominal, values).sum())
            best = min(possible, measure.ceiling(self.tables, aim))
        return self.tables.n * part / max(best, 1.0)

    def _met(self) -> F64:
        """Return what each pair that met costs when it sits together."""
        one = next((self.ones[aim] for aim in self.aims if aim.kind == "meetings"), 0.0)
        return np.asarray(one * (1 + 0.1 * (self.tables.wishes.met.times - 1)), dtype=np.float64)

    def _most_steps(self) -> int:
        return max(1, min(127, 15_000 // self.widest))

    def _steps(self) -> tuple[I32, F64]:
        """Return the numbers in whole steps (n by K), and the size of a step (K)."""
        scores = self.tables.scores
        step = np.abs(scores).max(axis=0, initial=0.0) / self._most_steps()
        step[step == 0] = 1.0
        return np.rint(scores / step).astype(np.int32), step


def excess(rule: Count, count: I64) -> I64:
    """Return by how much a number of members breaks a count rule."""
    short = np.maximum(rule.at_least - count, 0)
    over = np.maximum(count - rule.at_most, 0) if rule.at_most is not None else 0 * count
    return np.asarray(short + over + (rule.never_one & (count == 1)), dtype=np.int64)


def _nominal_sizes(tables: Tables) -> F64:
    """Return the size each group would have if people were spread over the ranges evenly."""
    least, most = (each.astype(float) for each in tables.sizes)
    spare, room = tables.n - least.sum(), (most - least).sum()
    part = min(1.0, max(0.0, spare / room)) if room > 0 else 0.0
    return np.asarray(np.round(least + part * (most - least), 2), dtype=np.float64)
