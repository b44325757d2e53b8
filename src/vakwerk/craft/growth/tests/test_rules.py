"""Where does somebody stand, and where are the marks of the picture?"""

from datetime import date
from typing import Any

import pytest

from vakwerk.craft.growth import picture, rules
from vakwerk.craft.growth.rules import EstimateRefusal

NAMES = ["Leerling", "Gezel", "Meester", "Leermeester"]


@pytest.mark.parametrize(
    ("level", "reason"), [(0, None), (1, None), (4, None), (5, EstimateRefusal.NO_SUCH_LEVEL)]
)
def test_an_estimate_names_a_level_that_is_there(level: int, reason: Any) -> None:
    assert rules.reason_not_to_estimate(level, levels=[1, 2, 3, 4]) == reason


@pytest.mark.parametrize(
    ("reached", "estimate", "stands"),
    [
        ([], None, (0, False)),
        ([], 2, (2, True)),
        ([1], 3, (1, False)),
        ([1, 2], None, (2, False)),
        ([], 0, (0, False)),
    ],
)
def test_what_was_confirmed_goes_before_what_one_thinks(
    reached: list[int], estimate: int | None, stands: tuple[int, bool]
) -> None:
    assert rules.stands_at(reached=reached, estimate=estimate) == stands


@pytest.mark.parametrize(
    ("now", "target", "found"), [(0, 2, 1), (1, 2, 2), (2, 2, None), (3, None, 4), (4, None, None)]
)
def test_the_next_level_is_the_one_above_until_the_target(
    now: int, target: int | None, found: int | None
) -> None:
    assert rules.next_level(now=now, target=target, levels=[1, 2, 3, 4]) == found


def _ladder(**changed: Any) -> picture.Ladder:
    usual: dict[str, Any] = {"now": 1, "is_estimate": False, "target": 2, "confirmed": 1, "needed": 2}
    return picture.ladder([1, 2, 3, 4], NAMES, **{**usual, **changed})


def test_the_thick_line_gets_half_way_with_one_of_two() -> None:
    assert _ladder().proof == ("12.50%", "25.00%")
    assert _ladder(confirmed=0).proof == ("12.50%", "12.50%")


def test_an_own_estimate_makes_no_thick_line() -> None:
    assert _ladder(now=2, is_estimate=True, confirmed=0).proof == ("37.50%", "37.50%")
    assert _ladder(now=0, confirmed=1).proof == ("12.50%", "12.50%")


def test_nothing_known_draws_nothing() -> None:
    drawn = picture.over_time([1, 2], NAMES[:2], reached=[], estimates=[], target=2, today=date(2027, 1, 4))
    assert drawn is None


def test_the_line_of_what_was_confirmed_goes_up_by_steps() -> None:
    drawn = picture.over_time(
        [1, 2, 3, 4],
        NAMES,
        reached=[(date(2026, 1, 1), 1), (date(2026, 7, 1), 2)],
        estimates=[(date(2026, 3, 1), 3)],
        target=3,
        today=date(2027, 1, 1),
    )
    assert drawn is not None
    assert [(line.y1, line.y2) for line in drawn.steps] == [(140, 140), (140, 100), (100, 100)]
    assert drawn.target_y == 60
    assert [mark.is_estimate for mark in drawn.marks] == [False, False, True]
    assert drawn.levels[0] == "Leermeester"
