"""What moving or swapping people would change, and which moves mend a conflict best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from circlemix.broken import Broken
from circlemix.errors import InputError
from circlemix.evaluation import Evaluation, as_seats, evaluate, evaluate_tables
from circlemix.people import Numbers, People
from circlemix.trial import Trial
from circlemix.wishes import Wishes

__all__ = ["Change", "Move", "Option", "Options", "best_moves", "change", "options", "what_if"]

Move = tuple[int, int]
"""A person and the number of the group they go to, -1 to wait."""


@dataclass(frozen=True, eq=False)
class Change:
    """An assignment before and after some moves, and what differs."""

    before: Evaluation
    after: Evaluation

    @property
    def objective(self) -> float:
        """How much better the average of the shares becomes (negative: worse)."""
        return self.after.objective - self.before.objective

    @property
    def breaks(self) -> tuple[Broken, ...]:
        """What would be broken that is not now."""
        return tuple(each for each in self.after.broken if each not in set(self.before.broken))

    @property
    def mends(self) -> tuple[Broken, ...]:
        """What is broken now and would not be any more."""
        return tuple(each for each in self.before.broken if each not in set(self.after.broken))

    @property
    def terms(self) -> tuple[tuple[str, str, float, float], ...]:
        """Per term its kind, name, share before and share after."""
        pairs = zip(self.before.terms, self.after.terms, strict=True)
        return tuple((a.kind, a.name, a.share, b.share) for a, b in pairs)

    @property
    def touched(self) -> tuple[int, ...]:
        """The groups whose members change."""
        moved = self.before.seats != self.after.seats
        groups = np.concatenate([self.before.seats[moved], self.after.seats[moved]])
        return tuple(np.unique(groups[groups >= 0]).tolist())


@dataclass(frozen=True)
class Option:
    """One thing that could be done: a person to another group, or two people changing places.

    :param moves: who goes where.
    :param objective: how much better the average of the shares would become.
    :param terms: the same per term, in the order of the terms.
    :param broken: how many more (negative: fewer) rules would be broken, each pair, set, person and group by
        itself.
    """

    moves: tuple[Move, ...]
    objective: float
    terms: tuple[float, ...]
    broken: int


@dataclass(frozen=True)
class Options:
    """What could be done with one person: ``moves`` to each other group, ``swaps`` with each other person.

    ``wait`` is leaving them without a group.
    """

    person: int
    moves: tuple[Option, ...]
    swaps: tuple[Option, ...]
    wait: Option | None


def what_if(
    people: People,
    wishes: Wishes,
    groups: npt.ArrayLike,
    moves: Iterable[Move],
    *,
    before: Evaluation | None = None,
) -> Change:
    """Measure what some moves, done together, would change. Nothing is refused: broken rules are reported.

    ``before`` spares measuring the assignment again when its evaluation is at hand.

    :raises InputError: when a move names a person or group that does not exist.
    """
    before = before or evaluate(people, wishes, groups)
    return change(before, moves)


def change(before: Evaluation, moves: Iterable[Move]) -> Change:
    """Measure what some moves would change in an assignment measured before."""
    after = before.seats.copy()
    for person, group in moves:
        if not 0 <= person < len(after) or not -1 <= group < before.groups:
            raise InputError("moves", f"there is no person {person} or no group {group}")
        after[person] = group
    return Change(before, evaluate_tables(before.tables, after))


def options(evaluation: Evaluation, person: int) -> Options:
    """Measure every move and swap of one person. Cheap: only the groups concerned are counted again."""
    trial = Trial(evaluation)
    here = int(evaluation.seats[person])
    others = [group for group in range(evaluation.groups) if group != here]
    partners = np.flatnonzero(
        (evaluation.seats != here) & (np.arange(len(evaluation.seats)) != person)
    ).tolist()
    moves = [((person, group),) for group in others]
    swaps = [((person, int(evaluation.seats[other])), (other, here)) for other in partners]
    wait = [((person, -1),)] if here >= 0 else []
    done = list(_measured(trial, [*moves, *swaps, *wait]))
    return Options(
        person=person,
        moves=tuple(done[: len(moves)]),
        swaps=tuple(done[len(moves) : len(moves) + len(swaps)]),
        wait=done[-1] if wait else None,
    )


def best_moves(
    people: People,
    wishes: Wishes,
    groups: npt.ArrayLike,
    *,
    group: int | None = None,
    limit: int = 5,
    before: Evaluation | None = None,
) -> tuple[Option, ...]:
    """Return the best few moves and swaps: those that break fewest rules, then those with the best shares.

    :param group: consider only people in this group; ``None``: everybody concerned by a broken rule, or, when
        no rule is broken, everybody.

    Locked members are left where they are. Only what mends something or improves the average is returned.
    """
    before = before or evaluate(people, wishes, as_seats(people, groups))
    found: list[Option] = []
    for person in _candidates(before, group):
        every = options(before, person)
        found += [each for each in (*every.moves, *every.swaps) if not _moves_locked(before, each)]
    better = [each for each in found if each.broken < 0 or (each.broken == 0 and each.objective > 1e-9)]
    unique = {tuple(sorted(each.moves)): each for each in better}
    return tuple(sorted(unique.values(), key=lambda each: (each.broken, -each.objective, each.moves))[:limit])


def _candidates(before: Evaluation, group: int | None) -> Sequence[int]:
    if group is not None:
        concerned = {p for each in before.broken if group in each.groups for p in each.people}
        inside = before.members(group)
        return sorted(concerned & set(inside)) or inside
    return sorted({p for each in before.broken for p in each.people}) or range(len(before.seats))


def _moves_locked(before: Evaluation, option: Option) -> bool:
    locked = before.tables.wishes.locked
    return any(person in locked and locked[person] != group for person, group in option.moves)


def _measured(trial: Trial, moves: Sequence[tuple[Move, ...]]) -> Iterable[Option]:
    shares, broken = trial.try_out(moves)
    objective = trial.objective(shares) - trial.objective(trial.shares[None, :])[0]
    terms: Numbers = shares - trial.shares
    for k, each in enumerate(moves):
        yield Option(each, float(objective[k]), tuple(terms[k].tolist()), int(broken[k]))
