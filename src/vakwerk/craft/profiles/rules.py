"""What makes a role profile, and who may have one? Pure: no Django, no clock, no database."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from vakwerk.craft.rules import FrameworkState
from vakwerk.foundation.refusals import Refusal

FEWEST: Final = 4
MOST: Final = 6
"""How many competencies a role profile has. Source: domain reference, part 2, rules for use."""

_HR21: Final = re.compile(r"[A-Z]{0,4}\d{1,4}(?:[.\-/]\d{1,4}){0,4}[A-Z]?")


class ProfileRefusal(Refusal):
    """Why something may not happen with a role profile."""

    NO_FRAMEWORK = "profile_no_framework"
    FRAMEWORK_OVER = "profile_framework_over"
    TOO_FEW = "profile_too_few"
    TOO_MANY = "profile_too_many"
    UNKNOWN_LEVEL = "profile_unknown_level"
    NOT_A_CODE = "profile_not_a_code"
    HELD = "profile_held"
    NOBODY = "profile_nobody"
    NOT_A_COLLEAGUE = "profile_not_a_colleague"


def hr21_code(text: str) -> str:
    """Return a code as it is kept: capitals, without spaces."""
    return "".join(text.split()).upper()


def reason_against_code(code: str) -> ProfileRefusal | None:
    """Tell why a text is no HR21 code: a short mark with digits, never a name or description of a job.

    The descriptions of HR21 are licensed, so nothing but codes is kept. Source: domain reference, part 5.
    """
    if not code:
        return None
    return None if _HR21.fullmatch(code) and len(code) <= 20 else ProfileRefusal.NOT_A_CODE


def reasons_against_targets(
    targets: Mapping[int, int], *, levels: Collection[int]
) -> Sequence[ProfileRefusal]:
    """Tell what is wrong with targets: competency to level. ``levels``: those of the framework."""
    found = []
    if len(targets) < FEWEST:
        found.append(ProfileRefusal.TOO_FEW)
    if len(targets) > MOST:
        found.append(ProfileRefusal.TOO_MANY)
    if not set(targets.values()) <= set(levels):
        found.append(ProfileRefusal.UNKNOWN_LEVEL)
    return found


def reason_not_to_change(framework_state: str | None) -> ProfileRefusal | None:
    """Tell why role profiles stay as they are: they belong to a draft or to what holds."""
    if framework_state is None:
        return ProfileRefusal.NO_FRAMEWORK
    return (
        None
        if framework_state in {FrameworkState.DRAFT, FrameworkState.ADOPTED}
        else ProfileRefusal.FRAMEWORK_OVER
    )


def reason_not_to_delete(people: int) -> ProfileRefusal | None:
    """Tell why a role profile stays: somebody has it."""
    return ProfileRefusal.HELD if people else None


def reason_not_to_have(*, works_here: bool) -> ProfileRefusal | None:
    """Tell why somebody gets no role profile: a guest has no post at a municipality."""
    return None if works_here else ProfileRefusal.NOT_A_COLLEAGUE
