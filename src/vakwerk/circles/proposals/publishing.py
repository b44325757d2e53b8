"""What happens on publishing, and what keeps it from happening?"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.circles.composing import wording
from vakwerk.circles.composing.board import Board
from vakwerk.circles.models import Circle, Proposal
from vakwerk.circles.published import operations
from vakwerk.circles.published.wording import why_not, words
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person


def panel_of(proposal: Proposal, board: Board, *, now: datetime) -> dict[str, Any]:
    """Say what publishing does, and the reason why it cannot be done yet."""
    seated = [member for member in board.members if member.person_id in board.seats]
    by_mail = sum(member.has_email for member in seated)
    count = len(board.places)
    reason, way_url = _reason(proposal, board, now)
    return {
        "people": wording.people_count(len(seated)),
        "by_mail": by_mail,
        "without_mail": [member.name for member in seated if not member.has_email][:10],
        "without_count": len(seated) - by_mail,
        "button": ngettext("Publish %(count)s circle", "Publish %(count)s circles", count) % {"count": count},
        "reason": reason,
        "way_url": way_url,
        "way_label": _("Solve this first") if way_url else "",
    }


def _reason(proposal: Proposal, board: Board, now: datetime) -> tuple[str, str]:
    if board.conflicts and proposal.state != Proposal.State.PUBLISHED:
        first = board.conflicts[0]
        number = board.place_by_id[first.circle_ids[0]].number if first.circle_ids else 0
        clause = wording.clause(first, board)
        sentence = _("Not yet: %(why)s.") % {"why": clause}
        return sentence, f"#circle-{number}" if number else ""
    circles = list(
        Circle.objects.filter(proposal=proposal).select_related("slot", "facilitator").order_by("number")
    )
    answer = operations.reason_not_to_publish(proposal, circles=circles, broken=len(board.conflicts), now=now)
    if answer is None:
        return "", ""
    why, circle = answer
    number = circle.number if circle else 0
    return words(why, {"circle": number}), f"#circle-{number}" if number else ""


def publish(proposal: Proposal, *, by: Person, now: datetime) -> str:
    """Publish a proposal; return the reason why not, or an empty text when it is done."""
    try:
        operations.publish_round(proposal=proposal, by=by, now=now)
    except Refused as refused:
        return why_not(refused)
    return ""
