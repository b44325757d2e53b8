"""Why no division keeps all hard rules: a smallest set of them that cannot hold together, named for people.

Rules are left out one after another (deletion filter; Chinneck and Dravnieks 1991), in halves while there are many:
what can be left out while the rest still cannot hold is not part of the clash. Whether the rest can hold is decided by
the arguments in :mod:`circlemix.proofs` and, for small cases, by :mod:`circlemix.exact`; so what is named is certain.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

from circlemix.case import Case
from circlemix.exact import PEOPLE, GaveUpError, division_of
from circlemix.group_numbers import having, possible_range
from circlemix.people import People
from circlemix.proofs import proved_impossible, usable_slots
from circlemix.result import Clash
from circlemix.wishes import Size, Wishes

Named = tuple[str, int]


def find_clash(people: People, wishes: Wishes, *, seconds: float = 5.0) -> Clash | None:
    """Return rules that certainly cannot hold together, or ``None`` when that could not be shown.

    After ``seconds`` the set may be larger than needed, but stays certain.
    """
    case = Case.of(people, wishes)
    if not impossible(case):
        return None
    ends = time.monotonic() + seconds
    kept = smallest(case.rules(), lambda rules: impossible(case.only(rules)), ends)
    return Clash(
        rules=tuple(case.named(rule) for rule in kept),
        numbered=tuple(kept),
        kind=_kind(kept, case),
        proved=True,
        focus=_focus(case, kept),
        numbers=_numbers(people, wishes, [wishes.counts[k] for kind, k in kept if kind == "count"]),
    )


def impossible(case: Case) -> bool:
    """Tell whether it is certain that these rules cannot hold together."""
    if proved_impossible(case):
        return True
    if case.n > PEOPLE:
        return False
    try:
        return division_of(case, steps=20_000) is None
    except GaveUpError:
        return False


def smallest(rules: Sequence[Named], fails: Callable[[Sequence[Named]], bool], ends: float) -> list[Named]:
    """Leave out what can be left out while the rest still fails: first whole kinds, then halves, then one by one."""
    kept = list(rules)
    for kind in dict.fromkeys(kind for kind, _ in reversed(rules)):
        fewer = [rule for rule in kept if rule[0] != kind]
        if len(fewer) < len(kept) and time.monotonic() < ends and fails(fewer):
            kept = fewer
    size = len(kept) // 2
    while size >= 1:
        start = len(kept)
        while start > 0 and time.monotonic() < ends:
            start = max(0, start - size)
            fewer = kept[:start] + kept[start + size :]
            if fails(fewer):
                kept = fewer
        size //= 2
    return kept


def _focus(case: Case, rules: list[Named]) -> tuple[int, ...]:
    """Return the few people whom the clash is about."""
    slots = {person for kind, person in rules if kind == "slot"}
    if slots:
        # Of all whose choices of slots play a part, those who are left without any.
        stuck = slots & set(np.flatnonzero(~usable_slots(case.only(rules)).any(axis=1)).tolist())
        return tuple(sorted(stuck or (slots if len(slots) <= 8 else ())))
    named = {person for rule in rules if rule[0] != "slot" for person in case.named(rule).people}
    return tuple(sorted(named))


def _kind(rules: list[Named], case: Case) -> str:
    """Name the argument by the kinds of rule in it."""
    kinds = {kind for kind, _ in rules}
    if kinds == {"size"}:
        return "sizes"
    slots = [person for kind, person in rules if kind == "slot"]
    if slots and not case.slots[slots].any(axis=1).all():
        return "no_slot"
    order = ("count", "distinct", "capacity", "locked", "together", "slot", "apart")
    first = next((kind for kind in order if kind in kinds), "search")
    return "lonely_slot" if first == "slot" else first


def _numbers(people: People, wishes: Wishes, counts: Sequence[object]) -> dict[str, int]:
    """Return the figures of the argument."""
    numbers = {"people": len(people)}
    if isinstance(wishes.size, Size):
        least, most = possible_range(people, wishes, wishes.size)
        numbers |= {"smallest": wishes.size.smallest, "largest": wishes.size.largest}
        numbers |= {"least_groups": wishes.groups or least, "most_groups": wishes.groups or most}
    for rule in wishes.counts:
        if rule in counts:
            numbers |= {"found": having(people, rule), "at_least": rule.at_least}
    return numbers
