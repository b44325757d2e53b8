"""What does the coordinator's page of an edition show? Its steps, and what must hold to open it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.foundation import refusals
from vakwerk.trajectories.editions import operations, queries
from vakwerk.trajectories.editions.rules import EditionRefusal
from vakwerk.trajectories.models import Activity, Edition

ORDER = (Edition.State.PLANNED, Edition.State.OPEN, Edition.State.CLOSED, Edition.State.COMPLETED)


def steps(edition: Edition) -> list[dict[str, Any]]:
    """Return the states of an edition in order, and which it is in."""
    if edition.state == Edition.State.CANCELLED:
        return []
    at = ORDER.index(Edition.State(edition.state))
    last = len(ORDER) - 1
    return [
        {
            "label": Edition.State(state).label.capitalize(),
            "state": "done" if nth < at or at == last else "current" if nth == at else "todo",
        }
        for nth, state in enumerate(ORDER)
    ]


def dated(edition: Edition) -> dict[str, Any]:
    """Return how many sessions of the trajectory there are, how many have a date, and the names of those without."""
    total = sum(one.kind == Activity.Kind.SESSION for one in queries.parts_to_date(edition))
    without = queries.undated(edition)
    return {
        "total": total,
        "dated": total - len(without),
        "undated": ", ".join(str(one.title) for one in without),
    }


def checks(edition: Any, sessions: Sequence[Any], *, now: datetime) -> list[dict[str, Any]]:
    """Return what holds and what does not, before an edition can be opened."""
    slug = edition.academy.slug
    terms_url = reverse("trajectories:change_edition", args=[slug, edition.pk])
    dates_url = reverse("trajectories:add_session", args=[slug, edition.pk])
    trainers_url = reverse("trajectories:edition_trainers", args=[slug, edition.pk])
    reason = operations.reason_not_to_open(edition, now=now)
    held = [one for one in sessions if not one.is_cancelled]
    parts = dated(edition)
    where = reason if reason in {EditionRefusal.NO_PLACE, EditionRefusal.NO_LINK} else None
    rows = [
        {
            "text": _dates_line(len(held), parts),
            "refuses": not held or bool(parts["undated"]),
            "link_label": _("Plan a session"),
            "link_url": dates_url,
        },
        {
            "text": refusals.say(where) if where else edition.place or edition.online_url or _places_of(held),
            "refuses": where is not None,
            "link_label": _("Change the conditions"),
            "link_url": terms_url,
        },
        {
            "text": ", ".join(one.name for one in edition.trainers.all())
            or _("Nobody leads it yet. You can open it all the same."),
            "refuses": False,
            "link_label": _("Choose who leads it"),
            "link_url": trainers_url,
        },
    ]
    if reason and reason not in {
        EditionRefusal.NO_SESSIONS,
        EditionRefusal.PARTS_UNDATED,
        EditionRefusal.NO_PLACE,
        EditionRefusal.NO_LINK,
    }:
        rows.append({"text": refusals.say(reason), "refuses": True, "link_label": "", "link_url": ""})
    return rows


def _dates_line(held: int, parts: dict[str, Any]) -> str:
    """Say how many dates there are and, where sessions of the trajectory have none, which."""
    if not held:
        return refusals.say(EditionRefusal.NO_SESSIONS)
    if parts["undated"]:
        line = ngettext(
            "%(dated)s of %(total)s sessions of the trajectory has a date. Without a date: %(undated)s.",
            "%(dated)s of %(total)s sessions of the trajectory have a date. Without a date: %(undated)s.",
            parts["dated"],
        )
        return line % parts
    return ngettext("%(count)s date is planned", "%(count)s dates are planned", held) % {"count": held}


def _places_of(held: Sequence[Any]) -> str:
    return ", ".join(dict.fromkeys(one.place for one in held if one.place)) or refusals.say(
        EditionRefusal.NO_PLACE
    )
