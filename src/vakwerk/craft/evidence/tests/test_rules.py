"""When may evidence be changed, sent in, taken back, shared or shown?"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from vakwerk.craft.evidence import rules
from vakwerk.craft.evidence.rules import (
    AssessorRefusal,
    EvidenceRefusal,
    ResponseRefusal,
    ShareRefusal,
)

NOW = datetime(2027, 1, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "change", "withdraw", "delete"),
    [
        ("draft", None, EvidenceRefusal.NOT_WAITING, None),
        ("withdrawn", None, EvidenceRefusal.NOT_WAITING, None),
        ("waiting", EvidenceRefusal.IS_WAITING, None, EvidenceRefusal.IS_WAITING),
        ("asked_back", None, None, None),
        ("refused", None, None, None),
        ("confirmed", EvidenceRefusal.IS_CONFIRMED, EvidenceRefusal.IS_CONFIRMED, None),
    ],
)
def test_each_state_allows_what_it_allows(state: str, change: Any, withdraw: Any, delete: Any) -> None:
    assert rules.reason_not_to_change(state) == change
    assert rules.reason_not_to_withdraw(state) == withdraw
    assert rules.reason_not_to_delete(state) == delete


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"state": "waiting"}, EvidenceRefusal.IS_WAITING),
        ({"state": "confirmed"}, EvidenceRefusal.IS_CONFIRMED),
        ({"situation": " "}, EvidenceRefusal.NOT_WRITTEN),
        ({"action": ""}, EvidenceRefusal.NOT_WRITTEN),
        ({"indicators": 0}, EvidenceRefusal.NO_INDICATORS),
        ({"state": "asked_back"}, EvidenceRefusal.NO_ANSWER),
        ({"state": "refused", "answer": " "}, EvidenceRefusal.NO_ANSWER),
        ({"state": "refused", "answer": "Zo deed ik het."}, None),
        ({"state": "withdrawn"}, None),
    ],
)
def test_only_a_whole_piece_is_sent_in(changed: dict[str, Any], reason: Any) -> None:
    usual = {"state": "draft", "situation": "x", "action": "x", "indicators": 1, "answer": ""}
    assert rules.reason_not_to_submit(**{**usual, **changed}) == reason


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"assessor": 1}, AssessorRefusal.IS_ONESELF),
        ({"is_assessor": False}, AssessorRefusal.NO_ASSESSOR),
        ({"managers": {2}}, AssessorRefusal.MANAGES),
        ({"managed": {2}}, AssessorRefusal.IS_MANAGED),
        ({"meets": {2}}, AssessorRefusal.MEETS),
    ],
)
def test_nobody_is_assessed_by_themself_or_their_manager(changed: dict[str, Any], reason: Any) -> None:
    usual: dict[str, Any] = {
        "person": 1,
        "assessor": 2,
        "is_assessor": True,
        "managers": set(),
        "managed": set(),
    }
    assert rules.reason_not_to_assess(**{**usual, **changed}) == reason


def test_an_assessor_has_fourteen_days() -> None:
    assert rules.due_on(date(2026, 11, 30)) == date(2026, 12, 14)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"state": "confirmed"}, ResponseRefusal.NOT_NOW),
        ({"indicators": 0}, ResponseRefusal.NO_INDICATORS),
        ({"is_own": True}, ResponseRefusal.ONESELF),
        ({"asked": ["h"], "address": "h"}, ResponseRefusal.ASKED_ALREADY),
        ({"asked": ["h"], "address": "other"}, None),
        ({"asked": [str(nth) for nth in range(12)]}, ResponseRefusal.TOO_MANY),
    ],
)
def test_people_are_asked_once_and_not_too_many(changed: dict[str, Any], reason: Any) -> None:
    usual: dict[str, Any] = {"state": "draft", "indicators": 1, "asked": ()}
    assert rules.reason_not_to_ask(**{**usual, **changed}) == reason


@pytest.mark.parametrize(
    ("state", "later", "reason"),
    [
        ("open", -1, None),
        ("open", 0, ResponseRefusal.RAN_OUT),
        ("given", -1, ResponseRefusal.OVER),
        ("declined", -1, ResponseRefusal.OVER),
        ("withdrawn", 1, ResponseRefusal.OVER),
    ],
)
def test_a_link_answers_once_and_in_time(state: str, later: int, reason: Any) -> None:
    now = NOW + timedelta(seconds=later)
    assert rules.reason_not_to_respond(state=state, expires_at=NOW, now=now) == reason


def test_an_answer_covers_every_behaviour() -> None:
    assert rules.reason_not_to_take(asked=[1, 2], answered=[2, 1]) is None
    assert rules.reason_not_to_take(asked=[1, 2], answered=[1]) == ResponseRefusal.INCOMPLETE
    assert rules.reason_not_to_take(asked=[1], answered=[1, 2]) == ResponseRefusal.INCOMPLETE


def test_one_shares_with_ones_own_manager_once() -> None:
    assert rules.reason_not_to_share(is_manager=False, already=False) == ShareRefusal.NOT_A_MANAGER
    assert rules.reason_not_to_share(is_manager=True, already=True) == ShareRefusal.SHARED_ALREADY
    assert rules.reason_not_to_share(is_manager=True, already=False) is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"state": "waiting"}, EvidenceRefusal.IS_WAITING),
        ({"was_sent": True}, EvidenceRefusal.HOLDS_ALREADY),
        ({"holds": True}, EvidenceRefusal.HOLDS_ALREADY),
        ({"is_there": False}, EvidenceRefusal.GONE),
    ],
)
def test_a_draft_moves_to_the_version_that_holds(changed: dict[str, Any], reason: Any) -> None:
    usual: dict[str, Any] = {"state": "draft", "was_sent": False, "holds": False, "is_there": True}
    assert rules.reason_not_to_carry_over(**{**usual, **changed}) == reason
