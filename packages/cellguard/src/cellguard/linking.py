"""Which families share answers? A mean with its questions, a change with its waves, a base with the rest."""

from __future__ import annotations

from collections.abc import Iterable

from cellguard.tables import Family, Tables


def companies(tables: Tables, families: Iterable[Family]) -> list[list[Family]]:
    """Divide ``families`` so that no two in different companies are about the same answers."""
    head: dict[object, object] = {}

    def top(one: object) -> object:
        while head.setdefault(one, one) != one:
            one = head[one]
        return one

    ordered = sorted(set(families), key=lambda one: (one.waves, one.measure, one.base))
    for family in ordered:
        for wave in family.waves:
            for item in tables.measures[family.measure].asked:
                head[top((wave, item))] = top(family)
    found: dict[object, list[Family]] = {}
    for family in ordered:
        found.setdefault(top(family), []).append(family)
    return list(found.values())
