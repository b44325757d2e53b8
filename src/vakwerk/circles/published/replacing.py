"""Who can take an open seat? Those who wait, the best first, each with why or why not, alone or with whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from vakwerk.circles import times
from vakwerk.circles.composing import queries as composing
from vakwerk.circles.composing.queries import Replacement
from vakwerk.circles.models import Circle, SignUp
from vakwerk.circles.published import joining, queries
from vakwerk.circles.published.rules import ONLY_TOGETHER, Newcomer, parties_for, reason_not_to_seat
from vakwerk.foundation import refusals

MOST_SUGGESTED = 3


def lines(circle: Circle, waiting: Sequence[SignUp], *, now: datetime) -> list[dict[str, Any]]:
    """Return the people who wait: whom composing suggests first, then whom the rules allow, then the others."""
    suggested = {one.member.person_id: one for one in composing.replacements_for(circle)} if waiting else {}
    order = {person_id: place for place, person_id in enumerate(suggested)}
    opening = joining.opening(circle, now=now)
    known = joining.newcomers(circle, [one.person for one in waiting], now=now)
    found = []
    for sign_up in waiting:
        line = _line(circle, sign_up, suggested.get(sign_up.person_id))
        line["refusal"] = reason_not_to_seat(known[sign_up.person_id], opening)
        line["reason"] = refusals.say(line["refusal"])
        found.append(line)
    found.sort(
        key=lambda line: (
            bool(line["reason"]),
            order.get(line["person"].pk, len(order)),
            not line["can_come"],
        )
    )
    in_order = [known[line["person"].pk] for line in found]
    by_id = {line["person"].pk: line for line in found}
    for line in found:
        line["only_together"] = line["refusal"] in ONLY_TOGETHER
        line["parties"] = []
        if line["only_together"]:
            me = known[line["person"].pk]
            others = [one for one in in_order if one is not me]
            line["parties"] = [_party(party[1:], by_id) for party in parties_for(me, opening, others)]
    # Who may join with somebody else stands before who may not join at all.
    return sorted(
        found, key=lambda line: bool(line["reason"]) + (bool(line["reason"]) and not line["parties"])
    )


def _party(along: Sequence[Newcomer], by_id: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """Return who comes along, as a choice: the ids that are sent, and the names that are read."""
    of_them = [by_id[one.person_id] for one in along]
    return {
        "people": ",".join(str(one["person"].pk) for one in of_them),
        "names": ", ".join(one["person"].name for one in of_them),
        "count": len(of_them),
        "can_come": all(one["can_come"] for one in of_them),
    }


def suggestions(circle: Circle, *, now: datetime) -> dict[str, Any]:
    """Return who fits an open seat best, for the page of the circle, and how many more fit."""
    fitting, told = [], set()
    for line in lines(circle, list(queries.waiting(circle.proposal.round)), now=now):
        along = line["parties"][0]["people"] if line["parties"] else ""
        party = frozenset({str(line["person"].pk), *along.split(",")})
        if (along or not line["reason"]) and party not in told:
            fitting.append(line)
            told.add(party)
    return {"best": fitting[:MOST_SUGGESTED], "more": max(0, len(fitting) - MOST_SUGGESTED)}


def _line(circle: Circle, sign_up: SignUp, suggestion: Replacement | None) -> dict[str, Any]:
    slots = [one.slot for one in sign_up.slots.all()]
    return {
        "sign_up": sign_up,
        "person": sign_up.person,
        "why": _why(suggestion) if suggestion else "",
        "can_come": circle.slot_id in {slot.pk for slot in slots},
        "moments": ", ".join(times.moment(slot) for slot in slots),
    }


def _why(suggestion: Replacement) -> str:
    if suggestion.new_discipline and suggestion.new_organisation:
        return _("a new field and a new organisation in this circle")
    if suggestion.new_discipline:
        return _("a new field in this circle")
    return _("a new organisation in this circle") if suggestion.new_organisation else ""
