"""How are moments said? As people write them, in Dutch with points: dinsdag 13.30 to 15.30 uur."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vakwerk.circles.models import Session, Slot
from vakwerk.circles.sessions import first_day as _first_day
from vakwerk.foundation.times import (
    clock,
    date_in_short,
    day_in_full,
    day_in_short,
    hours,
    in_short,
    weekday,
)

__all__ = [
    "date_in_short",
    "day_in_full",
    "day_in_short",
    "first_day",
    "first_time",
    "hours",
    "moment",
    "moment_in_short",
    "moment_with_date",
    "session_day",
    "session_moment",
    "weekday",
]


def moment(slot: Slot) -> str:
    """Say a slot as people choose it: weekday and hours."""
    return f"{weekday(slot.first_date)} {hours(slot.starts_at, slot.ends_at)}"


def moment_in_short(slot: Slot) -> str:
    """Say a slot in the least words, for a column of a table."""
    return f"{in_short(slot.first_date, 'D')}\N{NO-BREAK SPACE}{clock(slot.starts_at)}"


def first_day(slot: Slot) -> date:
    """Return the day on which a slot begins; a holiday is passed over, as publishing does."""
    return _first_day(slot.first_date)


def first_time(slot: Slot) -> str:
    """Say when a slot begins."""
    return _("for the first time on %(date)s") % {"date": date_format(first_day(slot))}


def moment_with_date(slot: Slot) -> str:
    """Say a slot with its first date, for whoever has to choose."""
    return f"{moment(slot)}, {first_time(slot)}"


def session_day(session: Session) -> str:
    """Say the day of a session in full."""
    return day_in_full(session.starts_at)


def session_moment(session: Session) -> str:
    """Say day and hours of a session."""
    return f"{session_day(session)}, {hours(session.starts_at, session.ends_at)}"
