"""Can anyone work out how many of a small group took part, from the numbers of people that are printed?

Whoever does not know who took part knows the numbers printed, that a group withheld as ``few`` has fewer than
``least``, and that one that is guarded has at least as many. A group's number is given away
when no other whole numbers fit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from cellguard.groups import Groups
from cellguard.guarding import Guard
from cellguard.tables import Family, Group, Key, Tables

_MOST_ATOMS = 400
"""Among more atoms, whole numbers that fit are looked for around a group only; else its number counts as given away."""

Ints = npt.NDArray[np.int64]
"""Places of atoms, in their order."""


class Known:
    """What is known of one family.

    ``counts``: people per atom. ``shown``, ``few`` and ``guarded``: the atoms of each group that is printed, withheld
    as too few, or guarded.
    """

    def __init__(
        self,
        counts: Sequence[int],
        shown: Sequence[Ints],
        few: Sequence[Ints],
        guarded: Sequence[Ints],
        least: int,
    ) -> None:
        self._counts = np.array(counts, dtype=np.int64)
        self._shown, self._few, self._guarded, self._least = shown, few, guarded, least

    def gives_away(self, group: Ints) -> bool:
        """Tell whether the number of people in ``group`` is the only one that fits."""
        if not len(group) or self._can_move(group):
            return False
        near = self._near(group)
        if any(self._other(group, sign, near) for sign in (1, -1)):
            return False
        return len(self._counts) > _MOST_ATOMS or self.only_one_fits(group)

    def only_one_fits(self, group: Ints) -> bool:
        """Tell the same by looking for other whole numbers alone, among all atoms."""
        everywhere = np.arange(len(self._counts))
        return bool(len(group)) and not any(self._other(group, sign, everywhere) for sign in (1, -1))

    def _near(self, group: Ints) -> Ints:
        """Return the atoms of the smallest printed groups that the atoms of ``group`` are in."""
        near = set(group.tolist())
        for atom in group:
            if self._marks[atom]:
                near.update(min((self._shown[number] for number in self._marks[atom]), key=len).tolist())
        return np.array(sorted(near), dtype=np.int64)

    @cached_property
    def _marks(self) -> list[tuple[int, ...]]:
        """Per atom, the printed groups that it is in."""
        marks: list[list[int]] = [[] for _ in self._counts]
        for number, atoms in enumerate(self._shown):
            for atom in atoms:
                marks[atom].append(number)
        return [tuple(mark) for mark in marks]

    @cached_property
    def _may_gain(self) -> npt.NDArray[np.bool_]:
        """Which atoms could hold one more without a group being no longer few."""
        free = np.ones(len(self._counts), dtype=bool)
        for atoms in self._few:
            if self._counts[atoms].sum() >= self._least - 1:
                free[atoms] = False
        return free

    @cached_property
    def _may_lose(self) -> npt.NDArray[np.bool_]:
        """Which atoms could hold one fewer without a guarded group becoming few."""
        free = self._counts > 0
        for atoms in self._guarded:
            if self._counts[atoms].sum() <= self._least:
                free[atoms] = False
        return free

    @cached_property
    def _by_mark(self) -> dict[tuple[int, ...], tuple[int, int]]:
        """How many atoms in the same printed groups could gain, and could lose."""
        found: dict[tuple[int, ...], tuple[int, int]] = {}
        for atom, mark in enumerate(self._marks):
            gain, lose = found.get(mark, (0, 0))
            found[mark] = gain + int(self._may_gain[atom]), lose + int(self._may_lose[atom])
        return found

    def _can_move(self, group: Ints) -> bool:
        """Find one person who could as well have been elsewhere: the group's number would be another."""
        inside: dict[tuple[int, ...], tuple[int, int]] = {}
        for atom in group:
            gain, lose = inside.get(self._marks[atom], (0, 0))
            inside[self._marks[atom]] = gain + int(self._may_gain[atom]), lose + int(self._may_lose[atom])
        for mark, (gain, lose) in inside.items():
            all_gain, all_lose = self._by_mark[mark]
            if not mark and (gain or lose):
                return True
            if (gain and all_lose > lose) or (lose and all_gain > gain):
                return True
        return False

    def _other(self, group: Ints, sign: int, near: Ints) -> bool:
        """Tell whether whole numbers fit in which the group has fewer people; more, where ``sign`` is -1.

        Only the numbers of the atoms ``near`` may differ from what they are.
        """
        counts = self._counts[near].astype(np.float64)
        place = {atom: number for number, atom in enumerate(near.tolist())}
        limits: dict[tuple[int, ...], tuple[float, float]] = {}

        def limit(atoms: Ints, low: float, high: float) -> None:
            """Let the number of people in ``atoms`` go down by ``low`` and up by ``high``."""
            inside = tuple(place[atom] for atom in atoms.tolist() if atom in place)
            if inside:
                there = limits.get(inside, (np.inf, np.inf))
                limits[inside] = min(low, there[0]), min(high, there[1])

        for atoms in self._shown:
            limit(atoms, 0, 0)
        for atoms in self._few:
            limit(atoms, np.inf, self._least - 1 - self._counts[atoms].sum())
        for atoms in self._guarded:
            limit(atoms, self._counts[atoms].sum() - self._least, np.inf)
        rows = [*limits, tuple(place[atom] for atom in group.tolist())]
        matrix = csr_matrix(
            (
                np.ones(sum(map(len, rows))),
                (np.repeat(range(len(rows)), [*map(len, rows)]), np.concatenate(rows)),
            ),
            shape=(len(rows), len(near)),
        )
        now = matrix @ counts
        room = [*limits.values(), (np.inf, -1) if sign > 0 else (-1, np.inf)]
        found = milp(
            np.zeros(len(near)),
            constraints=LinearConstraint(
                matrix, now - [low for low, _ in room], now + [high for _, high in room]
            ),
            integrality=np.ones(len(near)),
            bounds=Bounds(0, np.inf),
        )
        return bool(found.status == 0)


