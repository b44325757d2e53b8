"""What may happen with published circles? Pure: no Django, no clock, no database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vakwerk.foundation.refusals import Refusal


class PublishRefusal(Refusal):
    """Why circles may not be published, or a round not ended."""

    ALREADY_PUBLISHED = "already_published"
    ROUND_NOT_READY = "round_not_ready"
    SIGN_UP_STILL_OPEN = "sign_up_still_open"
    NO_CIRCLES = "no_circles"
    EMPTY_CIRCLE = "empty_circle"
    NO_SLOT = "no_slot"
    WITHDRAWN_MEMBER = "withdrawn_member"
    RULES_BROKEN = "rules_broken"
    FACILITATOR_BOND = "facilitator_bond"
    SESSIONS_AHEAD = "sessions_ahead"
    NOT_PUBLISHED = "not_published"


class SessionRefusal(Refusal):
    """Why a session may not change, or somebody may not say that they stay away."""

    IS_CANCELLED = "is_cancelled"
    IS_OVER = "is_over"
    ENDS_BEFORE_START = "ends_before_start"
    IN_THE_PAST = "in_the_past"
    OVERLAPS = "overlaps"
    NOT_A_MEMBER = "not_a_member"
    ROUND_ENDED = "round_ended"


class SeatRefusal(Refusal):
    """Why somebody may not take or leave a seat."""

    NOT_A_MEMBER = "not_a_member"
    NO_SIGN_UP = "no_sign_up"
    HAS_A_SEAT = "has_a_seat"
    CIRCLE_FULL = "circle_full"
    BOND = "bond"
    KEPT_APART = "kept_apart"
    FACILITATES = "facilitates"
    ROUND_ENDED = "round_ended"
    LEFT_THE_ACADEMY = "left_the_academy"
    NO_SESSIONS_AHEAD = "no_sessions_ahead"
    BUSY = "busy"
    LONE_RESIDENT = "lone_resident"


class FacilitatorRefusal(Refusal):
    """Why somebody may not facilitate a circle."""

    NOT_A_FACILITATOR = "not_a_facilitator"
    BOND = "bond"
    IS_MEMBER = "is_member"
    BUSY = "busy"
    ROUND_ENDED = "round_ended"


@dataclass(frozen=True)
class CircleToPublish:
    """A circle as far as publishing goes. ``first``: the day of its first session, ``None`` without a slot."""

    number: int
    members: frozenset[int]
    first: date | None
    facilitator_bonds: int = 0


def reason_not_to_publish(
    circles: Sequence[CircleToPublish],
    *,
    proposal_state: str,
    round_state: str,
    closes_on: date,
    today: date,
    signed_up: Collection[int],
    broken: int,
) -> tuple[PublishRefusal, CircleToPublish | None] | None:
    """Tell why circles may not be published, with the circle it is about; ``None`` if they may.

    ``broken``: how many hard rules are broken; with one broken nobody hears anything.
    Circles of the past may be published, so that an academy can bring in what it already did.
    """
    if reason := _against_state(proposal_state, round_state, closes_on, today):
        return reason, None
    if not circles:
        return PublishRefusal.NO_CIRCLES, None
    for circle in circles:
        if reason := _against_circle(circle, frozenset(signed_up)):
            return reason, circle
    return (PublishRefusal.RULES_BROKEN, None) if broken else None


def _against_state(
    proposal_state: str, round_state: str, closes_on: date, today: date
) -> PublishRefusal | None:
    if proposal_state == "published" or round_state in {"published", "ended"}:
        return PublishRefusal.ALREADY_PUBLISHED
    if round_state not in {"open", "closed"}:
        return PublishRefusal.ROUND_NOT_READY
    if round_state == "open" and today <= closes_on:
        return PublishRefusal.SIGN_UP_STILL_OPEN
    return None


def _against_circle(circle: CircleToPublish, signed_up: frozenset[int]) -> PublishRefusal | None:
    if not circle.members:
        return PublishRefusal.EMPTY_CIRCLE
    if circle.first is None:
        return PublishRefusal.NO_SLOT
    if not circle.members <= signed_up:
        return PublishRefusal.WITHDRAWN_MEMBER
    if circle.facilitator_bonds:
        return PublishRefusal.FACILITATOR_BOND
    return None


def reason_not_to_end(*, round_state: str, sessions_ahead: int) -> PublishRefusal | None:
    """Tell why a round may not be ended, or ``None`` if it may."""
    if round_state != "published":
        return PublishRefusal.NOT_PUBLISHED
    return PublishRefusal.SESSIONS_AHEAD if sessions_ahead else None


def reason_not_to_touch(
    *, round_state: str, is_cancelled: bool, ends_at: datetime, now: datetime
) -> SessionRefusal | None:
    """Tell why a session may no longer be changed or cancelled, or ``None`` if it may."""
    if round_state == "ended":
        return SessionRefusal.ROUND_ENDED
    if is_cancelled:
        return SessionRefusal.IS_CANCELLED
    return SessionRefusal.IS_OVER if ends_at <= now else None


def reason_not_to_move_to(
    starts_at: datetime, ends_at: datetime, *, now: datetime, others: Sequence[tuple[datetime, datetime]]
) -> SessionRefusal | None:
    """Tell why a session may not be then, or ``None`` if it may. ``others``: the circle's other sessions."""
    if ends_at <= starts_at:
        return SessionRefusal.ENDS_BEFORE_START
    if starts_at <= now:
        return SessionRefusal.IN_THE_PAST
    if any(starts_at < end and begin < ends_at for begin, end in others):
        return SessionRefusal.OVERLAPS
    return None


