"""How are moments said? As people write them, in Dutch with points: dinsdag 13.30 to 15.30 uur."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.dateformat import format as date_in_words
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vakwerk.foundation.days import AMSTERDAM

__all__ = [
    "AMSTERDAM",
    "clock",
    "date_in_short",
    "day_in_full",
    "day_in_short",
    "hours",
    "in_short",
    "moment_in_full",
    "on_one_line",
    "weekday",
    "with_plain_spaces",
]


def on_one_line(words: str) -> str:
    """Keep words together that belong together, also at the end of a line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def with_plain_spaces(words: str) -> str:
    """Write words for a file or a mail, where they are searched and compared."""
    return words.replace("\N{NO-BREAK SPACE}", " ")


def clock(value: datetime | time) -> str:
    """Say a time of the day, in the time of Amsterdam."""
    at = timezone.localtime(value).time() if isinstance(value, datetime) else value
    return time_format(at, "TIME_FORMAT")


def hours(starts_at: datetime | time, ends_at: datetime | time) -> str:
    """Say from when until when, in the time of Amsterdam; a line may only end after the dash."""
    said = _("%(start)s \N{EN DASH} %(end)s") % {"start": clock(starts_at), "end": clock(ends_at)}
    # Browsers break after a dash whatever space follows, and would begin the next line with that space.
    return said.replace(" \N{EN DASH}", "\N{NO-BREAK SPACE}\N{EN DASH}")


def weekday(day: date) -> str:
    """Say the day of the week."""
    return date_in_words(day, "l")


def in_short(day: date, pattern: str) -> str:
    """Say a day by a pattern of Django, in Dutch with small letters as Dutch has them."""
    words = date_in_words(day, pattern)
    return words.lower() if get_language() == "nl" else words


def day_in_short(value: date) -> str:
    """Say a day, or the day of a moment, in the least words: do 21 jan, in English Thu 21 Jan."""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return on_one_line(in_short(day, "D j M"))


def date_in_short(value: date) -> str:
    """Say a date so that it fits a column: 15 nov 2026."""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return on_one_line(in_short(day, "j M Y"))


def day_in_full(at: datetime) -> str:
    """Say the day of a moment in full: dinsdag 2 februari 2027."""
    day = timezone.localtime(at).date()
    return f"{weekday(day)} {date_format(day)}"


def moment_in_full(starts_at: datetime, ends_at: datetime) -> str:
    """Say day and hours in full."""
    return f"{day_in_full(starts_at)}, {hours(starts_at, ends_at)}"
