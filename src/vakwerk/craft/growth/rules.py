"""May somebody estimate this, and where do they stand? Pure: no Django, no clock, no database."""

from collections.abc import Collection
from typing import Final

from vakwerk.foundation.refusals import Refusal

NOT_YET: Final = 0
"""An estimate below the first level."""


class EstimateRefusal(Refusal):
    """Why an estimate is not kept."""

    NO_SUCH_LEVEL = "estimate_no_such_level"


def reason_not_to_estimate(level: int, *, levels: Collection[int]) -> EstimateRefusal | None:
    """Tell why somebody's own estimate is not kept."""
    return None if level == NOT_YET or level in levels else EstimateRefusal.NO_SUCH_LEVEL


def stands_at(*, reached: Collection[int], estimate: int | None) -> tuple[int, bool]:
    """Tell at which level somebody stands, and whether that is only their own estimate.

    What was confirmed goes before what they think; nothing known is level 0.
    """
    if reached:
        return max(reached), False
    return (estimate, True) if estimate else (NOT_YET, False)


def next_level(*, now: int, target: int | None, levels: Collection[int]) -> int | None:
    """Tell which level is the next one to show, or ``None`` when the target, or the top, is there."""
    above = [one for one in sorted(levels) if one > now]
    if not above or (target is not None and now >= target):
        return None
    return above[0]
