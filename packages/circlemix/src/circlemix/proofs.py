"""Short arguments that hard rules cannot hold together, each valid whatever the division.

An argument that applies is a proof. That none applies proves nothing: then only :mod:`circlemix.exact` can tell.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from circlemix.case import Case, units_of
from circlemix.meeting import place_in_slots
from circlemix.people import Flags
from circlemix.worth import excess

I64 = npt.NDArray[np.int64]


def proved_impossible(case: Case) -> bool:
    """Tell whether one of the arguments shows that no division keeps these rules."""
    arguments: tuple[Callable[[Case], bool], ...] = (
        no_number_of_groups,
        a_unit_contradicts_itself,
        too_many_without_a_slot,
        no_room_in_slots,
        too_many_mutually_apart,
    )
    return any(argument(case) for argument in arguments)


def no_number_of_groups(case: Case) -> bool:
    """Tell whether sizes, counts and numbers of values leave no number of groups."""
    numbers = case.numbers_of_groups()
    sizes = np.arange(min(case.largest, case.n) + 1)
    counts = [
        (int(case.having(rule).sum()), np.flatnonzero(excess(rule, sizes) == 0).tolist())
        for rule in case.counts
    ]
    values = []
    for distinct in case.distinct:
        codes = case.people.categories[distinct.category].codes
        values.append((np.bincount(codes[codes >= 0], minlength=1), distinct.at_least))
    middle = (numbers.start + numbers.stop) // 2
    for groups in sorted(numbers, key=lambda number: abs(number - middle)):
        if all(_divisible(total, possible, groups, case.waiting) for total, possible in counts) and all(
            np.minimum(often, groups).sum() >= least * groups for often, least in values
        ):
            return False
    return True


def _divisible(total: int, possible: list[int], groups: int, waiting: int) -> bool:
    """Tell whether some people can be dealt over groups in possible numbers, when some of them may wait."""
    if not possible or possible[0] * groups > total or possible[-1] * groups < total - waiting:
        return False
    if groups * total > 200_000:
        return True
    sums = 1
    for _ in range(groups):
        reached = 0
        for count in possible:
            reached |= sums << count
        sums = reached & ((1 << (total + 1)) - 1)
    return any(sums >> seated & 1 for seated in range(max(0, total - waiting), total + 1))


def a_unit_contradicts_itself(case: Case) -> bool:
    """Tell whether people who must sit together may not, are too many, or can never come at the same time."""
    unit = units_of(case)
    size = np.bincount(unit, minlength=case.n)
    # Who may wait together need not sit together.
    seated = size > case.waiting
    locks: dict[int, int] = {}
    for person, group in case.locked:
        seated[unit[person]] = True
        if locks.setdefault(int(unit[person]), group) != group:
            return True
    inside = unit[case.first] == unit[case.second]
    if seated[unit[case.first[inside]]].any() or (seated & (size > case.largest)).any():
        return True
    return _never_possible(case, unit, seated & (size > 1))


def _never_possible(case: Case, unit: I64, sets: Flags) -> bool:
    """Tell whether the people of some unit can never all be in one group, by time or by a count."""
    if case.slots.shape[1]:
        missing = np.zeros((case.n, case.slots.shape[1]), dtype=np.bool_)
        absent, when = np.nonzero(~case.slots)
        missing[unit[absent], when] = True
        if missing[sets].all(axis=1).any():
            return True
    limits = [(rule, rule.at_most) for rule in case.counts if rule.at_most is not None]
    return any(
        bool((np.bincount(unit[case.having(rule)], minlength=case.n)[sets] > most).any())
        for rule, most in limits
    )


def too_many_without_a_slot(case: Case) -> bool:
    """Tell whether more people than may wait have no slot at which a group around them could meet."""
    if not case.slots.shape[1]:
        return False
    return int((~usable_slots(case).any(axis=1)).sum()) > case.waiting


def usable_slots(case: Case) -> Flags:
    """Return at which slots each person could be in a group at all (n by S), as far as counting shows."""
    usable = case.slots.copy()
    unit = units_of(case)
    absent, when = np.nonzero(~usable)
    by_unit = np.ones_like(usable)
    by_unit[unit[absent], when] = False
    usable &= by_unit[unit]
    before = -1
    while before != (before := int(usable.sum())):
        usable &= _slots_with_enough(case, usable)
        _drop_the_lonely(case, usable)
    return usable


def _slots_with_enough(case: Case, usable: Flags) -> Flags:
    """Return at which slots enough people can come, and enough of each kind."""
    good = usable.sum(axis=0) >= case.smallest
    for rule in case.counts:
        good &= usable[case.having(rule)].sum(axis=0) >= rule.at_least
    for distinct in case.distinct:
        codes = case.people.categories[distinct.category].codes
        for slot in np.flatnonzero(good).tolist():
            here = codes[usable[:, slot] & (codes >= 0)]
            good[slot] = len(np.unique(here)) >= distinct.at_least
    return np.broadcast_to(good, usable.shape)


def _drop_the_lonely(case: Case, usable: Flags) -> None:
    """Take away slots at which a person has too few others to sit with, or would be the only one of a kind."""
    for rule in case.counts:
        if rule.never_one:
            about = np.flatnonzero(case.having(rule))
            alone = usable[about].sum(axis=0) == 1
            usable[about] &= ~alone
    everyone = usable.sum(axis=0)
    near = np.zeros(usable.shape, dtype=np.int64)
    low, high = np.minimum(case.first, case.second), np.maximum(case.first, case.second)
    pairs = np.unique(low.astype(np.int64) * case.n + high)
    ends = np.concatenate([pairs // case.n, pairs % case.n])
    others = np.concatenate([pairs % case.n, pairs // case.n])
    for slot in range(usable.shape[1]):
        near[:, slot] = np.bincount(ends, weights=usable[others, slot], minlength=case.n)
    usable &= everyone - near >= case.smallest


def no_room_in_slots(case: Case) -> bool:
    """Tell whether the slots cannot take everyone, each so many groups of the largest size."""
    if not case.slots.shape[1] or case.n > 20_000:
        return False
    numbers = case.numbers_of_groups()
    most = max(numbers, default=0)
    rooms = np.full(case.slots.shape[1], most) if case.capacity is None else np.minimum(case.capacity, most)
    usable = usable_slots(case)
    placed = place_in_slots(usable, (rooms * case.largest).astype(np.int32))
    if int((placed < 0).sum()) > case.waiting:
        return True
    open_slots = rooms[usable.any(axis=0)]
    return bool(len(numbers)) and int(open_slots.sum()) < numbers[0]


def too_many_mutually_apart(case: Case) -> bool:
    """Tell whether more people than there can be groups are such that no two of them can sit together."""
    most = max(case.numbers_of_groups(), default=0)
    if not 0 < case.n <= 1_500:
        return False
    conflict = np.zeros((case.n, case.n), dtype=np.bool_)
    conflict[case.first, case.second] = conflict[case.second, case.first] = True
    if case.slots.shape[1]:
        usable = usable_slots(case).astype(np.int32)
        conflict |= usable @ usable.T == 0
    conflict[np.arange(case.n), np.arange(case.n)] = False
    if int((case.n - conflict.sum(axis=1) < case.smallest).sum()) > case.waiting:
        return True
    return len(_large_clique(conflict)) > most + case.waiting


def _large_clique(conflict: Flags) -> list[int]:
    """Return a large set of people of whom every two are in conflict, found greedily from several beginnings."""
    best: list[int] = []
    degree = conflict.sum(axis=1)
    for start in np.argsort(-degree, kind="stable")[:20].tolist():
        clique, candidates = [start], conflict[start].copy()
        while candidates.any():
            inside = conflict[:, candidates].sum(axis=1)
            chosen = int(np.where(candidates, inside, -1).argmax())
            clique.append(chosen)
            candidates &= conflict[chosen]
        best = max(best, clique, key=len)
    return best
