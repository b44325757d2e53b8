"""Who can take an open seat? Those who wait, the best first, each with why or why not."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.circles import times
from vakwerk.circles.composing import queries as composing
from vakwerk.circles.composing.queries import Replacement
from vakwerk.circles.models import Circle, SignUp
from vakwerk.circles.published import operations
from vakwerk.circles.published.wording import words


def lines(circle: Circle, waiting: Sequence[SignUp]) -> list[dict[str, Any]]:
    """Return the people who wait: whom composing suggests first, then whom the rules allow, then the others."""
    suggested = {one.member.person_id: one for one in composing.replacements_for(circle)}
    order = {person_id: place for place, person_id in enumerate(suggested)}
    found = [_line(circle, sign_up, suggested.get(sign_up.person_id)) for sign_up in waiting]
    last = len(order)
    return sorted(
        found,
        key=lambda line: (bool(line["reason"]), order.get(line["person"].pk, last), not line["can_come"]),
    )


def _line(circle: Circle, sign_up: SignUp, suggestion: Replacement | None) -> dict[str, Any]:
    reason = operations.reason_not_to_seat(circle, sign_up.person, now=timezone.now())
    slots = [one.slot for one in sign_up.slots.all()]
    return {
        "sign_up": sign_up,
        "person": sign_up.person,
        "reason": words(reason) if reason else "",
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
