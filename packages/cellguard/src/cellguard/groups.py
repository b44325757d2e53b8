"""Which groups are there? Those that are wanted, and all that have a name, also where nobody answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise, product

import numpy as np
import numpy.typing as npt

from cellguard.tables import Family, Group, Key, Request, Set, Tables

MOST_EMPTY = 200_000
"""Above so many combinations of all chains, those in which nobody is are not told apart."""


class Groups:
    """The groups of ``tables``, looked up once."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._paths = lru_cache(maxsize=None)(self._find_paths)
        self.named = lru_cache(maxsize=None)(self._find_named)
        self.atoms = lru_cache(maxsize=None)(self._find_atoms)

    def _find_atoms(self, wave: str) -> Atoms:
        return Atoms(self._tables, wave)

    def people(self, family: Family, of: Group) -> npt.NDArray[np.int64]:
        """Return the people that a figure of ``family`` about ``of`` is about, in their order."""
        atoms = self.atoms(family.waves[-1])
        found = [atoms.people[place] for place in atoms.places(of).tolist()]
        who = np.sort(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
        inside: npt.NDArray[np.int64] = who[self._tables.population(family)[who]]
        return inside

    def numbers(self, family: Family) -> list[int]:
        """Return how many people of ``family`` each named group holds."""
        atoms = self.atoms(family.waves[-1])
        held = np.array(counts(self._tables, family, atoms), dtype=np.int64)
        return [int(held[atoms.places(of)].sum()) for of in self.named()]

    def wanted(self) -> Iterator[Key]:
        """Yield what is wanted, each once, the most important first."""
        seen: set[Key] = set()
        for request in self._tables.wanted:
            for measure in request.measures:
                for one in self.sets(request):
                    key = Key(request.waves, measure, Group.of(one))
                    if key not in seen:
                        seen.add(key)
                        yield key

    def sets(self, request: Request) -> list[Set]:
        """Return the groups of one request, in the order of their labels.

        Labels of one chain take only the combinations that exist; labels of different chains are crossed, also where
        nobody is, or a combination left out would say that it is empty.
        """
        where = dict(request.where)
        parts: list[list[dict[str, str]]] = []
        for chain in self._tables.breakdowns:
            labels = tuple(label for label in chain if label in request.by or label in where)
            if not labels:
                continue
            found = [dict(zip(labels, values, strict=True)) for values in self._paths(labels)]
            parts.append([one for one in found if all(one[k] == v for k, v in where.items() if k in one)])
        return sorted(
            tuple(sorted(pair for one in chosen for pair in one.items())) for chosen in product(*parts)
        )

    def _find_paths(self, labels: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Return the combinations of ``labels`` of one chain that exist in any wave, or are listed."""
        found: set[tuple[str, ...]] = set()
        for wave in self._tables.waves.values():
            codes = np.stack([wave.labels[label][wave.present] for label in labels], axis=1)
            for row in np.unique(codes, axis=0):
                if (row >= 0).all():
                    found.add(
                        tuple(
                            self._tables.values[label][code] for label, code in zip(labels, row, strict=True)
                        )
                    )
        for cell in self._tables.cells:
            there = dict(cell)
            if all(label in there for label in labels):
                found.add(tuple(there[label] for label in labels))
        return sorted(found)

    def _find_named(self) -> tuple[Group, ...]:
        """Return every group that has a name: each value of each chain, and what is wanted or listed."""
        sets: set[Set] = set(self._tables.cells)
        for chain in self._tables.breakdowns:
            for end in range(1, len(chain) + 1):
                for labels in {chain[:end], chain[end - 1 : end]}:
                    sets.update(tuple(sorted(zip(labels, path, strict=True))) for path in self._paths(labels))
        for request in self._tables.wanted:
            sets.update(self.sets(request))
        return tuple(Group.of(one) for one in sorted(sets) if one)


class Atoms:
    """The finest groups that labels can tell apart in one wave, also those in which nobody is.

    ``of[p]``: the atom of person ``p``, or -1; ``size``: how many atoms there are.
    """

    def __init__(self, tables: Tables, wave: str) -> None:
        there = tables.waves[wave]
        self._tables = tables
        self._labels = tables.labels
        self.of = np.full(len(tables.ids), -1, dtype=np.int64)
        there_codes = np.zeros((int(there.present.sum()), len(self._labels)), dtype=np.int32)
        for column, label in enumerate(self._labels):
            there_codes[:, column] = there.labels[label][there.present]
        rows, number = np.unique(there_codes, axis=0, return_inverse=True)
        self.of[there.present] = number.reshape(-1)
        found = {tuple(row): i for i, row in enumerate(rows.tolist())}
        for row in self._empty():
            found.setdefault(row, len(found))
        self.size = len(found)
        self._codes = np.array(list(found), dtype=np.int32).reshape(self.size, len(self._labels))
        self._sets: dict[Set, np.ndarray[tuple[int], np.dtype[np.bool_]]] = {}
        self._places: dict[Group, npt.NDArray[np.int64]] = {}

    def _empty(self) -> Iterator[tuple[int, ...]]:
        """Yield all combinations of what exists in each chain, in any wave or listed."""
        chains = [self._full_paths(chain) for chain in self._tables.breakdowns]
        if np.prod([float(len(paths)) for paths in chains]) > MOST_EMPTY:
            return
        for chosen in product(*chains):
            yield tuple(code for path in chosen for code in path)

    def _full_paths(self, chain: Sequence[str]) -> list[tuple[int, ...]]:
        found: set[tuple[int, ...]] = set()
        for wave in self._tables.waves.values():
            codes = np.stack([wave.labels[label][wave.present] for label in chain], axis=1)
            found.update(tuple(int(code) for code in row) for row in np.unique(codes, axis=0))
        for cell in self._tables.cells:
            there = dict(cell)
            if any(label in there for label in chain):
                path = tuple(
                    self._tables.code(label, there[label]) if label in there else -1 for label in chain
                )
                if not any(self._continues(path, known) for known in found):
                    found.add(path)
        return sorted(found)

    @staticmethod
    def _continues(path: tuple[int, ...], known: tuple[int, ...]) -> bool:
        """Tell whether ``known`` is ``path``, perhaps told more finely."""
        return all(one in (-1, other) for one, other in zip(path, known, strict=True))

    def within(self, group: Group) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return which atoms belong to ``group``."""
        mask = np.zeros(self.size, dtype=bool)
        for one in group.sets:
            known = self._sets.get(one)
            if known is None:
                known = np.ones(self.size, dtype=bool)
                for label, value in one:
                    known &= self._codes[:, self._labels.index(label)] == self._tables.code(label, value)
                self._sets[one] = known
            mask |= known
        return mask

    @cached_property
    def people(self) -> list[npt.NDArray[np.int64]]:
        """Return the people of each atom."""
        order = np.argsort(self.of, kind="stable")
        ends = np.searchsorted(self.of[order], np.arange(self.size + 1))
        return [order[start:end] for start, end in pairwise(ends)]

    def places(self, group: Group) -> npt.NDArray[np.int64]:
        """Return the atoms of ``group``, in their order."""
        if group not in self._places:
            self._places[group] = np.flatnonzero(self.within(group))
        return self._places[group]


def counts(tables: Tables, family: Family, atoms: Atoms) -> list[int]:
    """Return how many people of ``family`` each atom holds."""
    mask = tables.population(family)
    found: list[int] = np.bincount(atoms.of[mask], minlength=atoms.size).tolist()
    return found
