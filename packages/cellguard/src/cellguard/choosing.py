"""Which of the wanted figures are shown? As many as are safe together, decided by counts and labels alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cellguard.counts_known import groups_given_away
from cellguard.groups import Groups
from cellguard.guarding import Guard
from cellguard.tables import Family, Group, Key, Set, Tables, Withheld


def choose(tables: Tables) -> tuple[list[Key], list[Withheld]]:
    """Choose what is shown, in the order in which it is wanted, and tell why the rest is not.

    A total of which a part must stay hidden becomes the union of the parts that are shown.
    """
    groups = Groups(tables)
    wanted = list(groups.wanted())
    narrow_first = sorted(wanted, key=lambda key: -key.of.depth)
    tried = [_show(tables, groups, wanted, order) for order in (narrow_first, wanted)]
    return max(tried, key=lambda one: (sum(key in one[2] for key in wanted), len(one[0])))[:2]


def _show(
    tables: Tables, groups: Groups, wanted: Sequence[Key], order: Iterable[Key]
) -> tuple[list[Key], list[Withheld], set[Key]]:
    guard = Guard(
        tables, groups, [key.family for key in wanted] + [figure.key.family for figure in tables.published]
    )
    for figure in tables.published:
        guard.show(figure.key)
    numbers = {key: guard.number(key) for key in wanted}
    shown = {key for key in order if numbers[key] >= tables.least and guard.shown_if_safe(key)}
    shown -= groups_given_away(tables, groups, guard, shown, numbers)
    parts: dict[Family, list[Set]] = {}
    for key in sorted(shown, key=lambda one: one.of.sets):
        parts.setdefault(key.family, []).extend(key.of.sets)
    figures: dict[Key, None] = {}
    withheld: list[Withheld] = []
    for key in wanted:
        if key in shown:
            figures[key] = None
            continue
        withheld.append(Withheld(key, "few" if numbers[key] < tables.least else "guard"))
        union = _union(key, parts.get(key.family, [])) if numbers[key] >= tables.least else None
        if union is not None:
            figures[union] = None
    return list(figures), withheld, shown


def _union(total: Key, shown: Sequence[Set]) -> Key | None:
    """Return the parts of ``total`` that are shown as one figure, or ``None`` where there are fewer than two."""
    (whole,) = (set(one) for one in total.of.sets)
    inside = [(one, set(one)) for one in shown if len(one) > len(whole) and whole < set(one)]
    # The widest parts that do not overlap: a part of a part is in it already.
    parts = _apart([one for one, labels in inside if not any(other < labels for _one, other in inside)])
    return total.family.key(Group.of(*parts)) if len(parts) > 1 else None


def _apart(parts: Sequence[Set]) -> list[Set]:
    """Return those that no person can be in together: they differ in a label that both have, along one breakdown."""
    kept: list[Set] = []
    for part in sorted(parts):
        if all(_differ(part, other) for other in kept):
            kept.append(part)
    return kept


def _differ(one: Set, other: Set) -> bool:
    there = dict(other)
    return any(label in there and there[label] != value for label, value in one)
