"""How does something stand in people's calendars? As an iCalendar object that can change and remove it later.

Each event has a UID of its own: a later calendar with a higher sequence changes the event, and one with the
method CANCEL removes it. Source: RFC 5545, 5546 and 7986.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

import structlog

from vakwerk.foundation.times import AMSTERDAM

if TYPE_CHECKING:
    from icalendar import Component, Event, vCalAddress

log = structlog.get_logger(__name__)

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
NOBODY: Final = "nobody@invalid"
"""Whom a calendar is for that ``addressed`` makes out to many people, one after the other."""

# The two observances of Dutch time since 1996, with no end. Always the same, whatever days the events are on:
# some readers take an observance with RDATE an hour off, and none can read a time zone without observances.
_TIMEZONE: Final = """\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
# What no calendar program can read in a text: control characters besides the end of a line.
_UNREADABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """One event. ``uid``: whole, with the host; ``is_private``: shown to others as busy only."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    place: str = ""
    text: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_private: bool = False


def message(entry: Entry, *, method: str, now: datetime, organiser: str, attendee: str) -> str:
    """Write the one event that a mail asks a calendar program to take up.

    ``method``: ``REQUEST`` invites or changes, and ``CANCEL`` removes. A message holds one event, since its
    events must share a UID (RFC 5546, 3.2.2) and Outlook reads only the first.
    """
    result = _calendar(method)
    event = _event(entry, now=now, organiser=organiser)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("attendee", _guest(attendee))
    result.add_component(event)
    return _written(result)


def published(
    entries: Iterable[Entry],
    *,
    name: str,
    now: datetime,
    organiser: str,
    refresh: timedelta | None = None,
) -> str:
    """Write events as a file to take along, or as a feed that is read again after ``refresh``.

    An event that cannot be written is left out, so that the others still arrive.
    """
    result = _calendar(PUBLISH)
    result.add("name", _readable(name))
    result.add("x-wr-calname", _readable(name))
    result.add("x-wr-timezone", str(AMSTERDAM))
    if refresh:
        result.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
        result.add("x-published-ttl", f"PT{refresh // timedelta(minutes=1)}M")
    for entry in sorted(entries, key=lambda one: one.starts_at):
        try:
            event = _event(entry, now=now, organiser=organiser)
        except (OverflowError, ValueError):
            log.exception("calendar.event_left_out", uid=entry.uid)
            continue
        event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
        result.add_component(event)
    return _written(result)


def _calendar(method: str) -> "Component":
    from icalendar import Calendar  # noqa: PLC0415 - heavy, and few requests need it

    result = Calendar()
    result.add("prodid", "-//Vakwerk//Vakwerk//NL")
    result.add("version", "2.0")
    result.add("calscale", "GREGORIAN")
    result.add("method", method)
    result.add_component(_timezone())
    return result


@cache
def _timezone() -> "Component":
    from icalendar import Timezone  # noqa: PLC0415 - heavy, and few requests need it

    return Timezone.from_ical(_TIMEZONE)


def _written(whole: "Component") -> str:
    text: str = whole.to_ical().decode()
    return text


def _event(entry: Entry, *, now: datetime, organiser: str) -> "Event":
    from icalendar import Event, vCalAddress  # noqa: PLC0415 - heavy, and few requests need it

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(AMSTERDAM))
    event.add("dtend", entry.ends_at.astimezone(AMSTERDAM))
    event.add("summary", _readable(entry.summary))
    if entry.place:
        event.add("location", _readable(entry.place))
    if entry.text:
        event.add("description", _readable(entry.text))
    if entry.url:
        event.add("url", entry.url)
    event.add("class", "PRIVATE" if entry.is_private else "PUBLIC")
    # The protocol wants addresses; names are left out.
    event.add("organizer", vCalAddress(f"mailto:{organiser}"))
    return event


def _readable(text: str) -> str:
    return _UNREADABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _guest(attendee: str) -> "vCalAddress":
    from icalendar import vCalAddress  # noqa: PLC0415 - few requests need it

    guest = vCalAddress(f"mailto:{attendee}")
    guest.params["PARTSTAT"] = "ACCEPTED"
    guest.params["RSVP"] = "FALSE"
    return guest


def _guest_line(attendee: str) -> str:
    from icalendar.parser import Contentline  # noqa: PLC0415 - few requests need it

    guest = _guest(attendee)
    line: bytes = Contentline.from_parts("ATTENDEE", guest.params, guest).to_ical()
    return line.decode()


def addressed(text: str, attendee: str) -> str:
    """Make a calendar that was written for ``NOBODY`` out to a reader: much faster than writing it again."""
    return text.replace(_guest_line(NOBODY), _guest_line(attendee))
