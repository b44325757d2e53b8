"""Who is where on the table? A round's people and a proposal's circles, as circlemix counts with them.

Pure: plain values in, circlemix people and wishes out. Seats are by person and circle id here; positions
and group numbers are circlemix' own and stay inside.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property

import numpy as np

from circlemix import (
    Broken,
    Count,
    Distinct,
    Evaluation,
    Meetings,
    Pairs,
    People,
    Size,
    Together,
    Wishes,
    evaluate,
)
from vakwerk.circles.composing.rules import Conflict, HardRule, Step
from vakwerk.circles.rules import PairingKind
from vakwerk.people.rules import BondKind, JoinsAs

WEIGHTS = {"none": 0, "some": 1, "much": 3}
# The aims about a mix of a property, and the property each is about.
MIXES = {
    "disciplines": "discipline",
    "organisations": "organisation",
    "seniority": "seniority",
    "orientations": "orientation",
}
# One reads evidence of the other. That somebody handed it in is theirs to tell, so no page says why.
UNSAID = "unsaid"
HIERARCHY = frozenset({BondKind.MANAGER, BondKind.ASSESSOR, UNSAID})
CASE = BondKind.DECIDES_ON_CASE
APART = PairingKind.APART
LONE_RESIDENT = "lone resident"
EXTERNALS = "externals"


@dataclass(frozen=True)
class Member:
    """Somebody who signed up, as composing needs to know them."""

    person_id: int
    name: str
    given_name: str
    sort_key: str
    work: str
    organisation: str
    kind: str
    discipline: str
    seniority: str
    orientation: str
    slot_ids: frozenset[int]
    has_email: bool = True
    withdrawn: bool = False


@dataclass(frozen=True)
class Moment:
    """A slot of the round."""

    slot_id: int
    first_date: date
    starts_at: time
    ends_at: time


@dataclass(frozen=True)
class Place:
    """A circle of the proposal."""

    circle_id: int
    number: int
    slot_id: int | None
    facilitator: str = ""
    facilitator_id: int | None = None
    place: str = ""


@dataclass(frozen=True)
class Tie:
    """``senior`` stands above ``person``, or the two may not (``apart``) or must (``together``) sit together."""

    person_id: int
    senior_id: int
    kind: str
    since: date | None = None
    source: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True)
class Encounter:
    """Two people shared a circle in an earlier round."""

    person_id: int
    other_id: int
    round_title: str


@dataclass(frozen=True)
class Terms:
    """What a round asks of its circles."""

    size_min: int
    size_max: int
    min_externals: int
    min_disciplines: int
    min_organisations: int
    aims: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Crowd:
    """Those who signed up, when they can come, and what is between them.

    What follows from that is worked out once for all boards with the same crowd, whoever sits where.
    """

    members: tuple[Member, ...]
    moments: tuple[Moment, ...]
    ties: tuple[Tie, ...] = ()
    encounters: tuple[Encounter, ...] = ()

    @cached_property
    def by_id(self) -> dict[int, Member]:
        return {member.person_id: member for member in self.members}

    @cached_property
    def moment_by_id(self) -> dict[int, Moment]:
        return {moment.slot_id: moment for moment in self.moments}

    @cached_property
    def position(self) -> dict[int, int]:
        """From person id to circlemix' position."""
        return {member.person_id: position for position, member in enumerate(self.members)}

    @cached_property
    def people(self) -> People:
        """The people as circlemix knows them."""
        column = {moment.slot_id: k for k, moment in enumerate(self.moments)}
        can = np.zeros((len(self.members), len(self.moments)), dtype=np.bool_)
        for row, member in enumerate(self.members):
            for slot_id in member.slot_ids:
                if slot_id in column:
                    can[row, column[slot_id]] = True
        return People.of(
            [member.person_id for member in self.members],
            labels=[member.name for member in self.members],
            categories={
                "discipline": [member.discipline for member in self.members],
                "organisation": [member.organisation for member in self.members],
                "kind": [member.kind for member in self.members],
                "seniority": [member.seniority for member in self.members],
                "orientation": [member.orientation for member in self.members],
            },
            slots=can,
            slot_names=[str(moment.slot_id) for moment in self.moments],
        )

    @cached_property
    def among_themselves(self) -> list[Encounter]:
        """The encounters of two people who both signed up."""
        return [e for e in self.encounters if e.person_id in self.position and e.other_id in self.position]

    @cached_property
    def met(self) -> dict[frozenset[int], str]:
        """Pairs of person ids who shared a circle before, and in which round last."""
        return {frozenset((e.person_id, e.other_id)): e.round_title for e in self.among_themselves}


