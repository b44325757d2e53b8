"""When may a framework change, be adopted or retire, and when is a competency described well enough?

Pure: no Django, no clock, no database.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from vakwerk.craft.rules import FrameworkState
from vakwerk.foundation.refusals import Refusal

DAYS_TO_READ: Final = 14
"""How long somebody could read a description before being assessed on it."""

MOST_LEVELS: Final = 9


class Missing(StrEnum):
    """What a competency lacks before anybody may be assessed on it."""

    DEFINITION = "definition"
    LEVELS = "levels"
    INDICATORS = "indicators"
    ADOPTION = "adoption"


@dataclass(frozen=True)
class Gap:
    """One thing that is missing. ``levels``: the levels without an indicator, for ``INDICATORS``."""

    what: Missing
    levels: tuple[int, ...] = ()


class AssessmentRefusal(Refusal):
    """Why nobody, or this person not yet, may be assessed on a competency."""

    NOT_DESCRIBED = "competency_not_described"
    READABLE_TOO_SHORT = "readable_too_short"


class FrameworkRefusal(Refusal):
    """Why something may not happen with a framework."""

    NOT_A_DRAFT = "framework_not_a_draft"
    NOT_ADOPTED = "framework_not_adopted"
    NOT_COPIED = "framework_not_copied"
    STARTER_IS_COPIED = "framework_starter_is_copied"
    DRAFT_EXISTS = "framework_draft_exists"
    WAS_READABLE = "framework_was_readable"
    NO_COMPETENCIES = "framework_no_competencies"
    NO_LEVELS = "framework_no_levels"
    NOTHING_DESCRIBED = "framework_nothing_described"
    ADOPTED_IN_FUTURE = "framework_adopted_in_future"
    ADOPTED_BEFORE_LAST = "framework_adopted_before_last"
    READABLE_ALREADY = "framework_readable_already"
    LEVEL_HAS_INDICATORS = "framework_level_has_indicators"
    LEVEL_IN_PROFILE = "framework_level_in_profile"
    TOO_MANY_LEVELS = "framework_too_many_levels"
    OWN_COUNTERWEIGHT = "framework_own_counterweight"
    HAS_CHILDREN = "framework_has_children"


# What happens to a framework: from which states, and to which.
TRANSITIONS: Final[Mapping[str, tuple[frozenset[FrameworkState], FrameworkState]]] = {
    "adopt": (frozenset({FrameworkState.DRAFT}), FrameworkState.ADOPTED),
    "retire": (frozenset({FrameworkState.ADOPTED}), FrameworkState.RETIRED),
}


def gaps(
    *, has_definition: bool, levels: Collection[int], described: Collection[int], is_adopted: bool
) -> list[Gap]:
    """Tell what a competency lacks before anybody may be assessed on it; nothing if it is complete.

    ``levels``: the levels that the framework knows; ``described``: those at which the competency has an
    indicator. Source: domain reference, part 1, row 23.
    """
    found = []
    if not has_definition:
        found.append(Gap(Missing.DEFINITION))
    if not levels:
        found.append(Gap(Missing.LEVELS))
    elif bare := sorted(set(levels) - set(described)):
        found.append(Gap(Missing.INDICATORS, tuple(bare)))
    if not is_adopted:
        found.append(Gap(Missing.ADOPTION))
    return found


def could_read_since(*, readable_since: date | None, came_on: date) -> date | None:
    """Tell from when somebody who came on ``came_on`` could read a description; ``None``: not yet."""
    return max(readable_since, came_on) if readable_since else None


def assessable_from(*, readable_since: date | None, came_on: date) -> date | None:
    """Tell the first day on which somebody may be assessed on a description; ``None``: not known yet."""
    since = could_read_since(readable_since=readable_since, came_on=came_on)
    return since + timedelta(days=DAYS_TO_READ) if since else None


def reason_not_to_assess(
    missing: Sequence[Gap], *, readable_since: date | None, came_on: date, today: date
) -> AssessmentRefusal | None:
    """Tell why somebody may not be assessed on a competency today, or ``None`` if they may.

    ``readable_since``: from when everybody in the academy could read the description.
    ``came_on``: the day on which this person joined the academy.
    """
    if missing:
        return AssessmentRefusal.NOT_DESCRIBED
    start = assessable_from(readable_since=readable_since, came_on=came_on)
    if start is None or today < start:
        return AssessmentRefusal.READABLE_TOO_SHORT
    return None


def reason_not_to_edit(state: str) -> FrameworkRefusal | None:
    """Tell why the content of a framework stays as it is: only a draft changes."""
    return None if state == FrameworkState.DRAFT else FrameworkRefusal.NOT_A_DRAFT


def reason_not_to_adapt(state: str) -> FrameworkRefusal | None:
    """Tell why no framework of one's own begins with this one: a draft is changed itself."""
    return FrameworkRefusal.NOT_COPIED if state == FrameworkState.DRAFT else None


def reason_not_to_renew(*, state: str, has_draft: bool) -> FrameworkRefusal | None:
    """Tell why there is no new version of a framework. ``has_draft``: a draft of it is there already."""
    if state == FrameworkState.STARTER:
        return FrameworkRefusal.STARTER_IS_COPIED
    if state == FrameworkState.DRAFT:
        return FrameworkRefusal.NOT_COPIED
    return FrameworkRefusal.DRAFT_EXISTS if has_draft else None


def reasons_not_to_adopt(
    *, state: str, levels: int, competencies: int, described: int
) -> Sequence[FrameworkRefusal]:
    """Tell everything that keeps a framework from being adopted; nothing if it may.

    ``described``: how many competencies have a definition and an indicator at each level. One that has not
    comes along, and stays closed to assessment.
    """
    if state != FrameworkState.DRAFT:
        return (FrameworkRefusal.NOT_A_DRAFT,)
    if not competencies:
        return (FrameworkRefusal.NO_COMPETENCIES,)
    if not levels:
        return (FrameworkRefusal.NO_LEVELS,)
    return () if described else (FrameworkRefusal.NOTHING_DESCRIBED,)


def reason_against_date(
    *, adopted_on: date, last_adopted_on: date | None, today: date
) -> FrameworkRefusal | None:
    """Tell why a framework was not adopted on that day. ``last_adopted_on``: of the one that holds now."""
    if adopted_on > today:
        return FrameworkRefusal.ADOPTED_IN_FUTURE
    if last_adopted_on and adopted_on < last_adopted_on:
        return FrameworkRefusal.ADOPTED_BEFORE_LAST
    return None


def reason_not_to_retire(state: str) -> FrameworkRefusal | None:
    """Tell why a framework cannot retire: only the one that holds does."""
    return None if state in TRANSITIONS["retire"][0] else FrameworkRefusal.NOT_ADOPTED


def reason_not_to_delete(*, state: str, was_readable: bool) -> FrameworkRefusal | None:
    """Tell why a framework stays: only a draft that nobody else read goes away."""
    if state != FrameworkState.DRAFT:
        return FrameworkRefusal.NOT_A_DRAFT
    return FrameworkRefusal.WAS_READABLE if was_readable else None


def reason_not_to_open(*, state: str, is_readable: bool) -> FrameworkRefusal | None:
    """Tell why a draft is not laid open to everybody."""
    if state != FrameworkState.DRAFT:
        return FrameworkRefusal.NOT_A_DRAFT
    return FrameworkRefusal.READABLE_ALREADY if is_readable else None
