"""How do sessions stand in people's calendars? As "Leerkring", without names and without a case.

One event per session, with the session's own UID: a later calendar with a higher sequence changes the event,
and one with the method CANCEL removes it.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from vakwerk.circles.models import Session
from vakwerk.foundation.calendars import CANCEL, PUBLISH, REQUEST, Entry
from vakwerk.foundation.times import AMSTERDAM

__all__ = ["AMSTERDAM", "CANCEL", "PUBLISH", "REQUEST", "entries"]


def entries(sessions: Iterable[Session], *, host: str, url: str = "") -> Iterator[Entry]:
    """Return sessions as events. ``host`` completes the UID; ``url``: where more is said."""
    for session in sessions:
        yield Entry(
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
