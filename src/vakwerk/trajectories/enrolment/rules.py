"""Who gets a seat in an edition, and when is it completed? Pure: no Django, no clock, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from vakwerk.foundation.refusals import Refusal
from vakwerk.trajectories.rules import EditionState, EnrolmentState

# After the last session people are asked what they thought; later nobody remembers.
EVALUATE_FOR: Final = timedelta(days=21)

LIVE = frozenset({EnrolmentState.ASKED, EnrolmentState.WAITING, EnrolmentState.ENROLLED})
# From what to what an enrolment may go.
TRANSITIONS: Mapping[str, tuple[frozenset[EnrolmentState], EnrolmentState]] = {
    "approve": (frozenset({EnrolmentState.ASKED}), EnrolmentState.ENROLLED),
    "wait": (frozenset({EnrolmentState.ASKED}), EnrolmentState.WAITING),
    "promote": (frozenset({EnrolmentState.WAITING}), EnrolmentState.ENROLLED),
    "decline": (LIVE, EnrolmentState.DECLINED),
    "withdraw": (LIVE, EnrolmentState.WITHDRAWN),
}


class EnrolRefusal(Refusal):
    """Why somebody may not enrol, withdraw, be approved or be declined."""

    NOT_OPEN_YET = "not_open_yet"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    TOO_LATE = "too_late"
    HAS_BEGUN = "has_begun"
    ALREADY = "already"
    NOT_FOR_GUESTS = "not_for_guests"
    LEFT = "left"
    NOT_ENROLLED = "not_enrolled"
    NOT_ASKED = "not_asked"
    NEEDS_REASON = "needs_reason"
    IS_OVER = "is_over"
    TOO_FEW_SEATS = "too_few_seats"
    MORE_KEPT_THAN_SEATS = "more_kept_than_seats"
    IS_TRAINER = "is_trainer"


@dataclass(frozen=True)
class Seats:
    """The seats of an edition. ``kept``: organisation to seats for its people; ``taken``: organisation to
    seats in use, ``None`` for people without one."""

    capacity: int
    kept: Mapping[int, int] = field(default_factory=dict)
    taken: Mapping[int | None, int] = field(default_factory=dict)

    @property
    def shared(self) -> int:
        """How many seats are for whoever comes first."""
        return max(self.capacity - sum(self.kept.values()), 0)

    @property
    def shared_taken(self) -> int:
        """How many of those are in use: an organisation fills its own seats first."""
        return sum(max(count - self.kept.get(place or 0, 0), 0) for place, count in self.taken.items())

    def free_for(self, organisation: int | None) -> int:
        """Return how many seats people of an organisation can still take."""
        own = max(self.kept.get(organisation or 0, 0) - self.taken.get(organisation, 0), 0)
        rest = max(self.shared - self.shared_taken, 0)
        # Never more than there are: seats may have been kept for an organisation after others took them.
        return min(own + rest, max(self.capacity - sum(self.taken.values()), 0))

    def with_one_more(self, organisation: int | None) -> "Seats":
        """Return the seats after somebody of an organisation sat down."""
        taken = {**self.taken, organisation: self.taken.get(organisation, 0) + 1}
        return Seats(self.capacity, self.kept, taken)


def seated_from_waiting(waiting: Sequence[tuple[int, int | None]], seats: Seats) -> list[int]:
    """Return whom to seat from a waiting list, in its order. ``waiting``: enrolment and organisation of each.

    Whoever waits for a seat that is kept for others does not hold up who comes after.
    """
    seated = []
    for enrolment, organisation in waiting:
        if seats.free_for(organisation):
            seated.append(enrolment)
            seats = seats.with_one_more(organisation)
    return seated


@dataclass(frozen=True)
class Terms:
    """Until when and for whom an edition is. ``starts_at``: ``None`` while it has no session."""

    state: str
    enrol_until: date | None
    starts_at: datetime | None
    guests_welcome: bool


_BY_STATE: Mapping[str, EnrolRefusal] = {
    EditionState.PLANNED: EnrolRefusal.NOT_OPEN_YET,
    EditionState.CLOSED: EnrolRefusal.CLOSED,
    EditionState.CANCELLED: EnrolRefusal.CANCELLED,
    EditionState.COMPLETED: EnrolRefusal.COMPLETED,
}


def reason_not_to_enrol(
    terms: Terms, *, is_guest: bool, is_live: bool, is_trainer: bool, now: datetime, today: date
) -> EnrolRefusal | None:
    """Tell why somebody may not enrol by themself, or ``None`` if they may; a full edition has a waiting list.

    ``is_live``: enrolled, waiting or asked already.
    """
    if is_live:
        return EnrolRefusal.ALREADY
    if is_trainer:
        return EnrolRefusal.IS_TRAINER
    if reason := _BY_STATE.get(terms.state):
        return reason
    if terms.enrol_until and today > terms.enrol_until:
        return EnrolRefusal.TOO_LATE
    if terms.starts_at and terms.starts_at <= now:
        return EnrolRefusal.HAS_BEGUN
    return EnrolRefusal.NOT_FOR_GUESTS if is_guest and not terms.guests_welcome else None


def reason_not_to_be_enrolled(
    terms: Terms, *, is_guest: bool, is_live: bool, is_trainer: bool, has_left: bool
) -> EnrolRefusal | None:
    """Tell why a coordinator may not enrol somebody; they may also after the last day and once it began."""
    if has_left:
        return EnrolRefusal.LEFT
    if is_live:
        return EnrolRefusal.ALREADY
    if is_trainer:
        return EnrolRefusal.IS_TRAINER
    if terms.state in {EditionState.CANCELLED, EditionState.COMPLETED}:
        return _BY_STATE[terms.state]
    return EnrolRefusal.NOT_FOR_GUESTS if is_guest and not terms.guests_welcome else None


def reason_not_to_withdraw(*, state: str, edition_state: str, is_over: bool) -> EnrolRefusal | None:
    """Tell why somebody may not withdraw. ``is_over``: the last session has been."""
    if state not in TRANSITIONS["withdraw"][0]:
        return EnrolRefusal.NOT_ENROLLED
    if edition_state in {EditionState.CANCELLED, EditionState.COMPLETED}:
        return _BY_STATE[edition_state]
    return EnrolRefusal.IS_OVER if is_over else None


def reason_not_to_decide(
    act: str, *, state: str, edition_state: str, reason: str = ""
) -> EnrolRefusal | None:
    """Tell why a coordinator may not approve or decline. ``act``: of ``TRANSITIONS``; ``reason``: what they say."""
    if edition_state in {EditionState.CANCELLED, EditionState.COMPLETED}:
        return _BY_STATE[edition_state]
    if state not in TRANSITIONS[act][0]:
        return EnrolRefusal.NOT_ASKED if act == "approve" else EnrolRefusal.NOT_ENROLLED
    return EnrolRefusal.NEEDS_REASON if act == "decline" and not reason.strip() else None


def reason_not_to_have_seats(*, capacity: int, kept: Mapping[int, int], taken: int) -> EnrolRefusal | None:
    """Tell why an edition cannot have this many seats, or keep this many for organisations."""
    if capacity < max(taken, 1):
        return EnrolRefusal.TOO_FEW_SEATS
    return EnrolRefusal.MORE_KEPT_THAN_SEATS if sum(kept.values()) > capacity else None
