"""What the groups must be (hard rules) and what they should be (soft aims)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from circlemix.errors import InputError
from circlemix.people import People

Ints = npt.NDArray[np.int32]


class Weight(IntEnum):
    """How much a soft aim counts; any other whole number from 0 up may be given as well."""

    NONE = 0
    SOME = 1
    MUCH = 3


@dataclass(frozen=True)
class Size:
    """Number of people in a group, both ends included."""

    smallest: int
    largest: int

    def __post_init__(self) -> None:
        if not 1 <= self.smallest <= self.largest:
            raise InputError("wishes, size", f"{self.smallest}-{self.largest} is no range from 1 up")


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of people, each with a reason in the caller's own words (``manager``, ``must-not``).

    Person ``first[k]`` and person ``second[k]``, for reason ``reasons[reason[k]]``. Order within a pair plays
    no part here, but is kept: the caller may let it mean who manages whom.
    """

    first: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    second: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    reason: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    reasons: tuple[str, ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int] | tuple[int, int, str]]) -> Pairs:
        """Make pairs of (person, person) or (person, person, reason)."""
        given = [(p[0], p[1], p[2] if len(p) == 3 else "") for p in pairs]
        reasons = tuple(sorted({why for _, _, why in given}))
        code = {why: k for k, why in enumerate(reasons)}
        table = np.array([(a, b, code[why]) for a, b, why in given], dtype=np.int32).reshape(-1, 3)
        return cls(table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy(), reasons)

    def __len__(self) -> int:
        return len(self.first)

    def reason_of(self, pair: int) -> str:
        """Return the reason of the pair at this position."""
        return self.reasons[self.reason[pair]] if self.reasons else ""


@dataclass(frozen=True, eq=False)
class Meetings:
    """Who met whom before: ``first[k]`` and ``second[k]``, in ``times[k]`` ≥ 1 earlier rounds."""

    first: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    second: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    times: Ints = field(default_factory=lambda: np.zeros(0, np.int32))

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int] | tuple[int, int, int]]) -> Meetings:
        """Make meetings of (person, person) or (person, person, times); the same pair again adds up."""
        total: dict[tuple[int, int], int] = {}
        for pair in pairs:
            key = (min(pair[0], pair[1]), max(pair[0], pair[1]))
            total[key] = total.get(key, 0) + (pair[2] if len(pair) == 3 else 1)
        table = np.array([(a, b, times) for (a, b), times in total.items()], dtype=np.int32).reshape(-1, 3)
        return cls(table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy())

    @classmethod
    def from_rounds(cls, rounds: Iterable[npt.ArrayLike]) -> Meetings:
        """Make meetings of earlier rounds, each n group numbers (-1: not in a group)."""
        met: list[tuple[int, int]] = []
        for groups in rounds:
            seats = np.asarray(groups)
            for group in np.unique(seats[seats >= 0]):
                members = np.flatnonzero(seats == group).tolist()
                met.extend((a, b) for k, a in enumerate(members) for b in members[k + 1 :])
        return cls.of(met)

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True)
class Together:
    """People who must sit in one group, for a reason in the caller's own words."""

    people: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True)
class Count:
    """How many members of each group may have one of ``values`` of a category.

    ``at_least`` externals: ``Count("kind", ("partner", "resident"), at_least=2)``. Never one lone resident:
    ``Count("kind", ("resident",), never_one=True)``. ``at_most`` is without limit when ``None``. ``name`` is
    the caller's own and comes back in explanations. Nobody needs to have a value: then everyone counts as
    without.
    """

    category: str
    values: tuple[str, ...]
    at_least: int = 0
    at_most: int | None = None
    never_one: bool = False
    name: str = ""

    def __post_init__(self) -> None:
        if self.at_least < 0 or (self.at_most is not None and self.at_most < self.at_least):
            raise InputError(
                f"wishes, count of {self.category!r}", f"{self.at_least}-{self.at_most} is no range"
            )


