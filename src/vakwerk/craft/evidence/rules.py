"""When may evidence be changed, sent in, taken back, shared, or shown to somebody who was there?

Pure: no Django, no clock, no database.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from vakwerk.craft.rules import EvidenceState, ResponseState
from vakwerk.foundation.refusals import Refusal

DAYS_TO_ASSESS: Final = 14
DAYS_TO_RESPOND: Final = 21
MOST_FILES: Final = 10
MOST_RESPONSES: Final = 12


class EvidenceRefusal(Refusal):
    """Why something may not happen with a piece of evidence."""

    IS_WAITING = "evidence_is_waiting"
    IS_CONFIRMED = "evidence_is_confirmed"
    NOT_WAITING = "evidence_not_waiting"
    NOT_WRITTEN = "evidence_not_written"
    NO_INDICATORS = "evidence_no_indicators"
    NO_ANSWER = "evidence_no_answer"
    OTHER_COMPETENCY = "evidence_other_competency"
    HOLDS_ALREADY = "evidence_holds_already"
    GONE = "evidence_gone"


class AssessorRefusal(Refusal):
    """Why somebody may not assess this person."""

    IS_ONESELF = "assessor_is_oneself"
    NO_ASSESSOR = "assessor_is_none"
    MANAGES = "assessor_manages"
    IS_MANAGED = "assessor_is_managed"
    MEETS = "assessor_meets"


class FileRefusal(Refusal):
    """Why a file is not taken."""

    TOO_MANY = "file_too_many"
    TOO_BIG = "file_too_big"
    EMPTY = "file_empty"
    UNKNOWN_KIND = "file_unknown_kind"
    APPLE_PHOTO = "file_apple_photo"
    OTHER_CONTENT = "file_other_content"
    BROKEN_IMAGE = "file_broken_image"
    TOO_MANY_PIXELS = "file_too_many_pixels"


class ResponseRefusal(Refusal):
    """Why nobody is asked, or why no answer is taken any more."""

    NOT_NOW = "response_not_now"
    NO_INDICATORS = "response_no_indicators"
    ONESELF = "response_oneself"
    ASKED_ALREADY = "response_asked_already"
    TOO_MANY = "response_too_many"
    OVER = "response_over"
    RAN_OUT = "response_ran_out"
    INCOMPLETE = "response_incomplete"
    OTHER_TEXT = "response_other_text"
    NOTHING_TO_ERASE = "response_nothing_to_erase"


class ShareRefusal(Refusal):
    """Why something is not shared."""

    NOT_A_MANAGER = "share_not_a_manager"
    SHARED_ALREADY = "share_already"


# What happens to evidence: from which states, and to which.
TRANSITIONS: Final[Mapping[str, tuple[frozenset[EvidenceState], EvidenceState]]] = {
    "submit": (
        frozenset(
            {EvidenceState.DRAFT, EvidenceState.WITHDRAWN, EvidenceState.ASKED_BACK, EvidenceState.REFUSED}
        ),
        EvidenceState.WAITING,
    ),
    "withdraw": (
        frozenset({EvidenceState.WAITING, EvidenceState.ASKED_BACK, EvidenceState.REFUSED}),
        EvidenceState.WITHDRAWN,
    ),
    "confirm": (frozenset({EvidenceState.WAITING}), EvidenceState.CONFIRMED),
    "ask_back": (frozenset({EvidenceState.WAITING}), EvidenceState.ASKED_BACK),
    "refuse": (frozenset({EvidenceState.WAITING}), EvidenceState.REFUSED),
}


def reason_not_to_change(state: str) -> EvidenceRefusal | None:
    """Tell why the texts stay as they are: an assessor is reading them, or confirmed them."""
    if state == EvidenceState.WAITING:
        return EvidenceRefusal.IS_WAITING
    return EvidenceRefusal.IS_CONFIRMED if state == EvidenceState.CONFIRMED else None


def reason_not_to_withdraw(state: str) -> EvidenceRefusal | None:
    """Tell why evidence cannot be taken back: only what was sent in and not confirmed can."""
    if state == EvidenceState.CONFIRMED:
        return EvidenceRefusal.IS_CONFIRMED
    return None if state in TRANSITIONS["withdraw"][0] else EvidenceRefusal.NOT_WAITING


def reason_not_to_delete(state: str) -> EvidenceRefusal | None:
    """Tell why evidence is not deleted: not while somebody is reading it."""
    return EvidenceRefusal.IS_WAITING if state == EvidenceState.WAITING else None


def reason_not_to_carry_over(
    *, state: str, was_sent: bool, holds: bool, is_there: bool
) -> EvidenceRefusal | None:
    """Tell why a piece does not move to the version of the framework that holds now.

    ``was_sent``: it stays on the version that it was assessed under. ``holds``: its version holds now.
    ``is_there``: its competency is in the version that does.
    """
    if reason := reason_not_to_change(state):
        return reason
    if holds or was_sent:
        return EvidenceRefusal.HOLDS_ALREADY
    return None if is_there else EvidenceRefusal.GONE


def reason_not_to_submit(
    *, state: str, situation: str, action: str, indicators: int, answer: str
) -> EvidenceRefusal | None:
    """Tell why evidence does not go to an assessor yet, as far as the piece itself goes.

    ``indicators``: how many behaviours it shows. ``answer``: what the person says to the question or the
    refusal before; without one the assessor would read the same again.
    """
    if reason := reason_not_to_change(state):
        return reason
    if not (situation.strip() and action.strip()):
        return EvidenceRefusal.NOT_WRITTEN
    if not indicators:
        return EvidenceRefusal.NO_INDICATORS
    if state in {EvidenceState.ASKED_BACK, EvidenceState.REFUSED} and not answer.strip():
        return EvidenceRefusal.NO_ANSWER
    return None


def reason_not_to_assess(
    *,
    person: int,
    assessor: int,
    is_assessor: bool,
    managers: Collection[int],
    managed: Collection[int],
    meets: Collection[int] = (),
) -> AssessorRefusal | None:
    """Tell why somebody may not assess this person.

    ``managers`` and ``managed``: who stands above and below the person. Assessing what somebody can do is
    kept apart from appraising how they work, so a manager never does it. ``meets``: who sits in a circle with
    them now, where nobody stands above another.
    """
    if person == assessor:
        return AssessorRefusal.IS_ONESELF
    if not is_assessor:
        return AssessorRefusal.NO_ASSESSOR
    if assessor in managers:
        return AssessorRefusal.MANAGES
    if assessor in managed:
        return AssessorRefusal.IS_MANAGED
    return AssessorRefusal.MEETS if assessor in meets else None


def due_on(submitted: date) -> date:
    """Tell by when an assessor answers."""
    return submitted + timedelta(days=DAYS_TO_ASSESS)


def reason_not_to_add_file(files: int) -> FileRefusal | None:
    """Tell why no further file is added."""
    return FileRefusal.TOO_MANY if files >= MOST_FILES else None


def reason_not_to_ask(
    *, state: str, indicators: int, asked: Collection[str], address: str = "", is_own: bool = False
) -> ResponseRefusal | None:
    """Tell why somebody is not asked what they saw.

    ``asked``: the hashes of the addresses that have a link already, or answered on the text as it is now;
    ``address``: that of whom to ask, empty: not known yet. ``is_own``: it is the writer's.
    """
    if state == EvidenceState.CONFIRMED:
        return ResponseRefusal.NOT_NOW
    if not indicators:
        return ResponseRefusal.NO_INDICATORS
    if len(asked) >= MOST_RESPONSES:
        return ResponseRefusal.TOO_MANY
    if is_own:
        return ResponseRefusal.ONESELF
    return ResponseRefusal.ASKED_ALREADY if address and address in asked else None


def reason_not_to_respond(*, state: str, expires_at: datetime, now: datetime) -> ResponseRefusal | None:
    """Tell why an answer is not taken: given before, taken back, or too late."""
    if state != ResponseState.OPEN:
        return ResponseRefusal.OVER
    return ResponseRefusal.RAN_OUT if now >= expires_at else None


def reason_not_to_take(
    *, asked: Collection[int], answered: Collection[int], read: str = "", now: str = ""
) -> ResponseRefusal | None:
    """Tell why an answer is not whole: each behaviour has one, and "I cannot say" is one too.

    ``read`` and ``now``: marks of the text that was read, empty where that is not known, and of how it reads now.
    """
    if read and read != now:
        return ResponseRefusal.OTHER_TEXT
    return None if set(asked) == set(answered) else ResponseRefusal.INCOMPLETE


def reason_not_to_share(*, is_manager: bool, already: bool) -> ShareRefusal | None:
    """Tell why something is not shared with somebody. ``is_manager``: they manage the person who shares."""
    if not is_manager:
        return ShareRefusal.NOT_A_MANAGER
    return ShareRefusal.SHARED_ALREADY if already else None
