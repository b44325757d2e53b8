"""How exactly may each figure be printed? As exactly as leaves every answer, and every small group, uncertain enough.

What is shown is chosen already, by numbers of people alone; where answers are too alike, figures get coarser.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cellguard.groups import Groups
from cellguard.intervals import Company, Programme, Target
from cellguard.linking import companies
from cellguard.room import Room
from cellguard.tables import Figure, Key, Tables

_PLACES = 9
_MARGIN = 1e-6
"""An interval must be this much wider than asked, so that no other arithmetic finds it too narrow."""


@dataclass(frozen=True)
class Grain:
    """How coarsely a figure is printed. ``step``: of its rounding; ``parts``: instead, in how many its range is cut."""

    step: float = 0.01
    sd: bool = False
    parts: int = 0


GRAINS = (
    Grain(sd=True),
    Grain(),
    Grain(step=0.1),
    Grain(step=0.5),
    Grain(parts=6),
    Grain(parts=2),
    Grain(parts=1),
)
"""From exact to nothing at all: of the last only the number of people is left."""


def print_figures(tables: Tables, keys: Sequence[Key]) -> list[Figure]:
    """Print the figures of ``keys`` so that none tells too much, together with all that was published earlier."""
    earlier = {figure.key: figure for figure in tables.published}
    groups = Groups(tables)
    families = dict.fromkeys([key.family for key in keys] + [key.family for key in earlier])
    done: dict[Key, Figure] = {}
    for together in companies(tables, families):
        inside = [key for key in keys if key.family in together]
        before = [figure for key, figure in earlier.items() if key.family in together]
        fresh = [key for key in inside if key not in earlier]
        if not inside:
            continue
        company = Company(tables, groups, together, [*fresh, *(figure.key for figure in before)])
        printer = _Printer(company, fresh, before)
        printer.coarsen([*company.small_targets(), *company.own_targets()])
        done.update({figure.key: figure for figure in printer.figures()})
        done.update({figure.key: figure for figure in before})
    return [done[key] for key in keys]


class _Printer:
    """The figures of one company, each with its grain so far."""

    def __init__(self, company: Company, keys: Sequence[Key], before: Sequence[Figure]) -> None:
        self._company, self._before = company, list(before)
        self._grain = dict.fromkeys(keys, 0)
        self._now: list[Figure] = []
        self._room: Room | None = None
        self._exact = {key: self._measured(key) for key in keys}

    def _measured(self, key: Key) -> tuple[int, float, float]:
        values = self._company.tables.outcome(key.family)[self._company.who[key]]
        return len(values), float(values.mean()), float(values.std(ddof=1)) if len(values) > 1 else 0.0

    def figures(self) -> list[Figure]:
        """Return all figures as they are printed now."""
        return [self._printed(key) for key in self._grain]

    def _printed(self, key: Key) -> Figure:
        n, mean, sd = self._exact[key]
        grain = GRAINS[self._grain[key]]
        least, most = self._company.tables.bounds(key.family)
        if grain.parts:
            part = (most - least) / grain.parts
            number = min(grain.parts - 1, math.floor((mean - least) / part + 1e-9))
            low = round(least + number * part, _PLACES)
            return Figure(key, n, low, round(low + part, _PLACES), None, 0.0)
        rounded = _round(mean, grain.step)
        spread = _round(sd, grain.step) if grain.sd and n > 1 else None
        return Figure(key, n, rounded, rounded, spread, grain.step)

    def coarsen(self, targets: Sequence[Target]) -> None:
        """Coarsen figures until every target can lie anywhere over enough of its range."""
        for target in targets:
            wanted = self._company.tables.width * target.range + _MARGIN
            while not self._wide_enough(target, wanted):
                key = self._next(target)
                if key is None:
                    break
                self._grain[key] += 1
                self._room = None

    def _wide_enough(self, target: Target, wanted: float) -> bool:
        if self._room is None:
            self._now = [*self.figures(), *self._before]
            self._room = Room(self._company, self._now)
        if self._room.width(target) >= wanted:
            return True
        return Programme(self._company, self._now, target.people).width(target) >= wanted

    def _next(self, target: Target) -> Key | None:
        """Choose which figure becomes coarser: the finest that tells of the target, and of those the smallest."""
        people = list(target.people)
        telling = [
            (grain, self._exact[key][0], number, key)
            for number, (key, grain) in enumerate(self._grain.items())
            if grain < len(GRAINS) - 1 and self._company.inside(key)[people].any()
        ]
        if not telling:
            telling = [
                (grain, self._exact[key][0], number, key)
                for number, (key, grain) in enumerate(self._grain.items())
                if grain < len(GRAINS) - 1
            ]
        return min(telling)[3] if telling else None


def _round(value: float, step: float) -> float:
    return round(math.floor(value / step + 0.5) * step, _PLACES)
