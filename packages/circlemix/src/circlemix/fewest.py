"""The fewest rules to let go of so that the others can hold, and whether it is certain that fewer would not do.

Every set of rules that will do has one of each clash in it. So we let go of one rule of a clash after another, look
which clash is left, and so on, the smallest sets first (hitting set tree; Reiter 1987).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from circlemix.case import Case
from circlemix.clash import Named, impossible, smallest
from circlemix.evaluation import Evaluation
from circlemix.exact import PEOPLE, GaveUpError, division_of
from circlemix.result import Clash, Rule

SECONDS = 1.0
"""For making sure; after that it stays uncertain."""

STEPS = 20_000
"""Of the complete search, for each set of rules."""


@dataclass(frozen=True)
class Relaxation:
    """Rules without which the others can hold. ``fewest``: certainly no smaller set would do."""

    rules: tuple[Named, ...]
    fewest: bool


def fewest_to_relax(
    case: Case, clash: Sequence[Named], known: frozenset[Named], seconds: float
) -> Relaxation | None:
    """Return the fewest rules found without which the others can hold, ``None`` when those known are best as known.

    :param clash: some rules that cannot hold together.
    :param known: rules without which the others can hold.
    """
    ends = time.monotonic() + seconds
    rules = case.rules()
    sets = deque([(frozenset[Named](), tuple(clash))])
    tried = {frozenset[Named]()}
    while sets and time.monotonic() < ends:
        gone, left = sets.popleft()
        if len(gone) + 1 >= len(known):
            # All smaller sets were looked at: the tree grows by one rule a layer.
            return Relaxation(tuple(sorted(known)), fewest=True)
        for rule in left:
            without = gone | {rule}
            if without in tried:
                continue
            tried.add(without)
            others = [each for each in rules if each not in without]
            rest = case.only(others)
            if impossible(rest):
                kept = smallest(others, lambda some: impossible(case.only(some)), ends)
                sets.append((without, tuple(kept)))
            elif can_hold(rest):
                return Relaxation(tuple(sorted(without)), fewest=True)
            else:
                return None
    return None


def can_hold(case: Case) -> bool:
    """Tell whether a division that keeps the rules is found by trying all, as can be done for few people."""
    if case.n > PEOPLE:
        return False
    try:
        return division_of(case, steps=STEPS) is not None
    except GaveUpError:
        return False


def broken_rules(case: Case, best: Evaluation) -> frozenset[Named] | None:
    """Return which rules an attempt breaks; ``None`` when more people wait than may, which is no rule of a case."""
    found: set[Named] = set()
    pairs = {
        frozenset(pair): k
        for k, pair in enumerate(zip(case.first.tolist(), case.second.tolist(), strict=True))
    }
    numbers = {
        "count": {(rule.name, rule.category): k for k, rule in enumerate(case.counts)},
        "distinct": {(rule.name, rule.category): k for k, rule in enumerate(case.distinct)},
    }
    for broken in best.broken:
        if broken.rule == "waiting":
            return None
        if broken.rule in {"size", "capacity"}:
            found.add((broken.rule, 0))
        elif broken.rule == "slot":
            found |= {("slot", person) for person in broken.people}
        elif broken.rule == "apart":
            found.add(("apart", pairs[frozenset(broken.people)]))
        elif broken.rule == "together":
            sets = [members for members, _ in case.together]
            found.add(("together", sets.index(broken.people)))
        elif broken.rule == "locked":
            found.add(("locked", [person for person, _ in case.locked].index(broken.people[0])))
        else:
            found.add((broken.rule, numbers[broken.rule][broken.reason, broken.category]))
    return frozenset(found)


def explain_clash(best: Evaluation, known: Clash | None) -> Clash:
    """Complete a clash with what to let go of: what the best attempt breaks, or fewer rules when that can be shown.

    Without a known clash the broken rules stand for it, unproved.
    """
    relax = tuple(dict.fromkeys(Rule(b.rule, b.people, b.reason, b.category) for b in best.broken))
    if known is None:
        return Clash(relax, "search", proved=False, relax=relax)
    tables = best.tables
    case = Case.of(tables.people, tables.wishes)
    broken = broken_rules(case, best)
    if broken is None:
        return replace(known, relax=relax)
    found = fewest_to_relax(case, known.numbered, broken, SECONDS)
    if found is not None and set(found.rules) != broken:
        relax = tuple(case.named(rule) for rule in found.rules)
    return replace(known, relax=relax, fewest=found is not None and found.fewest)
