"""What may happen to circles that meet, when one empties? Pure: no Django, no clock, no database."""

from collections.abc import Collection
from dataclasses import dataclass

from vakwerk.circles.rules import RoundState
from vakwerk.foundation.refusals import Refusal


class RefillRefusal(Refusal):
    """Why a circle or round may not be merged or called off, or a former member not be taken back."""

    IS_OVER = "circle_is_over"
    SAME_CIRCLE = "same_circle"
    OTHER_ROUND = "other_round"
    TOO_MANY = "too_many"
    BOND = "bond_when_merged"
    KEPT_APART = "kept_apart_when_merged"
    FACILITATOR_SITS = "facilitator_sits"
    FACILITATOR_BOND = "facilitator_bond_when_merged"
    FACILITATOR_BUSY = "facilitator_busy_when_merged"
    NOT_A_FACILITATOR = "no_facilitator_when_merged"
    BUSY = "busy_when_merged"
    LONE_RESIDENT = "lone_resident_when_merged"
    NO_SESSIONS_AHEAD = "no_sessions_to_merge_for"
    NOT_LEFT = "not_left"
    NOT_INVITED = "not_invited"
    NOT_RUNNING = "not_running"
    BEGAN = "began"


@dataclass(frozen=True)
class Company:
    """A circle as far as merging goes. ``standing``: the state of its round, or "ended" once it is closed."""

    circle_id: int
    round_id: int
    standing: str
    members: frozenset[int]
    residents: frozenset[int] = frozenset()
    sessions_ahead: int = 1


@dataclass(frozen=True)
class Around:
    """What stands between people. Pairs are sets of two ids.

    ``busy``: who has another circle when the remaining one meets; ``facilitator_id`` and ``facilitator_bonded``:
    who is to facilitate, and with whom they have a bond; ``may_facilitate``: they still facilitate circles.
    """

    size_max: int
    bonds: Collection[frozenset[int]] = ()
    apart: Collection[frozenset[int]] = ()
    busy: Collection[int] = ()
    facilitator_id: int | None = None
    facilitator_bonded: Collection[int] = ()
    may_facilitate: bool = True


def reason_not_to_merge(into: Company, other: Company, around: Around) -> RefillRefusal | None:
    """Tell why the people of ``other`` may not go on in ``into``, or ``None`` if they may.

    Every rule is asked of the two together. Source: domain reference, part 4, composition rules.
    """
    together = into.members | other.members
    reason = _against_circles(into, other)
    if not reason and len(together) > around.size_max:
        reason = RefillRefusal.TOO_MANY
    reason = reason or _against_pairs(together, around) or _against_facilitator(together, around)
    if not reason and other.members.intersection(around.busy):
        reason = RefillRefusal.BUSY
    if not reason and len(into.residents | other.residents) == 1:
        reason = RefillRefusal.LONE_RESIDENT
    return reason


def _against_pairs(together: frozenset[int], around: Around) -> RefillRefusal | None:
    if any(pair <= together for pair in around.bonds):
        return RefillRefusal.BOND
    return RefillRefusal.KEPT_APART if any(pair <= together for pair in around.apart) else None


def _against_facilitator(together: frozenset[int], around: Around) -> RefillRefusal | None:
    if around.facilitator_id is None:
        return None
    if not around.may_facilitate:
        return RefillRefusal.NOT_A_FACILITATOR
    if around.facilitator_id in together:
        return RefillRefusal.FACILITATOR_SITS
    if together.intersection(around.facilitator_bonded):
        return RefillRefusal.FACILITATOR_BOND
    return RefillRefusal.FACILITATOR_BUSY if around.facilitator_id in around.busy else None


def _against_circles(into: Company, other: Company) -> RefillRefusal | None:
    if into.circle_id == other.circle_id:
        return RefillRefusal.SAME_CIRCLE
    if into.round_id != other.round_id:
        return RefillRefusal.OTHER_ROUND
    if {into.standing, other.standing} != {RoundState.PUBLISHED}:
        return RefillRefusal.IS_OVER
    return None if into.sessions_ahead else RefillRefusal.NO_SESSIONS_AHEAD


def reason_not_to_call_off(*, standing: str) -> RefillRefusal | None:
    """Tell why a circle may not be called off, or ``None`` if it may."""
    return None if standing == RoundState.PUBLISHED else RefillRefusal.IS_OVER


def reason_not_to_call_off_round(*, state: str, again: bool, sessions_held: int) -> RefillRefusal | None:
    """Tell why a round may not be called off. ``again``: to compose it anew, which only works before it began."""
    if state not in {RoundState.OPEN, RoundState.CLOSED, RoundState.PUBLISHED}:
        return RefillRefusal.NOT_RUNNING
    if again and state != RoundState.PUBLISHED:
        return RefillRefusal.NOT_RUNNING
    return RefillRefusal.BEGAN if again and sessions_held else None


def reason_not_to_take_back(*, left_here: bool, sits_here: bool) -> RefillRefusal | None:
    """Tell why a person is not taken back into a circle, besides the rules for every seat."""
    return None if left_here and not sits_here else RefillRefusal.NOT_LEFT


def reason_not_to_sign_up_later(*, standing: str, invited: bool) -> RefillRefusal | None:
    """Tell why a person is not signed up for a circle that meets, besides the rules for every seat."""
    if standing != RoundState.PUBLISHED:
        return RefillRefusal.IS_OVER
    return None if invited else RefillRefusal.NOT_INVITED
