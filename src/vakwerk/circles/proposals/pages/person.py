"""Why does somebody sit where they sit, and what would change if they sat elsewhere?"""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circlemix.moves import options
from vakwerk.circles.composing import operations, wording
from vakwerk.circles.composing.board import Board, Member
from vakwerk.circles.composing.rules import percentage
from vakwerk.circles.models import Proposal
from vakwerk.circles.proposals.forms import MOVE, SWAP
from vakwerk.circles.proposals.mending import tried
from vakwerk.circles.proposals.pages import cards
from vakwerk.circles.rules import PairingKind
from vakwerk.foundation import refusals

# Beyond this many circles the table shows the best ones.
MOST_CIRCLES = 30


def person_page(proposal: Proposal, board: Board, person_id: int) -> dict[str, Any]:
    """Gather the facts of one person in a proposal, or answer 404 when they are not in it."""
    member = board.by_id.get(person_id)
    if member is None:
        raise Http404
    circle_id = board.seats.get(person_id)
    place = board.place_by_id.get(circle_id or 0)
    is_published = proposal.is_settled
    elsewhere = [] if is_published else _elsewhere(board, member)
    return {
        "proposal": proposal,
        "round": proposal.round,
        "member": member,
        "work": cards.work_of(member),
        "place": place,
        "circle": wording.circle_title(place.number) if place else _("Still waiting"),
        "why": _why(board, member, circle_id),
        "elsewhere": elsewhere[:MOST_CIRCLES],
        "more": max(0, len(elsewhere) - MOST_CIRCLES),
        "now": wording.percent(percentage(board.evaluation.objective)),
        "is_locked": person_id in board.locked,
        "is_published": is_published,
    }


def _why(board: Board, member: Member, circle_id: int | None) -> list[dict[str, str]]:
    """Say, fact by fact, what speaks for the place."""
    moments = [wording.when(moment) for moment in board.moments if moment.slot_id in member.slot_ids]
    can = (
        _("Can come on %(moments)s.") % {"moments": wording.and_list(moments)}
        if moments
        else _("Chose no moment.")
    )
    if circle_id is None:
        return [{"label": _("Moments"), "value": can}, *_ties(board, member, None)]
    others = [other for other in board.by_circle[circle_id] if other.person_id != member.person_id]
    moment = board.moment_by_id.get(board.place_by_id[circle_id].slot_id or 0)
    meets = _("The circle meets on %(moment)s.") % {"moment": wording.when(moment)} if moment else ""
    facts = [{"label": _("Moments"), "value": f"{meets} {can}".strip()}]
    facts += [
        _shared(_("Discipline"), member.discipline, [o.discipline for o in others]),
        _shared(_("Organisation"), member.organisation, [o.organisation for o in others]),
        _shared(
            _("Way of governing"),
            str(wording.ORIENTATIONS.get(member.orientation, "")),
            [str(wording.ORIENTATIONS.get(o.orientation, "")) for o in others],
        ),
    ]
    met = [
        other.name for other in others if frozenset((member.person_id, other.person_id)) in board.crowd.met
    ]
    facts.append(
        {
            "label": _("Know each other"),
            "value": _("Knows %(names)s from an earlier round.") % {"names": wording.and_list(met)}
            if met
            else _("Meets everybody in this circle for the first time."),
        }
    )
    facts += _ties(board, member, circle_id)
    if member.person_id in board.locked:
        facts.append(
            {
                "label": _("Locked"),
                "value": _("Somebody locked this seat: composing again leaves it as it is."),
            }
        )
    return facts


def _shared(label: str, own: str, others: Sequence[str]) -> dict[str, str]:
    if not own:
        return {"label": label, "value": _("Not known.")}
    count = others.count(own)
    if not count:
        return {"label": label, "value": _("%(what)s: the only one in this circle.") % {"what": own}}
    return {
        "label": label,
        "value": ngettext("%(what)s, like %(count)s other.", "%(what)s, like %(count)s others.", count)
        % {"what": own, "count": count},
    }


