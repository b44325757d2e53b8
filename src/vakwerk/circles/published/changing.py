"""What would another time or place for a session change, and who hears of it?"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.circles import times
from vakwerk.circles.models import Session
from vakwerk.circles.published import queries


def changes_of(session: Session, *, starts_at: datetime, ends_at: datetime, place: str) -> dict[str, Any]:
    """Return the table of now and after, and what happens when it is done; without rows, nothing changes."""
    now = (session.starts_at, session.ends_at, session.place)
    after = (starts_at, ends_at, place)
    takers = queries.letter_takers(session.circle)
    by_mail = sum(bool(person.email) for person in takers)
    away = session.absences.count()
    effects = [
        ngettext(
            "%(count)s person gets a letter, and their calendar changes with it.",
            "%(count)s people get a letter, and their calendars change with it.",
            by_mail,
        )
        % {"count": by_mail}
    ]
    if without := [person.name for person in takers if not person.email]:
        effects.append(
            _("Without an e-mail address, so tell them yourself: %(names)s.") % {"names": ", ".join(without)}
        )
    if away and starts_at != session.starts_at:
        effects.append(
            ngettext(
                "%(count)s person could not come. We forget that, since they may be able to come now.",
                "%(count)s people could not come. We forget that, since they may be able to come now.",
                away,
            )
            % {"count": away}
        )
    rows = [
        _row(_("Day"), times.day_in_full(session.starts_at), times.day_in_full(starts_at)),
        _row(_("Time"), times.hours(*now[:2]), times.hours(starts_at, ends_at)),
        _row(_("Location"), session.place or _("none"), place or _("none")),
    ]
    return {"rows": rows if now != after else [], "effects": effects}


def _row(label: str, now: str, after: str) -> dict[str, Any]:
    return {"label": label, "now": now, "after": after, "changed": now != after}