@dataclass(frozen=True, eq=False)
class Board:
    """A round's people and how a proposal seats them."""

    terms: Terms
    crowd: Crowd
    places: tuple[Place, ...] = ()
    seats: Mapping[int, int] = field(default_factory=dict)
    locked: frozenset[int] = frozenset()

    @property
    def members(self) -> tuple[Member, ...]:
        return self.crowd.members

    @property
    def moments(self) -> tuple[Moment, ...]:
        return self.crowd.moments

    @property
    def by_id(self) -> dict[int, Member]:
        return self.crowd.by_id

    @property
    def moment_by_id(self) -> dict[int, Moment]:
        return self.crowd.moment_by_id

    @property
    def position(self) -> dict[int, int]:
        return self.crowd.position

    @cached_property
    def place_by_id(self) -> dict[int, Place]:
        return {place.circle_id: place for place in self.places}

    @cached_property
    def group_of(self) -> dict[int, int]:
        """From circle id to circlemix' group number."""
        return {place.circle_id: group for group, place in enumerate(self.places)}

    def wishes(
        self,
        *,
        groups: int | None = None,
        waiting: int | None = None,
        locked: Mapping[int, int] | None = None,
    ) -> Wishes:
        """Return rules and aims for circlemix; ``waiting``: how many may wait, ``None`` for as many as like."""
        terms, position = self.terms, self.position
        known = [tie for tie in self.crowd.ties if tie.person_id in position and tie.senior_id in position]
        apart = [
            (position[t.senior_id], position[t.person_id], t.kind)
            for t in known
            if t.kind != PairingKind.TOGETHER
        ]
        counts = [Count("kind", (JoinsAs.RESIDENT,), never_one=True, name=LONE_RESIDENT)]
        if terms.min_externals:
            counts.append(
                Count(
                    "kind", (JoinsAs.PARTNER, JoinsAs.RESIDENT), at_least=terms.min_externals, name=EXTERNALS
                )
            )
        distinct = [
            Distinct(name, least, name=name)
            for name, least in (
                ("discipline", terms.min_disciplines),
                ("organisation", terms.min_organisations),
            )
            if least > 1
        ]
        weight = {aim: WEIGHTS.get(word, 0) for aim, word in terms.aims.items()}
        met = Meetings.of((position[e.person_id], position[e.other_id]) for e in self.crowd.among_themselves)
        return Wishes(
            size=Size(terms.size_min, terms.size_max),
            groups=groups,
            waiting=len(self.members) if waiting is None else waiting,
            apart=Pairs.of(apart),
            together=tuple(
                Together((position[t.senior_id], position[t.person_id]), "together")
                for t in known
                if t.kind == PairingKind.TOGETHER
            ),
            counts=tuple(counts),
            distinct=tuple(distinct),
            locked=dict(locked or {}),
            mix={name: weight[aim] for aim, name in MIXES.items() if weight.get(aim)},
            balance={"kind": weight["comparable"]} if weight.get("comparable") else {},
            # Without earlier rounds everybody is new to everybody: an aim that is always met says nothing.
            meetings=weight.get("new_meetings", 0) if len(met) else 0,
            met=met if weight.get("new_meetings") else Meetings(),
        )

    @cached_property
    def evaluation(self) -> Evaluation:
        """How good the proposal is."""
        groups = np.array([self.group_of.get(self.seats.get(m.person_id, 0), -1) for m in self.members])
        wishes = self.wishes(
            groups=len(self.places) or None,
            locked={self.position[p]: self.group_of[self.seats[p]] for p in self.locked & self.seats.keys()},
        )
        return evaluate(self.crowd.people, wishes, groups.astype(np.int32))

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The hard rules that are broken, in the order of the circles."""
        found = self.conflicts_in(self.evaluation)
        gone = [
            Conflict(HardRule.STILL_JOINS, (self.seats[member.person_id],), (member.person_id,))
            for member in self.members
            if member.withdrawn and member.person_id in self.seats
        ]
        return tuple(sorted([*found, *gone], key=self._number))

    def _number(self, conflict: Conflict) -> int:
        return min((self.place_by_id[c].number for c in conflict.circle_ids), default=0)

    def conflicts_in(self, evaluation: Evaluation) -> tuple[Conflict, ...]:
        """Translate what circlemix found broken; a pair with two bonds is one conflict."""
        found: dict[tuple[object, ...], Conflict] = {}
        for broken in evaluation.broken:
            if conflict := self._conflict(broken):
                found.setdefault(
                    (conflict.rule, conflict.circle_ids, conflict.person_ids, conflict.found), conflict
                )
        return tuple(found.values())

    def _conflict(self, broken: Broken) -> Conflict | None:
        rule, detail = _rule_of(broken)
        if rule is None:
            return None
        return Conflict(
            rule,
            tuple(self.places[group].circle_id for group in broken.groups),
            tuple(self.members[person].person_id for person in broken.people),
            detail,
            broken.found,
            broken.wanted,
        )

    @cached_property
    def by_circle(self) -> dict[int, tuple[Member, ...]]:
        """The members of each circle, in the order of lists."""
        table: dict[int, list[Member]] = {place.circle_id: [] for place in self.places}
        for member in sorted(self.members, key=lambda m: (m.sort_key, m.person_id)):
            if (circle_id := self.seats.get(member.person_id)) in table:
                table[circle_id].append(member)
        return {circle_id: tuple(members) for circle_id, members in table.items()}

    @cached_property
    def waiting(self) -> tuple[Member, ...]:
        """Who signed up and has no place."""
        return tuple(
            sorted(
                (m for m in self.members if m.person_id not in self.seats),
                key=lambda m: (m.sort_key, m.person_id),
            )
        )

    def common_slots(self, circle_id: int) -> tuple[int, ...]:
        """The slots at which all members of a circle can come, earliest first."""
        members = self.by_circle[circle_id]
        if not members:
            return tuple(moment.slot_id for moment in self.moments)
        common = frozenset.intersection(*(member.slot_ids for member in members))
        return tuple(moment.slot_id for moment in self.moments if moment.slot_id in common)

    def after(self, steps: Iterable[Step]) -> "Board":
        """Return the board after some steps; circles whose moment no longer fits take their first that does."""
        seats, touched = dict(self.seats), set()
        for step in steps:
            touched |= {step.before, step.after}
            if step.after is None:
                seats.pop(step.person_id, None)
            else:
                seats[step.person_id] = step.after
        moved = replace(self, seats=seats)
        places = tuple(
            moved._with_fitting_moment(place) if place.circle_id in touched else place
            for place in self.places
        )
        return moved if places == self.places else replace(moved, places=places)

    def _with_fitting_moment(self, place: Place) -> Place:
        common = self.common_slots(place.circle_id)
        if place.slot_id in common or not common:
            return place
        return replace(place, slot_id=common[0])

    def swap(self, person_id: int, other_id: int) -> tuple[Step, ...]:
        """Return the steps of two people changing places; one of them may be waiting."""
        here, there = self.seats.get(person_id), self.seats.get(other_id)
        return Step(person_id, here, there), Step(other_id, there, here)

    def move(self, person_id: int, circle_id: int | None) -> tuple[Step, ...]:
        """Return the step of somebody going to a circle, or to wait."""
        return (Step(person_id, self.seats.get(person_id), circle_id),)

    def as_steps(self, moves: Iterable[tuple[int, int]]) -> tuple[Step, ...]:
        """Return circlemix' moves as steps."""
        steps = []
        for person, group in moves:
            person_id = self.members[person].person_id
            after = None if group < 0 else self.places[group].circle_id
            steps.append(Step(person_id, self.seats.get(person_id), after))
        return tuple(steps)


