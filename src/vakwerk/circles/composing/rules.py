"""What must a proposal be, and what may be changed in it? Pure: no Django, no clock, no database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from vakwerk.circles.rules import RoundState
from vakwerk.foundation.refusals import Refusal as Reason


class Refusal(Reason):
    """Why composing, or a change of a proposal, does not happen."""

    NOT_OPENED = "not_opened"
    ROUND_PUBLISHED = "round_published"
    TOO_FEW = "too_few"
    NO_MOMENTS = "no_moments"
    ALREADY_COMPOSING = "already_composing"
    PROPOSAL_PUBLISHED = "proposal_published"
    LOCKED = "locked"
    OTHER_LOCKED = "other_locked"
    WITHDRAWN = "withdrawn"
    SAME_CIRCLE = "same_circle"
    WAITS_ALREADY = "waits_already"
    BREAKS_RULE = "breaks_rule"
    NOTHING_TO_UNDO = "nothing_to_undo"
    CHANGED_SINCE = "changed_since"
    NOT_SEATED = "not_seated"
    NOTHING_TO_RELAX = "nothing_to_relax"
    MOMENT_DOES_NOT_FIT = "moment_does_not_fit"


class HardRule(StrEnum):
    """The rules that every circle keeps, as the page lists them. Source: domain reference, part 4."""

    HIERARCHY = "hierarchy"
    CASE = "case"
    ALONE = "alone"
    SIZE = "size"
    VARIETY = "variety"
    MOMENT = "moment"
    EXTERNALS = "externals"
    PAIRINGS = "pairings"
    STILL_JOINS = "still_joins"


@dataclass(frozen=True)
class Conflict:
    """A hard rule that does not hold in one circle, or between several.

    :param circle_ids: where; empty when it is about people who wait.
    :param person_ids: who is concerned; of a bond first the senior.
    :param detail: kind of the bond, kind of the pairing, or ``discipline``/``organisation``.
    :param found: how many there are, where it is about numbers.
    :param wanted: the least and the most there may be; ``None`` without limit.
    """

    rule: HardRule
    circle_ids: tuple[int, ...]
    person_ids: tuple[int, ...] = ()
    detail: str = ""
    found: int = 0
    wanted: tuple[int, int | None] = (0, None)

    @property
    def place(self) -> tuple[object, ...]:
        """What makes it the same conflict before and after a change: rule, circle and, of a pair, who."""
        who = self.person_ids if self.rule in _ABOUT_PEOPLE else ()
        return (self.rule, self.detail, self.circle_ids, who)

    @property
    def distance(self) -> int:
        """How far it is from what the rule asks."""
        least, most = self.wanted
        if self.found < least:
            return least - self.found
        return self.found - most if most is not None and self.found > most else 1


_ABOUT_PEOPLE = frozenset({HardRule.HIERARCHY, HardRule.CASE, HardRule.PAIRINGS, HardRule.STILL_JOINS})


def made_worse(before: Collection[Conflict], after: Collection[Conflict]) -> tuple[Conflict, ...]:
    """Return the conflicts that a change would make, or make bigger than they were."""
    was = {conflict.place: conflict.distance for conflict in before}
    return tuple(each for each in after if each.distance > was.get(each.place, 0))


def reason_not_to_compose(
    *, state: str, signed: int, size_min: int, with_moment: int, busy: bool
) -> Refusal | None:
    """Tell why no circles can be composed for a round now, or ``None``.

    ``signed``: people who signed up; ``with_moment``: those of them who chose a moment. Composing before the
    closing day is allowed: it shows how it would be.
    """
    if state == RoundState.DRAFT:
        return Refusal.NOT_OPENED
    if state in (RoundState.PUBLISHED, RoundState.ENDED):
        return Refusal.ROUND_PUBLISHED
    if busy:
        return Refusal.ALREADY_COMPOSING
    if signed < size_min:
        return Refusal.TOO_FEW
    if not with_moment:
        return Refusal.NO_MOMENTS
    return None


@dataclass(frozen=True)
class Step:
    """Somebody goes from one circle to another; ``None`` is waiting."""

    person_id: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Rearrangeable:
    """What must be known of a proposal to say whether people may change places in it."""

    is_published: bool
    locked: Collection[int] = field(default_factory=frozenset)
    withdrawn: Collection[int] = field(default_factory=frozenset)
    worse: Collection[Conflict] = ()


def reason_not_to_rearrange(steps: Sequence[Step], proposal: Rearrangeable) -> Refusal | None:
    """Tell why people may not change places, or ``None``. The first step is of whom the coordinator chose.

    A change by hand may cost wishes, never a hard rule: one that was broken may stay, none may be added.
    """
    if proposal.is_published:
        return Refusal.PROPOSAL_PUBLISHED
    for position, step in enumerate(steps):
        if step.before == step.after:
            return Refusal.WAITS_ALREADY if step.before is None else Refusal.SAME_CIRCLE
        if step.person_id in proposal.locked:
            return Refusal.OTHER_LOCKED if position else Refusal.LOCKED
        if step.person_id in proposal.withdrawn and step.after is not None:
            return Refusal.WITHDRAWN
    return Refusal.BREAKS_RULE if proposal.worse else None


def reason_not_to_meet_then(
    slot_id: int, *, is_published: bool, slots: Collection[int], common: Collection[int]
) -> Refusal | None:
    """Tell why a circle of a proposal may not meet at a moment, or ``None``.

    ``slots``: the moments of the round; ``common``: those at which all members of the circle can come.
    """
    if is_published:
        return Refusal.PROPOSAL_PUBLISHED
    return None if slot_id in slots and slot_id in common else Refusal.MOMENT_DOES_NOT_FIT


def reason_not_to_undo(
    *, is_published: bool, is_there: bool, steps: Sequence[Step], seated: Mapping[int, int]
) -> Refusal | None:
    """Tell why the last change cannot be taken back.

    ``is_there``: a change by hand stands; ``seated``: person to circle, as it is now.
    """
    if is_published:
        return Refusal.PROPOSAL_PUBLISHED
    if not is_there:
        return Refusal.NOTHING_TO_UNDO
    if any(seated.get(step.person_id) != step.after for step in steps):
        return Refusal.CHANGED_SINCE
    return None


def seconds_to_search(people: int) -> float:
    """Return how long to look for the best circles: 4 s for a small round, about 10 s for a thousand people."""
    return min(90.0, max(4.0, 3.0 + 0.007 * people))


def percentage(share: float) -> int:
    """Return a share (0 … 1) as a whole percentage; only what is complete is called 100."""
    whole = int(100 * share + 0.5)
    return 99 if whole == 100 and share < 1 - 1e-9 else whole
