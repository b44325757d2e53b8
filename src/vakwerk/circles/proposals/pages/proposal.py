"""What stands on the page of a proposal?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.circles.composing import operations, queries, wording
from vakwerk.circles.composing.board import Board, Place, rules_asked
from vakwerk.circles.composing.rules import percentage
from vakwerk.circles.models import Proposal, Rearrangement
from vakwerk.circles.proposals import wording as words
from vakwerk.circles.proposals.forms import SWAP, MoveForm
from vakwerk.circles.proposals.pages import cards, moving
from vakwerk.foundation.times import clock
from vakwerk.people.models import Person

# Up to here every circle stands on one page with everything in it; beyond, lines that open one at a time.
FEW_CIRCLES = 12
PER_PAGE = 20
MOST_OPEN = 2


def proposal_page(
    proposal: Proposal, board: Board, *, query: QueryDict, person: Person, now: datetime
) -> dict[str, Any]:
    """Gather everything for the page of a proposal."""
    today = timezone.localdate(now)
    before = queries.proposal_before(proposal)
    is_published = proposal.is_settled
    page, shown = _page_of(board, query)
    return {
        "proposal": proposal,
        "proposal_name": _("Proposal %(number)s") % {"number": proposal.number},
        "round": proposal.round,
        "board": board,
        "before": before,
        "is_published": is_published,
        "made": wording.time_ago(proposal.made_at, today),
        "lead": lead_of(board, is_published=is_published),
        "summary": summary_of(proposal, board, before),
        "rules": rules_of(board),
        "wishes": wishes_of(board, before),
        "page": page,
        "cards": _cards(board, shown, query, today, may_mend=not is_published),
        "waiting": waiting_of(board) if not is_published else [],
        "waiting_count": len(board.waiting),
        "last": last_change(proposal, board, person, today) if not is_published else None,
        "clash_url": bool(proposal.scores.get("clash")),
        **_moving(board, query, [place.circle_id for place in shown], is_published=is_published),
    }


def _page_of(board: Board, query: QueryDict) -> tuple[Any, Sequence[Place]]:
    """Return the circles of this page; the page with the circle asked for, if there is one."""
    size = len(board.places) if len(board.places) <= FEW_CIRCLES else PER_PAGE
    paginator = Paginator(board.places, max(1, size))
    wanted = query.get("page")
    asked = _asked_circle(board, query)
    if asked is not None and not wanted:
        wanted = str(1 + asked // max(1, size))
    page = paginator.get_page(wanted)
    return page, list(page.object_list)


def _asked_circle(board: Board, query: QueryDict) -> int | None:
    number = query.get("open", "")
    return next((k for k, place in enumerate(board.places) if str(place.number) == number), None)


def _cards(
    board: Board, shown: Sequence[Place], query: QueryDict, today: date, *, may_mend: bool
) -> list[cards.Card]:
    all_ = cards.compared(board)
    small = len(board.places) <= FEW_CIRCLES
    broken = {circle for conflict in board.conflicts for circle in conflict.circle_ids}
    asked = query.get("open", "")
    everything = asked == "all"
    made = []
    # Open from the start: what needs you, and where the page is short, the first others.
    opened = 0
    for place in sorted(shown, key=lambda each: (each.circle_id not in broken, each.number)):
        needs = place.circle_id in broken and opened < (3 if small else 1)
        is_open = everything or str(place.number) == asked or needs or (small and opened < MOST_OPEN)
        opened += is_open
        made.append(
            cards.card_of(
                board, place, all_, full=small or is_open, is_open=is_open, today=today, may_mend=may_mend
            )
        )
    return sorted(made, key=lambda card: card.place.number)


def lead_of(board: Board, *, is_published: bool) -> dict[str, str]:
    """Say where you stand, and what to do next; ``link`` leads to the first conflict."""
    start = _("%(people)s in %(circles)s.") % {
        "people": wording.people_count(len(board.seats)),
        "circles": wording.circles_count(len(board.places)),
    }
    if is_published:
        return {"start": start, "text": _("Published: everybody knows their circle.")}
    if not board.conflicts:
        return {
            "start": start,
            "text": _("All hard rules are kept. Look it over, and publish when you agree."),
        }
    count = len(board.conflicts)
    first = board.conflicts[0]
    number = board.place_by_id[first.circle_ids[0]].number if first.circle_ids else 0
    label = (
        _("solve one conflict in %(circle)s") % {"circle": wording.circle_name(number)}
        if count == 1
        else ngettext("solve %(count)s conflict", "solve %(count)s conflicts", count) % {"count": count}
    )
    return {
        "start": start,
        "almost": _("Almost ready:") if count < 3 else _("Not ready yet:"),
        "link": label,
        "url": f"#circle-{number}" if number else "#waiting",
        "end": _(", then you can publish."),
    }


def summary_of(proposal: Proposal, board: Board, before: Proposal | None) -> list[dict[str, Any]]:
    """Return the four facts of the summary line."""
    seated = [member for member in board.members if member.person_id in board.seats]
    sizes = sorted(len(members) for members in board.by_circle.values())
    each = {"least": sizes[0], "most": sizes[-1]} if sizes else {"least": 0, "most": 0}
    size = (
        _("%(least)s members each")
        if each["least"] == each["most"]
        else _("%(least)s to %(most)s members each")
    )
    sessions = ngettext("%(count)s session", "%(count)s sessions", proposal.round.sessions)
    conflicts = board.conflicts
    note = _("nothing in the way")
    if conflicts:
        circles = {circle for conflict in conflicts for circle in conflict.circle_ids}
        where = (
            _("in %(circle)s")
            % {"circle": wording.circle_name(board.place_by_id[next(iter(circles))].number)}
            if len(circles) == 1
            else _("in %(circles)s") % {"circles": wording.circles_count(len(circles))}
        )
        note = f"{words.conflict_count(len(conflicts))} {where}"
    was = before.scores.get("mean") if before else None
    return [
        {"label": _("People"), "value": len(seated), "note": wording.kinds_count(seated)},
        {
            "label": _("Circles"),
            "value": len(board.places),
            "note": f"{size % each}, {sessions % {'count': proposal.round.sessions}}",
        },
        {
            "label": _("Hard rules"),
            "value": moving.holding(board),
            "note": note,
            "attention": bool(conflicts),
        },
        {
            "label": _("Wishes"),
            "value": wording.percent(percentage(board.evaluation.objective)),
            "note": _("was %(share)s in proposal %(number)s")
            % {"share": wording.percent(percentage(was)), "number": before.number}
            if before and was is not None
            else "",
        },
    ]


def rules_of(board: Board) -> list[dict[str, Any]]:
    """Return the hard rules, each with the circles where it is broken; the broken ones first."""
    lines = []
    for rule in rules_asked(board):
        circles = {
            circle for conflict in board.conflicts if conflict.rule == rule for circle in conflict.circle_ids
        }
        numbers = sorted(board.place_by_id[circle].number for circle in circles)
        broken = any(conflict.rule == rule for conflict in board.conflicts)
        lines.append(
            {
                "text": wording.rule_text(rule, board),
                "refuses": broken,
                "circles": [
                    {"number": number, "name": wording.circle_name(number)} for number in numbers[:6]
                ],
                "more": max(0, len(numbers) - 6),
            }
        )
    return sorted(lines, key=lambda line: not line["refuses"])


def wishes_of(board: Board, before: Proposal | None) -> dict[str, Any]:
    """Return each wish with how far it is met now and in the proposal before."""
    was = before.scores.get("terms", {}) if before else {}
    rows = []
    for term in board.evaluation.terms:
        name = f"{term.kind}:{term.name}"
        row = _wish(str(words.AIMS[name]), term.share, was.get(name), how=words.how_counted(term))
        if reason := words.nothing_to_judge(term, board):
            row |= {"now": reason, "value": None, "was": "", "tick": None, "how": capfirst(f"{reason}.")}
        rows.append(row)
    mean = _wish(_("On average"), board.evaluation.objective, before.scores.get("mean") if before else None)
    return {
        "rows": rows,
        "mean": mean,
        "has_before": mean["was"] != "",
        "weights": words.weights_line(board.evaluation.terms),
    }


def _wish(label: str, share: float, was: float | None, how: str = "") -> dict[str, Any]:
    now = percentage(share)
    return {
        "label": label,
        "now": wording.percent(now),
        "value": now,
        "was": wording.percent(percentage(was)) if was is not None else "",
        "tick": percentage(was) if was is not None else None,
        "how": how,
    }


def waiting_of(board: Board) -> list[dict[str, Any]]:
    """Return who signed up and has no place, at most fifty of them."""
    rows = []
    for member in board.waiting[:50]:
        reason = _("chose no moment") if not member.slot_ids & board.moment_by_id.keys() else ""
        rows.append({"member": member, "work": cards.work_of(member), "why": reason})
    return rows


def last_change(proposal: Proposal, board: Board, person: Person, today: date) -> dict[str, Any] | None:
    """Say what the last change by hand was, for the button that takes it back."""
    change = queries.last_rearrangement(proposal)
    if change is None:
        return None
    steps = operations.steps_of(change)
    mine = change.made_by_id == person.pk
    by = Person.objects.filter(pk=change.made_by_id).first() if change.made_by_id and not mine else None
    names = [_now_at(board, step.person_id) for step in steps]
    facts = {
        "time": clock(change.made_at),
        "who": by.name if by else _("somebody"),
        "first": names[0] if names else "",
        "second": names[-1] if names else "",
        "circle": _circle_arranged(board, change),
    }
    said = _said(change, mine) % facts
    return {"text": said, "when": wording.time_ago(change.made_at, today), "seen": change}


def _circle_arranged(board: Board, change: Rearrangement) -> str:
    place = next(
        (board.place_by_id.get(circle_id) for circle_id, *_rest in [*change.moments, *change.facilitators]),
        None,
    )
    return wording.circle_name(place.number) if place else ""


def _now_at(board: Board, person_id: int) -> str:
    member = board.by_id.get(person_id)
    if member is None:
        return _("somebody who left")
    circle = board.seats.get(person_id)
    if circle is None:
        return _("%(name)s (waits now)") % {"name": member.name}
    name = wording.circle_name(board.place_by_id[circle].number)
    return _("%(name)s (now %(circle)s)") % {"name": member.name, "circle": name}


def _said(change: Rearrangement, mine: bool) -> str:
    if change.kind == Rearrangement.Kind.ARRANGE:
        return (
            _("%(time)s: you chose moment or facilitator of %(circle)s.")
            if mine
            else _("%(time)s: %(who)s chose moment or facilitator of %(circle)s.")
        )
    if change.kind == Rearrangement.Kind.SWAP:
        return (
            _("%(time)s: you swapped %(first)s with %(second)s.")
            if mine
            else _("%(time)s: %(who)s swapped %(first)s with %(second)s.")
        )
    if change.kind == Rearrangement.Kind.WAIT:
        return _("%(time)s: you had %(first)s wait.") if mine else _("%(time)s: %(who)s had %(first)s wait.")
    return _("%(time)s: you moved %(first)s.") if mine else _("%(time)s: %(who)s moved %(first)s.")


def _moving(board: Board, query: QueryDict, shown: Sequence[int], *, is_published: bool) -> dict[str, Any]:
    """Return the form to move somebody and, when it is filled, what it would change."""
    if is_published:
        return {"form": None, "preview": None}
    asked = "act" in query or "person" in query
    data = query.copy() if asked else None
    if data is not None and "act" not in data:
        data["act"] = SWAP
    form = MoveForm(data, board=board, shown=shown)
    # Somebody was chosen in a row, but not yet what to do: nothing is wrong.
    chosen_only = asked and "act" not in query
    half = asked and query.get("act") == SWAP and "other" not in query
    if data is None or chosen_only or half:
        if data is not None:
            form.is_bound = False
            form.initial = {name: data[name] for name in data}
        return {"form": form, "preview": None}
    if not form.is_valid():
        return {"form": form, "preview": None}
    return {"form": form, "preview": moving.preview_of(board, form.steps(), is_published=is_published)}
