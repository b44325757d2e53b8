"""When is a verdict whole, and when is a level reached?"""

from typing import Any

import pytest

from vakwerk.craft.assessment import rules
from vakwerk.craft.assessment.rules import Levels, Verdict, VerdictRefusal


@pytest.mark.parametrize(
    ("state", "is_mine", "reason"),
    [
        ("waiting", True, None),
        ("waiting", False, VerdictRefusal.NOT_YOURS),
        ("confirmed", True, VerdictRefusal.NOT_WAITING),
        ("withdrawn", True, VerdictRefusal.NOT_WAITING),
    ],
)
def test_only_its_assessor_decides_what_waits(state: str, is_mine: bool, reason: Any) -> None:
    assert rules.reason_not_to_decide(state=state, is_assessor_of_it=is_mine) == reason


@pytest.mark.parametrize(
    ("verdicts", "reason"),
    [
        ({1: Verdict("confirmed"), 2: Verdict("confirmed")}, None),
        ({1: Verdict("confirmed"), 2: Verdict("refused", "Wat deed jij?")}, None),
        ({1: Verdict("confirmed"), 2: Verdict("refused", " ")}, VerdictRefusal.NO_REASON),
        ({1: Verdict("confirmed"), 2: Verdict("asked_back")}, VerdictRefusal.NO_REASON),
        ({1: Verdict("confirmed")}, VerdictRefusal.INCOMPLETE),
        (
            {1: Verdict("confirmed"), 2: Verdict("confirmed"), 3: Verdict("confirmed")},
            VerdictRefusal.INCOMPLETE,
        ),
    ],
)
def test_every_behaviour_gets_a_verdict_and_a_no_its_reason(
    verdicts: dict[int, Verdict], reason: Any
) -> None:
    assert rules.reason_not_to_take(verdicts, open_ones=[1, 2]) == reason


@pytest.mark.parametrize(
    ("verdicts", "outcome"),
    [
        (["confirmed", "confirmed"], "confirmed"),
        (["confirmed", "refused"], "confirmed"),
        (["confirmed", "asked_back"], "asked_back"),
        (["refused", "asked_back"], "asked_back"),
        (["refused"], "refused"),
    ],
)
def test_a_question_goes_before_a_yes_and_a_yes_before_a_no(verdicts: list[str], outcome: str) -> None:
    assert rules.outcome(verdicts) == outcome


@pytest.mark.parametrize(
    ("confirmed", "had", "with_reason", "found"),
    [
        ({1: 1}, set(), False, Levels((), (), ())),
        ({1: 2}, set(), False, Levels((1,), (), ())),
        ({1: 3}, {1}, False, Levels((), (), ())),
        ({2: 2}, {1}, False, Levels((2,), (), ())),
        ({2: 2}, set(), False, Levels((), (), (2,))),
        ({2: 2}, set(), True, Levels((2,), (2,), ())),
        ({1: 2, 2: 2}, set(), False, Levels((1, 2), (), ())),
        ({1: 1, 3: 2}, set(), True, Levels((3,), (3,), ())),
        ({2: 2, 3: 2}, set(), False, Levels((), (), (2, 3))),
        ({2: 2, 3: 2}, set(), True, Levels((2, 3), (2,), ())),
        ({3: 2}, {2}, False, Levels((3,), (), ())),
        ({4: 2}, {2}, False, Levels((), (), (4,))),
    ],
)
def test_two_behaviours_make_a_level_and_a_higher_one_needs_the_lower_or_a_reason(
    confirmed: dict[int, int], had: set[int], with_reason: bool, found: Levels
) -> None:
    assert rules.levels_reached(confirmed, levels=[1, 2, 3, 4], had=had, with_reason=with_reason) == found


@pytest.mark.parametrize(
    ("count", "of", "shown"),
    [(7, 7, False), (8, 8, True), (8, 9, False), (8, 16, True), (0, 8, False), (9, 16, False)],
)
def test_a_number_of_people_is_not_shown_nor_can_be_worked_out_below_eight(
    count: int, of: int, shown: bool
) -> None:
    assert rules.may_show(count, of=of) is shown
