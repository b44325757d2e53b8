"""Which days and times can be meant? Pure: no Django, no clock, no database.

On the last Sunday of March the hour from two to three does not exist in Dutch time, and on the last of October
it occurs twice. A year that is far off is nearly always a typing mistake.
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")

# Beyond these nothing of an academy can be; what lies within, but far from today, is asked once.
EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2099, 12, 31)
NEAR: Final = timedelta(days=5 * 366)


class DayFault(StrEnum):
    """What is odd about a day."""

    IMPOSSIBLE = "impossible"
    FAR = "far"


class ClockFault(StrEnum):
    """Why a time on a day says no moment, or more than one."""

    MISSING = "missing"
    TWICE = "twice"


def day_fault(day: date, *, today: date, past_is_usual: bool = False) -> DayFault | None:
    """Tell what is odd about a day, or ``None``. ``past_is_usual``: only a far future is odd."""
    if not EARLIEST <= day <= LATEST:
        return DayFault.IMPOSSIBLE
    if day > today + NEAR or (not past_is_usual and day < today - NEAR):
        return DayFault.FAR
    return None


def clock_fault(day: date, clock: time) -> ClockFault | None:
    """Tell why a time in Amsterdam says no moment on a day, or ``None`` if it says one."""
    first, second = (datetime.combine(day, clock, AMSTERDAM).replace(fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return None
    there_and_back = first.astimezone(UTC).astimezone(AMSTERDAM)
    return ClockFault.TWICE if there_and_back.time() == clock else ClockFault.MISSING


def clock_fault_some_week(day: date, clock: time) -> ClockFault | None:
    """Tell why a time would say no moment in some week of the year, on the weekday of ``day``."""
    if day.weekday() != 6 or not time(2) <= clock < time(3):
        return None
    return ClockFault.MISSING


def at(day: date, clock: time) -> datetime:
    """Return the moment of a time on a day in Amsterdam: what forms and files ask for, after ``clock_fault``.

    A time that does not exist becomes the one an hour later, and of two the first.
    """
    return datetime.combine(day, clock, AMSTERDAM).astimezone(UTC).astimezone(AMSTERDAM)


def span(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """Return the moments between two times of a day; never an end before its start, also when clocks change."""
    first, last = at(day, starts), at(day, ends)
    if ends > starts and last <= first:
        last = first + (datetime.combine(day, ends) - datetime.combine(day, starts))
    return first, last
