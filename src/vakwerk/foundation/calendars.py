"""How does something stand in people's calendars? As an iCalendar object that can change and take away later.

Each event has a UID of its own: a later calendar with a higher sequence changes the event, and one with the
method CANCEL takes it away. Source: RFC 5545 and 5546.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from vakwerk.foundation.times import AMSTERDAM

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
NOBODY: Final = "nobody@invalid"
"""Whom a calendar is for that ``addressed`` makes out to many people, one after the other."""


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


def calendar(
    entries: Iterable[Entry], *, method: str, now: datetime, organiser: str = "", attendee: str = ""
) -> str:
    """Write events as an iCalendar object.

    ``method``: ``REQUEST`` invites or changes and ``CANCEL`` takes away, both to one ``attendee``;
    ``PUBLISH`` is for a file that somebody takes along.
    """
    from icalendar import Calendar, Timezone  # noqa: PLC0415 - heavy, and few requests need it

    rows = sorted(entries, key=lambda one: one.starts_at)
    result = Calendar()
    result.add("prodid", "-//Vakwerk//Vakwerk//NL")
    result.add("version", "2.0")
    result.add("calscale", "GREGORIAN")
    result.add("method", method)
    if rows:
        first, last = rows[0].starts_at, max(row.ends_at for row in rows)
        result.add_component(Timezone.from_tzinfo(AMSTERDAM, first_date=first.date(), last_date=last.date()))
    for row in rows:
        event = _event(row, now=now)
        event.add("status", "CANCELLED" if method == CANCEL or row.is_cancelled else "CONFIRMED")
        if method != PUBLISH:
            _add_people(event, organiser, attendee)
        result.add_component(event)
    text: str = result.to_ical().decode()
    return text


def _event(entry: Entry, *, now: datetime) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - heavy, and few requests need it

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(AMSTERDAM))
    event.add("dtend", entry.ends_at.astimezone(AMSTERDAM))
    event.add("summary", entry.summary)
    if entry.place:
        event.add("location", entry.place)
    if entry.text:
        event.add("description", entry.text)
    if entry.url:
        event.add("url", entry.url)
    event.add("class", "PRIVATE" if entry.is_private else "PUBLIC")
    return event


def _add_people(event: "Event", organiser: str, attendee: str) -> None:
    from icalendar import vCalAddress  # noqa: PLC0415 - few requests need it, so it loads with the first

    # The protocol wants addresses; names are left out.
    event.add("organizer", vCalAddress(f"mailto:{organiser}"))
    event.add("attendee", _guest(attendee))


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
    """Make a calendar that was written for ``NOBODY`` out to somebody: much faster than writing it again."""
    return text.replace(_guest_line(NOBODY), _guest_line(attendee))
