"""Within which bounds could an answer still lie, for whoever knows all printed figures? Linear programmes.

The unknowns are sums of answers: people who answered the same questions and are in the same figures cannot be told
apart, so that one of them and the sum of the others say all there is to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

from cellguard.groups import Groups
from cellguard.tables import Bools, Family, Figure, Floats, Key, Tables

_SEED = 20141128
_SLACK = 1e-9
"""What rounding in the arithmetic may cost."""


@dataclass(frozen=True)
class Target:
    """What must stay uncertain: the mean over ``people`` of a measure. ``most``: how wide its whole range is."""

    people: tuple[int, ...]
    family: Family
    range: float


class Company:
    """The figures of families that share answers, and the people in them.

    An answer is a pair of a person and a column; a column is a question in a wave.
    """

    def __init__(
        self, tables: Tables, groups: Groups, families: Sequence[Family], keys: Sequence[Key]
    ) -> None:
        self._groups = groups
        self.tables, self.keys, self.families = tables, list(keys), list(families)
        self.asked = sorted(
            {
                (wave, item)
                for family in families
                for wave in family.waves
                for item in tables.measures[family.measure].asked
            }
        )
        self.given = np.stack([~np.isnan(tables.waves[wave].answers[item]) for wave, item in self.asked])
        self.who = {key: groups.people(key.family, key.of) for key in keys}
        self._inside: dict[Key, Bools] = {}
        self._population = {family: tables.population(family) for family in families}
        self.truth = np.stack([np.nan_to_num(tables.waves[wave].answers[item]) for wave, item in self.asked])

    def inside(self, key: Key) -> Bools:
        """Return, per person, whether the figure of ``key`` is about them."""
        if key not in self._inside:
            self._inside[key] = np.zeros(len(self.tables.ids), dtype=bool)
            self._inside[key][self.who[key]] = True
        return self._inside[key]

    def adds(self, family: Family, person: int) -> list[tuple[int, float]]:
        """Return what the answers of ``person`` weigh in their value of ``family``, by column."""
        terms = []
        for wave in family.waves:
            sign = 1.0 if wave == family.waves[-1] else -1.0
            columns = [
                i
                for i, (when, item) in enumerate(self.asked)
                if when == wave
                and item in self.tables.measures[family.measure].asked
                and self.given[i, person]
            ]
            terms += [(i, sign / len(columns)) for i in columns]
        return terms

    @cached_property
    def marks(self) -> npt.NDArray[np.int64]:
        """Return a number per person, the same for people who cannot be told apart."""
        rng = np.random.default_rng(_SEED)
        rows = [*self.given, *self.who.values(), *self._population.values()]
        marks = np.zeros(self.given.shape[1], dtype=np.int64)
        for row in rows:
            marks[row] ^= rng.integers(np.iinfo(np.int64).max)
        return marks

    @cached_property
    def _peers(self) -> tuple[npt.NDArray[np.int64], int]:
        found, number = np.unique(self.marks, return_inverse=True)
        return number.reshape(-1), len(found)

    @property
    def peer_class(self) -> npt.NDArray[np.int64]:
        """Return the class of each person: those who cannot be told apart."""
        return self._peers[0]

    @property
    def number_of_classes(self) -> int:
        return self._peers[1]

    @cached_property
    def seen(self) -> Bools:
        """Return columns x classes: whether any figure is about that answer."""
        seen = np.zeros((len(self.asked), self.number_of_classes), dtype=bool)
        for key, who in self.who.items():
            for i, (wave, item) in enumerate(self.asked):
                if wave in key.waves and item in self.tables.measures[key.measure].asked:
                    seen[i, self.peer_class[who]] = True
        return seen

    def answered(self, family: Family) -> Floats:
        """Return, per person, how many answers their value of ``family`` is the mean of."""
        asked = self.tables.measures[family.measure].asked
        rows = [
            self.given[i]
            for i, (wave, item) in enumerate(self.asked)
            if wave == family.waves[-1] and item in asked
        ]
        total: Floats = np.sum(rows, axis=0).astype(np.float64)
        return total

    def classes(self, apart: Bools) -> tuple[list[int], list[int]]:
        """Return one person of each class, and how many they are. ``apart``: people who are a class of their own."""
        there = np.flatnonzero(self.given.any(axis=0))
        marks = np.where(apart, -1 - np.arange(len(apart)), self.marks)[there]
        _, first, sizes = np.unique(marks, return_index=True, return_counts=True)
        return [int(there[i]) for i in first], [int(size) for size in sizes]

    def small_targets(self) -> list[Target]:
        """Return the named groups of a few people, per family."""
        found: dict[tuple[tuple[int, ...], Family], Target] = {}
        for family in self.families:
            low, high = self.tables.bounds(family)
            numbers = self._groups.numbers(family)
            for group, number in zip(self._groups.named(), numbers, strict=True):
                if 1 <= number < self.tables.least:
                    who = tuple(self._groups.people(family, group).tolist())
                    found[who, family] = Target(who, family, high - low)
        return list(found.values())

    def own_targets(self) -> list[Target]:
        """Return everybody's own answers, once for all who cannot be told apart."""
        people, _sizes = self.classes(np.zeros(self.given.shape[1], dtype=bool))
        found = []
        for person in people:
            for i, (wave, item) in enumerate(self.asked):
                if self.given[i, person]:
                    what = self.tables.measures[item]
                    found.append(Target((person,), Family((wave,), item), what.range))
            for family in self.families:
                if self.tables.measures[family.measure].items and self._population[family][person]:
                    low, high = self.tables.bounds(family)
                    found.append(Target((person,), family, high - low))
        return found


