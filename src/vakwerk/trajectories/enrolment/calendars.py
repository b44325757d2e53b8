"""How do the sessions of an edition stand in people's calendars?"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from vakwerk.foundation import calendars
from vakwerk.foundation.models import Academy
from vakwerk.people.letters import address, host
from vakwerk.trajectories.models import EditionSession


def entries(sessions: Iterable[EditionSession], *, academy: Academy) -> Iterator[calendars.Entry]:
    """Return sessions as events; each needs its activity, and its edition with the trajectory."""
    for session in sessions:
        yield _entry(session, academy)


def _entry(session: EditionSession, academy: Academy) -> calendars.Entry:
    edition = session.edition
    name = str(edition.trajectory.title)
    about = str(session.title)
    online = _("Join online: %(url)s") % {"url": edition.online_url} if edition.online_url else ""
    return calendars.Entry(
        uid=f"{session.uid}@{host()}",
        sequence=session.sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=f"{name}: {about}" if about else name,
        place=session.where or edition.online_url,
        text=online,
        url=address("trajectories:my_edition", academy, edition.pk),
        is_cancelled=session.is_cancelled,
    )
