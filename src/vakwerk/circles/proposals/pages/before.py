"""What stands on the pages before there is a proposal?"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.circles.composing import operations, queries, wording
from vakwerk.circles.composing.board import Board
from vakwerk.circles.composing.rules import percentage, seconds_to_search
from vakwerk.circles.models import Proposal, Round
from vakwerk.foundation import refusals
from vakwerk.foundation.models import Job

WIDTH, HEIGHT = 640, 160


def compose_page(round_: Round) -> dict[str, Any]:
    """Return what the page shows on which composing starts."""
    board = queries.board_of(round_)
    reason = operations.reason_not_to_compose(round_, board)
    proposals = queries.proposals_of(round_)
    without = [member.name for member in board.waiting if not member.slot_ids]
    count = len(board.members)
    return {
        "round": round_,
        "board": board,
        "reason": refusals.say(reason, least=round_.size_min),
        "job": queries.running_job(round_),
        "is_open": round_.state == Round.State.OPEN,
        "signed_up": wording.people_count(count),
        "kinds": wording.kinds_count(board.members),
        "expected": _expected(count, board),
        "moments": _moments(board),
        "without_moment": wording.and_list(without[:12]),
        "without_count": len(without),
        "without_more": max(0, len(without) - 12),
        "seconds": int(seconds_to_search(count)),
        "proposals": [_line(proposal) for proposal in proposals],
    }


def _expected(count: int, board: Board) -> str:
    """Say how many circles can come of it."""
    least, most = -(-count // board.terms.size_max), count // board.terms.size_min
    if not count or least > most:
        return _("none yet")
    if least == most:
        return str(least)
    return _("%(least)s to %(most)s") % {"least": least, "most": most}


def _moments(board: Board) -> Sequence[dict[str, Any]]:
    chosen = {moment.slot_id: 0 for moment in board.moments}
    for member in board.members:
        for slot_id in member.slot_ids & chosen.keys():
            chosen[slot_id] += 1
    most = max(chosen.values(), default=0) or 1
    return [
        {
            "name": wording.when(moment),
            "first": wording.first_on(moment),
            "count": chosen[moment.slot_id],
            "share": round(100 * chosen[moment.slot_id] / most),
            "thin": chosen[moment.slot_id] < board.terms.size_min,
        }
        for moment in board.moments
    ]


def _line(proposal: Proposal) -> dict[str, Any]:
    mean = proposal.scores.get("mean")
    return {
        "proposal": proposal,
        "circles": getattr(proposal, "circle_count", 0),
        "people": getattr(proposal, "seat_count", 0),
        "mean": wording.percent(percentage(mean)) if mean is not None else "",
        "clash": bool(proposal.scores.get("clash")),
        "is_published": proposal.is_settled,
    }


def progress_page(round_: Round, job: Job) -> dict[str, Any]:
    """Return what the page shows while circles are being composed."""
    figures = job.progress or {}
    limit = float(figures.get("limit") or 0)
    seconds = float(figures.get("seconds") or 0)
    score = figures.get("score")
    keeps = figures.get("keeps_rules")
    people, circles = figures.get("people") or 0, figures.get("circles") or 0
    return {
        "round": round_,
        "job": job,
        "is_over": job.is_over,
        "is_waiting": job.state == Job.State.WAITING,
        "failed": job.state == Job.State.FAILED,
        "stopping": job.stop_asked and not job.is_over,
        "again": job.attempts > 1,
        "limit": limit,
        "seconds": min(seconds, limit),
        "seconds_text": _("%(seconds)s of at most %(limit)s seconds")
        % {"seconds": int(seconds), "limit": int(limit)},
        "score": wording.percent(percentage(score)) if score is not None else "",
        "keeps_rules": keeps,
        # While it waits for its turn nothing has been counted yet.
        "people_text": wording.people_count(people) if people else "",
        "circles_text": ngettext("about %(count)s circle", "about %(count)s circles", circles)
        % {"count": circles}
        if circles
        else "",
        "line": _line_of(figures.get("points") or [], limit),
        "rows": _rows_of(figures.get("points") or []),
        "width": WIDTH,
        "height": HEIGHT,
    }


def _line_of(points: Sequence[Sequence[float]], limit: float) -> str:
    """Return the score over time as the points of an SVG line: left is the start, top is 100 %."""
    if not points or limit <= 0:
        return ""
    return " ".join(f"{min(1.0, at / limit) * WIDTH:.1f},{(1 - score) * HEIGHT:.1f}" for at, score in points)


def _rows_of(points: Sequence[Sequence[float]]) -> list[dict[str, str]]:
    """Return the score at some six points in time, as a table beside the line."""
    step = max(1, len(points) // 6)
    return [
        {"seconds": f"{at:.0f}", "score": wording.percent(percentage(score))} for at, score in points[::step]
    ]
