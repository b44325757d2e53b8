"""When may a call open, change and close, and who may sign up? Pure: no Django, no clock, no database."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

from vakwerk.circles.rules import RoundState
from vakwerk.foundation.refusals import Refusal


class RoundRefusal(Refusal):
    """Why something may not happen with a call."""

    WRONG_STATE = "wrong_state"
    NO_SLOTS = "no_slots"
    CLOSING_PAST = "closing_past"
    STARTS_TOO_SOON = "starts_too_soon"
    NOBODY_INVITED = "nobody_invited"
    TOO_FEW_INVITED = "too_few_invited"
    SIZE_IMPOSSIBLE = "size_impossible"
    MINIMUM_IMPOSSIBLE = "minimum_impossible"
    SLOT_CHOSEN = "slot_chosen"
    RHYTHM_RELIED_ON = "rhythm_relied_on"
    INVITED_SIGNED_UP = "invited_signed_up"
    SIGNED_UP_ALREADY = "signed_up_already"


class SignUpRefusal(Refusal):
    """Why somebody may not sign up or withdraw."""

    NOT_OPEN_YET = "not_open_yet"
    SIGN_UP_CLOSED = "sign_up_closed"
    NOT_INVITED = "not_invited"
    NO_SLOT_CHOSEN = "no_slot_chosen"
    SLOT_NOT_OFFERED = "slot_not_offered"
    NOT_SIGNED_UP = "not_signed_up"
    IN_A_CIRCLE = "in_a_circle"


class PairingRefusal(Refusal):
    """Why two people may not be tied together or kept apart."""

    WITH_ONESELF = "with_oneself"
    NOT_BOTH_SIGNED_UP = "not_both_signed_up"
    ROUND_OVER = "round_over"
    BOND = "bond"


# What happens to a round: from which states, and to which. The diagram in the reference is drawn from this.
TRANSITIONS: Final[dict[str, tuple[frozenset[RoundState], RoundState]]] = {
    "open": (frozenset({RoundState.DRAFT}), RoundState.OPEN),
    "close": (frozenset({RoundState.OPEN}), RoundState.CLOSED),
    "reopen": (frozenset({RoundState.CLOSED}), RoundState.OPEN),
    "publish": (frozenset({RoundState.OPEN, RoundState.CLOSED}), RoundState.PUBLISHED),
    "end": (frozenset({RoundState.PUBLISHED}), RoundState.ENDED),
    "call_off": (frozenset({RoundState.OPEN, RoundState.CLOSED, RoundState.PUBLISHED}), RoundState.ENDED),
    "compose_again": (frozenset({RoundState.PUBLISHED}), RoundState.CLOSED),
}


@dataclass(frozen=True)
class Moment:
    """A part of a day that circles may choose. ``slot_id``: the row it stands for, ``None`` if it is new."""

    first_date: date
    starts_at: time
    ends_at: time
    slot_id: int | None = None


@dataclass(frozen=True)
class Audience:
    """An organisation that is invited, or one unit of it with everything below."""

    organisation_id: int
    unit_id: int | None = None


@dataclass(frozen=True)
class Plan:
    """What a coordinator wants of a round. Without an audience everybody of the academy is invited.

    ``aims``: aim to weight in words, ``None`` for the usual ones.
    ``size_min`` to ``size_max``: how many people a circle has.
    """

    title: str
    closes_on: date
    moments: Sequence[Moment] = ()
    audience: Collection[Audience] = ()
    purpose: str = ""
    sessions: int = 6
    weeks_between: int = 6
    size_min: int = 6
    size_max: int = 8
    min_externals: int = 0
    min_disciplines: int = 3
    min_organisations: int = 2
    aims: dict[str, str] | None = field(default=None)
    place: str = ""


def reason_not_to_move(act: str, state: str) -> RoundRefusal | None:
    """Tell why ``act`` of ``TRANSITIONS`` is not possible from ``state``, or ``None`` if it is."""
    return None if state in TRANSITIONS[act][0] else RoundRefusal.WRONG_STATE


def reasons_not_to_open(plan: Plan, *, invited: int, today: date) -> Sequence[RoundRefusal]:
    """Tell everything that keeps a call from opening; nothing if it may.

    ``invited``: how many people the audience comes down to.
    Source: domain reference, part 4, composition rules.
    """
    return tuple(_against_opening(plan, invited, today))


def _against_opening(plan: Plan, invited: int, today: date) -> Iterator[RoundRefusal]:
    if not plan.moments:
        yield RoundRefusal.NO_SLOTS
    if plan.closes_on < today:
        yield RoundRefusal.CLOSING_PAST
    if any(moment.first_date <= plan.closes_on for moment in plan.moments):
        yield RoundRefusal.STARTS_TOO_SOON
    if reason := reason_against_size(plan):
        yield reason
    if not invited:
        yield RoundRefusal.NOBODY_INVITED
    elif invited < plan.size_min:
        yield RoundRefusal.TOO_FEW_INVITED


def reason_against_size(plan: Plan) -> RoundRefusal | None:
    """Tell why no circle can be as the plan wants it, or ``None`` if one can."""
    if plan.size_min < 2 or plan.size_max < plan.size_min:
        return RoundRefusal.SIZE_IMPOSSIBLE
    if max(plan.min_externals, plan.min_disciplines, plan.min_organisations) > plan.size_min:
        return RoundRefusal.MINIMUM_IMPOSSIBLE
    return None


def reason_not_to_change(
    before: Plan, after: Plan, *, state: str, chosen: Collection[int], signed_up: int, left_out: int
) -> RoundRefusal | None:
    """Tell why a round may not be changed this way, or ``None`` if it may.

    What people relied on when they signed up stays as it was. ``chosen``: slots that somebody chose;
    ``left_out``: how many who signed up would no longer be invited.
    """
    if state not in {RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED}:
        return RoundRefusal.WRONG_STATE
    kept = {moment.slot_id: moment for moment in after.moments if moment.slot_id is not None}
    for moment in before.moments:
        if moment.slot_id is not None and moment.slot_id in chosen and kept.get(moment.slot_id) != moment:
            return RoundRefusal.SLOT_CHOSEN
    if signed_up and (before.sessions, before.weeks_between) != (after.sessions, after.weeks_between):
        return RoundRefusal.RHYTHM_RELIED_ON
    if left_out:
        return RoundRefusal.INVITED_SIGNED_UP
    return reason_against_size(after)


def reason_not_to_reopen(*, state: str, closes_on: date, today: date) -> RoundRefusal | None:
    """Tell why sign-up may not open once more, or ``None`` if it may."""
    if reason := reason_not_to_move("reopen", state):
        return reason
    return RoundRefusal.CLOSING_PAST if closes_on < today else None


def reason_not_to_delete(*, state: str, signed_up: int) -> RoundRefusal | None:
    """Tell why a round may not be thrown away, or ``None`` if it may."""
    if state != RoundState.DRAFT:
        return RoundRefusal.WRONG_STATE
    return RoundRefusal.SIGNED_UP_ALREADY if signed_up else None


def takes_sign_ups(
    *, state: str, closes_on: date, today: date, by_coordinator: bool = False
) -> SignUpRefusal | None:
    """Tell why sign-ups cannot be given, changed or withdrawn now, or ``None`` if they can.

    A coordinator may still do so after the closing day, until the circles are published.
    """
    if state == RoundState.DRAFT:
        return SignUpRefusal.NOT_OPEN_YET
    if state in {RoundState.PUBLISHED, RoundState.ENDED}:
        return SignUpRefusal.SIGN_UP_CLOSED
    if not by_coordinator and (state != RoundState.OPEN or today > closes_on):
        return SignUpRefusal.SIGN_UP_CLOSED
    return None


def reason_not_to_sign_up(
    *,
    state: str,
    closes_on: date,
    today: date,
    invited: bool,
    chosen: Collection[int],
    offered: Collection[int],
    by_coordinator: bool = False,
) -> SignUpRefusal | None:
    """Tell why somebody may not sign up this way, or ``None`` if they may."""
    if reason := takes_sign_ups(state=state, closes_on=closes_on, today=today, by_coordinator=by_coordinator):
        return reason
    if not invited:
        return SignUpRefusal.NOT_INVITED
    if not chosen:
        return SignUpRefusal.NO_SLOT_CHOSEN
    if not set(chosen) <= set(offered):
        return SignUpRefusal.SLOT_NOT_OFFERED
    return None


def reason_not_to_withdraw(
    *, state: str, closes_on: date, today: date, signed_up: bool, by_coordinator: bool = False
) -> SignUpRefusal | None:
    """Tell why a sign-up may not be taken back, or ``None`` if it may."""
    if not signed_up:
        return SignUpRefusal.NOT_SIGNED_UP
    if state in {RoundState.PUBLISHED, RoundState.ENDED}:
        return SignUpRefusal.IN_A_CIRCLE
    return takes_sign_ups(state=state, closes_on=closes_on, today=today, by_coordinator=by_coordinator)


def reason_not_to_pair(
    *, state: str, one: int, other: int, signed_up: Collection[int], together: bool, bonded: bool
) -> PairingRefusal | None:
    """Tell why two people may not be tied or kept apart, or ``None`` if they may.

    ``bonded``: one manages, assesses or decides about the other, so they can never sit together.
    """
    if state not in {RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED}:
        return PairingRefusal.ROUND_OVER
    if one == other:
        return PairingRefusal.WITH_ONESELF
    if not {one, other} <= set(signed_up):
        return PairingRefusal.NOT_BOTH_SIGNED_UP
    if together and bonded:
        return PairingRefusal.BOND
    return None


@dataclass(frozen=True)
class Warnings:
    """What to look at before composing; none of it refuses.

    ``alone``: how many people share none of their moments with enough others to fill a circle.
    """

    too_few: bool
    lone_resident: bool
    alone: int

    def __bool__(self) -> bool:
        return bool(self.too_few or self.lone_resident or self.alone)


def thin_slots(chosen: Mapping[int, int], *, size_min: int) -> list[int]:
    """Return the moments that too few people chose to fill a circle; ``chosen``: how many chose each."""
    return [slot for slot, count in chosen.items() if count < size_min]


def warnings_before_composing(*, signed: int, residents: int, alone: int, size_min: int) -> Warnings:
    """Look for what would make composing fail or leave people out.

    Takes counts, not people: the list of a large round is shown often, and the database counts fastest.
    """
    return Warnings(too_few=signed < size_min, lone_resident=residents == 1, alone=alone)
