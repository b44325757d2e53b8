"""How is the audit trail shown? As a table of moment, person, act and whom it concerned."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vakwerk.foundation import audit, own_acts
from vakwerk.foundation.models import AuditEntry, OwnAct
from vakwerk.foundation.tables import Column, Filter, Table
from vakwerk.foundation.trail import queries

PERIODS: dict[str, tuple[Promise, int]] = {
    "1": (_("last 24 hours"), 1),
    "7": (_("last 7 days"), 7),
    "30": (_("last 30 days"), 30),
    "365": (_("last year"), 365),
}


def _who(row: Any) -> str:
    if row.actor_id is None:
        return "Vakwerk"
    return row.actor_name or str(_("somebody who has left"))


def _about(row: Any) -> str:
    if row.about_id is None:
        return ""
    return row.about_name or str(_("somebody who has left"))


def _actions() -> Sequence[tuple[str, str]]:
    return sorted(
        ((name, audit.name_of_action(name)) for name in audit.known_actions()), key=lambda pair: pair[1]
    )


def _since(rows: "QuerySet[AuditEntry]", days: str) -> "QuerySet[AuditEntry]":
    return rows.filter(at__gte=timezone.now() - timedelta(days=PERIODS[days][1]))


def _counted(count: int) -> str:
    return ngettext("%(count)s entry", "%(count)s entries", count) % {"count": count}


COLUMNS: tuple[Column[AuditEntry], ...] = (
    Column("at", _("when"), lambda row: row.at, order=("at",)),
    Column("who", _("who"), _who, order=("actor_name", "-at")),
    Column("what", _("what"), audit.in_words),
    Column("about", _("about whom"), _about, order=("about_name", "-at")),
    Column("action", _("code"), lambda row: row.action, download_only=True),
    Column(
        "object",
        _("object"),
        lambda row: f"{row.object_type} {row.object_id or ''}".strip(),
        download_only=True,
    ),
)
TRAIL: Table[AuditEntry] = Table(
    name=_("log"),
    columns=COLUMNS,
    filters=(
        Filter("act", _("What"), _actions, lambda rows, action: rows.filter(action=action)),
        Filter("since", _("When"), lambda: [(key, words) for key, (words, _days) in PERIODS.items()], _since),
    ),
    search=queries.by_person,
    search_label=_("Name of a person"),
    order="-at",
    counted=_counted,
    empty=_("Nothing has happened yet."),
    empty_narrowed=_("Nothing matches this person and these filters."),
)
MY_TRAIL: Table[AuditEntry] = Table(
    name=_("my log"),
    columns=COLUMNS,
    order="-at",
    counted=_counted,
    empty=_("Nothing has happened around you yet."),
)


def _who_learning(row: Any) -> str:
    if row.actor_id is None:
        return str(_("Vakwerk, or a person without an account"))
    return row.actor_name or str(_("somebody who has left"))


def _whose(row: Any) -> str:
    return row.about_name or str(_("somebody who has left"))


MY_LEARNING: Table[OwnAct] = Table(
    name=_("my learning log"),
    columns=(
        Column("at", _("when"), lambda row: row.at, order=("at",)),
        Column("who", _("who"), _who_learning, order=("actor_name", "-at")),
        Column("what", _("what"), own_acts.in_words),
        Column("about", _("whose learning"), _whose, order=("about_name", "-at")),
        Column("action", _("code"), lambda row: row.action, download_only=True),
    ),
    order="-at",
    counted=_counted,
    empty=_("Nothing has happened with your learning yet."),
)
