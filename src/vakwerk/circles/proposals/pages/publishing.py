"""What happens on publishing, and what keeps it from happening?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.circles.composing import wording
from vakwerk.circles.composing.board import Board
from vakwerk.circles.models import Circle, Proposal
from vakwerk.circles.published import operations
from vakwerk.foundation import refusals


def panel_of(proposal: Proposal, board: Board, *, now: datetime) -> dict[str, Any]:
    """Say what publishing does, and the reason why it cannot be done yet."""
    seated = [member for member in board.members if member.person_id in board.seats]
    by_mail = sum(member.has_email for member in seated)
    count = len(board.places)
    circles = list(
        Circle.objects.filter(proposal=proposal)
        .select_related("slot", "facilitator__account")
        .order_by("number")
    )
    reason, way_url = _reason(proposal, circles, board, now)
    return {
        "people": wording.people_count(len(seated)),
        "by_mail": by_mail,
        "mails": _mails_in_words(operations.mails_on_publishing(proposal, circles, now=now), circles),
        "without_mail": [member.name for member in seated if not member.has_email][:10],
        "without_count": len(seated) - by_mail,
        "button": ngettext("Publish %(count)s circle", "Publish %(count)s circles", count) % {"count": count},
        "reason": reason,
        "way_url": way_url,
        "way_label": _("Solve this first") if way_url else "",
    }


def _mails_in_words(mails: int, circles: Sequence[Circle]) -> str:
    if not mails:
        return ""
    if any(circle.facilitator for circle in circles):
        sentence = ngettext(
            "Members and facilitators get a letter, and an e-mail per session for their calendar: %(count)s e-mail.",
            "Members and facilitators get a letter, and an e-mail per session for their calendar: %(count)s e-mails.",
            mails,
        )
    else:
        sentence = ngettext(
            "Each of them gets a letter, and an e-mail per session for their calendar: %(count)s e-mail.",
            "Each of them gets a letter, and an e-mail per session for their calendar: %(count)s e-mails.",
            mails,
        )
    return sentence % {"count": mails}


def _reason(proposal: Proposal, circles: Sequence[Circle], board: Board, now: datetime) -> tuple[str, str]:
    if board.conflicts and not proposal.is_settled:
        first = board.conflicts[0]
        number = board.place_by_id[first.circle_ids[0]].number if first.circle_ids else 0
        clause = wording.clause(first, board)
        sentence = _("Not yet: %(why)s.") % {"why": clause}
        return sentence, f"#circle-{number}" if number else ""
    answer = operations.reason_not_to_publish(proposal, circles=circles, broken=len(board.conflicts), now=now)
    if answer is None:
        return "", ""
    why, circle = answer
    number = circle.number if circle else 0
    return refusals.say(why, circle=number), f"#circle-{number}" if number else ""