def groups_given_away(
    tables: Tables, groups: Groups, guard: Guard, shown: Collection[Key], numbers: Mapping[Key, int]
) -> set[Key]:
    """Return the figures that must go so that no number of a small named group is given away.

    ``numbers``: how many people each wanted figure is about, the most important first; the last that shows a part of
    the group goes first.
    """
    wanted: dict[Family, dict[Group, int]] = {}
    for key, number in numbers.items():
        wanted.setdefault(key.family, {})[key.of] = number
    gone: set[Key] = set()
    for family, inside in wanted.items():
        earlier = [figure.key.of for figure in tables.published if figure.key.family == family]
        here = [of for of in inside if family.key(of) in shown]
        gone.update(
            family.key(of)
            for of in _too_many(
                guard, tables.least, groups, family, earlier=earlier, wanted=inside, here=here
            )
        )
    return gone


def _too_many(
    guard: Guard,
    least: int,
    groups: Groups,
    family: Family,
    *,
    earlier: Sequence[Group],
    wanted: Mapping[Group, int],
    here: Sequence[Group],
) -> list[Group]:
    counting = guard.counting(family)
    places = counting.atoms.places
    small = [of for of, n in zip(groups.named(), groups.numbers(family), strict=True) if n < least]
    gone: list[Group] = []
    while True:
        there = dict.fromkeys([*earlier, *(of for of in here if of not in gone)])
        hidden = {of: n for of, n in wanted.items() if of not in there}
        facts = Known(
            counting.counts,
            shown=[places(of) for of in there],
            few=[places(of) for of, n in hidden.items() if n < least],
            guarded=[places(of) for of, n in hidden.items() if n >= least],
            least=least,
        )
        told = next((of for of in small if facts.gives_away(places(of))), None)
        if told is None:
            return gone
        touching = [of for of in here if of not in gone and np.intersect1d(places(of), places(told)).size]
        if not touching:
            return gone
        gone.append(touching[-1])
