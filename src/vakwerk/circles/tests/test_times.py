"""Do moments read as people write them?"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import translation

from vakwerk.circles import times

# A moment stays together at the end of a line.
NB = "\N{NO-BREAK SPACE}"


def test_dutch_writes_hours_without_a_nought_and_days_in_small_letters() -> None:
    assert times.hours(time(9, 30), time(11, 0)) == f"9.30{NB}\N{EN DASH} 11.00{NB}uur"
    assert times.day_in_short(date(2027, 1, 21)) == f"do{NB}21{NB}jan"
    assert times.date_in_short(date(2026, 11, 15)) == f"15{NB}nov{NB}2026"


def test_english_writes_hours_with_a_colon_and_days_with_a_capital() -> None:
    with translation.override("en"):
        assert times.hours(time(9, 30), time(11, 0)) == f"09:30{NB}\N{EN DASH} 11:00"
        assert times.day_in_short(date(2027, 1, 21)) == f"Thu{NB}21{NB}Jan"


def test_a_date_stays_together_at_the_end_of_a_line() -> None:
    assert times.day_in_full(datetime(2027, 2, 2, 12, tzinfo=ZoneInfo("UTC"))) == (
        f"dinsdag 2{NB}februari{NB}2027"
    )


def test_a_moment_falls_on_the_day_it_has_in_amsterdam() -> None:
    late = datetime(2027, 1, 20, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert times.day_in_short(late) == f"do{NB}21{NB}jan"