@dataclass(frozen=True)
class Distinct:
    """Each group has at least this many different values of a category; unknown is no value."""

    category: str
    at_least: int
    name: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Wishes:
    """Hard rules, kept by every result if that is possible at all, and soft aims, weighed against each other.

    Hard rules:

    :param size: range of group sizes; or one range per group, which then also says how many groups.
    :param groups: number of groups; ``None`` lets it follow from the sizes and the other rules.
    :param waiting: how many people may be left without a group when that keeps the other rules; 0: nobody.
        As few as possible are left waiting.
    :param common_slot: every group has a slot at which all its members can come. Plays no part without slots.
    :param slot_capacity: how many groups can meet at the same slot: one number for all, or one per slot.
    :param apart: pairs who may not sit in one group.
    :param together: people who must sit in one group.
    :param counts: per group, how many of a kind.
    :param distinct: per group, how many different values.
    :param locked: person → group number in which they stay. Partly filled groups are locked members.

    Soft aims (weight 0, 1 or 3; see :class:`circlemix.evaluation.Term` for what the shares mean):

    :param mix: name of a category or number → weight of many different values within each group.
    :param balance: name of a category → weight of groups that resemble each other in it.
    :param meetings: weight of sitting with people one has not met before, according to ``met``.
    """

    size: Size | tuple[Size, ...] = Size(6, 8)
    groups: int | None = None
    waiting: int = 0
    common_slot: bool = True
    slot_capacity: int | tuple[int, ...] | None = None
    apart: Pairs = field(default_factory=Pairs)
    together: tuple[Together, ...] = ()
    counts: tuple[Count, ...] = ()
    distinct: tuple[Distinct, ...] = ()
    locked: Mapping[int, int] = field(default_factory=dict)
    mix: Mapping[str, int] = field(default_factory=dict)
    balance: Mapping[str, int] = field(default_factory=dict)
    meetings: int = Weight.NONE
    met: Meetings = field(default_factory=Meetings)

    def __post_init__(self) -> None:
        if isinstance(self.size, tuple) and self.groups not in (None, len(self.size)):
            raise InputError("wishes, size", f"{len(self.size)} ranges for {self.groups} groups")
        if self.groups is not None and self.groups < 1:
            raise InputError("wishes, groups", f"{self.groups} is too few")
        if self.waiting < 0:
            raise InputError("wishes, waiting", f"{self.waiting} is less than nobody")
        weights = [*self.mix.items(), *self.balance.items(), ("meetings", self.meetings)]
        for name, weight in weights:
            if weight < 0:
                raise InputError(f"wishes, weight of {name!r}", f"{weight} is negative")

    def check(self, people: People) -> None:
        """Check that these wishes speak of these people.

        :raises InputError: naming the wish and the person or property that does not exist.
        """
        for name in (*self.balance, *(r.category for r in self.counts), *(r.category for r in self.distinct)):
            if name not in people.categories:
                raise InputError("wishes", f"there is no category {name!r}")
        for name in self.mix:
            if name not in people.categories and name not in people.numbers:
                raise InputError("wishes, mix", f"there is no category or number {name!r}")
        _check_pairs("wishes, apart", self.apart.first, self.apart.second, len(people))
        _check_pairs("wishes, met", self.met.first, self.met.second, len(people))
        for together in self.together:
            _check_range("wishes, together", together.people, len(people))
        _check_range("wishes, locked", tuple(self.locked), len(people))
        for person, group in self.locked.items():
            if group < 0 or (self.groups is not None and group >= self.groups):
                raise InputError(
                    "wishes, locked", f"person {person} is locked in group {group}, which does not exist"
                )
        slots = 0 if people.slots is None else people.slots.shape[1]
        if isinstance(self.slot_capacity, tuple) and len(self.slot_capacity) != slots:
            raise InputError("wishes, slot capacity", f"{len(self.slot_capacity)} numbers for {slots} slots")


def _check_pairs(where: str, first: Ints, second: Ints, people: int) -> None:
    if len(first) != len(second):
        raise InputError(where, f"{len(first)} first and {len(second)} second people")
    _check_range(where, first, people)
    _check_range(where, second, people)
    same = np.flatnonzero(first == second)
    if same.size:
        raise InputError(where, f"person {int(first[same[0]])} is paired with themself")


def _check_range(where: str, persons: Sequence[int] | Ints, people: int) -> None:
    array = np.asarray(persons)
    outside = array[(array < 0) | (array >= people)]
    if outside.size:
        raise InputError(where, f"there is no person {int(outside[0])} among {people}")
