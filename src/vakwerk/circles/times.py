"""How are moments said? As people write them, in Dutch with points: dinsdag 13.30 to 15.30 uur."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.dateformat import format as date_in_words
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vakwerk.circles.models import Session, Slot


def _clock(value: datetime | time) -> str:
    clock = timezone.localtime(value).time() if isinstance(value, datetime) else value
    return time_format(clock, "TIME_FORMAT")


def hours(starts_at: datetime | time, ends_at: datetime | time) -> str:
    """Say from when until when, in the time of Amsterdam."""
    return _("%(start)s \N{EN DASH} %(end)s") % {"start": _clock(starts_at), "end": _clock(ends_at)}


def weekday(day: date) -> str:
    """Say the day of the week."""
    return date_in_words(day, "l")


def moment(slot: Slot) -> str:
    """Say a slot as people choose it: weekday and hours."""
    return f"{weekday(slot.first_date)} {hours(slot.starts_at, slot.ends_at)}"


def _in_short(day: date, pattern: str) -> str:
    words = date_in_words(day, pattern)
    # Django writes the Dutch abbreviations with a capital; Dutch has small letters.
    return words.lower() if get_language() == "nl" else words


def day_in_short(value: date) -> str:
    """Say a day, or the day of a moment, in the least words: do 21 jan, in English Thu 21 Jan."""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return _in_short(day, "D j M")


def date_in_short(day: date) -> str:
    """Say a date so that it fits a column: 15 nov 2026."""
    return _in_short(day, "j M Y").replace(" ", "\N{NO-BREAK SPACE}")


def moment_in_short(slot: Slot) -> str:
    """Say a slot in the least words, for a column of a table."""
    return f"{_in_short(slot.first_date, 'D')} {_clock(slot.starts_at)}"


def first_time(slot: Slot) -> str:
    """Say when a slot begins."""
    return _("for the first time on %(date)s") % {"date": date_format(slot.first_date)}


def moment_with_date(slot: Slot) -> str:
    """Say a slot with its first date, for whoever has to choose."""
    return f"{moment(slot)}, {first_time(slot)}"


def session_day(session: Session) -> str:
    """Say the day of a session in full."""
    return day_in_full(session.starts_at)


def day_in_full(at: datetime) -> str:
    """Say the day of a moment in full: dinsdag 2 februari 2027."""
    day = timezone.localtime(at).date()
    return f"{weekday(day)} {date_format(day)}"


def session_moment(session: Session) -> str:
    """Say day and hours of a session."""
    return f"{session_day(session)}, {hours(session.starts_at, session.ends_at)}"
