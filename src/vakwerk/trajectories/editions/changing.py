"""What would another time, place or title for a session change, and who hears of it?"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.foundation import times
from vakwerk.people.models import Person
from vakwerk.trajectories.editions import queries, rules
from vakwerk.trajectories.editions.operations import Moment
from vakwerk.trajectories.editions.wording import conflict_in_words
from vakwerk.trajectories.models import Edition, EditionSession, Enrolment


def against(edition: Edition, moment: Moment, *, besides: int | None = None) -> list[str]:
    """Say what speaks against a moment, though it does not forbid it."""
    starts, ends = moment.starts_at.astimezone(times.AMSTERDAM), moment.ends_at.astimezone(times.AMSTERDAM)
    found = rules.conflicts(
        starts,
        ends,
        trainers=queries.trainer_names(edition),
        room=(moment.place or edition.place) if edition.is_on_place else "",
        elsewhere=queries.sessions_around([(starts, ends)], besides=[besides] if besides else []),
    )
    return [conflict_in_words(one) for one in found]


def changes_of(session: EditionSession, moment: Moment) -> dict[str, Any]:
    """Return the table of now and after, what speaks against it, and what happens when it is done."""
    edition = session.edition
    title_after = str(moment.activity.title if moment.activity else moment.title or "")
    rows = [
        _row(_("What"), str(session.title), title_after),
        _row(_("Day"), times.day_in_full(session.starts_at), times.day_in_full(moment.starts_at)),
        _row(
            _("Time"),
            times.hours(session.starts_at, session.ends_at),
            times.hours(moment.starts_at, moment.ends_at),
        ),
        _row(_("Location"), session.where or _("none"), moment.place or edition.place or _("none")),
    ]
    changed = any(row["changed"] for row in rows)
    return {
        "rows": rows if changed else [],
        "against": against(edition, moment, besides=session.pk),
        "effects": _effects(session, moment),
    }


def _effects(session: EditionSession, moment: Moment) -> list[str]:
    edition = session.edition
    if edition.state == Edition.State.PLANNED:
        return [_("Nobody gets a letter: the edition is still being planned.")]
    takers = Person.objects.filter(pk__in=queries.takers(edition, states=[Enrolment.State.ENROLLED]))
    by_mail = takers.exclude(email="").count()
    said = [
        ngettext(
            "%(count)s person gets a letter, and their calendar changes with it.",
            "%(count)s people get a letter, and their calendars change with it.",
            by_mail,
        )
        % {"count": by_mail}
    ]
    if without := [person.name for person in takers.filter(email="")[:20]]:
        said.append(
            _("Without an e-mail address, so tell them yourself: %(names)s.") % {"names": ", ".join(without)}
        )
    away = session.apologies.count()
    if away and moment.starts_at != session.starts_at:
        said.append(
            ngettext(
                "%(count)s person could not come. We forget that, since they may be able to come now.",
                "%(count)s people could not come. We forget that, since they may be able to come now.",
                away,
            )
            % {"count": away}
        )
    return said


def _row(label: str, now: str, after: str) -> dict[str, Any]:
    return {"label": label, "now": now, "after": after, "changed": now != after}