class Programme:
    """What an attacker knows of one company, with some people set apart."""

    def __init__(self, company: Company, figures: Sequence[Figure], apart: Iterable[int]) -> None:
        self._company = company
        alone = np.zeros(company.given.shape[1], dtype=bool)
        alone[list(apart)] = True
        self._people, self._sizes = company.classes(alone)
        self._index = {person: number for number, person in enumerate(self._people)}
        self._width = len(company.asked)
        self._low, self._high = self._bounds()
        rows, lows, highs = self._limits(figures)
        self._matrix = csr_matrix(np.array(rows).reshape(len(rows), len(self._low)))
        self._rhs = np.concatenate([highs, -np.array(lows)]) if rows else np.zeros(0)

    def _bounds(self) -> tuple[Floats, Floats]:
        low = np.zeros(len(self._people) * self._width)
        high = low.copy()
        for number, (person, size) in enumerate(zip(self._people, self._sizes, strict=True)):
            for i, (_wave, item) in enumerate(self._company.asked):
                if self._company.given[i, person]:
                    what = self._company.tables.measures[item]
                    low[number * self._width + i] = size * what.least
                    high[number * self._width + i] = size * what.most
        return low, high

    def _row(self, family: Family, numbers: Iterable[int], *, sums: bool = True) -> Floats:
        row = np.zeros(len(self._low))
        for number in numbers:
            for column, weight in self._company.adds(family, self._people[number]):
                row[number * self._width + column] = weight if sums else weight / self._sizes[number]
        return row

    def _limits(self, figures: Sequence[Figure]) -> tuple[list[Floats], list[float], list[float]]:
        rows: list[Floats] = []
        lows: list[float] = []
        highs: list[float] = []
        for figure in figures:
            inside = self._company.inside(figure.key)
            numbers = [number for number, person in enumerate(self._people) if inside[person]]
            low, high = printed(figure)
            rows.append(self._row(figure.key.family, numbers))
            lows.append(figure.n * low)
            highs.append(figure.n * high)
            if figure.sd is None or figure.n < 2:
                continue
            reach = farthest(figure)
            for number in numbers:
                size = self._sizes[number]
                rows.append(self._row(figure.key.family, [number]))
                lows.append(size * (low - reach))
                highs.append(size * (high + reach))
        return rows, lows, highs

    def width(self, target: Target) -> float:
        """Return how wide the interval is in which the mean of ``target`` can lie."""
        row = np.zeros(len(self._low))
        for person in target.people:
            row += self._row(target.family, [self._index[person]])
        row /= len(target.people)
        return -self._least(-row) - self._least(row)

    def _least(self, row: Floats) -> float:
        if not len(self._rhs):
            return float(np.where(row > 0, row * self._low, row * self._high).sum())
        found = linprog(
            row,
            A_ub=vstack([self._matrix, -self._matrix]),
            b_ub=self._rhs + _SLACK,
            bounds=np.stack([self._low, self._high], axis=1),
            method="highs",
        )
        if found.status != 0:
            message = f"no answers fit the figures: {found.message}"
            raise ArithmeticError(message)
        return float(found.fun)


def printed(figure: Figure) -> tuple[float, float]:
    """Return between which means the printed one can have been."""
    half = figure.step / 2 if figure.low == figure.high else 0.0
    return figure.low - half, figure.high + half


def farthest(figure: Figure) -> float:
    """Return how far from the mean one of ``n`` values can lie, given the printed standard deviation."""
    assert figure.sd is not None
    return float((figure.sd + figure.step / 2) * (figure.n - 1) / np.sqrt(figure.n))
