"""Does a calendar say the right times, whatever days it is about?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from vakwerk.foundation import calendars
from vakwerk.foundation.calendars import NOBODY, Entry
from vakwerk.foundation.times import AMSTERDAM

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def entry(starts_at: datetime, **facts: object) -> Entry:
    made = Entry(
        uid=f"{starts_at:%Y%m%d}@vakwerk.example",
        sequence=0,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        summary="Leerkring",
    )
    return replace(made, **facts)  # type: ignore[arg-type]  # names of fields


def message(one: Entry, attendee: str = "tom@apeldoorn.example") -> str:
    return calendars.message(
        one, method=calendars.REQUEST, now=NOW, organiser="leren@apeldoorn.example", attendee=attendee
    )


def published(*entries: Entry) -> str:
    return calendars.published(entries, name="Vakwerk", now=NOW, organiser="leren@apeldoorn.example")


def test_the_time_zone_is_the_same_two_observances_whatever_the_days() -> None:
    zones = {
        Calendar.from_ical(text).walk("VTIMEZONE")[0].to_ical()
        for text in (
            message(entry(datetime(2027, 7, 1, 9, 30, tzinfo=AMSTERDAM))),
            message(entry(datetime(2027, 1, 5, 9, 30, tzinfo=AMSTERDAM))),
            published(*(entry(datetime(2026 + year, 1, 5, 9, tzinfo=AMSTERDAM)) for year in range(40))),
            published(),
        )
    }
    (zone,) = zones
    assert zone.count(b"RRULE:FREQ=YEARLY") == 2
    assert b"RDATE" not in zone


@pytest.mark.parametrize(
    "attendee", ["a@b.example", f"{'lang' * 20}@gemeente.example", "zoë@gemeente.example"]
)
def test_a_calendar_made_out_later_equals_one_written_for_its_reader(attendee: str) -> None:
    one = entry(datetime(2027, 7, 1, 9, 30, tzinfo=AMSTERDAM))
    assert calendars.addressed(message(one, NOBODY), attendee) == message(one, attendee)


def test_an_event_that_no_calendar_can_hold_leaves_the_others_whole() -> None:
    far = entry(datetime(9999, 12, 31, 23, 30, tzinfo=UTC) - timedelta(hours=2))
    far = replace(far, starts_at=datetime.max.replace(tzinfo=UTC), ends_at=datetime.max.replace(tzinfo=UTC))
    near = entry(datetime(2027, 7, 1, 9, 30, tzinfo=AMSTERDAM))
    (event,) = Calendar.from_ical(published(far, near)).walk("VEVENT")
    assert str(event["uid"]) == near.uid


def test_the_last_day_of_the_year_9999_is_a_day_like_others() -> None:
    text = published(entry(datetime(9999, 12, 31, 9, 0, tzinfo=AMSTERDAM)))
    assert "DTSTART;TZID=Europe/Amsterdam:99991231T090000" in text


def test_control_characters_and_line_breaks_stay_within_their_text() -> None:
    text = published(
        entry(
            datetime(2027, 7, 1, 9, 30, tzinfo=AMSTERDAM),
            summary="Los\rlaten\x0b\nEND:VEVENT",
            place="A\x00B",
        )
    )
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["summary"]) == "Los\nlaten \nEND:VEVENT"
    assert str(event["location"]) == "A B"


def test_what_is_published_names_its_organiser_and_itself_and_invites_nobody() -> None:
    text = published(entry(datetime(2027, 7, 1, 9, 30, tzinfo=AMSTERDAM)))
    assert "ORGANIZER:mailto:leren@apeldoorn.example" in text
    assert "X-WR-CALNAME:Vakwerk" in text
    assert "ATTENDEE" not in text
