"""What a proposal must be and may become, as tables."""

from typing import Any

import pytest

from vakwerk.circles.composing import rules
from vakwerk.circles.composing.rules import Conflict, HardRule, Rearrangeable, Refusal, Step

READY: dict[str, Any] = {"state": "closed", "signed": 12, "size_min": 6, "with_moment": 12, "busy": False}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, None),
        ({"state": "open"}, None),
        ({"state": "draft"}, Refusal.NOT_OPENED),
        ({"state": "published"}, Refusal.ROUND_PUBLISHED),
        ({"state": "ended"}, Refusal.ROUND_PUBLISHED),
        ({"busy": True}, Refusal.ALREADY_COMPOSING),
        ({"signed": 5}, Refusal.TOO_FEW),
        ({"with_moment": 0}, Refusal.NO_MOMENTS),
    ],
)
def test_a_round_is_composed_when_enough_people_can_meet(changed: dict[str, Any], expected: Any) -> None:
    assert rules.reason_not_to_compose(**(READY | changed)) == expected


def _size(found: int) -> Conflict:
    return Conflict(HardRule.SIZE, (1,), (7,), found=found, wanted=(6, 8))


def _manager(person: int) -> Conflict:
    return Conflict(HardRule.HIERARCHY, (1,), (7, person), "manager")


SIZE = Conflict(HardRule.SIZE, (1,), (7, 8), found=9, wanted=(6, 8))


@pytest.mark.parametrize(
    ("steps", "known", "expected"),
    [
        ([Step(7, 1, 2)], {}, None),
        ([Step(7, 1, None)], {}, None),
        ([Step(7, 1, 2), Step(8, 2, 1)], {}, None),
        ([Step(7, 1, 2)], {"is_published": True}, Refusal.PROPOSAL_PUBLISHED),
        ([Step(7, 1, 1)], {}, Refusal.SAME_CIRCLE),
        ([Step(7, None, None)], {}, Refusal.WAITS_ALREADY),
        ([Step(7, 1, 2)], {"locked": {7}}, Refusal.LOCKED),
        ([Step(7, 1, 2), Step(8, 2, 1)], {"locked": {8}}, Refusal.OTHER_LOCKED),
        ([Step(7, None, 2)], {"withdrawn": {7}}, Refusal.WITHDRAWN),
        ([Step(7, 1, None)], {"withdrawn": {7}}, None),
        ([Step(7, 1, 2)], {"worse": (SIZE,)}, Refusal.BREAKS_RULE),
    ],
)
def test_people_change_places_unless_a_rule_would_break(
    steps: list[Step], known: dict[str, Any], expected: Any
) -> None:
    assert rules.reason_not_to_rearrange(steps, Rearrangeable(**{"is_published": False} | known)) == expected


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        ([], [], 0),
        ([], [SIZE], 1),
        ([SIZE], [SIZE], 0),
        ([SIZE], [_size(10)], 1),
        (
            [_size(4)],
            [_size(5)],
            0,
        ),
        (
            [_manager(8)],
            [_manager(9)],
            1,
        ),
    ],
)
def test_only_what_is_new_or_bigger_counts_as_worse(
    before: list[Conflict], after: list[Conflict], worse: int
) -> None:
    assert len(rules.made_worse(before, after)) == worse


@pytest.mark.parametrize(
    ("published", "steps", "seated", "expected"),
    [
        (False, [Step(7, 1, 2)], {7: 2}, None),
        (False, [Step(7, 1, None)], {}, None),
        (False, [], {}, Refusal.NOTHING_TO_UNDO),
        (False, [Step(7, 1, 2)], {7: 3}, Refusal.CHANGED_SINCE),
        (True, [Step(7, 1, 2)], {7: 2}, Refusal.PROPOSAL_PUBLISHED),
    ],
)
def test_the_last_change_is_taken_back_while_it_still_stands(
    published: bool, steps: list[Step], seated: dict[int, int], expected: Any
) -> None:
    refusal = rules.reason_not_to_undo(
        is_published=published, is_there=bool(steps), steps=steps, seated=seated
    )
    assert refusal == expected


@pytest.mark.parametrize(
    ("slot", "published", "expected"),
    [
        (1, False, None),
        (2, False, Refusal.MOMENT_DOES_NOT_FIT),
        (9, False, Refusal.MOMENT_DOES_NOT_FIT),
        (1, True, Refusal.PROPOSAL_PUBLISHED),
    ],
)
def test_a_circle_meets_at_a_moment_of_its_round_that_suits_everybody(
    slot: int, published: bool, expected: Any
) -> None:
    refusal = rules.reason_not_to_meet_then(slot, is_published=published, slots={1, 2}, common={1, 9})
    assert refusal == expected


@pytest.mark.parametrize(("share", "whole"), [(0.0, 0), (0.854, 85), (0.999, 99), (1.0, 100)])
def test_only_what_is_complete_is_called_a_hundred_percent(share: float, whole: int) -> None:
    assert rules.percentage(share) == whole
