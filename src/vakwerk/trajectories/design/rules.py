"""Is a trajectory sound, and what may happen to it? Pure: no Django, no clock, no database.

Source: domain reference, part 1, rows 2-4 and 23, and the promises of the design.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from vakwerk.foundation.refusals import Refusal
from vakwerk.trajectories.rules import ActivityKind, TrajectoryState

SHORT_WEEKS: Final = 26
"""Six months: what takes longer is not short."""

SHORT_SESSIONS: Final = 12

MOST_GOALS: Final = 8
MOST_ACTIVITIES: Final = 40
KEPT_REVISIONS: Final = 30

INSIDE: Final = "inside"
OUTSIDE: Final = "outside"


class DesignRefusal(Refusal):
    """Why something may not happen with a trajectory."""

    UNSOUND = "trajectory_unsound"
    WOULD_BE_UNSOUND = "trajectory_would_be_unsound"
    NOT_A_DRAFT = "trajectory_not_a_draft"
    NOT_PUBLISHED = "trajectory_not_published"
    HAS_EDITIONS = "trajectory_has_editions"
    NOTHING_TO_UNDO = "trajectory_nothing_to_undo"
    RETIRED = "trajectory_retired"
    TOO_MANY_GOALS = "trajectory_too_many_goals"
    TOO_MANY_ACTIVITIES = "trajectory_too_many_activities"
    SOURCE_TWICE = "trajectory_source_twice"
    SOURCE_EMPTY = "trajectory_source_empty"


class Unsound(Refusal):
    """What keeps a trajectory from being published, in the order in which pages say it."""

    NO_TITLE = "unsound_no_title"
    NO_FOR_WHOM = "unsound_no_for_whom"
    NO_GOALS = "unsound_no_goals"
    NO_ACTIVITIES = "unsound_no_activities"
    GOAL_WITHOUT_WORDS = "unsound_goal_without_words"
    GOAL_WITHOUT_COMPETENCY = "unsound_goal_without_competency"
    GOAL_WITHOUT_LEVEL = "unsound_goal_without_level"
    COMPETENCY_NOT_DESCRIBED = "unsound_competency_not_described"
    GOAL_WITHOUT_ACTIVITY = "unsound_goal_without_activity"
    NOTHING_FROM_INSIDE = "unsound_nothing_from_inside"
    NOTHING_FROM_OUTSIDE = "unsound_nothing_from_outside"
    GOAL_WITHOUT_PROOF = "unsound_goal_without_proof"
    ACTIVITY_WITHOUT_TITLE = "unsound_activity_without_title"
    LONG_WITHOUT_REASON = "unsound_long_without_reason"


class Strength(StrEnum):
    """What may hold of a trajectory, each with a count."""

    NAMES_COMPETENCY = "names_competency"
    DESCRIBED = "described"
    PRACTISED = "practised"
    PROVED = "proved"
    INSIDE = "inside"
    OUTSIDE = "outside"
    SHORT = "short"


class Tip(StrEnum):
    """What is weak but allowed."""

    ACTIVITY_WITHOUT_GOAL = "activity_without_goal"
    MANY_GOALS = "many_goals"
    ONE_PROOF = "one_proof"
    NO_WORK = "no_work"
    ENGLISH_MISSING = "english_missing"
    OWN_CASE_ASKED = "own_case_asked"


@dataclass(frozen=True)
class GoalFacts:
    """A goal as far as soundness goes. ``number`` counts from one; the counts are of what is tied to it."""

    number: int
    has_words: bool = True
    has_competency: bool = True
    has_level: bool = True
    is_described: bool = True
    activities: int = 1
    proofs: int = 1


@dataclass(frozen=True)
class ActivityFacts:
    """An activity as far as soundness goes. ``sides``: the side of each piece of knowledge it draws on."""

    number: int
    kind: str = ActivityKind.SESSION
    has_title: bool = True
    goals: int = 1
    sides: tuple[str, ...] = (INSIDE, OUTSIDE)
    asks_own_case: bool = False


@dataclass(frozen=True)
class Design:
    """A trajectory as far as soundness goes. Texts count as there when they are there in Dutch."""

    has_title: bool = True
    has_for_whom: bool = True
    weeks: int = 8
    has_why_long: bool = False
    goals: Sequence[GoalFacts] = ()
    activities: Sequence[ActivityFacts] = ()
    lacks_english: bool = False

    @property
    def sessions(self) -> int:
        """How many of the activities are sessions."""
        return sum(one.kind == ActivityKind.SESSION for one in self.activities)

    def with_side(self, side: str) -> int:
        """Count the activities that draw on knowledge of a side."""
        return sum(side in one.sides for one in self.activities)


@dataclass(frozen=True)
class Fault:
    """One thing that refuses. ``number``: of the goal or activity it is about, 0 for the whole."""

    reason: Unsound
    number: int = 0
    facts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Holds:
    """One thing that holds, of how many."""

    what: Strength
    count: int
    of: int


@dataclass(frozen=True)
class Advice:
    """One tip. ``number``: of the goal or activity it is about, 0 for the whole."""

    tip: Tip
    number: int = 0


def is_short(*, weeks: int, sessions: int) -> bool:
    """Tell whether a trajectory is short: at most half a year and twelve sessions."""
    return weeks <= SHORT_WEEKS and sessions <= SHORT_SESSIONS


def faults(design: Design) -> list[Fault]:
    """Tell everything that keeps a trajectory from being published, the gravest first; nothing: it is sound."""
    found = []
    if not design.has_title:
        found.append(Fault(Unsound.NO_TITLE))
    if not design.goals:
        found.append(Fault(Unsound.NO_GOALS))
    if not design.activities:
        found.append(Fault(Unsound.NO_ACTIVITIES))
    for goal in design.goals:
        found += [Fault(reason, goal.number) for reason in _faults_of_naming(goal)]
    found += [
        Fault(Unsound.ACTIVITY_WITHOUT_TITLE, one.number) for one in design.activities if not one.has_title
    ]
    if design.activities:
        for side, reason in (
            (INSIDE, Unsound.NOTHING_FROM_INSIDE),
            (OUTSIDE, Unsound.NOTHING_FROM_OUTSIDE),
        ):
            if not design.with_side(side):
                found.append(Fault(reason, facts={"of": len(design.activities)}))
        found += [
            Fault(Unsound.GOAL_WITHOUT_ACTIVITY, one.number) for one in design.goals if not one.activities
        ]
    shown = sum(bool(one.proofs) for one in design.goals)
    found += [
        Fault(Unsound.GOAL_WITHOUT_PROOF, one.number, {"others": shown})
        for one in design.goals
        if not one.proofs
    ]
    if not design.has_why_long and not is_short(weeks=design.weeks, sessions=design.sessions):
        found.append(
            Fault(Unsound.LONG_WITHOUT_REASON, facts={"weeks": design.weeks, "sessions": design.sessions})
        )
    if not design.has_for_whom:
        found.append(Fault(Unsound.NO_FOR_WHOM))
    return found


def _faults_of_naming(goal: GoalFacts) -> list[Unsound]:
    found = [] if goal.has_words else [Unsound.GOAL_WITHOUT_WORDS]
    if not goal.has_competency:
        return [*found, Unsound.GOAL_WITHOUT_COMPETENCY]
    if not goal.has_level:
        found.append(Unsound.GOAL_WITHOUT_LEVEL)
    if not goal.is_described:
        found.append(Unsound.COMPETENCY_NOT_DESCRIBED)
    return found


def strengths(design: Design) -> list[Holds]:
    """Tell what holds already, with counts; what does not hold at all is left out."""
    goals, activities = design.goals, design.activities
    all_goals, all_activities = len(goals), len(activities)
    named = sum(one.has_competency and one.has_level for one in goals)
    described = sum(one.has_competency and one.is_described for one in goals)
    found = [
        Holds(Strength.NAMES_COMPETENCY, named, all_goals),
        Holds(Strength.DESCRIBED, described, all_goals),
        Holds(Strength.PRACTISED, sum(bool(one.activities) for one in goals), all_goals),
        Holds(Strength.PROVED, sum(bool(one.proofs) for one in goals), all_goals),
    ]
    whole = [one for one in found if one.of and one.count == one.of]
    whole += [
        Holds(what, design.with_side(side), all_activities)
        for what, side in ((Strength.INSIDE, INSIDE), (Strength.OUTSIDE, OUTSIDE))
        if design.with_side(side)
    ]
    return whole


def advice(design: Design) -> Advice | None:
    """Give the one tip that helps most, or ``None``. A tip never refuses."""
    for one in design.activities:
        if one.asks_own_case and INSIDE not in one.sides:
            return Advice(Tip.OWN_CASE_ASKED, one.number)
    for one in design.activities:
        if not one.goals:
            return Advice(Tip.ACTIVITY_WITHOUT_GOAL, one.number)
    if len(design.goals) > 4:
        return Advice(Tip.MANY_GOALS)
    if design.activities and not any(one.kind == ActivityKind.ASSIGNMENT for one in design.activities):
        return Advice(Tip.NO_WORK)
    return Advice(Tip.ENGLISH_MISSING) if design.lacks_english else None


# What happens to a trajectory: from which states, and to which.
TRANSITIONS: Final[Mapping[str, tuple[frozenset[TrajectoryState], TrajectoryState]]] = {
    "publish": (frozenset({TrajectoryState.DRAFT, TrajectoryState.RETIRED}), TrajectoryState.PUBLISHED),
    "retire": (frozenset({TrajectoryState.PUBLISHED}), TrajectoryState.RETIRED),
    "withdraw": (frozenset({TrajectoryState.PUBLISHED}), TrajectoryState.DRAFT),
}


def reason_not_to_publish(*, state: str, faults: Collection[Fault]) -> DesignRefusal | None:
    """Tell why a trajectory is not published; its faults say what to mend."""
    if state not in TRANSITIONS["publish"][0]:
        return DesignRefusal.NOT_A_DRAFT
    return DesignRefusal.UNSOUND if faults else None


def reason_not_to_retire(*, state: str) -> DesignRefusal | None:
    """Tell why a trajectory does not retire: only what is offered does."""
    return None if state in TRANSITIONS["retire"][0] else DesignRefusal.NOT_PUBLISHED


def reason_not_to_withdraw(*, state: str, editions: int) -> DesignRefusal | None:
    """Tell why a published trajectory does not become a draft again: people rely on it once it is given."""
    if state not in TRANSITIONS["withdraw"][0]:
        return DesignRefusal.NOT_PUBLISHED
    return DesignRefusal.HAS_EDITIONS if editions else None


def reason_not_to_delete(*, state: str, editions: int) -> DesignRefusal | None:
    """Tell why a trajectory stays: only a draft that was never given goes away."""
    if state != TrajectoryState.DRAFT:
        return DesignRefusal.NOT_A_DRAFT
    return DesignRefusal.HAS_EDITIONS if editions else None


def reason_not_to_change(
    *, state: str, before: Collection[Fault], after: Collection[Fault]
) -> DesignRefusal | None:
    """Tell why a change may not be kept: it would make unsound what people can already enrol in.

    ``before``: faults that were there already, for instance because a competency was taken from the framework;
    those do not keep anybody from mending something else.
    """
    if state == TrajectoryState.RETIRED:
        return DesignRefusal.RETIRED
    if state != TrajectoryState.PUBLISHED:
        return None
    known = {(one.reason, one.number) for one in before}
    new = [one for one in after if (one.reason, one.number) not in known]
    return DesignRefusal.WOULD_BE_UNSOUND if new and len(after) >= len(before) else None


def reason_against_goal(*, goals: int) -> DesignRefusal | None:
    """Tell why no goal is added. ``goals``: how many there are."""
    return DesignRefusal.TOO_MANY_GOALS if goals >= MOST_GOALS else None


def reason_against_activity(*, activities: int) -> DesignRefusal | None:
    """Tell why no activity is added. ``activities``: how many there are."""
    return DesignRefusal.TOO_MANY_ACTIVITIES if activities >= MOST_ACTIVITIES else None


def reason_against_source(*, has_words: bool, is_there: bool) -> DesignRefusal | None:
    """Tell why a source is not tied to an activity. ``has_words``: it is a kept source or says what it is."""
    if not has_words:
        return DesignRefusal.SOURCE_EMPTY
    return DesignRefusal.SOURCE_TWICE if is_there else None
