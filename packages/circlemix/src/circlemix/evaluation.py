"""How good groups are, whoever made them: each aim as a share, each broken rule with the people concerned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from circlemix import broken, measure
from circlemix.broken import Broken
from circlemix.errors import InputError
from circlemix.meeting import place_in_slots
from circlemix.people import Numbers, People
from circlemix.tables import Seats, Tables
from circlemix.wishes import Wishes


@dataclass(frozen=True, eq=False)
class Term:
    """One soft aim and how far it is reached, overall and per group: shares from 0 to 1, the best possible.

    * ``mix`` of a category: different values in a group ÷ the most that are possible there (its size, or the
      number of values that exist, whichever is smaller). Seven people from five disciplines: 5/7, 71 %.
      Overall: the sums of both over the groups, where the lower one also counts that a value that four people
      have can be in four groups at most.
    * ``mix`` of a number: 1 - the part of all differences between people that is a difference between the
      groups' means; 1 when all groups have the same mean. Per group: 1 - its part in that, against an equal
      part of all.
    * ``balance`` of a category: the part of the seats that need not change hands to make each group resemble
      the whole, up to rounding to whole people.
    * ``meetings``: pairs within a group who have not met before ÷ all pairs within a group.

    :param found: per group what it reaches (values, seats or pairs).
    :param best: per group what a group of its size could reach.
    :param most: what all groups together could reach; ``share`` is the sum of ``found``, divided by this.
    :param is_judged: there is something to judge; where a property is unknown, or the same for all, ``share`` is 1 and
        does not count in the average.
    """

    kind: str
    name: str
    weight: int
    share: float
    shares: Numbers
    found: Numbers
    best: Numbers
    most: float
    is_judged: bool


@dataclass(frozen=True)
class Group:
    """The facts of one group.

    :param number: position of the group, from 0.
    :param members: the people in it, by position.
    :param counts: per category the values that occur, most frequent first, with how many members have them.
    :param absent: per category the values that exist among all people but not here.
    :param unknown: per category how many members have no known value.
    :param common_slots: the slots at which all members can come.
    :param slot: the slot at which the group meets, ``None`` when there is none (or time plays no part).
    :param met: the pairs of members who met before: (person, person, times).
    :param broken: the rules that this group breaks.
    """

    number: int
    members: tuple[int, ...]
    counts: Mapping[str, Mapping[str, int]]
    absent: Mapping[str, tuple[str, ...]]
    unknown: Mapping[str, int]
    common_slots: tuple[int, ...]
    slot: int | None
    met: tuple[tuple[int, int, int], ...]
    broken: tuple[Broken, ...]

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def distinct(self) -> Mapping[str, int]:
        """Per category how many different values the members have."""
        return {name: len(values) for name, values in self.counts.items()}


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What is known of an assignment of people to groups.

    :param seats: per person the number of their group, -1 for who waits.
    :param objective: the average by weight of the shares of the terms that are judged, 0 … 1.
    :param terms: every soft aim, in the order of the wishes.
    :param checks: every hard rule that was asked for, and where it is broken.
    :param slots: per group the slot at which it meets, -1 when there is none.
    """

    tables: Tables
    seats: Seats
    objective: float
    terms: tuple[Term, ...]
    checks: tuple[broken.Check, ...]
    slots: npt.NDArray[np.int32]

    @property
    def groups(self) -> int:
        """Number of groups."""
        return self.tables.groups

    @cached_property
    def broken(self) -> tuple[Broken, ...]:
        """The broken rules, empty when all hard rules hold."""
        return tuple(each for check in self.checks for each in check.broken)

    @property
    def feasible(self) -> bool:
        return not self.broken

    @cached_property
    def waiting(self) -> tuple[int, ...]:
        """The people without a group."""
        return tuple(np.flatnonzero(self.seats < 0).tolist())

    def term(self, kind: str, name: str = "") -> Term:
        """Return the term of this kind about this property."""
        return next(term for term in self.terms if (term.kind, term.name) == (kind, name))

    def members(self, group: int) -> tuple[int, ...]:
        return tuple(np.flatnonzero(self.seats == group).tolist())

    def group(self, number: int) -> Group:
        """Gather the facts of one group."""
        members = self.members(number)
        people = self.tables.people
        counts, absent, unknown = {}, {}, {}
        for name, category in people.categories.items():
            words = [category.word(person) for person in members]
            seen = Counter(word for word in words if word is not None)
            counts[name] = dict(sorted(seen.items(), key=lambda item: (-item[1], item[0])))
            absent[name] = tuple(value for value in category.values if value not in seen)
            unknown[name] = words.count(None)
        slots = self.tables.slots
        common = np.flatnonzero(slots[list(members)].all(axis=0)) if members else np.zeros(0, np.int64)
        slot = int(self.slots[number]) if slots.shape[1] else -1
        return Group(
            number=number,
            members=members,
            counts=counts,
            absent=absent,
            unknown=unknown,
            common_slots=tuple(common.tolist()),
            slot=None if slot < 0 else slot,
            met=self._met_in(members),
            broken=tuple(each for each in self.broken if number in each.groups),
        )

    def _met_in(self, members: tuple[int, ...]) -> tuple[tuple[int, int, int], ...]:
        met, inside = self.tables.met, set(members)
        found = []
        for person in members:
            for k in range(met.start[person], met.start[person + 1]):
                other = int(met.other[k])
                if person < other and other in inside:
                    found.append((person, other, int(self.tables.wishes.met.times[met.pair[k]])))
        return tuple(found)


