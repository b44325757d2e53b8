"""How do sessions stand in people's calendars? As "Leerkring", without names and without a case.

One event per session, with the session's own UID: a later calendar with a higher sequence changes the event,
and one with the method CANCEL takes it away. Source: RFC 5545 and 5546.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from vakwerk.circles.models import Session

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
NOBODY: Final = "nobody@invalid"
"""Whom a calendar is for that ``addressed`` makes out to many people, one after the other."""


def calendar(
    sessions: Iterable[Session],
    *,
    method: str,
    now: datetime,
    host: str,
    organiser: str = "",
    attendee: str = "",
    url: str = "",
) -> str:
    """Write sessions as an iCalendar object.

    ``method``: ``REQUEST`` invites or changes and ``CANCEL`` takes away, both to one ``attendee``;
    ``PUBLISH`` is for a file that somebody takes along. ``host`` completes the UID.
    """
    from icalendar import Calendar, Timezone  # noqa: PLC0415 - heavy, and few requests need it

    rows = list(sessions)
    result = Calendar()
    result.add("prodid", "-//Vakwerk//Leerkringen//NL")
    result.add("version", "2.0")
    result.add("calscale", "GREGORIAN")
    result.add("method", method)
    if rows:
        first, last = rows[0].starts_at, max(row.ends_at for row in rows)
        result.add_component(Timezone.from_tzinfo(AMSTERDAM, first_date=first.date(), last_date=last.date()))
    for session in rows:
        event = _event(session, now=now, host=host, url=url)
        if method == CANCEL or session.is_cancelled:
            event.add("status", "CANCELLED")
        else:
            event.add("status", "CONFIRMED")
        if method != PUBLISH:
            _add_people(event, organiser, attendee)
        result.add_component(event)
    text: str = result.to_ical().decode()
    return text


def _event(session: Session, *, now: datetime, host: str, url: str) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - heavy, and few requests need it

    event = Event()
    event.add("uid", f"{session.uid}@{host}")
    event.add("sequence", session.sequence)
    event.add("dtstamp", now.astimezone(ZoneInfo("UTC")))
    event.add("dtstart", session.starts_at.astimezone(AMSTERDAM))
    event.add("dtend", session.ends_at.astimezone(AMSTERDAM))
    event.add("summary", _("Peer consultation circle"))
    if session.place:
        event.add("location", session.place)
    if url:
        event.add("url", url)
    event.add("class", "PRIVATE")
    return event


def _add_people(event: "Event", organiser: str, attendee: str) -> None:
    from icalendar import vCalAddress  # noqa: PLC0415 - few requests need it, so it loads with the first

    # The protocol wants addresses; names are left out.
    event.add("organizer", vCalAddress(f"mailto:{organiser}"))
    event.add("attendee", _guest(attendee))


def _guest(attendee: str) -> "vCalAddress":
    from icalendar import vCalAddress  # noqa: PLC0415

    guest = vCalAddress(f"mailto:{attendee}")
    guest.params["PARTSTAT"] = "ACCEPTED"
    guest.params["RSVP"] = "FALSE"
    return guest


def _guest_line(attendee: str) -> str:
    from icalendar.parser import Contentline  # noqa: PLC0415

    guest = _guest(attendee)
    line: bytes = Contentline.from_parts("ATTENDEE", guest.params, guest).to_ical()
    return line.decode()


def addressed(text: str, attendee: str) -> str:
    """Make a calendar that was written for ``NOBODY`` out to somebody: much faster than writing it again."""
    return text.replace(_guest_line(NOBODY), _guest_line(attendee))
