"""What makes a role profile? Truth tables, without a database."""

import pytest

from vakwerk.craft.profiles import rules
from vakwerk.craft.profiles.rules import ProfileRefusal


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", None),
        ("05.02.03", None),
        (" 5.2 ", None),
        ("hr21-07", None),
        ("A12", None),
        ("12/3b", None),
        ("Adviseur I", ProfileRefusal.NOT_A_CODE),
        ("Beleidsadviseur", ProfileRefusal.NOT_A_CODE),
        ("Geeft leiding aan een team van 12", ProfileRefusal.NOT_A_CODE),
        ("1234.1234.1234.1234.1", ProfileRefusal.NOT_A_CODE),
    ],
)
def test_only_a_code_of_hr21_is_kept(typed: str, reason: ProfileRefusal | None) -> None:
    assert rules.reason_against_code(rules.hr21_code(typed)) == reason


@pytest.mark.parametrize(
    ("targets", "reasons"),
    [
        ({1: 1, 2: 1, 3: 1}, [ProfileRefusal.TOO_FEW]),
        ({1: 1, 2: 1, 3: 1, 4: 1}, []),
        (dict.fromkeys(range(6), 4), []),
        (dict.fromkeys(range(7), 4), [ProfileRefusal.TOO_MANY]),
        (dict.fromkeys(range(5), 5), [ProfileRefusal.UNKNOWN_LEVEL]),
        ({}, [ProfileRefusal.TOO_FEW]),
    ],
)
def test_a_role_profile_has_four_to_six_competencies(
    targets: dict[int, int], reasons: list[ProfileRefusal]
) -> None:
    assert rules.reasons_against_targets(targets, levels={1, 2, 3, 4}) == reasons


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (None, ProfileRefusal.NO_FRAMEWORK),
        ("draft", None),
        ("adopted", None),
        ("retired", ProfileRefusal.FRAMEWORK_OVER),
        ("starter", ProfileRefusal.FRAMEWORK_OVER),
    ],
)
def test_role_profiles_belong_to_what_holds_or_will(state: str | None, reason: ProfileRefusal | None) -> None:
    assert rules.reason_not_to_change(state) == reason