def evaluate(people: People, wishes: Wishes, groups: npt.ArrayLike) -> Evaluation:
    """Measure any assignment, also one made by hand that breaks rules: those are reported, never raised.

    :param groups: n group numbers, -1 for who waits.
    :raises InputError: when the people, wishes and groups do not speak of the same people.
    """
    seats = as_seats(people, groups)
    wishes.check(people)
    return evaluate_tables(Tables(people, wishes, group_count(wishes, seats)), seats)


def evaluate_tables(tables: Tables, seats: Seats, slots: npt.NDArray[np.int32] | None = None) -> Evaluation:
    """Measure an assignment in tables that exist already; ``slots`` are chosen when not given."""
    if slots is None:
        slots = place_in_slots(
            tables.slot_counts(seats) == tables.group_sizes(seats)[:, None], tables.capacity
        )
    terms = terms_of(tables, rows_of(tables, seats))
    shares, weights = np.array([t.share for t in terms]), measure.weights_of(tables, measure.aims_of(tables))
    return Evaluation(
        tables=tables,
        seats=seats,
        objective=float(measure.weighted_mean(shares, weights)),
        terms=terms,
        checks=broken.checks(tables, seats, slots),
        slots=slots,
    )


def rows_of(tables: Tables, seats: Seats) -> measure.Rows:
    """Count what there is to measure in each group."""
    met = tables.wishes.met
    return measure.Rows(
        counts=tables.counts(seats),
        sizes=tables.group_sizes(seats),
        sums=tables.sums(seats),
        met=tables.pairs_within(met.first, met.second, seats),
    )


def terms_of(tables: Tables, rows: measure.Rows) -> tuple[Term, ...]:
    """Measure every soft aim."""
    terms = []
    for aim in measure.aims_of(tables):
        found, best = measure.found_and_best(tables, aim, rows)
        shares = np.where(best > 0, np.clip(found / np.maximum(best, 1e-12), 0, 1), 1.0)
        attainable = min(float(best.sum()), measure.ceiling(tables, aim))
        overall = measure.share(float(found.sum()), attainable)
        is_judged = measure.tells_apart(tables, aim)
        terms.append(
            Term(aim.kind, aim.name, aim.weight, overall, shares, found, best, attainable, is_judged)
        )
    return tuple(terms)


def as_seats(people: People, groups: npt.ArrayLike) -> Seats:
    """Check group numbers and return them as seats."""
    seats = np.asarray(groups)
    if seats.shape != (len(people),):
        raise InputError(
            "groups", f"{len(people)} group numbers are needed, one per person, not {seats.shape}"
        )
    if seats.size and (not np.issubdtype(seats.dtype, np.integer) or seats.min() < -1):
        raise InputError("groups", "a group number is a whole number from 0, or -1 for who waits")
    return seats.astype(np.int32)


def group_count(wishes: Wishes, seats: Seats) -> int:
    """Return the number of groups: as wished, or as many as the assignment has."""
    wished = len(wishes.size) if isinstance(wishes.size, tuple) else (wishes.groups or 0)
    return max(wished, int(seats.max(initial=-1)) + 1)
