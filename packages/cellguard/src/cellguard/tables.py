"""What is there to publish about? People in waves, with labels and answers, and what is wanted of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int32]

Set = tuple[tuple[str, str], ...]
"""Labels that a person must all have, in the order of their names; ``()`` is everybody."""


@dataclass(frozen=True)
class Measure:
    """A question, or the mean of ``items``. ``least`` and ``most`` bound its answers, both included.

    ``min_valid``: how many items must be answered for the mean to count.
    """

    name: str
    least: float
    most: float
    items: tuple[str, ...] = ()
    min_valid: int = 1

    @property
    def asked(self) -> tuple[str, ...]:
        """The questions whose answers it is made of."""
        return self.items or (self.name,)

    @property
    def range(self) -> float:
        return self.most - self.least


class Group:
    """People who match any of ``sets``, which are sorted. Looked up so often that its hash is counted once."""

    __slots__ = ("_hash", "sets")

    def __init__(self, sets: tuple[Set, ...]) -> None:
        self.sets = sets
        self._hash = hash(sets)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Group) and self.sets == other.sets)

    def __repr__(self) -> str:
        return f"Group({self.sets!r})"

    @classmethod
    def of(cls, *sets: Iterable[tuple[str, str]]) -> Group:
        return cls(tuple(sorted({tuple(sorted(labels)) for labels in sets})))

    @property
    def depth(self) -> int:
        """How narrow it is: the number of labels of its widest set."""
        return min(len(one) for one in self.sets)


@dataclass(frozen=True)
class Key:
    """What a figure is about.

    ``waves``: one, or the two between which a change is measured, of which the later one gives the labels.
    ``base``: only who answered all these measures, in every wave, counts.
    """

    waves: tuple[str, ...]
    measure: str
    of: Group
    base: tuple[str, ...] = ()

    @property
    def family(self) -> Family:
        return Family(self.waves, self.measure, self.base)


@dataclass(frozen=True)
class Family:
    """All figures whose numbers of people can be added and subtracted."""

    waves: tuple[str, ...]
    measure: str
    base: tuple[str, ...] = ()

    def key(self, of: Group) -> Key:
        return Key(self.waves, self.measure, of, self.base)


@dataclass(frozen=True)
class Figure:
    """A number about a group as it is printed.

    ``low`` and ``high``: between which the mean lies; equal where it is rounded to ``step``. ``sd``: ``None``
    is not told.
    """

    key: Key
    n: int
    low: float
    high: float
    sd: float | None
    step: float


@dataclass(frozen=True)
class Withheld:
    """A wanted figure that is not shown: ``few`` people, or ``guard``ed since it would give others away."""

    key: Key
    reason: str


@dataclass(frozen=True)
class Published:
    """All that is shown, and what is not."""

    figures: tuple[Figure, ...] = ()
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True)
class Request:
    """One line of what is wanted: figures of ``measures`` for each group by the labels ``by``, within ``where``."""

    waves: tuple[str, ...]
    measures: tuple[str, ...]
    by: tuple[str, ...]
    where: Set = ()


@dataclass
class Wave:
    """Who took part. Arrays have one place a person; a label of -1 is absent, an answer of NaN was not given."""

    present: Bools
    labels: dict[str, Codes]
    answers: dict[str, Floats]


@dataclass
class Tables:
    """Everything that is known, from which a publication is made."""

    least: int
    width: float
    measures: Mapping[str, Measure]
    breakdowns: Sequence[tuple[str, ...]]
    cells: Sequence[Set]
    ids: Sequence[str]
    values: Mapping[str, Sequence[str]]
    """The values of each label, in their order; the codes of the waves point here."""
    waves: Mapping[str, Wave]
    wanted: Sequence[Request] = ()
    published: Sequence[Figure] = ()
    _populations: dict[Family, Bools] = field(default_factory=dict, repr=False)
    _outcomes: dict[Family, Floats] = field(default_factory=dict, repr=False)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """All labels, chain by chain."""
        return tuple(dict.fromkeys(label for chain in self.breakdowns for label in chain))

    def code(self, label: str, value: str) -> int:
        """Return the place of ``value`` among those of ``label``; -2 where nobody ever had it."""
        return self._codes[label].get(value, -2)

    @cached_property
    def _codes(self) -> dict[str, dict[str, int]]:
        return {label: {value: i for i, value in enumerate(known)} for label, known in self.values.items()}

    def members(self, wave: str, group: Group) -> Bools:
        """Return who took part in ``wave`` and belongs to ``group``."""
        there = self.waves[wave]
        mask = np.zeros(len(self.ids), dtype=bool)
        for one in group.sets:
            inside = there.present.copy()
            for label, value in one:
                inside &= there.labels[label] == self.code(label, value)
            mask |= inside
        return mask

    def counted(self, wave: str, measure: str) -> Bools:
        """Return whose answers of ``wave`` give a value of ``measure``."""
        there, what = self.waves[wave], self.measures[measure]
        given = sum(~np.isnan(there.answers[item]) for item in what.asked)
        return there.present & (given >= (what.min_valid if what.items else 1))

    def population(self, family: Family) -> Bools:
        """Return all people whom figures of ``family`` can be about."""
        if family not in self._populations:
            mask = np.ones(len(self.ids), dtype=bool)
            for wave in family.waves:
                for measure in (family.measure, *family.base):
                    mask &= self.counted(wave, measure)
            self._populations[family] = mask
        return self._populations[family]

    def value(self, wave: str, measure: str) -> Floats:
        """Return everybody's value of ``measure``: NaN where there is none."""
        there, what = self.waves[wave], self.measures[measure]
        if not what.items:
            return there.answers[measure]
        answers = np.stack([there.answers[item] for item in what.items])
        given = (~np.isnan(answers)).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean: Floats = np.nansum(answers, axis=0) / given
        mean[given < what.min_valid] = np.nan
        return mean

    def outcome(self, family: Family) -> Floats:
        """Return what a figure of ``family`` averages: a value, or the change between two."""
        if family not in self._outcomes:
            values = [self.value(wave, family.measure) for wave in family.waves]
            self._outcomes[family] = values[-1] - values[0] if len(values) > 1 else values[0]
        return self._outcomes[family]

    def bounds(self, family: Family) -> tuple[float, float]:
        """Return between which values what is averaged can lie."""
        what = self.measures[family.measure]
        return (-what.range, what.range) if len(family.waves) > 1 else (what.least, what.most)
