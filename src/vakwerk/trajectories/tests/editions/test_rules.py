"""What do the rules of editions say? Truth tables, without a database."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from vakwerk.trajectories.attendance import rules as attendance
from vakwerk.trajectories.attendance.rules import AttendanceRefusal, EvaluationRefusal
from vakwerk.trajectories.completion import rules as completion
from vakwerk.trajectories.completion.rules import Need, Proof, Sessions
from vakwerk.trajectories.editions import rules as editions
from vakwerk.trajectories.editions.rules import Clash, Conflict, EditionRefusal, Elsewhere, SessionRefusal
from vakwerk.trajectories.enrolment import rules as enrolment
from vakwerk.trajectories.enrolment.rules import EnrolRefusal, Seats, Terms

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2027, 1, 4, 10, tzinfo=AMSTERDAM)
TODAY = NOW.date()
DAY = timedelta(days=1)
APELDOORN, HATTEM = 1, 2


@pytest.mark.parametrize(
    ("kept", "taken", "organisation", "free"),
    [
        ({}, {None: 0}, APELDOORN, 10),
        ({}, {None: 10}, APELDOORN, 0),
        # Own seats first, then the shared rest.
        ({HATTEM: 3}, {}, HATTEM, 10),
        ({HATTEM: 3}, {}, APELDOORN, 7),
        ({HATTEM: 3}, {APELDOORN: 7}, APELDOORN, 0),
        ({HATTEM: 3}, {APELDOORN: 7}, HATTEM, 3),
        ({HATTEM: 3}, {APELDOORN: 7, HATTEM: 3}, HATTEM, 0),
        ({HATTEM: 3}, {HATTEM: 5}, APELDOORN, 5),
        # All seats are kept: nobody else comes in.
        ({HATTEM: 6, APELDOORN: 4}, {}, None, 0),
        ({HATTEM: 6, APELDOORN: 4}, {HATTEM: 6}, HATTEM, 0),
        # Seats were kept after others took them.
        ({HATTEM: 5}, {APELDOORN: 9}, HATTEM, 1),
    ],
)
def test_how_many_seats_an_organisation_can_take(
    kept: dict[int, int], taken: dict[int | None, int], organisation: int | None, free: int
) -> None:
    assert Seats(10, kept, taken).free_for(organisation) == free


@pytest.mark.parametrize(
    ("waiting", "seats", "seated"),
    [
        ([(1, None), (2, None)], Seats(2, {}, {None: 1}), [1]),
        ([(1, None), (2, None)], Seats(2, {}, {}), [1, 2]),
        ([(1, None)], Seats(1, {}, {None: 1}), []),
        # Who waits for a seat of others does not hold up who comes after.
        ([(1, APELDOORN), (2, HATTEM)], Seats(2, {HATTEM: 2}, {HATTEM: 1}), [2]),
        ([(1, APELDOORN), (2, HATTEM), (3, APELDOORN)], Seats(3, {HATTEM: 1}, {}), [1, 2, 3]),
    ],
)
def test_who_waits_is_seated_in_order(waiting: Any, seats: Seats, seated: list[int]) -> None:
    assert enrolment.seated_from_waiting(waiting, seats) == seated


USUAL: dict[str, Any] = {"is_guest": False, "is_live": False, "is_trainer": False, "now": NOW, "today": TODAY}


@pytest.mark.parametrize(
    ("terms", "changes", "reason"),
    [
        (Terms("open", None, NOW + DAY, False), {}, None),
        (Terms("open", TODAY, NOW + DAY, False), {}, None),
        (Terms("open", TODAY - DAY, NOW + DAY, False), {}, EnrolRefusal.TOO_LATE),
        (Terms("open", None, NOW, False), {}, EnrolRefusal.HAS_BEGUN),
        (Terms("planned", None, NOW + DAY, False), {}, EnrolRefusal.NOT_OPEN_YET),
        (Terms("closed", None, NOW + DAY, False), {}, EnrolRefusal.CLOSED),
        (Terms("cancelled", None, NOW + DAY, False), {}, EnrolRefusal.CANCELLED),
        (Terms("completed", None, NOW - DAY, False), {}, EnrolRefusal.COMPLETED),
        (Terms("open", None, NOW + DAY, False), {"is_live": True}, EnrolRefusal.ALREADY),
        (Terms("open", None, NOW + DAY, False), {"is_trainer": True}, EnrolRefusal.IS_TRAINER),
        (Terms("open", None, NOW + DAY, False), {"is_guest": True}, EnrolRefusal.NOT_FOR_GUESTS),
        (Terms("open", None, NOW + DAY, True), {"is_guest": True}, None),
    ],
)
def test_why_somebody_cannot_enrol(
    terms: Terms, changes: dict[str, Any], reason: EnrolRefusal | None
) -> None:
    assert enrolment.reason_not_to_enrol(terms, **{**USUAL, **changes}) == reason


@pytest.mark.parametrize(
    ("act", "state", "edition", "why", "reason"),
    [
        ("approve", "asked", "open", "", None),
        ("approve", "waiting", "open", "", EnrolRefusal.NOT_ASKED),
        ("decline", "enrolled", "closed", "vol", None),
        ("decline", "enrolled", "closed", "  ", EnrolRefusal.NEEDS_REASON),
        ("decline", "withdrawn", "open", "vol", EnrolRefusal.NOT_ENROLLED),
        ("approve", "asked", "cancelled", "", EnrolRefusal.CANCELLED),
    ],
)
def test_why_a_coordinator_cannot_decide(
    act: str, state: str, edition: str, why: str, reason: EnrolRefusal | None
) -> None:
    assert enrolment.reason_not_to_decide(act, state=state, edition_state=edition, reason=why) == reason


@pytest.mark.parametrize(
    ("capacity", "kept", "taken", "reason"),
    [
        (10, {}, 10, None),
        (9, {}, 10, EnrolRefusal.TOO_FEW_SEATS),
        (0, {}, 0, EnrolRefusal.TOO_FEW_SEATS),
        (10, {HATTEM: 6, APELDOORN: 4}, 0, None),
        (10, {HATTEM: 6, APELDOORN: 5}, 0, EnrolRefusal.MORE_KEPT_THAN_SEATS),
    ],
)
def test_why_there_cannot_be_so_many_seats(
    capacity: int, kept: dict[int, int], taken: int, reason: EnrolRefusal | None
) -> None:
    assert enrolment.reason_not_to_have_seats(capacity=capacity, kept=kept, taken=taken) == reason


def at(day: date, start: int, end: int) -> tuple[datetime, datetime]:
    return (
        datetime(day.year, day.month, day.day, start, tzinfo=AMSTERDAM),
        datetime(day.year, day.month, day.day, end, tzinfo=AMSTERDAM),
    )


@pytest.mark.parametrize(
    ("day", "start", "end", "is_working_time"),
    [
        (date(2027, 2, 2), 8, 18, True),
        (date(2027, 2, 2), 7, 9, False),
        (date(2027, 2, 2), 17, 19, False),
        (date(2027, 2, 6), 10, 12, False),
        (date(2027, 3, 29), 10, 12, False),
        (date(2027, 12, 24), 10, 12, True),
    ],
)
def test_what_is_working_time(day: date, start: int, end: int, is_working_time: bool) -> None:
    assert editions.is_working_time(*at(day, start, end)) is is_working_time


@pytest.mark.parametrize(
    ("cost", "paid_by", "moments", "reason"),
    [
        (0, "participant", [], None),
        (100, "organisation", [at(date(2027, 2, 2), 9, 12)], None),
        (100, "participant", [], EditionRefusal.MANDATORY_COSTS),
        (0, "academy", [at(date(2027, 2, 2), 19, 21)], EditionRefusal.MANDATORY_HOURS),
    ],
)
def test_mandatory_training_is_free_and_working_time(
    cost: int, paid_by: str, moments: Any, reason: EditionRefusal | None
) -> None:
    assert editions.reason_not_to_be_mandatory(cost=cost, paid_by=paid_by, moments=moments) == reason


@pytest.mark.parametrize(
    ("moment", "others", "mandatory", "reason"),
    [
        (at(date(2027, 2, 2), 9, 12), [], False, None),
        (at(date(2027, 2, 2), 12, 9), [], False, SessionRefusal.ENDS_BEFORE_START),
        (at(date(2027, 1, 3), 9, 12), [], False, SessionRefusal.IN_THE_PAST),
        (at(date(2027, 2, 2), 9, 12), [at(date(2027, 2, 2), 11, 13)], False, SessionRefusal.OVERLAPS),
        (at(date(2027, 2, 2), 9, 12), [at(date(2027, 2, 2), 12, 13)], False, None),
        (at(date(2027, 2, 2), 19, 21), [], False, None),
        (at(date(2027, 2, 2), 19, 21), [], True, SessionRefusal.MANDATORY_HOURS),
    ],
)
def test_why_a_session_cannot_be_then(
    moment: Any, others: Any, mandatory: bool, reason: SessionRefusal | None
) -> None:
    assert editions.reason_not_to_meet(*moment, now=NOW, others=others, mandatory=mandatory) == reason


def test_what_speaks_against_a_moment() -> None:
    morning = at(date(2027, 3, 29), 9, 12)
    elsewhere = [
        Elsewhere(*at(date(2027, 3, 29), 11, 13), frozenset({"Anneke Vos"}), "Vakhuis zaal 2", "Iets anders"),
        Elsewhere(*at(date(2027, 3, 29), 12, 13), frozenset({"Anneke Vos"}), "Vakhuis, zaal 2", "Later"),
    ]
    found = editions.conflicts(
        *morning, trainers=frozenset({"anneke  vos"}), room="Vakhuis, zaal 2", elsewhere=elsewhere
    )
    assert list(found) == [
        Conflict(Clash.HOLIDAY, "easter"),
        Conflict(Clash.TRAINER, "anneke  vos", "Iets anders"),
        Conflict(Clash.ROOM, "Vakhuis, zaal 2", "Iets anders"),
    ]


def test_the_weekend_speaks_against_a_moment() -> None:
    found = editions.conflicts(*at(date(2027, 2, 6), 9, 12), trainers=frozenset(), room="", elsewhere=[])
    assert list(found) == [Conflict(Clash.WEEKEND)]


OPENING: dict[str, Any] = {
    "state": "planned",
    "trajectory_state": "published",
    "first": NOW + DAY,
    "form": "on_place",
    "has_place": True,
    "has_link": False,
    "mandatory": None,
}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"state": "open"}, EditionRefusal.WRONG_STATE),
        ({"trajectory_state": "draft"}, EditionRefusal.TRAJECTORY_NOT_PUBLISHED),
        ({"first": None}, EditionRefusal.NO_SESSIONS),
        ({"first": NOW}, EditionRefusal.HAS_BEGUN),
        ({"has_place": False}, EditionRefusal.NO_PLACE),
        ({"form": "online", "has_place": False}, EditionRefusal.NO_LINK),
        ({"form": "online", "has_place": False, "has_link": True}, None),
        ({"form": "both"}, EditionRefusal.NO_LINK),
        ({"mandatory": EditionRefusal.MANDATORY_COSTS}, EditionRefusal.MANDATORY_COSTS),
        ({"undated": 1}, EditionRefusal.PARTS_UNDATED),
        ({"undated": 1, "has_place": False}, EditionRefusal.NO_PLACE),
    ],
)
def test_why_an_edition_cannot_be_opened(changes: dict[str, Any], reason: EditionRefusal | None) -> None:
    assert editions.reason_not_to_open(editions.ToOpen(**{**OPENING, **changes}), now=NOW) == reason


@pytest.mark.parametrize(
    ("act", "state", "ahead", "why", "reason"),
    [
        ("close", "open", 3, "", None),
        ("close", "planned", 0, "", EditionRefusal.WRONG_STATE),
        ("complete", "closed", 0, "", None),
        ("complete", "closed", 1, "", EditionRefusal.SESSIONS_AHEAD),
        ("complete", "planned", 0, "", EditionRefusal.WRONG_STATE),
        ("cancel", "planned", 2, "ziek", None),
        ("cancel", "open", 2, "", EditionRefusal.NEEDS_REASON),
        ("cancel", "completed", 0, "ziek", EditionRefusal.WRONG_STATE),
    ],
)
def test_why_an_edition_cannot_end_so(
    act: str, state: str, ahead: int, why: str, reason: EditionRefusal | None
) -> None:
    assert editions.reason_not_to_end(act, state=state, sessions_ahead=ahead, reason=why) == reason


@pytest.mark.parametrize(
    ("sessions", "proofs_needed", "proofs", "missing", "completed"),
    [
        (Sessions(4, 0, 0, 0), False, {}, [], True),
        (Sessions(3, 1, 0, 0), False, {}, [(Need.SESSIONS, 1, False)], False),
        (Sessions(3, 1, 0, 0, needed=3), False, {}, [], True),
        (Sessions(2, 0, 0, 2), False, {}, [(Need.SESSIONS, 2, True)], False),
        (Sessions(2, 0, 1, 1, needed=3), False, {}, [(Need.SESSIONS, 1, True)], False),
        # Fewer sessions took place than were needed: those that did are enough.
        (Sessions(2, 0, 0, 0, needed=5), False, {}, [], True),
        (Sessions(4, 0, 0, 0), True, {7: Proof.CONFIRMED}, [], True),
        (Sessions(4, 0, 0, 0), True, {7: Proof.WAITING}, [(Need.PROOF, 1, True)], False),
        (Sessions(4, 0, 0, 0), False, {7: Proof.NONE}, [], True),
        # Nothing took place: that completes nothing.
        (Sessions(0, 0, 0, 0), False, {}, [], False),
        (Sessions(0, 0, 0, 0), True, {7: Proof.CONFIRMED}, [], True),
    ],
)
def test_what_is_still_needed(
    sessions: Sessions, proofs_needed: bool, proofs: Any, missing: Any, completed: bool
) -> None:
    found = completion.still_needed(sessions, proofs_needed=proofs_needed, proofs=proofs)
    assert [(one.need, one.count, one.can) for one in found] == missing
    assert completion.is_completed(sessions, proofs_needed=proofs_needed, proofs=proofs) is completed


START, END = NOW, NOW + timedelta(hours=2)


@pytest.mark.parametrize(
    ("now", "cancelled", "reason"),
    [
        (START - timedelta(minutes=16), False, AttendanceRefusal.TOO_EARLY),
        (START - timedelta(minutes=15), False, None),
        (END - timedelta(seconds=1), False, None),
        (END, False, AttendanceRefusal.IS_OVER),
        (START, True, AttendanceRefusal.IS_CANCELLED),
    ],
)
def test_a_code_counts_during_the_session_only(
    now: datetime, cancelled: bool, reason: AttendanceRefusal | None
) -> None:
    assert (
        attendance.reason_not_to_show_code(is_cancelled=cancelled, starts_at=START, ends_at=END, now=now)
        == reason
    )


def test_after_five_wrong_codes_one_waits_ten_minutes() -> None:
    tries = [NOW - timedelta(minutes=minute) for minute in (1, 2, 3, 4, 5)]
    assert attendance.reason_not_to_try(tries=tries, now=NOW) is AttendanceRefusal.TOO_MANY_TRIES
    assert attendance.reason_not_to_try(tries=tries, now=NOW + timedelta(minutes=5)) is None
    assert attendance.reason_not_to_try(tries=tries[:4], now=NOW) is None


@pytest.mark.parametrize(
    ("enrolled", "done", "state", "now", "reason"),
    [
        (True, False, "completed", END, None),
        (True, False, "closed", END, None),
        (False, False, "completed", END, EvaluationRefusal.NOT_ENROLLED),
        (True, True, "completed", END, EvaluationRefusal.ALREADY),
        (True, False, "open", START, EvaluationRefusal.TOO_EARLY),
        (True, False, "completed", END + 21 * DAY, EvaluationRefusal.TOO_LATE),
        (True, False, "cancelled", END, EvaluationRefusal.NOT_ENROLLED),
    ],
)
def test_why_somebody_cannot_look_back(
    enrolled: bool, done: bool, state: str, now: datetime, reason: EvaluationRefusal | None
) -> None:
    assert (
        attendance.reason_not_to_evaluate(
            is_enrolled=enrolled, has_evaluated=done, edition_state=state, ends_at=END, now=now
        )
        == reason
    )


@pytest.mark.parametrize(
    ("count", "everybody", "later", "shown"),
    [(8, True, DAY, True), (7, True, 30 * DAY, False), (8, False, DAY, False), (8, False, 21 * DAY, True)],
)
def test_answers_are_shown_from_eight_and_when_no_more_can_come(
    count: int, everybody: bool, later: timedelta, shown: bool
) -> None:
    answers = [{"useful": 4} for _nth in range(count)]
    found = attendance.results(answers, everybody_answered=everybody, ends_at=END, now=END + later)
    assert found.is_shown is shown
    assert bool(found.spreads) is shown


def test_a_question_that_few_answered_is_not_shown() -> None:
    answers: list[dict[str, int]] = [{"useful": 4, "pace": 2} for _nth in range(7)] + [{"useful": 1}]
    found = attendance.results(answers, everybody_answered=True, ends_at=END, now=END)
    by_question = {one.question: one.counts for one in found.spreads}
    assert by_question["useful"] == {1: 1, 2: 0, 3: 0, 4: 7, 5: 0}
    assert by_question["pace"] is None
