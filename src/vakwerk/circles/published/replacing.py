"""Who can take an open seat? Those who wait, the best first, each with why or why not."""

from collections.abc import Sequence
from typing import Any

from vakwerk.circles import times
from vakwerk.circles.models import Circle, SignUp
from vakwerk.circles.published import operations
from vakwerk.circles.published.wording import words


def lines(circle: Circle, waiting: Sequence[SignUp]) -> list[dict[str, Any]]:
    """Return the people who wait: whom the rules allow first, and of those who can come at its moment first."""
    found = [_line(circle, sign_up) for sign_up in waiting]
    return sorted(found, key=lambda line: (bool(line["reason"]), not line["can_come"]))


def _line(circle: Circle, sign_up: SignUp) -> dict[str, Any]:
    reason = operations.reason_not_to_seat(circle, sign_up.person)
    slots = [one.slot for one in sign_up.slots.all()]
    return {
        "sign_up": sign_up,
        "person": sign_up.person,
        "reason": words(reason) if reason else "",
        "can_come": circle.slot_id in {slot.pk for slot in slots},
        "moments": ", ".join(times.moment(slot) for slot in slots),
    }
