"""What do the coordinator's pages of a round share? Its tabs, its steps, and who is invited in words."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.circles.models import Aim, Round, Weight
from vakwerk.circles.rounds import queries, rules
from vakwerk.circles.rounds.wording import HOLDS
from vakwerk.circles.rules import RoundState
from vakwerk.foundation import refusals
from vakwerk.foundation.models import Academy


def tabs(round_: Round, academy: Academy, current: str, *, signed: int) -> list[dict[str, Any]]:
    """Return the parts of a round as tabs; ``current``: the name of the page that is shown."""

    def tab(name: str, label: str, count: int | None = None) -> dict[str, Any]:
        url = reverse(f"circles:{name}", args=[academy.slug, round_.pk])
        return {"url": url, "label": label, "count": count, "current": name == current}

    found = [
        tab("round", _("Overview")),
        tab("sign_ups", _("Sign-ups"), signed),
        tab("pairings", _("Together or apart")),
    ]
    if round_.state in {Round.State.OPEN, Round.State.CLOSED}:
        found.append(tab("compose", _("Compose")))
    if round_.state in {Round.State.PUBLISHED, Round.State.ENDED}:
        found.append(tab("round_circles", _("Circles")))
    return found


def steps(round_: Round) -> list[dict[str, Any]]:
    """Return the states of a round in order, and which it is in."""
    at = list(RoundState).index(RoundState(round_.state))
    return [
        {
            "label": Round.State(state).label.capitalize(),
            "state": "done"
            if nth < at or state == RoundState.ENDED == round_.state
            else "current"
            if nth == at
            else "todo",
        }
        for nth, state in enumerate(RoundState)
    ]


def audience_in_words(round_: Round) -> str:
    """Say whom a round is for."""
    names = [
        f"{one.organisation.name}: {one.unit.name}" if one.unit else one.organisation.name
        for one in round_.audience.all()
    ]
    return ", ".join(names) or _("everybody in this academy")


def reach_in_words(count: int) -> str:
    """Say how many people an audience comes down to."""
    return ngettext("That is %(count)s person.", "That is %(count)s people.", count) % {"count": count}


def checks(round_: Round, *, invited: int, today: date) -> list[dict[str, Any]]:
    """Return the checks before opening, each with what holds or what refuses."""

    refused = rules.reasons_not_to_open(queries.plan_of(round_), invited=invited, today=today)
    lines = [{"text": refusals.say(reason), "refuses": True} for reason in refused]
    weaker = {
        rules.RoundRefusal.TOO_FEW_INVITED: rules.RoundRefusal.NOBODY_INVITED,
        rules.RoundRefusal.MINIMUM_IMPOSSIBLE: rules.RoundRefusal.SIZE_IMPOSSIBLE,
        rules.RoundRefusal.NO_SLOTS: rules.RoundRefusal.STARTS_TOO_SOON,
    }
    silent = {*refused, *(weaker[reason] for reason in refused if reason in weaker)}
    lines += [{"text": text, "refuses": False} for reason, text in HOLDS.items() if reason not in silent]
    return lines


def least_in_words(round_: Round) -> str:
    """Say what every circle has at least; what asks nothing is left out."""
    parts = [
        (
            ngettext("%(count)s discipline", "%(count)s disciplines", round_.min_disciplines),
            round_.min_disciplines,
        ),
        (
            ngettext("%(count)s organisation", "%(count)s organisations", round_.min_organisations),
            round_.min_organisations,
        ),
        (
            ngettext(
                "%(count)s partner or resident", "%(count)s partners or residents", round_.min_externals
            ),
            round_.min_externals,
        ),
    ]
    return ", ".join(words % {"count": count} for words, count in parts if count)


def aims_in_words(round_: Round) -> str:
    """Say what counts, most important first."""
    much = [
        str(Aim(aim).label) for aim, weight in round_.aims.items() if weight == Weight.MUCH and aim in Aim
    ]
    some = [
        str(Aim(aim).label) for aim, weight in round_.aims.items() if weight == Weight.SOME and aim in Aim
    ]
    parts = []
    if much:
        parts.append(_("much: %(aims)s") % {"aims": ", ".join(much)})
    if some:
        parts.append(_("some: %(aims)s") % {"aims": ", ".join(some)})
    return "; ".join(parts) or _("nothing in particular")
