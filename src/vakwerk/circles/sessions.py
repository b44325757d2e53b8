"""On which days does a circle meet? Pure: no Django, no clock, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vakwerk.foundation.holidays import holiday_on


@dataclass(frozen=True)
class PlannedSession:
    """One session to be. ``moved_for``: the holiday that it gave way to, or empty."""

    number: int
    day: date
    moved_for: str


def plan_sessions(first: date, *, count: int, weeks_between: int) -> Sequence[PlannedSession]:
    """Spread sessions over the year, each on the same weekday; on a holiday it becomes a week later."""
    planned = []
    for nth in range(count):
        day = first + timedelta(weeks=nth * weeks_between)
        moved_for = ""
        while holiday := holiday_on(day):
            moved_for = moved_for or holiday
            day += timedelta(weeks=1)
        planned.append(PlannedSession(nth + 1, day, moved_for))
    return planned


def first_day(first: date) -> date:
    """Return the day on which a moment's first session is held, as publishing plans it."""
    return plan_sessions(first, count=1, weeks_between=1)[0].day
