"""What could an attacker work out of a publication? Looks for it by other means than those that made it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from cellguard.counts_known import Known
from cellguard.groups import Groups, counts
from cellguard.intervals import Company, Programme, Target
from cellguard.linking import companies
from cellguard.tables import Family, Figure, Floats, Group, Key, Published, Tables

_LARGEST = 1000.0
"""Above this no factor of a combination is looked for."""


@dataclass(frozen=True)
class Leak:
    """Something that can be worked out.

    ``kind``: ``exact`` (a combination about few people), ``close`` (an answer or a small group's mean, nearly) or
    ``number`` (of people in a small group). ``about``: of whom; ``from_figures``: out of which figures.
    """

    kind: str
    about: str
    from_figures: tuple[Key, ...] = ()


def leaks(tables: Tables, published: Published) -> list[Leak]:
    """Return all that can be worked out of ``published``, together with what ``tables`` say was published earlier."""
    figures = list({figure.key: figure for figure in (*tables.published, *published.figures)}.values())
    groups = Groups(tables)
    found: list[Leak] = []
    for together in companies(tables, [figure.key.family for figure in figures]):
        inside = [figure for figure in figures if figure.key.family in together]
        company = Company(tables, groups, together, [figure.key for figure in inside])
        found += _exact(company, inside)
        found += _close(company, inside)
    found += _numbers(tables, groups, figures, published)
    return found


def _exact(company: Company, figures: Sequence[Figure]) -> Iterator[Leak]:
    """Look for a combination of figures that only depends on the answers of a few."""
    least = company.tables.least
    for figure in figures:
        number = int(company.inside(figure.key).sum())
        if 0 < number < least:
            yield Leak("exact", f"a figure about {number} people", (figure.key,))
    people, sizes = company.classes(np.zeros(company.given.shape[1], dtype=bool))
    matrix, owner = _matrix(company, figures, people)
    told: set[frozenset[int]] = set()
    for column in range(matrix.shape[1]):
        if sizes[owner[column]] >= least or not matrix[:, column].any():
            continue
        if any(owner[column] in few for few in told):
            continue
        few = _fewest(matrix, owner, sizes, column, least)
        if few is not None and _tells(matrix, owner, few):
            told.add(few)
            using = tuple(
                f.key for f, row in zip(figures, matrix, strict=True) if row[np.isin(owner, list(few))].any()
            )
            yield Leak(
                "exact",
                f"{sum(sizes[one] for one in few)} people, such as {_ids(company, people, few)}",
                using,
            )


def _ids(company: Company, people: Sequence[int], few: frozenset[int]) -> str:
    return ", ".join(company.tables.ids[people[one]] for one in sorted(few))


def _matrix(company: Company, figures: Sequence[Figure], people: Sequence[int]) -> tuple[Floats, list[int]]:
    """Return figures x answers of each class, and the class of each column."""
    width = len(company.asked)
    matrix = np.zeros((len(figures), len(people) * width))
    for row, figure in enumerate(figures):
        for number, person in enumerate(people):
            if company.inside(figure.key)[person]:
                for column, weight in company.adds(figure.key.family, person):
                    matrix[row, number * width + column] = weight
    used = np.flatnonzero(matrix.any(axis=0))
    return matrix[:, used], [int(column) // width for column in used]


def _fewest(
    matrix: Floats, owner: Sequence[int], sizes: Sequence[int], column: int, least: int
) -> frozenset[int] | None:
    """Return the classes of the combination about fewest people that has a 1 on ``column``, if they are too few."""
    rows, columns = matrix.shape
    small = sorted({one for one in owner if sizes[one] < least})
    place = {one: rows + i for i, one in enumerate(small)}
    limits = np.zeros((2 * columns, rows + len(small)))
    upper = np.zeros(2 * columns)
    for i, one in enumerate(owner):
        for sign, line in ((1, i), (-1, columns + i)):
            limits[line, :rows] = sign * matrix[:, i]
            if one in place:
                limits[line, place[one]] = -_LARGEST
    one_there = np.zeros(rows + len(small))
    one_there[:rows] = matrix[:, column]
    price = np.concatenate([np.zeros(rows), [sizes[one] for one in small]])
    found = milp(
        price,
        constraints=[
            LinearConstraint(limits, -np.inf, upper),
            LinearConstraint(one_there, 1, 1),
            LinearConstraint(price, 0, least - 1),
        ],
        integrality=np.concatenate([np.zeros(rows), np.ones(len(small))]),
        bounds=Bounds(
            np.concatenate([np.full(rows, -_LARGEST), np.zeros(len(small))]),
            np.concatenate([np.full(rows, _LARGEST), np.ones(len(small))]),
        ),
    )
    if found.status != 0 or found.x is None:
        return None
    return frozenset(one for one in small if found.x[place[one]] > 0.5)


def _tells(matrix: Floats, owner: Sequence[int], few: frozenset[int]) -> bool:
    """Tell whether some combination is zero for everybody but ``few``, and not for them."""
    others = matrix[:, [i for i, one in enumerate(owner) if one not in few]]
    return bool(np.linalg.matrix_rank(others) < np.linalg.matrix_rank(matrix))


def _close(company: Company, figures: Sequence[Figure]) -> Iterator[Leak]:
    """Look for an answer, or a small group's mean, that can only lie within a narrow interval."""
    for target in (*company.small_targets(), *company.own_targets()):
        width = Programme(company, figures, target.people).width(target)
        if width < company.tables.width * target.range:
            yield Leak("close", _says(company, target, width))


def _says(company: Company, target: Target, width: float) -> str:
    names = ", ".join(company.tables.ids[person] for person in target.people)
    what = f"{target.family.measure} in {' to '.join(target.family.waves)}"
    return f"{what} of {names} lies within {width:.3g}"


def _numbers(
    tables: Tables, groups: Groups, figures: Sequence[Figure], published: Published
) -> Iterator[Leak]:
    """Look for a small named group of which the number of people is the only one that fits."""
    for family in dict.fromkeys(figure.key.family for figure in figures):
        mine = groups.atoms(family.waves[-1])
        inside = counts(tables, family, mine)
        told = [withheld for withheld in published.withheld if withheld.key.family == family]
        facts = Known(
            inside,
            shown=[mine.places(figure.key.of) for figure in figures if figure.key.family == family],
            few=[mine.places(withheld.key.of) for withheld in told if withheld.reason == "few"],
            guarded=[mine.places(withheld.key.of) for withheld in told if withheld.reason == "guard"],
            least=tables.least,
        )
        for group in groups.named():
            places = mine.places(group)
            number = sum(inside[place] for place in places)
            if number < tables.least and facts.only_one_fits(places):
                yield Leak("number", f"{number} people of {_named(group, family)}")


def _named(group: Group, family: Family) -> str:
    names = " or ".join(", ".join(value for _label, value in one) or "everybody" for one in group.sets)
    return f"{names} ({family.measure}, {' to '.join(family.waves)})"
