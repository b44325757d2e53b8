"""Do moments read as people write them?"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import translation

from vakwerk.circles import times


def test_dutch_writes_hours_without_a_nought_and_days_in_small_letters() -> None:
    assert times.hours(time(9, 30), time(11, 0)) == "9.30 \N{EN DASH} 11.00 uur"
    assert times.day_in_short(date(2027, 1, 21)) == "do 21 jan"
    assert times.date_in_short(date(2026, 11, 15)).split() == ["15", "nov", "2026"]


def test_english_writes_hours_with_a_colon_and_days_with_a_capital() -> None:
    with translation.override("en"):
        assert times.hours(time(9, 30), time(11, 0)) == "09:30 \N{EN DASH} 11:00"
        assert times.day_in_short(date(2027, 1, 21)) == "Thu 21 Jan"


def test_a_moment_falls_on_the_day_it_has_in_amsterdam() -> None:
    late = datetime(2027, 1, 20, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert times.day_in_short(late) == "do 21 jan"
