"""What may be planned, opened, changed and ended? Pure: no Django, no clock, no database."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final, Protocol

from vakwerk.foundation.holidays import holiday_on
from vakwerk.foundation.refusals import Refusal
from vakwerk.trajectories.rules import EditionForm, EditionState, Payer, TrajectoryState

TRANSITIONS: Mapping[str, tuple[frozenset[EditionState], EditionState]] = {
    "open": (frozenset({EditionState.PLANNED, EditionState.CLOSED}), EditionState.OPEN),
    "close": (frozenset({EditionState.OPEN}), EditionState.CLOSED),
    "complete": (frozenset({EditionState.OPEN, EditionState.CLOSED}), EditionState.COMPLETED),
    "cancel": (
        frozenset({EditionState.PLANNED, EditionState.OPEN, EditionState.CLOSED}),
        EditionState.CANCELLED,
    ),
}
# Working time, in Amsterdam. Training that law or agreement makes mandatory belongs in it.
# Source: article 7:611a of the Civil Code, since 1 August 2022.
WORK_BEGINS: Final = time(8, 0)
WORK_ENDS: Final = time(18, 0)


class EditionRefusal(Refusal):
    """Why an edition cannot be so, or cannot change state."""

    TRAJECTORY_NOT_PUBLISHED = "trajectory_not_published"
    WRONG_STATE = "wrong_state"
    NO_SESSIONS = "no_sessions"
    PARTS_UNDATED = "parts_undated"
    HAS_BEGUN = "has_begun"
    NO_PLACE = "no_place"
    NO_LINK = "no_link"
    MANDATORY_COSTS = "mandatory_costs"
    MANDATORY_HOURS = "mandatory_hours"
    SESSIONS_AHEAD = "sessions_ahead"
    NEEDS_REASON = "needs_reason"
    ENROL_AFTER_START = "enrol_after_start"
    KEY_TAKEN = "key_taken"


class SessionRefusal(Refusal):
    """Why a session cannot be then, or cannot change."""

    ENDS_BEFORE_START = "ends_before_start"
    IN_THE_PAST = "in_the_past"
    OVERLAPS = "overlaps"
    IS_CANCELLED = "is_cancelled"
    IS_OVER = "is_over"
    EDITION_OVER = "edition_over"
    MANDATORY_HOURS = "mandatory_hours"
    TOO_MANY = "too_many"


MOST_SESSIONS: Final = 60


class Clash(StrEnum):
    """What speaks against a moment, though it does not forbid it."""

    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    TRAINER = "trainer"
    ROOM = "room"


@dataclass(frozen=True)
class Conflict:
    """Something that speaks against a moment: the holiday in code, or who or which room is taken, and by what."""

    clash: Clash
    what: str = ""
    by: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """Another session at the same academy. ``trainers``: who leads it; ``room``: its place, as text."""

    starts_at: datetime
    ends_at: datetime
    trainers: frozenset[str]
    room: str
    title: str


class Place(Protocol):
    """Where an edition is held."""

    form: str
    place: str
    online_url: str


class Deal(Protocol):
    """What taking part in an edition costs and asks."""

    cost: int
    paid_by: str
    is_mandatory: bool


def is_working_time(starts_at: datetime, ends_at: datetime) -> bool:
    """Tell whether a moment falls in working time: a weekday that is no public holiday, from 08 to 18.

    Both in the time of Amsterdam.
    """
    day = starts_at.date()
    return (
        ends_at.date() == day
        and day.weekday() < 5
        and not holiday_on(day)
        and starts_at.time() >= WORK_BEGINS
        and ends_at.time() <= WORK_ENDS
    )


def reason_not_to_be_mandatory(
    *, cost: int, paid_by: str, moments: Sequence[tuple[datetime, datetime]]
) -> EditionRefusal | None:
    """Tell why an edition may not be mandatory: it must be free for whoever takes part, and in working time.

    ``moments`` in the time of Amsterdam. Source: domain reference, part 6, training law.
    """
    if cost and paid_by == Payer.PARTICIPANT:
        return EditionRefusal.MANDATORY_COSTS
    if not all(is_working_time(*moment) for moment in moments):
        return EditionRefusal.MANDATORY_HOURS
    return None


def reason_not_to_plan(*, trajectory_state: str) -> EditionRefusal | None:
    """Tell why a trajectory cannot get an edition."""
    return None if trajectory_state == TrajectoryState.PUBLISHED else EditionRefusal.TRAJECTORY_NOT_PUBLISHED


@dataclass(frozen=True)
class ToOpen:
    """An edition as far as opening goes.

    ``first``: when its first session starts. ``undated``: how many sessions of the trajectory have no date here.
    """

    state: str
    trajectory_state: str
    first: datetime | None
    form: str
    has_place: bool
    has_link: bool
    mandatory: EditionRefusal | None
    undated: int = 0


def reason_not_to_open(edition: ToOpen, *, now: datetime) -> EditionRefusal | None:
    """Tell why people may not enrol yet, or ``None`` if they may."""
    if edition.state not in TRANSITIONS["open"][0]:
        return EditionRefusal.WRONG_STATE
    if edition.trajectory_state != TrajectoryState.PUBLISHED:
        return EditionRefusal.TRAJECTORY_NOT_PUBLISHED
    if edition.first is None:
        return EditionRefusal.NO_SESSIONS
    if edition.first <= now:
        return EditionRefusal.HAS_BEGUN
    if reason := _against_where(edition) or edition.mandatory:
        return reason
    return EditionRefusal.PARTS_UNDATED if edition.undated else None


def _against_where(edition: ToOpen) -> EditionRefusal | None:
    if edition.form != EditionForm.ONLINE and not edition.has_place:
        return EditionRefusal.NO_PLACE
    return EditionRefusal.NO_LINK if edition.form != EditionForm.ON_PLACE and not edition.has_link else None


def moved(now: Place, after: Place) -> bool:
    """Tell whether an edition is held elsewhere, so that calendars change."""
    return (now.form, now.place, now.online_url) != (after.form, after.place, after.online_url)


def other_deal(now: Deal, after: Deal) -> bool:
    """Tell whether taking part costs or asks something else, which whoever said yes to it has to hear."""
    before = (now.cost, now.paid_by, now.is_mandatory)
    return before != (after.cost, after.paid_by, after.is_mandatory)


def reason_not_to_end(
    act: str, *, state: str, sessions_ahead: int, reason: str = ""
) -> EditionRefusal | None:
    """Tell why an edition may not be closed, completed or cancelled. ``reason``: what people hear."""
    if state not in TRANSITIONS[act][0]:
        return EditionRefusal.WRONG_STATE
    if act == "complete" and sessions_ahead:
        return EditionRefusal.SESSIONS_AHEAD
    return EditionRefusal.NEEDS_REASON if act == "cancel" and not reason.strip() else None


def reason_not_to_meet(
    starts_at: datetime,
    ends_at: datetime,
    *,
    now: datetime,
    others: Collection[tuple[datetime, datetime]],
    mandatory: bool,
    past_is_fine: bool = False,
) -> SessionRefusal | None:
    """Tell why a session cannot be then. ``others``: the edition's other sessions; moments in Amsterdam time.

    ``past_is_fine``: an academy that brings in what it already gave may say so.
    """
    if ends_at <= starts_at:
        return SessionRefusal.ENDS_BEFORE_START
    if starts_at <= now and not past_is_fine:
        return SessionRefusal.IN_THE_PAST
    if any(starts_at < end and begin < ends_at for begin, end in others):
        return SessionRefusal.OVERLAPS
    if mandatory and not is_working_time(starts_at, ends_at):
        return SessionRefusal.MANDATORY_HOURS
    return SessionRefusal.TOO_MANY if len(others) >= MOST_SESSIONS else None


def reason_not_to_touch(
    *, edition_state: str, is_cancelled: bool, ends_at: datetime, now: datetime
) -> SessionRefusal | None:
    """Tell why a session may no longer change or be called off."""
    if edition_state in {EditionState.COMPLETED, EditionState.CANCELLED}:
        return SessionRefusal.EDITION_OVER
    if is_cancelled:
        return SessionRefusal.IS_CANCELLED
    return SessionRefusal.IS_OVER if ends_at <= now else None


def conflicts(
    starts_at: datetime,
    ends_at: datetime,
    *,
    trainers: frozenset[str],
    room: str,
    elsewhere: Sequence[Elsewhere],
) -> Iterator[Conflict]:
    """Give what speaks against a moment; none of it forbids it. Names of trainers and rooms are compared as text."""
    day: date = starts_at.date()
    if name := holiday_on(day):
        yield Conflict(Clash.HOLIDAY, name)
    elif day.weekday() >= 5:
        yield Conflict(Clash.WEEKEND)
    mine = {_plain(name): name for name in trainers}
    for other in elsewhere:
        if not (starts_at < other.ends_at and other.starts_at < ends_at):
            continue
        for name in sorted(_plain(name) for name in other.trainers):
            if name in mine:
                yield Conflict(Clash.TRAINER, mine[name], other.title)
        if room and _plain(room) == _plain(other.room):
            yield Conflict(Clash.ROOM, room, other.title)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace(",", " ").split())