def _rule_of(broken: Broken) -> tuple[HardRule | None, str]:  # noqa: PLR0911  a table in the shape of a function
    """Return the rule as the page lists it, and what it is about."""
    match broken.rule:
        case "size":
            return HardRule.SIZE, ""
        case "slot" | "capacity":
            return HardRule.MOMENT, ""
        case "apart" if broken.reason in HIERARCHY:
            return HardRule.HIERARCHY, broken.reason
        case "apart" if broken.reason == CASE:
            return HardRule.CASE, broken.reason
        case "apart" | "together":
            return HardRule.PAIRINGS, broken.rule
        case "count":
            return (HardRule.ALONE if broken.reason == LONE_RESIDENT else HardRule.EXTERNALS), ""
        case "distinct":
            return HardRule.VARIETY, broken.category
    return None, ""


def rules_asked(board: Board) -> tuple[HardRule, ...]:
    """List the hard rules that play a part in a round, in the order of the page."""
    asked = [HardRule.HIERARCHY, HardRule.CASE, HardRule.ALONE, HardRule.SIZE]
    if max(board.terms.min_disciplines, board.terms.min_organisations) > 1:
        asked.append(HardRule.VARIETY)
    asked.append(HardRule.MOMENT)
    if board.terms.min_externals:
        asked.append(HardRule.EXTERNALS)
    if any(tie.kind in set(PairingKind) for tie in board.crowd.ties):
        asked.append(HardRule.PAIRINGS)
    if any(conflict.rule == HardRule.STILL_JOINS for conflict in board.conflicts):
        asked.append(HardRule.STILL_JOINS)
    return tuple(asked)
