"""May circles be published, changed, left and filled? Truth tables, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from vakwerk.circles.published import rules
from vakwerk.circles.published.rules import (
    CircleToPublish,
    FacilitatorRefusal,
    Newcomer,
    OpenCircle,
    PublishRefusal,
    SeatRefusal,
    SessionRefusal,
)
from vakwerk.circles.sessions import first_day, plan_sessions
from vakwerk.foundation.holidays import easter, holiday_on

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CIRCLE = CircleToPublish(3, frozenset({1, 2, 3}), date(2027, 2, 2))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 1, 1), "new_years_day"),
        (date(2027, 3, 29), "easter"),
        (date(2027, 4, 27), "kings_day"),
        (date(2025, 4, 26), "kings_day"),
        (date(2025, 4, 27), ""),
        (date(2027, 5, 6), "ascension_day"),
        (date(2027, 5, 17), "whitsun"),
        (date(2025, 5, 5), "liberation_day"),
        (date(2027, 5, 5), ""),
        (date(2027, 12, 26), "christmas"),
        (date(2027, 2, 2), ""),
    ],
)
def test_dutch_holidays(day: date, name: str) -> None:
    assert holiday_on(day) == name


def test_easter_of_known_years() -> None:
    known = [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25)]
    assert [easter(day.year) for day in known] == known


def test_a_session_gives_way_to_a_holiday_and_the_others_keep_their_rhythm() -> None:
    planned = plan_sessions(date(2027, 2, 2), count=3, weeks_between=6)
    assert [one.day for one in planned] == [date(2027, 2, 2), date(2027, 3, 16), date(2027, 5, 4)]
    assert [one.moved_for for one in planned] == ["", "", "kings_day"]


def test_a_first_day_passes_over_every_holiday_in_a_row() -> None:
    # Christmas 2026 and New Year's Day 2027 are both a Friday.
    assert first_day(date(2026, 12, 25)) == date(2027, 1, 8)
    assert first_day(date(2027, 2, 2)) == date(2027, 2, 2)


@pytest.mark.parametrize(
    ("circles", "changes", "reason"),
    [
        ([CIRCLE], {}, None),
        ([CIRCLE], {"proposal_state": "published"}, PublishRefusal.ALREADY_PUBLISHED),
        ([CIRCLE], {"round_state": "ended"}, PublishRefusal.ALREADY_PUBLISHED),
        ([CIRCLE], {"round_state": "draft"}, PublishRefusal.ROUND_NOT_READY),
        ([CIRCLE], {"round_state": "open"}, PublishRefusal.SIGN_UP_STILL_OPEN),
        ([CIRCLE], {"round_state": "open", "today": date(2027, 1, 21)}, None),
        ([], {}, PublishRefusal.NO_CIRCLES),
        ([CircleToPublish(1, frozenset(), date(2027, 2, 2))], {}, PublishRefusal.EMPTY_CIRCLE),
        ([CircleToPublish(1, frozenset({1}), None)], {}, PublishRefusal.NO_SLOT),
        ([CircleToPublish(1, frozenset({9}), date(2027, 2, 2))], {}, PublishRefusal.WITHDRAWN_MEMBER),
        ([CircleToPublish(1, frozenset({1}), date(2027, 2, 2), 1)], {}, PublishRefusal.FACILITATOR_BOND),
        ([CIRCLE], {"broken": 1}, PublishRefusal.RULES_BROKEN),
    ],
)
def test_only_circles_that_keep_all_rules_are_published(
    circles: list[CircleToPublish], changes: dict[str, Any], reason: PublishRefusal | None
) -> None:
    usual: dict[str, Any] = {
        "proposal_state": "draft",
        "round_state": "closed",
        "closes_on": date(2027, 1, 20),
        "today": date(2027, 1, 20),
        "signed_up": {1, 2, 3},
        "broken": 0,
    }
    answer = rules.reason_not_to_publish(circles, **{**usual, **changes})
    assert (answer[0] if answer else None) == reason


@pytest.mark.parametrize(
    ("state", "cancelled", "ends_at", "reason"),
    [
        ("published", False, NOW + HOUR, None),
        ("published", False, NOW, SessionRefusal.IS_OVER),
        ("published", True, NOW + HOUR, SessionRefusal.IS_CANCELLED),
        ("ended", False, NOW + HOUR, SessionRefusal.ROUND_ENDED),
    ],
)
def test_a_session_ahead_can_change(
    state: str, cancelled: bool, ends_at: datetime, reason: SessionRefusal | None
) -> None:
    answer = rules.reason_not_to_touch(round_state=state, is_cancelled=cancelled, ends_at=ends_at, now=NOW)
    assert answer == reason


@pytest.mark.parametrize(
    ("starts", "ends", "reason"),
    [
        (NOW + HOUR, NOW + 2 * HOUR, None),
        (NOW + 2 * HOUR, NOW + HOUR, SessionRefusal.ENDS_BEFORE_START),
        (NOW - HOUR, NOW + HOUR, SessionRefusal.IN_THE_PAST),
        (NOW + 9 * HOUR, NOW + 11 * HOUR, SessionRefusal.OVERLAPS),
        (NOW + 8 * HOUR, NOW + 10 * HOUR, None),
    ],
)
def test_a_session_moves_to_a_free_moment_ahead(
    starts: datetime, ends: datetime, reason: SessionRefusal | None
) -> None:
    others = [(NOW + 10 * HOUR, NOW + 12 * HOUR)]
    assert rules.reason_not_to_move_to(starts, ends, now=NOW, others=others) == reason


CIRCLE_THAT_MEETS = OpenCircle(frozenset({1, 2}), facilitator_id=5, size_max=4, standing="published")
RESIDENT = Newcomer(9, is_resident=True)


@pytest.mark.parametrize(
    ("circle", "newcomer", "reason"),
    [
        ({}, {}, None),
        ({"standing": "ended"}, {}, SeatRefusal.ROUND_ENDED),
        ({"sessions_ahead": 0}, {}, SeatRefusal.NO_SESSIONS_AHEAD),
        ({}, {"has_left": True}, SeatRefusal.LEFT_THE_ACADEMY),
        ({}, {"is_signed_up": False}, SeatRefusal.NO_SIGN_UP),
        ({}, {"has_seat": True}, SeatRefusal.HAS_A_SEAT),
        ({"members": frozenset({9, 1})}, {}, SeatRefusal.HAS_A_SEAT),
        ({"size_max": 2}, {}, SeatRefusal.CIRCLE_FULL),
        ({"facilitator_id": 9}, {}, SeatRefusal.FACILITATES),
        ({}, {"bonded": frozenset({2})}, SeatRefusal.BOND),
        ({}, {"bonded": frozenset({5})}, SeatRefusal.BOND),
        ({}, {"bonded": frozenset({8})}, None),
        ({}, {"apart": frozenset({1})}, SeatRefusal.KEPT_APART),
        ({}, {"busy": True}, SeatRefusal.BUSY),
        ({}, {"is_resident": True}, SeatRefusal.LONE_RESIDENT),
        ({"has_resident": True}, {"is_resident": True}, None),
        ({}, {"together": frozenset({8})}, SeatRefusal.WITHOUT_THE_OTHER),
        ({}, {"together": frozenset({2})}, None),
    ],
)
def test_a_replacement_keeps_the_rules_of_the_circle(
    circle: dict[str, Any], newcomer: dict[str, Any], reason: SeatRefusal | None
) -> None:
    who = replace(Newcomer(9), **newcomer)
    assert rules.reason_not_to_seat(who, replace(CIRCLE_THAT_MEETS, **circle)) == reason


@pytest.mark.parametrize(
    ("people", "circle", "reason", "about"),
    [
        ([RESIDENT], {}, SeatRefusal.LONE_RESIDENT, 9),
        ([RESIDENT, Newcomer(8, is_resident=True)], {}, None, 0),
        ([RESIDENT, Newcomer(8)], {}, SeatRefusal.LONE_RESIDENT, 9),
        ([RESIDENT, Newcomer(8, is_resident=True)], {"size_max": 3}, SeatRefusal.CIRCLE_FULL, 9),
        (
            [RESIDENT, Newcomer(8, is_resident=True, bonded=frozenset({9}))],
            {},
            SeatRefusal.BOND,
            8,
        ),
        (
            [RESIDENT, Newcomer(8, is_resident=True, apart=frozenset({9}))],
            {},
            SeatRefusal.KEPT_APART,
            8,
        ),
        ([RESIDENT, Newcomer(8, is_resident=True, busy=True)], {}, SeatRefusal.BUSY, 8),
        ([RESIDENT, Newcomer(8, is_resident=True, has_left=True)], {}, SeatRefusal.LEFT_THE_ACADEMY, 8),
        (
            [Newcomer(9, together=frozenset({8})), Newcomer(8, together=frozenset({9}))],
            {},
            None,
            0,
        ),
        ([RESIDENT, RESIDENT], {}, SeatRefusal.HAS_A_SEAT, 9),
    ],
)
def test_people_who_join_in_one_act_keep_every_rule_together(
    people: list[Newcomer], circle: dict[str, Any], reason: SeatRefusal | None, about: int
) -> None:
    found = rules.reason_not_to_seat_all(people, replace(CIRCLE_THAT_MEETS, **circle))
    assert (found and (found[0], found[1].person_id)) == (reason and (reason, about))


def test_company_is_proposed_with_whom_every_rule_holds() -> None:
    others = [
        Newcomer(10),
        Newcomer(11, is_resident=True, busy=True),
        Newcomer(12, is_resident=True),
        Newcomer(13, is_resident=True, apart=frozenset({9})),
        Newcomer(14, is_resident=True, together=frozenset({10})),
    ]

    def parties(newcomer: Newcomer, size_max: int = 6) -> list[list[int]]:
        circle = replace(CIRCLE_THAT_MEETS, size_max=size_max)
        return [[one.person_id for one in party] for party in rules.parties_for(newcomer, circle, others)]

    assert parties(RESIDENT) == [[9, 12], [9, 14, 10]]
    # Room for two is not room for three.
    assert parties(RESIDENT, size_max=4) == [[9, 12]]
    assert parties(RESIDENT, size_max=3) == []
    assert parties(Newcomer(9, together=frozenset({10}))) == [[9, 10]]
    # Whoever sits elsewhere cannot be had.
    assert parties(Newcomer(9, together=frozenset({77}))) == []
    assert parties(Newcomer(9, is_resident=True, together=frozenset({10}))) == [[9, 12, 10], [9, 14, 10]]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"is_facilitator": False}, FacilitatorRefusal.NOT_A_FACILITATOR),
        ({"members": {9}}, FacilitatorRefusal.IS_MEMBER),
        ({"bonded": {1}}, FacilitatorRefusal.BOND),
        ({"bonded": {7}}, None),
        ({"busy": True}, FacilitatorRefusal.BUSY),
        ({"round_state": "ended"}, FacilitatorRefusal.ROUND_ENDED),
    ],
)
def test_a_facilitator_is_independent(changes: dict[str, Any], reason: FacilitatorRefusal | None) -> None:
    usual: dict[str, Any] = {
        "is_facilitator": True,
        "members": {1, 2},
        "bonded": set(),
        "busy": False,
        "round_state": "published",
    }
    assert rules.reason_not_to_facilitate(9, **{**usual, **changes}) == reason
