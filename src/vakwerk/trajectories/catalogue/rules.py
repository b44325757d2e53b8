"""What can somebody look for in the catalogue? Pure: no Django, no clock, no database."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class When(StrEnum):
    """When it begins."""

    MONTH = "month"
    QUARTER = "quarter"
    LATER = "later"


class Length(StrEnum):
    """How much time the sessions take together."""

    SHORT = "short"
    MIDDLE = "middle"
    LONG = "long"


class Sides(StrEnum):
    """Where the knowledge comes from."""

    BOTH = "both"
    INSIDE = "inside"
    OUTSIDE = "outside"


class Where(StrEnum):
    """How one takes part."""

    ON_PLACE = "on_place"
    ONLINE = "online"


MONTH: Final = timedelta(days=31)
QUARTER: Final = timedelta(days=92)
# Minutes: up to half a day, up to two days, longer.
SHORT_UNTIL: Final = 240
MIDDLE_UNTIL: Final = 960


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; empty fields ask for nothing."""

    text: str = ""
    competency: str = ""
    level: int | None = None
    when: When | None = None
    length: Length | None = None
    sides: Sides | None = None
    where: Where | None = None
    free_only: bool = False

    @property
    def asks_for_edition(self) -> bool:
        """Whether only trajectories with a fitting edition are wanted."""
        return self.when is not None or self.where is not None or self.free_only

    @property
    def asks_anything(self) -> bool:
        """Whether not simply everything is wanted."""
        return self != Wish()


def begins_between(when: When, today: date) -> tuple[date, date | None]:
    """Return from which day up to which day an edition begins; ``None``: no end."""
    if when is When.MONTH:
        return today, today + MONTH
    if when is When.QUARTER:
        return today, today + QUARTER
    return today + QUARTER, None


def minutes_between(length: Length) -> tuple[int, int | None]:
    """Return from how many minutes up to how many the sessions take together; ``None``: no end."""
    if length is Length.SHORT:
        return 1, SHORT_UNTIL
    if length is Length.MIDDLE:
        return SHORT_UNTIL + 1, MIDDLE_UNTIL
    return MIDDLE_UNTIL + 1, None
