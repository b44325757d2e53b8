"""Which trajectories are sound? A truth table without a database."""

from dataclasses import replace

import pytest

from vakwerk.trajectories.design import rules
from vakwerk.trajectories.design.rules import (
    INSIDE,
    OUTSIDE,
    ActivityFacts,
    Design,
    DesignRefusal,
    Fault,
    GoalFacts,
    Strength,
    Tip,
    Unsound,
)

SOUND = Design(
    goals=[GoalFacts(1), GoalFacts(2)],
    activities=[ActivityFacts(1), ActivityFacts(2, sides=(INSIDE,)), ActivityFacts(3, kind="assignment")],
)


def with_goal(**change: object) -> Design:
    return replace(SOUND, goals=[GoalFacts(1), GoalFacts(2, **change)])  # type: ignore[arg-type]


def with_sides(*sides: tuple[str, ...]) -> Design:
    return replace(SOUND, activities=[ActivityFacts(n, sides=one) for n, one in enumerate(sides, start=1)])


def many_sessions(count: int) -> Design:
    return replace(SOUND, activities=[ActivityFacts(number) for number in range(1, count + 1)])


@pytest.mark.parametrize(
    ("design", "found"),
    [
        (SOUND, []),
        (replace(SOUND, has_title=False), [(Unsound.NO_TITLE, 0)]),
        (replace(SOUND, has_for_whom=False), [(Unsound.NO_FOR_WHOM, 0)]),
        (replace(SOUND, goals=[]), [(Unsound.NO_GOALS, 0)]),
        (replace(SOUND, activities=[]), [(Unsound.NO_ACTIVITIES, 0)]),
        (Design(), [(Unsound.NO_GOALS, 0), (Unsound.NO_ACTIVITIES, 0)]),
        (with_goal(has_words=False), [(Unsound.GOAL_WITHOUT_WORDS, 2)]),
        (with_goal(has_competency=False), [(Unsound.GOAL_WITHOUT_COMPETENCY, 2)]),
        # Without a competency nothing can be said of its level or its description.
        (
            with_goal(has_competency=False, has_level=False, is_described=False),
            [(Unsound.GOAL_WITHOUT_COMPETENCY, 2)],
        ),
        (with_goal(has_level=False), [(Unsound.GOAL_WITHOUT_LEVEL, 2)]),
        (with_goal(is_described=False), [(Unsound.COMPETENCY_NOT_DESCRIBED, 2)]),
        (with_goal(activities=0), [(Unsound.GOAL_WITHOUT_ACTIVITY, 2)]),
        (with_goal(proofs=0), [(Unsound.GOAL_WITHOUT_PROOF, 2)]),
        (with_sides((INSIDE,), (INSIDE,)), [(Unsound.NOTHING_FROM_OUTSIDE, 0)]),
        (with_sides((OUTSIDE,), ()), [(Unsound.NOTHING_FROM_INSIDE, 0)]),
        (with_sides((), ()), [(Unsound.NOTHING_FROM_INSIDE, 0), (Unsound.NOTHING_FROM_OUTSIDE, 0)]),
        (with_sides((INSIDE,), (OUTSIDE,)), []),
        (
            replace(SOUND, activities=[ActivityFacts(1), ActivityFacts(2, has_title=False)]),
            [(Unsound.ACTIVITY_WITHOUT_TITLE, 2)],
        ),
        (replace(SOUND, weeks=26), []),
        (replace(SOUND, weeks=27), [(Unsound.LONG_WITHOUT_REASON, 0)]),
        (replace(SOUND, weeks=27, has_why_long=True), []),
        (many_sessions(12), []),
        (many_sessions(13), [(Unsound.LONG_WITHOUT_REASON, 0)]),
        (replace(many_sessions(13), has_why_long=True), []),
    ],
)
def test_what_keeps_a_trajectory_from_being_published(
    design: Design, found: list[tuple[Unsound, int]]
) -> None:
    assert [(fault.reason, fault.number) for fault in rules.faults(design)] == found


def test_the_draft_of_the_demo_fails_on_two_points_in_this_order() -> None:
    design = Design(
        goals=[GoalFacts(1, activities=3), GoalFacts(2, activities=2, proofs=0), GoalFacts(3, activities=2)],
        activities=[ActivityFacts(number, sides=(INSIDE,)) for number in range(1, 7)],
    )
    assert rules.faults(design) == [
        Fault(Unsound.NOTHING_FROM_OUTSIDE, facts={"of": 6}),
        Fault(Unsound.GOAL_WITHOUT_PROOF, 2, {"others": 2}),
    ]
    held = {(one.what, one.count, one.of) for one in rules.strengths(design)}
    assert held == {
        (Strength.NAMES_COMPETENCY, 3, 3),
        (Strength.DESCRIBED, 3, 3),
        (Strength.PRACTISED, 3, 3),
        (Strength.INSIDE, 6, 6),
    }


