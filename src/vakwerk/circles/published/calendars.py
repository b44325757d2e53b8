"""How do sessions stand in people's calendars? As "Leerkring", without names and without a case.

One event per session, with the session's own UID: a later calendar with a higher sequence changes the event,
and one with the method CANCEL takes it away.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from vakwerk.circles.models import Session
from vakwerk.foundation import calendars
from vakwerk.foundation.calendars import CANCEL, NOBODY, PUBLISH, REQUEST, addressed
from vakwerk.foundation.times import AMSTERDAM

__all__ = ["AMSTERDAM", "CANCEL", "NOBODY", "PUBLISH", "REQUEST", "addressed", "calendar", "entries"]


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
    """Write sessions as an iCalendar object; the method is as in ``foundation.calendars``.

    ``host`` completes the UID.
    """
    return calendars.calendar(
        entries(sessions, host=host, url=url), method=method, now=now, organiser=organiser, attendee=attendee
    )


def entries(sessions: Iterable[Session], *, host: str, url: str = "") -> Iterator[calendars.Entry]:
    """Return sessions as events. ``host`` completes the UID; ``url``: where more is said."""
    for session in sessions:
        yield calendars.Entry(
            uid=f"{session.uid}@{host}",
            sequence=session.sequence,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            summary=_("Peer consultation circle"),
            place=session.place,
            url=url,
            is_cancelled=session.is_cancelled,
            is_private=True,
        )
