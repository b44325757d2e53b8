"""Who may say that somebody was there, and what do answers show? Pure: no Django, no clock, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from vakwerk.foundation.refusals import Refusal
from vakwerk.trajectories.enrolment.rules import EVALUATE_FOR
from vakwerk.trajectories.rules import EditionState

# A code opens a little before the session and dies with it.
OPENS_BEFORE: Final = timedelta(minutes=15)
# No letters and digits that look alike, and no vowels, so that no word comes out.
SIGNS: Final = "BCDFGHJKMNPQRTVWXZ346789"
CODE_LENGTH: Final = 5
MOST_TRIES: Final = 5
TRIES_WITHIN: Final = timedelta(minutes=10)
# Fewer answers than this are never shown. Source: domain reference, part 3, point 9.
LEAST_SHOWN: Final = 8
QUESTIONS: Final = ("useful", "goals", "both_sides", "pace", "room")
SCALE: Final = (1, 2, 3, 4, 5)


class AttendanceRefusal(Refusal):
    """Why somebody cannot say they come or stay away, check in, or keep the list."""

    NOT_ENROLLED = "not_enrolled"
    IS_CANCELLED = "is_cancelled"
    IS_OVER = "is_over"
    HAS_BEGUN = "has_begun"
    TOO_EARLY = "too_early"
    NO_SUCH_CODE = "no_such_code"
    TOO_MANY_TRIES = "too_many_tries"
    NOT_YET = "not_yet"
    EDITION_OVER = "edition_over"


class EvaluationRefusal(Refusal):
    """Why somebody cannot say what they thought of an edition."""

    NOT_ENROLLED = "not_enrolled"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    ALREADY = "already"
    EMPTY = "empty"


def plain_code(text: str) -> str:
    """Return a code as it is compared: in capitals, without spaces and dashes."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def reason_not_to_apologise(
    *, is_enrolled: bool, is_cancelled: bool, starts_at: datetime, now: datetime
) -> AttendanceRefusal | None:
    """Tell why somebody cannot say beforehand that they stay away, or take it back."""
    if not is_enrolled:
        return AttendanceRefusal.NOT_ENROLLED
    if is_cancelled:
        return AttendanceRefusal.IS_CANCELLED
    return AttendanceRefusal.HAS_BEGUN if starts_at <= now else None


def reason_not_to_show_code(
    *, is_cancelled: bool, starts_at: datetime, ends_at: datetime, now: datetime
) -> AttendanceRefusal | None:
    """Tell why a code does not count at this moment: only around and during the session it does."""
    if is_cancelled:
        return AttendanceRefusal.IS_CANCELLED
    if now < starts_at - OPENS_BEFORE:
        return AttendanceRefusal.TOO_EARLY
    return AttendanceRefusal.IS_OVER if now >= ends_at else None


def reason_not_to_try(*, tries: Sequence[datetime], now: datetime) -> AttendanceRefusal | None:
    """Tell why somebody must wait before they try another code. ``tries``: when codes were wrong."""
    recent = sum(now - at < TRIES_WITHIN for at in tries)
    return AttendanceRefusal.TOO_MANY_TRIES if recent >= MOST_TRIES else None


def reason_not_to_keep_list(
    *, edition_state: str, is_cancelled: bool, starts_at: datetime, now: datetime
) -> AttendanceRefusal | None:
    """Tell why nobody can keep who was at a session; on the day itself one may begin a little early."""
    if edition_state in {EditionState.CANCELLED, EditionState.PLANNED}:
        return AttendanceRefusal.EDITION_OVER
    if is_cancelled:
        return AttendanceRefusal.IS_CANCELLED
    return AttendanceRefusal.NOT_YET if now < starts_at - OPENS_BEFORE else None


def reason_not_to_evaluate(
    *,
    is_enrolled: bool,
    has_evaluated: bool,
    edition_state: str,
    ends_at: datetime | None,
    now: datetime,
) -> EvaluationRefusal | None:
    """Tell why somebody cannot evaluate an edition now. ``ends_at``: the end of its last session."""
    if not is_enrolled or edition_state in {EditionState.PLANNED, EditionState.CANCELLED}:
        return EvaluationRefusal.NOT_ENROLLED
    if has_evaluated:
        return EvaluationRefusal.ALREADY
    if ends_at is None or now < ends_at:
        return EvaluationRefusal.TOO_EARLY
    return EvaluationRefusal.TOO_LATE if now - EVALUATE_FOR >= ends_at else None


def reason_not_to_keep_answers(answers: Mapping[str, int], words: Sequence[str]) -> EvaluationRefusal | None:
    """Tell why an evaluation says nothing: no question answered and no word written."""
    return None if answers or any(one.strip() for one in words) else EvaluationRefusal.EMPTY


@dataclass(frozen=True)
class Spread:
    """The answers to one question: how often each number. ``None`` counts: too few to show."""

    question: str
    counts: Mapping[int, int] | None

    @property
    def answered(self) -> int:
        """How many answered it; 0 where that is not shown."""
        return sum((self.counts or {}).values())


@dataclass(frozen=True)
class Results:
    """What an evaluation shows. ``spreads``: empty while nothing is shown; ``words``: may they be read."""

    too_few: bool
    still_open: bool
    answers: int
    spreads: Sequence[Spread] = ()

    @property
    def is_shown(self) -> bool:
        return not (self.too_few or self.still_open)


def results(
    answers: Sequence[Mapping[str, int]], *, everybody_answered: bool, ends_at: datetime | None, now: datetime
) -> Results:
    """Return what may be shown of evaluations.

    Nothing while answers can still come in: whoever looks before and after one more would know that one.
    Nothing under ``LEAST_SHOWN`` answers, also for a single question. Never a mean: a spread says more.
    """
    still_open = ends_at is None or (now - EVALUATE_FOR < ends_at and not everybody_answered)
    too_few = len(answers) < LEAST_SHOWN
    if still_open or too_few:
        return Results(too_few, still_open, len(answers))
    return Results(too_few, still_open, len(answers), [_spread(question, answers) for question in QUESTIONS])


def _spread(question: str, answers: Sequence[Mapping[str, int]]) -> Spread:
    given = [one[question] for one in answers if question in one]
    if len(given) < LEAST_SHOWN:
        return Spread(question, None)
    return Spread(question, {number: given.count(number) for number in SCALE})
