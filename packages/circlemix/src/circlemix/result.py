"""What a composition gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from circlemix.broken import Broken
from circlemix.evaluation import Evaluation, Group, Term
from circlemix.moves import Options, options
from circlemix.tables import Seats


@dataclass(frozen=True)
class Progress:
    """How far a composition is: seconds and steps since the start, best objective (0 … 1), no rule broken."""

    seconds: float
    iterations: int
    objective: float
    feasible: bool


@dataclass(frozen=True)
class Rule:
    """One rule of the wishes that takes part in a clash, or that could be relaxed.

    :param rule: ``size``, ``slot`` (the slots that ``people`` chose), ``capacity``, ``apart``, ``together``,
        ``count``, ``distinct``, ``locked``.
    :param people: who is concerned; empty when the rule is about everybody.
    :param reason: the caller's own reason or name.
    :param category: the property that a count or number of values is about.
    """

    rule: str
    people: tuple[int, ...] = ()
    reason: str = ""
    category: str = ""


@dataclass(frozen=True)
class Clash:
    """Why no composition keeps all hard rules.

    :param rules: rules that cannot hold together; without any one of them the others could (as far as was
        looked).
    :param kind: the argument in one word, for wording: ``no_slot``, ``lonely_slot``, ``sizes``, ``count``,
        ``distinct``, ``together``, ``locked``, ``capacity``, ``apart``, ``search``.
    :param proved: whether it is certain. Otherwise no way was found in the time given, which is not the same.
    :param relax: the smallest set of rules found without which there is a composition: that of the result,
        which keeps all others, unless for few people a still smaller one was found.
    :param fewest: whether it is certain that no smaller set would do.
    :param focus: the people it is about, when it is about a few: who finds too few others at any slot they chose,
        who must sit together and may not, the lone resident.
    :param numbers: figures of the argument, by name (``people``, ``groups``, ``found``, ``needed``).
    :param numbered: ``rules`` as the wishes number them: kind and position (of a slot: the person).
    """

    rules: tuple[Rule, ...]
    kind: str
    proved: bool
    relax: tuple[Rule, ...] = ()
    fewest: bool = False
    focus: tuple[int, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    numbered: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, eq=False)
class Result:
    """A composition: who sits where, how good that is, and how it came about.

    :param groups: per person the number of their group, from 0; -1 for who waits.
    :param evaluation: aims, broken rules and facts per group (:class:`circlemix.evaluation.Evaluation`).
    :param clash: why not all rules hold; ``None`` when they do. The groups then are the best attempt.
    :param history: (seconds, objective) each time the best became better.
    :param stopped_by: ``seconds``, ``iterations``, ``stalled``, ``asked`` or ``done`` (nothing left to
        improve).
    """

    groups: Seats
    evaluation: Evaluation
    clash: Clash | None
    history: tuple[tuple[float, float], ...]
    seconds: float
    iterations: int
    stopped_by: str

    @property
    def objective(self) -> float:
        """The average of the shares by weight, 0 … 1."""
        return self.evaluation.objective

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.evaluation.terms

    @property
    def broken(self) -> tuple[Broken, ...]:
        """Broken hard rules; empty when the result is feasible."""
        return self.evaluation.broken

    @property
    def feasible(self) -> bool:
        return self.evaluation.feasible

    @property
    def slots(self) -> npt.NDArray[np.int32]:
        """Per group the slot at which it meets, -1 when there is none."""
        return self.evaluation.slots

    @property
    def waiting(self) -> tuple[int, ...]:
        """The people without a group."""
        return self.evaluation.waiting

    def group(self, number: int) -> Group:
        """Gather the facts of one group."""
        return self.evaluation.group(number)

    def moves(self, person: int) -> Options:
        """Measure what moving a person to each group, or swapping with each other person, would change."""
        return options(self.evaluation, person)