@pytest.mark.parametrize(
    ("design", "tip", "number"),
    [
        (SOUND, None, 0),
        (
            replace(SOUND, activities=[ActivityFacts(1), ActivityFacts(2, goals=0)]),
            Tip.ACTIVITY_WITHOUT_GOAL,
            2,
        ),
        (replace(SOUND, goals=[GoalFacts(number) for number in range(1, 6)]), Tip.MANY_GOALS, 0),
        (replace(SOUND, activities=[ActivityFacts(1)]), Tip.NO_WORK, 0),
        (replace(SOUND, lacks_english=True), Tip.ENGLISH_MISSING, 0),
        (
            replace(SOUND, activities=[ActivityFacts(1, sides=(OUTSIDE,), asks_own_case=True)]),
            Tip.OWN_CASE_ASKED,
            1,
        ),
    ],
)
def test_one_tip_that_never_refuses(design: Design, tip: Tip | None, number: int) -> None:
    found = rules.advice(design)
    assert (found.tip if found else None) == tip
    assert (found.number if found else 0) == number


FAULT = [Fault(Unsound.NO_GOALS)]


@pytest.mark.parametrize(
    ("state", "faults", "reason"),
    [
        ("draft", [], None),
        ("draft", FAULT, DesignRefusal.UNSOUND),
        ("retired", [], None),
        ("retired", FAULT, DesignRefusal.UNSOUND),
        ("published", [], DesignRefusal.NOT_A_DRAFT),
    ],
)
def test_who_is_published(state: str, faults: list[Fault], reason: DesignRefusal | None) -> None:
    assert rules.reason_not_to_publish(state=state, faults=faults) == reason


@pytest.mark.parametrize(
    ("state", "retire", "withdraw", "delete"),
    [
        ("draft", DesignRefusal.NOT_PUBLISHED, DesignRefusal.NOT_PUBLISHED, None),
        ("published", None, None, DesignRefusal.NOT_A_DRAFT),
        ("retired", DesignRefusal.NOT_PUBLISHED, DesignRefusal.NOT_PUBLISHED, DesignRefusal.NOT_A_DRAFT),
    ],
)
def test_how_a_trajectory_ends(state: str, retire: object, withdraw: object, delete: object) -> None:
    assert rules.reason_not_to_retire(state=state) == retire
    assert rules.reason_not_to_withdraw(state=state, editions=0) == withdraw
    assert rules.reason_not_to_delete(state=state, editions=0) == delete


def test_what_was_planned_or_given_stays() -> None:
    assert rules.reason_not_to_withdraw(state="published", editions=1) == DesignRefusal.HAS_EDITIONS
    assert rules.reason_not_to_delete(state="draft", editions=1) == DesignRefusal.HAS_EDITIONS


OLD = [Fault(Unsound.COMPETENCY_NOT_DESCRIBED, 1)]


@pytest.mark.parametrize(
    ("state", "before", "after", "reason"),
    [
        ("draft", [], FAULT, None),
        ("published", [], [], None),
        ("published", [], FAULT, DesignRefusal.WOULD_BE_UNSOUND),
        # What was unsound already does not keep anybody from changing something else.
        ("published", OLD, OLD, None),
        ("published", OLD, [], None),
        ("published", OLD, [*OLD, *FAULT], DesignRefusal.WOULD_BE_UNSOUND),
        ("retired", [], [], DesignRefusal.RETIRED),
    ],
)
def test_which_changes_are_kept(
    state: str, before: list[Fault], after: list[Fault], reason: DesignRefusal | None
) -> None:
    assert rules.reason_not_to_change(state=state, before=before, after=after) == reason


def test_how_many_goals_and_steps_and_which_sources() -> None:
    assert rules.reason_against_goal(goals=7) is None
    assert rules.reason_against_goal(goals=8) == DesignRefusal.TOO_MANY_GOALS
    assert rules.reason_against_activity(activities=39) is None
    assert rules.reason_against_activity(activities=40) == DesignRefusal.TOO_MANY_ACTIVITIES
    assert rules.reason_against_source(has_words=True, is_there=False) is None
    assert rules.reason_against_source(has_words=False, is_there=False) == DesignRefusal.SOURCE_EMPTY
    assert rules.reason_against_source(has_words=True, is_there=True) == DesignRefusal.SOURCE_TWICE
