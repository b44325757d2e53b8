"""What may happen with published circles? Pure: no Django, no clock, no database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vakwerk.circles.rules import ProposalState, RoundState
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
    WITHOUT_THE_OTHER = "without_the_other"


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
    if proposal_state == ProposalState.PUBLISHED or round_state in {RoundState.PUBLISHED, RoundState.ENDED}:
        return PublishRefusal.ALREADY_PUBLISHED
    if round_state not in {RoundState.OPEN, RoundState.CLOSED}:
        return PublishRefusal.ROUND_NOT_READY
    if round_state == RoundState.OPEN and today <= closes_on:
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
    if round_state != RoundState.PUBLISHED:
        return PublishRefusal.NOT_PUBLISHED
    return PublishRefusal.SESSIONS_AHEAD if sessions_ahead else None


def reason_not_to_touch(
    *, round_state: str, is_cancelled: bool, ends_at: datetime, now: datetime
) -> SessionRefusal | None:
    """Tell why a session may no longer be changed or cancelled, or ``None`` if it may."""
    if round_state == RoundState.ENDED:
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
    return SeatRefusal.ROUND_ENDED if round_state == RoundState.ENDED else None


@dataclass(frozen=True)
class OpenCircle:
    """A circle that meets, as far as joining goes. ``standing``: the state of its round, or "ended" once closed."""

    members: frozenset[int]
    facilitator_id: int | None
    size_max: int
    standing: str
    sessions_ahead: int = 1
    has_resident: bool = False


@dataclass(frozen=True)
class Newcomer:
    """A person who may join a circle that meets.

    ``bonded`` and ``apart``: people with whom they may not sit; ``together``: people who take part in the round and
    with whom they must sit; ``busy``: another circle of theirs meets when this one does.
    """

    person_id: int
    is_signed_up: bool = True
    has_seat: bool = False
    has_left: bool = False
    is_resident: bool = False
    busy: bool = False
    bonded: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()
    together: frozenset[int] = frozenset()


ONLY_TOGETHER: frozenset[Refusal] = frozenset({SeatRefusal.LONE_RESIDENT, SeatRefusal.WITHOUT_THE_OTHER})
"""Refusals that may fall away when somebody else joins in the same act."""


def reason_not_to_seat(
    newcomer: Newcomer, circle: OpenCircle, *, along: Collection[Newcomer] = ()
) -> SeatRefusal | None:
    """Tell why a person may not take an open seat, or ``None`` if it is theirs.

    ``along``: who else joins in the same act; every rule is asked of the circle as it is with all of them. A circle
    that began takes people as long as it meets again.
    Source: domain reference, part 4, composition rules.
    """
    members = circle.members | {one.person_id for one in along}
    return (
        _against_joining(newcomer, circle)
        or _against_seat(newcomer, members, circle.size_max)
        or _against_company(newcomer, members, circle.facilitator_id)
        or _against_mix(
            newcomer, members, has_resident=circle.has_resident or any(one.is_resident for one in along)
        )
    )


def reason_not_to_seat_all(
    newcomers: Sequence[Newcomer], circle: OpenCircle
) -> tuple[SeatRefusal, Newcomer] | None:
    """Tell why some people may not join in one act, with whom it is about, or ``None`` if they may."""
    for place, newcomer in enumerate(newcomers):
        along = [*newcomers[:place], *newcomers[place + 1 :]]
        if reason := reason_not_to_seat(newcomer, circle, along=along):
            return reason, newcomer
    return None


def parties_for(newcomer: Newcomer, circle: OpenCircle, others: Sequence[Newcomer]) -> list[list[Newcomer]]:
    """Return with whom a person who may not join alone may join in one act; ``others`` in the order of preference.

    Each party holds whoever must sit together with one of them, and the person first.
    """
    known = {one.person_id: one for one in (newcomer, *others)}
    found: dict[frozenset[int], list[Newcomer]] = {}
    # Those with whom they must sit are enough; or else a second resident comes along.
    for chosen in ([newcomer], *([newcomer, one] for one in others if one.is_resident)):
        party = _with_their_own(chosen, circle, known)
        who = frozenset(one.person_id for one in party)
        if len(party) > 1 and who not in found and reason_not_to_seat_all(party, circle) is None:
            found[who] = party
            if chosen == [newcomer]:
                break
    return list(found.values())


def _with_their_own(
    chosen: Sequence[Newcomer], circle: OpenCircle, known: Mapping[int, Newcomer]
) -> list[Newcomer]:
    """Return some people and whoever must sit together with one of them, as far as they may join."""
    party = {one.person_id: one for one in chosen}
    ask = list(chosen)
    while ask:
        for person_id in sorted(ask.pop().together - circle.members):
            if person_id not in party and person_id in known:
                party[person_id] = known[person_id]
                ask.append(known[person_id])
    return list(party.values())


def _against_joining(newcomer: Newcomer, circle: OpenCircle) -> SeatRefusal | None:
    if circle.standing == RoundState.ENDED:
        return SeatRefusal.ROUND_ENDED
    if newcomer.has_left:
        return SeatRefusal.LEFT_THE_ACADEMY
    if not circle.sessions_ahead:
        return SeatRefusal.NO_SESSIONS_AHEAD
    return None if newcomer.is_signed_up else SeatRefusal.NO_SIGN_UP


def _against_seat(newcomer: Newcomer, members: frozenset[int], size_max: int) -> SeatRefusal | None:
    if newcomer.has_seat or newcomer.person_id in members:
        return SeatRefusal.HAS_A_SEAT
    return SeatRefusal.CIRCLE_FULL if len(members) >= size_max else None


def _against_mix(newcomer: Newcomer, members: frozenset[int], *, has_resident: bool) -> SeatRefusal | None:
    if newcomer.busy:
        return SeatRefusal.BUSY
    if newcomer.is_resident and not has_resident:
        return SeatRefusal.LONE_RESIDENT
    return None if newcomer.together <= members else SeatRefusal.WITHOUT_THE_OTHER


def _against_company(
    newcomer: Newcomer, members: frozenset[int], facilitator_id: int | None
) -> SeatRefusal | None:
    if newcomer.person_id == facilitator_id:
        return SeatRefusal.FACILITATES
    around = frozenset({*members, facilitator_id})
    if around.intersection(newcomer.bonded):
        return SeatRefusal.BOND
    return SeatRefusal.KEPT_APART if around.intersection(newcomer.apart) else None


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
    if round_state == RoundState.ENDED:
        return FacilitatorRefusal.ROUND_ENDED
    if not is_facilitator:
        return FacilitatorRefusal.NOT_A_FACILITATOR
    if person_id in members:
        return FacilitatorRefusal.IS_MEMBER
    if set(members).intersection(bonded):
        return FacilitatorRefusal.BOND
    return FacilitatorRefusal.BUSY if busy else None