def reason_not_to_stay_away(
    *, is_member: bool, is_cancelled: bool, ends_at: datetime, now: datetime
) -> SessionRefusal | None:
    """Tell why somebody need not or cannot say that they do not come, or ``None`` if they can."""
    if not is_member:
        return SessionRefusal.NOT_A_MEMBER
    if is_cancelled:
        return SessionRefusal.IS_CANCELLED
    return SessionRefusal.IS_OVER if ends_at <= now else None


def reason_not_to_leave(*, is_member: bool, round_state: str) -> SeatRefusal | None:
    """Tell why somebody may not leave a circle, or ``None`` if they may."""
    if not is_member:
        return SeatRefusal.NOT_A_MEMBER
    return SeatRefusal.ROUND_ENDED if round_state == "ended" else None


def reason_not_to_seat(
    person_id: int,
    *,
    members: Collection[int],
    facilitator_id: int | None,
    signed_up: bool,
    seated_elsewhere: bool,
    size_max: int,
    bonded: Collection[int],
    apart: Collection[int],
    round_state: str,
    has_left: bool = False,
    sessions_ahead: int = 1,
    busy: bool = False,
    only_resident: bool = False,
) -> SeatRefusal | None:
    """Tell why a person may not take an open seat, or ``None`` if it is theirs.

    ``bonded`` and ``apart``: people with whom the person may not sit; ``busy``: another circle of theirs meets
    when this one does; ``only_resident``: they would be the one resident in it. A circle that began takes
    people as long as it meets again.
    Source: domain reference, part 4, composition rules.
    """
    if reason := _against_joining(round_state, has_left=has_left, sessions_ahead=sessions_ahead):
        return reason
    if not signed_up:
        return SeatRefusal.NO_SIGN_UP
    if seated_elsewhere or person_id in members:
        return SeatRefusal.HAS_A_SEAT
    if len(members) >= size_max:
        return SeatRefusal.CIRCLE_FULL
    reason = _against_company(person_id, frozenset({*members, facilitator_id}), facilitator_id, bonded, apart)
    if reason or not (busy or only_resident):
        return reason
    return SeatRefusal.BUSY if busy else SeatRefusal.LONE_RESIDENT


def _against_joining(round_state: str, *, has_left: bool, sessions_ahead: int) -> SeatRefusal | None:
    if round_state == "ended":
        return SeatRefusal.ROUND_ENDED
    if has_left:
        return SeatRefusal.LEFT_THE_ACADEMY
    return None if sessions_ahead else SeatRefusal.NO_SESSIONS_AHEAD


def _against_company(
    person_id: int,
    around: frozenset[int | None],
    facilitator_id: int | None,
    bonded: Collection[int],
    apart: Collection[int],
) -> SeatRefusal | None:
    if person_id == facilitator_id:
        return SeatRefusal.FACILITATES
    if around.intersection(bonded):
        return SeatRefusal.BOND
    return SeatRefusal.KEPT_APART if around.intersection(apart) else None


def reason_not_to_facilitate(
    person_id: int,
    *,
    is_facilitator: bool,
    members: Collection[int],
    bonded: Collection[int],
    busy: bool,
    round_state: str,
) -> FacilitatorRefusal | None:
    """Tell why somebody may not facilitate a circle, or ``None`` if they may.

    A facilitator is independent: no bond to any member. ``bonded``: people the person has a bond with;
    ``busy``: another circle of theirs meets at the same moment.
    """
    if round_state == "ended":
        return FacilitatorRefusal.ROUND_ENDED
    if not is_facilitator:
        return FacilitatorRefusal.NOT_A_FACILITATOR
    if person_id in members:
        return FacilitatorRefusal.IS_MEMBER
    if set(members).intersection(bonded):
        return FacilitatorRefusal.BOND
    return FacilitatorRefusal.BUSY if busy else None