def _ties(board: Board, member: Member, circle_id: int | None) -> list[dict[str, str]]:
    """Say with whom they may not sit, and where those people are."""
    said = []
    clash = False
    for tie in board.crowd.ties:
        if member.person_id not in (tie.person_id, tie.senior_id) or tie.kind == PairingKind.TOGETHER:
            continue
        other = board.by_id.get(tie.senior_id if tie.person_id == member.person_id else tie.person_id)
        if other is None:
            continue
        where = board.seats.get(other.person_id)
        clash = clash or (where is not None and where == circle_id)
        place = board.place_by_id.get(where or 0)
        at = wording.circle_name(place.number) if place else _("waits")
        said.append(_("%(name)s (%(where)s)") % {"name": other.name, "where": at})
    if not said:
        return [
            {"label": _("Ties"), "value": _("No manager, team member or assessor takes part in this round.")}
        ]
    start = _("May not sit with %(names)s.") % {"names": wording.and_list(said)}
    return [
        {"label": _("Ties"), "value": start if clash else _("%(start)s That is kept.") % {"start": start}}
    ]


def _elsewhere(board: Board, member: Member) -> list[dict[str, Any]]:
    """Return per other circle what going there would do, or else the best swap; the best on top."""
    person = board.position[member.person_id]
    here = board.seats.get(member.person_id)
    moves = {each.moves[0][1]: each for each in options(board.evaluation, person).moves}
    swaps = _best_swaps(board, member, here)
    rows = []
    for place in board.places:
        if place.circle_id == here:
            continue
        move = moves[board.group_of[place.circle_id]]
        swap = swaps.get(place.circle_id)
        rows.append(_row(board, member, place.circle_id, move, swap))
    return sorted(rows, key=lambda row: (not row["fits"], -row["share"], row["number"]))


def _best_swaps(board: Board, member: Member, here: int | None) -> dict[int, Any]:
    """Return per circle the swap with one of its members that leaves the wishes best and breaks nothing."""
    person = board.position[member.person_id]
    group = -1 if here is None else board.group_of[here]
    others = [
        m
        for m in board.members
        if m.person_id in board.seats and m.person_id not in board.locked and board.seats[m.person_id] != here
    ]
    found = tried(
        board.evaluation,
        [
            ((person, board.group_of[board.seats[m.person_id]]), (board.position[m.person_id], group))
            for m in others
        ],
    )
    best: dict[int, Any] = {}
    for option, other in zip(found, others, strict=True):
        circle = board.seats[other.person_id]
        if option.broken > 0:
            continue
        key = (option.broken, -option.objective)
        if circle not in best or key < best[circle][0]:
            best[circle] = (key, option, other)
    return best


def _row(board: Board, member: Member, circle_id: int, move: Any, swap: Any) -> dict[str, Any]:
    place = board.place_by_id[circle_id]
    moment = board.moment_by_id.get(place.slot_id or 0)
    now = board.evaluation.objective
    row = {
        "number": place.number,
        "name": wording.circle_title(place.number),
        "when": wording.when(moment) if moment else "",
        "fits": move.broken <= 0,
        "share": now + move.objective,
        "wishes": wording.percent(percentage(now + move.objective)),
        "why": "",
        "url": cards.move_query(member.person_id, MOVE, circle=circle_id),
        "swap": None,
    }
    if move.broken > 0:
        steps = board.move(member.person_id, circle_id)
        refused = operations.reason_not_to_rearrange(board, board.after(steps), steps, is_published=False)
        row["why"] = refusals.say(refused)
    if swap:
        _, option, other = swap
        row["swap"] = {
            "name": other.name,
            "wishes": wording.percent(percentage(now + option.objective)),
            "url": cards.move_query(member.person_id, SWAP, other=other.person_id),
        }
        if not row["fits"]:
            row["share"] = now + option.objective - 1
    return row
