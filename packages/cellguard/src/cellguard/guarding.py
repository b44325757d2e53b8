"""May this figure be shown beside all others? Kept per family of figures, and per company that shares answers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from cellguard.algebra import PRIME, Row, Span, fraction
from cellguard.groups import Atoms, Groups, counts
from cellguard.linking import companies
from cellguard.tables import Family, Group, Key, Tables


class Counting:
    """The people of one family, in atoms that labels tell apart; atoms without people count, since a name is enough."""

    def __init__(self, tables: Tables, family: Family, atoms: Atoms) -> None:
        self.atoms = atoms
        self.counts = counts(tables, family, atoms)
        self._counts = np.array(self.counts, dtype=np.int64)
        self.span = Span(range(atoms.size), self.counts, tables.least)

    def number(self, group: Group) -> int:
        """Return how many people a figure about ``group`` would be about."""
        return int(self._counts[self.atoms.places(group)].sum())

    def row(self, group: Group) -> Row:
        return dict.fromkeys(self.atoms.places(group).tolist(), 1)


class Answering:
    """The answers that several families share: questions with their means, waves with the changes between them.

    A column is one answer of people who answered the same questions, and have the same labels, in each wave.
    """

    def __init__(self, tables: Tables, families: Iterable[Family], groups: Groups) -> None:
        self._tables, self._groups = tables, groups
        families = list(families)
        asked = sorted(
            {
                (wave, item)
                for family in families
                for wave in family.waves
                for item in tables.measures[family.measure].asked
            }
        )
        waves = sorted({wave for wave, _item in asked})
        marks = [groups.atoms(wave).of for wave in waves]
        marks += [(~np.isnan(tables.waves[wave].answers[item])).astype(np.int64) for wave, item in asked]
        # A base on other questions tells people apart, too.
        marks += [tables.population(family).astype(np.int64) for family in families if family.base]
        _, self._one, self._class = np.unique(np.stack(marks), axis=1, return_index=True, return_inverse=True)
        self._class = self._class.reshape(-1)
        sizes = np.bincount(self._class, minlength=len(self._one))
        self._place = {pair: i for i, pair in enumerate(asked)}
        owner = np.repeat(np.arange(len(self._one)), len(asked)).tolist()
        self._width = len(asked)
        self.span = Span(owner, sizes.tolist(), tables.least)
        self._terms: dict[Family, list[tuple[int, int, list[tuple[int, int]]]]] = {}

    def row(self, key: Key) -> Row:
        """Return the sum that ``key`` averages, as a combination of answers."""
        inside = self._groups.atoms(key.waves[-1]).within(key.of)
        return {
            column: factor
            for _class, atom, terms in self._of_family(key.family)
            if inside[atom]
            for column, factor in terms
        }

    def _of_family(self, family: Family) -> list[tuple[int, int, list[tuple[int, int]]]]:
        """Return, for each class in the family, its atom and what one person of it adds."""
        if family not in self._terms:
            there = self._tables.population(family)
            later = self._groups.atoms(family.waves[-1]).of
            self._terms[family] = [
                (number, int(later[person]), self._adds(family, number, int(person)))
                for number, person in enumerate(self._one)
                if there[person]
            ]
        return self._terms[family]

    def _adds(self, family: Family, number: int, person: int) -> list[tuple[int, int]]:
        terms = []
        for wave in family.waves:
            sign = 1 if wave == family.waves[-1] else PRIME - 1
            answers = self._tables.waves[wave].answers
            given = [
                item
                for item in self._tables.measures[family.measure].asked
                if not np.isnan(answers[item][person])
            ]
            each = sign * fraction(1, len(given)) % PRIME
            terms += [(number * self._width + self._place[wave, item], each) for item in given]
        return terms


class Guard:
    """All figures shown so far, and whether another may join them."""

    def __init__(self, tables: Tables, groups: Groups, families: Iterable[Family]) -> None:
        self._tables, self._groups = tables, groups
        self._families = sorted(set(families), key=lambda one: (one.waves, one.measure, one.base))
        self._counting: dict[Family, Counting] = {}
        self._answering = self._link()
        self.shown: dict[Key, None] = {}

    def counting(self, family: Family) -> Counting:
        """Return the people of ``family``."""
        if family not in self._counting:
            self._counting[family] = Counting(self._tables, family, self._groups.atoms(family.waves[-1]))
        return self._counting[family]

    def number(self, key: Key) -> int:
        """Return how many people ``key`` is about."""
        return self.counting(key.family).number(key.of)

    def show(self, key: Key) -> None:
        """Count ``key`` among what is shown, safe or not: it may have been published before."""
        self._rows(key, add=True)

    def shown_if_safe(self, key: Key) -> bool:
        """Show ``key`` unless a combination with it comes down to few people; tell whether it is shown."""
        if key in self.shown:
            return True
        return self._rows(key, add=False)

    def _rows(self, key: Key, *, add: bool) -> bool:
        counting = self.counting(key.family)
        by_count = counting.span.reduced(counting.row(key.of))
        if not add and counting.span.gives_away(by_count):
            return False
        answering = self._answering.get(key.family)
        if answering is not None:
            by_answer = answering.span.reduced(answering.row(key))
            if not add and answering.span.gives_away(by_answer):
                return False
            answering.span.add(by_answer)
        counting.span.add(by_count)
        self.shown[key] = None
        return True

    def _link(self) -> dict[Family, Answering]:
        """Give families that share answers columns of their own; where one stands alone, its people are enough."""
        found: dict[Family, Answering] = {}
        for company in companies(self._tables, self._families):
            if len(company) > 1:
                found.update(dict.fromkeys(company, Answering(self._tables, company, self._groups)))
        return found
