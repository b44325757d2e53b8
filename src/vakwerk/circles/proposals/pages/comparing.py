"""How do two proposals of a round differ: in rules, in wishes, and in who sits where?"""

from typing import Any

from django.utils.translation import gettext as _

from vakwerk.circles.composing import queries, wording
from vakwerk.circles.composing.board import Board
from vakwerk.circles.composing.rules import percentage
from vakwerk.circles.models import Proposal
from vakwerk.circles.proposals import wording as words
from vakwerk.circles.proposals.pages import moving
from vakwerk.circles.proposals.standing import profile_of

MOST_PEOPLE = 200


def compare_page(one: Proposal, other: Proposal) -> dict[str, Any]:
    """Hold a proposal against another of the same round."""
    this, that = queries.board_of(one.round, one), queries.board_of(other.round, other)
    alike = _most_alike(this, that)
    moved = _moved(this, that, alike)
    return {
        "proposal": one,
        "other": other,
        "round": one.round,
        "rows": _terms(this, that),
        "circles": [
            {
                "name": wording.circle_title(place.number),
                "alike": wording.circle_name(that.place_by_id[alike[place.circle_id]].number)
                if place.circle_id in alike
                else "",
                "same": sum(
                    that.seats.get(m.person_id) == alike.get(place.circle_id)
                    for m in this.by_circle[place.circle_id]
                ),
                "members": len(this.by_circle[place.circle_id]),
            }
            for place in this.places
        ],
        "moved": moved[:MOST_PEOPLE],
        "moved_count": len(moved),
        "more": max(0, len(moved) - MOST_PEOPLE),
    }


def _terms(this: Board, that: Board) -> list[dict[str, Any]]:
    def row(label: object, now: str, was: str) -> dict[str, Any]:
        return {"label": str(label), "now": now, "was": was, "differs": now != was}

    shares = {f"{t.kind}:{t.name}": t.share for t in that.evaluation.terms}
    rows = [
        row(_("People with a place"), str(len(this.seats)), str(len(that.seats))),
        row(_("Circles"), str(len(this.places)), str(len(that.places))),
        row(_("Hard rules"), moving.holding(this), moving.holding(that)),
        row(
            _("Wishes, on average"),
            wording.percent(percentage(this.evaluation.objective)),
            wording.percent(percentage(that.evaluation.objective)),
        ),
    ]
    for term in this.evaluation.terms:
        name = f"{term.kind}:{term.name}"
        was = wording.percent(percentage(shares[name])) if name in shares else ""
        now = words.nothing_to_judge(term, this) or wording.percent(percentage(term.share))
        was = words.nothing_to_judge(term, that) or was
        rows.append(row(words.AIMS[name], now, was))
    pairs = [sum(len(profile_of(b, p.circle_id).met) for p in b.places) for b in (this, that)]
    rows.append(row(_("Pairs who know each other already"), str(pairs[0]), str(pairs[1])))
    return rows


def _most_alike(this: Board, that: Board) -> dict[int, int]:
    """Match circles by how many members they share, most first: numbers alone say nothing."""
    shared: dict[tuple[int, int], int] = {}
    for person_id, circle in this.seats.items():
        if (there := that.seats.get(person_id)) is not None:
            shared[circle, there] = shared.get((circle, there), 0) + 1
    found: dict[int, int] = {}
    taken: set[int] = set()
    for (circle, there), _count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if circle not in found and there not in taken:
            found[circle] = there
            taken.add(there)
    return found


def _moved(this: Board, that: Board, alike: dict[int, int]) -> list[dict[str, str]]:
    rows = []
    everybody = {**that.by_id, **this.by_id}
    for member in sorted(everybody.values(), key=lambda m: (m.sort_key, m.person_id)):
        here, there = this.seats.get(member.person_id), that.seats.get(member.person_id)
        if (alike.get(here) if here is not None else None) != there or (here is None) != (there is None):
            rows.append({"name": member.name, "now": _place(this, here), "was": _place(that, there)})
    return rows


def _place(board: Board, circle: int | None) -> str:
    return wording.circle_name(board.place_by_id[circle].number) if circle is not None else _("waits")
