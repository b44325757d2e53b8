"""Why could not all rules hold, and what can be done about it? The explanation and its buttons."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.circles.composing import wording
from vakwerk.circles.composing.board import CASE, HIERARCHY, LONE_RESIDENT, UNSAID, Board
from vakwerk.circles.composing.relaxing import Relaxation, value_after
from vakwerk.circles.models import Proposal, Round

MOST_NAMES = 8


def clash_page(proposal: Proposal, board: Board) -> dict[str, Any]:
    """Put the clash that was kept with a proposal into words, with what can be done about each rule."""
    clash = proposal.scores.get("clash") or {}
    relax = clash.get("relax") or clash.get("rules") or []
    round_ = proposal.round
    return {
        "proposal": proposal,
        "round": round_,
        "proved": bool(clash.get("proved")),
        "exists": bool(clash),
        "rules": _distinct(_rule(each, board) for each in clash.get("rules", [])),
        "let_go": _let_go(clash.get("relax") or [], board),
        "fewest": bool(clash.get("fewest")),
        "ways": _ways(relax, board, round_),
        "people": len(board.members),
    }


def _let_go(relax: Sequence[Mapping[str, Any]], board: Board) -> list[dict[str, Any]]:
    """Return each rule without which the others hold, and whether Vakwerk lets go of it at all."""
    found = {
        _rule(each, board): each["rule"] == "apart" and each.get("reason") in {*HIERARCHY, CASE}
        for each in relax
    }
    return [{"rule": rule, "stays": stays} for rule, stays in found.items()]


def _distinct(words: Any) -> list[str]:
    return list(dict.fromkeys(words))


def _names(each: Mapping[str, Any], board: Board) -> str:
    names = [board.by_id[p].name for p in each.get("people", ()) if p in board.by_id]
    if len(names) > MOST_NAMES:
        more = len(names) - MOST_NAMES
        names = [*names[:MOST_NAMES], ngettext("%(count)s more", "%(count)s more", more) % {"count": more}]
    return wording.and_list(names)


def _rule(each: Mapping[str, Any], board: Board) -> str:  # noqa: C901, PLR0911, PLR0912  a table in the shape of a function
    """Say a rule that takes part in the clash, with the people whom it is about."""
    names, terms = _names(each, board), board.terms
    match each["rule"]:
        case "size":
            return _("Circles have %(least)s to %(most)s members.") % {
                "least": terms.size_min,
                "most": terms.size_max,
            }
        case "slot" | "capacity" if names:
            return _("The moments of %(names)s.") % {"names": names}
        case "slot" | "capacity":
            return _("Everybody in a circle can come at the same moment.")
        case "apart" if each.get("reason") == UNSAID:
            return _("%(names)s may not sit together.") % {"names": names}
        case "apart" if each.get("reason") in HIERARCHY:
            return _("%(names)s do not sit together: one manages or assesses the other.") % {"names": names}
        case "apart" if each.get("reason") == CASE:
            return _("%(names)s do not sit together: one decides on a case of the other.") % {"names": names}
        case "apart":
            return _("You noted that %(names)s do not sit together.") % {"names": names}
        case "together":
            return _("You noted that %(names)s sit together.") % {"names": names}
        case "count" if each.get("reason") == LONE_RESIDENT:
            return _("There is never one resident alone in a circle.")
        case "count":
            return _("Every circle has at least %(count)s from partners or residents.") % {
                "count": terms.min_externals
            }
        case "distinct" if each.get("category") == "organisation":
            return _("Every circle has at least %(count)s organisations.") % {
                "count": terms.min_organisations
            }
        case "distinct":
            return _("Every circle has at least %(count)s disciplines.") % {"count": terms.min_disciplines}
        case "locked":
            return _("%(names)s: locked in their circle.") % {"names": names}
    return _("Everybody gets a place.")


def _ways(relax: Sequence[Mapping[str, Any]], board: Board, round_: Round) -> list[dict[str, Any]]:
    """Return what can be done, each thing once, what changes least for people first."""
    ways: dict[str, dict[str, Any]] = {}
    asked: list[int] = []
    for each in relax:
        for relaxation in _RELAXATIONS.get((each["rule"], each.get("category", "")), ()):
            if (way := _relaxation(relaxation, round_)) is not None:
                ways.setdefault(relaxation.value, way)
        if each["rule"] in ("slot", "capacity"):
            asked += [p for p in each.get("people", ()) if p in board.by_id and p not in asked]
    concerned = _concerned(relax, board)
    found = list(ways.values())
    if asked:
        found.insert(0, _ask(asked, board))
    if concerned:
        found.append(
            {
                "waiting": concerned,
                "label": ngettext(
                    "Have at most %(count)s person wait, and compose again",
                    "Have at most %(count)s people wait, and compose again",
                    concerned,
                )
                % {"count": concerned},
                "note": _("Vakwerk works out who: as few as possible."),
            }
        )
    return found


_RELAXATIONS: Mapping[tuple[str, str], Sequence[Relaxation]] = {
    ("size", ""): (Relaxation.SMALLER, Relaxation.LARGER),
    ("slot", ""): (Relaxation.SMALLER,),
    ("distinct", "discipline"): (Relaxation.FEWER_DISCIPLINES,),
    ("distinct", "organisation"): (Relaxation.FEWER_ORGANISATIONS,),
    ("count", "kind"): (Relaxation.FEWER_EXTERNALS,),
}


def _relaxation(relaxation: Relaxation, round_: Round) -> dict[str, Any] | None:
    value = value_after(round_, relaxation)
    if value is None:
        return None
    labels = {
        Relaxation.SMALLER: _("Allow circles of %(value)s members, and compose again"),
        Relaxation.LARGER: _("Allow circles of %(value)s members, and compose again"),
        Relaxation.FEWER_DISCIPLINES: _("Ask for %(value)s disciplines per circle, and compose again"),
        Relaxation.FEWER_ORGANISATIONS: _("Ask for %(value)s organisations per circle, and compose again"),
        Relaxation.FEWER_EXTERNALS: _("Ask for %(value)s from outside per circle, and compose again"),
    }
    return {"relaxation": relaxation.value, "label": labels[relaxation] % {"value": value}, "note": ""}


def _ask(person_ids: Sequence[int], board: Board) -> dict[str, Any]:
    names = wording.and_list([board.by_id[p].name for p in person_ids[:MOST_NAMES]])
    return {
        "ask": ",".join(str(person) for person in person_ids[:50]),
        "label": ngettext(
            "Ask %(count)s person for more moments", "Ask %(count)s people for more moments", len(person_ids)
        )
        % {"count": len(person_ids)},
        "note": _("By mail to %(names)s. Compose again when they have answered.") % {"names": names},
    }


def _concerned(relax: Sequence[Mapping[str, Any]], board: Board) -> int:
    """Return how many people it would take to wait: who stands in the clash by name, or else one."""
    people = {p for each in relax for p in each.get("people", ()) if p in board.by_id}
    return min(len(people) or 1, 8) if relax else 0
