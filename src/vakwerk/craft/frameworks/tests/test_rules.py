"""When is a competency described well enough, and when may a framework change? Truth tables, without a database."""

from datetime import date

import pytest

from vakwerk.craft.frameworks import rules
from vakwerk.craft.frameworks.rules import AssessmentRefusal, FrameworkRefusal, Gap, Missing
from vakwerk.craft.models import Framework

TODAY = date(2027, 1, 20)


def test_the_steps_name_real_states() -> None:
    states = {state for before, after in rules.TRANSITIONS.values() for state in (*before, after)}
    assert states <= set(Framework.State.values)


@pytest.mark.parametrize(
    ("has_definition", "levels", "described", "is_adopted", "missing"),
    [
        (True, {1, 2}, {1, 2}, True, []),
        (True, {1, 2}, {1, 2, 3}, True, []),
        (False, {1, 2}, {1, 2}, True, [Gap(Missing.DEFINITION)]),
        (True, set(), {1}, True, [Gap(Missing.LEVELS)]),
        (True, {1, 2, 3}, {2}, True, [Gap(Missing.INDICATORS, (1, 3))]),
        (True, {1}, {1}, False, [Gap(Missing.ADOPTION)]),
        (
            False,
            {1, 2},
            set(),
            False,
            [Gap(Missing.DEFINITION), Gap(Missing.INDICATORS, (1, 2)), Gap(Missing.ADOPTION)],
        ),
    ],
)
def test_a_competency_lacks_what_is_not_described(
    has_definition: bool, levels: set[int], described: set[int], is_adopted: bool, missing: list[Gap]
) -> None:
    found = rules.gaps(
        has_definition=has_definition, levels=levels, described=described, is_adopted=is_adopted
    )
    assert found == missing


@pytest.mark.parametrize(
    ("missing", "readable_since", "came_on", "reason"),
    [
        ([], date(2027, 1, 6), date(2026, 1, 1), None),
        ([], date(2027, 1, 7), date(2026, 1, 1), AssessmentRefusal.READABLE_TOO_SHORT),
        ([], date(2026, 1, 1), date(2027, 1, 6), None),
        ([], date(2026, 1, 1), date(2027, 1, 7), AssessmentRefusal.READABLE_TOO_SHORT),
        ([], None, date(2026, 1, 1), AssessmentRefusal.READABLE_TOO_SHORT),
        ([Gap(Missing.ADOPTION)], date(2026, 1, 1), date(2026, 1, 1), AssessmentRefusal.NOT_DESCRIBED),
    ],
)
def test_somebody_is_assessed_only_on_what_they_could_read_for_fourteen_days(
    missing: list[Gap], readable_since: date | None, came_on: date, reason: AssessmentRefusal | None
) -> None:
    found = rules.reason_not_to_assess(missing, readable_since=readable_since, came_on=came_on, today=TODAY)
    assert found == reason


@pytest.mark.parametrize(
    ("state", "edit", "copy", "retire"),
    [
        ("starter", FrameworkRefusal.NOT_A_DRAFT, None, FrameworkRefusal.NOT_ADOPTED),
        ("draft", None, FrameworkRefusal.NOT_COPIED, FrameworkRefusal.NOT_ADOPTED),
        ("adopted", FrameworkRefusal.NOT_A_DRAFT, None, None),
        ("retired", FrameworkRefusal.NOT_A_DRAFT, None, FrameworkRefusal.NOT_ADOPTED),
    ],
)
def test_only_a_draft_changes_and_only_what_holds_ends(
    state: str,
    edit: FrameworkRefusal | None,
    copy: FrameworkRefusal | None,
    retire: FrameworkRefusal | None,
) -> None:
    assert rules.reason_not_to_edit(state) == edit
    assert rules.reason_not_to_adapt(state) == copy
    assert rules.reason_not_to_retire(state) == retire


def test_there_is_one_draft_of_a_framework_at_a_time() -> None:
    assert rules.reason_not_to_renew(state="adopted", has_draft=True) is FrameworkRefusal.DRAFT_EXISTS
    assert rules.reason_not_to_renew(state="retired", has_draft=False) is None
    assert rules.reason_not_to_renew(state="draft", has_draft=True) is FrameworkRefusal.NOT_COPIED
    assert rules.reason_not_to_renew(state="starter", has_draft=False) is FrameworkRefusal.STARTER_IS_COPIED


@pytest.mark.parametrize(
    ("state", "levels", "competencies", "described", "reasons"),
    [
        ("draft", 4, 10, 10, ()),
        ("draft", 4, 10, 1, ()),
        ("draft", 4, 10, 0, (FrameworkRefusal.NOTHING_DESCRIBED,)),
        ("draft", 0, 10, 0, (FrameworkRefusal.NO_LEVELS,)),
        ("draft", 4, 0, 0, (FrameworkRefusal.NO_COMPETENCIES,)),
        ("adopted", 4, 10, 10, (FrameworkRefusal.NOT_A_DRAFT,)),
    ],
)
def test_a_framework_is_adopted_when_it_says_enough(
    state: str, levels: int, competencies: int, described: int, reasons: tuple[FrameworkRefusal, ...]
) -> None:
    found = rules.reasons_not_to_adopt(
        state=state, levels=levels, competencies=competencies, described=described
    )
    assert found == reasons


@pytest.mark.parametrize(
    ("adopted_on", "last", "reason"),
    [
        (TODAY, None, None),
        (TODAY, TODAY, None),
        (date(2027, 1, 21), None, FrameworkRefusal.ADOPTED_IN_FUTURE),
        (date(2027, 1, 1), date(2027, 1, 2), FrameworkRefusal.ADOPTED_BEFORE_LAST),
    ],
)
def test_a_decision_is_not_in_the_future_nor_before_the_last_one(
    adopted_on: date, last: date | None, reason: FrameworkRefusal | None
) -> None:
    assert rules.reason_against_date(adopted_on=adopted_on, last_adopted_on=last, today=TODAY) == reason


@pytest.mark.parametrize(
    ("state", "was_readable", "reason"),
    [
        ("draft", False, None),
        ("draft", True, FrameworkRefusal.WAS_READABLE),
        ("adopted", True, FrameworkRefusal.NOT_A_DRAFT),
    ],
)
def test_only_a_draft_that_nobody_read_goes_away(
    state: str, was_readable: bool, reason: FrameworkRefusal | None
) -> None:
    assert rules.reason_not_to_delete(state=state, was_readable=was_readable) == reason
