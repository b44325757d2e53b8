"""What stands in the section of one circle? Its members, mix, facts, and what to do about its conflicts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.circles.composing import wording
from vakwerk.circles.composing.board import Board, Member, Place
from vakwerk.circles.composing.rules import Conflict, HardRule, percentage
from vakwerk.circles.proposals import wording as words
from vakwerk.circles.proposals.forms import MOVE, SWAP, WAIT
from vakwerk.circles.proposals.mending import ways_to_mend
from vakwerk.circles.proposals.standing import Measure, Profile, Standing, profile_of, standings

MOST_MENDED = 3
ORDER_OF_WAYS = tuple(wording.ORIENTATIONS)


@dataclass(frozen=True)
class Row:
    """A member in the table of a circle."""

    member: Member
    is_locked: bool
    needs: bool
    work: str


@dataclass(frozen=True)
class Card:
    """A circle as the page shows it; closed, only the first lines are filled."""

    place: Place
    title: str
    when: str
    first: str
    names: str
    line: str
    conflicts: int
    status: str
    is_open: bool
    rows: Sequence[Row] = ()
    mix: Sequence[dict[str, Any]] = ()
    ways: dict[str, Any] | None = None
    facts: Sequence[dict[str, str]] = ()
    blocks: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True)
class Compared:
    """What the cards of one page share: every circle counted once."""

    profiles: dict[int, Profile]
    standings: dict[int, tuple[list[Standing], list[Standing]]]


def compared(board: Board) -> Compared:
    """Count every circle of a proposal and hold them against each other."""
    profiles = {place.circle_id: profile_of(board, place.circle_id) for place in board.places}
    return Compared(profiles, standings({circle: each.values for circle, each in profiles.items()}))


def card_of(
    board: Board, place: Place, all_: Compared, *, full: bool, is_open: bool, today: date, may_mend: bool
) -> Card:
    """Gather one circle. ``full``: with everything in it; else only its first lines."""
    members = board.by_circle[place.circle_id]
    profile = all_.profiles[place.circle_id]
    conflicts = [conflict for conflict in board.conflicts if place.circle_id in conflict.circle_ids]
    moment = board.moment_by_id.get(place.slot_id or 0)
    ways = len({member.orientation for member in board.members} - {""})
    card: dict[str, Any] = {
        "place": place,
        "title": wording.circle_title(place.number),
        "when": wording.when(moment) if moment else "",
        "first": wording.first_on(moment) if moment else "",
        "names": ", ".join(member.name for member in members),
        "line": words.mix_line(profile, ways),
        "conflicts": len(conflicts),
        "status": words.conflict_count(len(conflicts)) if conflicts else _("all hard rules kept"),
        "is_open": is_open,
    }
    if not full:
        return Card(**card)
    concerned = {person for conflict in conflicts for person in _marked(conflict)}
    return Card(
        **card,
        rows=[
            Row(m, m.person_id in board.locked, m.person_id in concerned, work_of(m))
            for m in sorted(members, key=lambda m: m.person_id not in concerned)
        ],
        mix=[_mix(members, "discipline", profile), _mix(members, "organisation", profile)],
        ways=_ways(members, profile, ways) if ways else None,
        facts=_facts(board, place, profile, all_.standings[place.circle_id]),
        # Looking for ways takes time: for the first few conflicts of a circle, which often mend the others too.
        blocks=[
            block_of(board, conflict, today=today, may_mend=may_mend and nth < MOST_MENDED)
            for nth, conflict in enumerate(conflicts)
        ],
    )


def _marked(conflict: Conflict) -> Sequence[int]:
    """Return whom the table marks: people who clash. Where one is alone or numbers fall short, nobody."""
    people = {HardRule.HIERARCHY, HardRule.CASE, HardRule.PAIRINGS, HardRule.STILL_JOINS, HardRule.MOMENT}
    return conflict.person_ids if conflict.rule in people else ()


def work_of(member: Member) -> str:
    """Say somebody's work, with the discipline where the title does not tell it."""
    if not member.work or not member.discipline:
        return member.work or member.discipline
    if member.discipline.lower() in member.work.lower():
        return member.work
    return f"{member.work}, {member.discipline}"


def _mix(members: Sequence[Member], name: str, profile: Profile) -> dict[str, Any]:
    kinds: dict[str, list[str]] = {}
    for member in members:
        kinds.setdefault(getattr(member, name) or _("not known"), []).append(member.kind)
    # Shapes would point at who is who: alike in number is what counts here.
    groups = sorted(({"label": label, "count": len(each)} for label, each in kinds.items()), key=_most_first)
    if name == "discipline":
        count = profile.values[Measure.DISCIPLINES]
        title = ngettext("%(count)s discipline", "%(count)s disciplines", count) % {"count": count}
    else:
        count = profile.values[Measure.ORGANISATIONS]
        title = ngettext("%(count)s organisation", "%(count)s organisations", count) % {"count": count}
    return {"title": title, "groups": groups}


def _most_first(group: dict[str, Any]) -> tuple[int, str]:
    return -group["count"], group["label"].lower()


def _ways(members: Sequence[Member], profile: Profile, most: int) -> dict[str, Any]:
    counted = Counter(member.orientation for member in members if member.orientation)
    there = set(counted) | set(profile.absent)
    order = [word for word in ORDER_OF_WAYS if word in there]
    return {
        "title": words.ways_of_governing(profile.values[Measure.ORIENTATIONS], most),
        "groups": [{"label": str(wording.ORIENTATIONS[word]), "count": counted[word]} for word in order],
    }


def _facts(
    board: Board, place: Place, profile: Profile, standing: tuple[list[Standing], list[Standing]]
) -> list[dict[str, str]]:
    members = board.by_circle[place.circle_id]
    facts = [
        {"label": _("Strong points"), "value": words.strong(standing[0], board)},
        {"label": _("Weak points"), "value": words.weak(standing[1], profile, board)},
        {"label": _("Know each other"), "value": words.know_each_other(profile)},
        {"label": _("Moment"), "value": words.moments(board, place.circle_id)},
        {"label": _("Facilitator"), "value": place.facilitator or _("in turn")},
    ]
    if locked := words.locked(board, members):
        facts.append({"label": _("Locked"), "value": locked})
    return facts


def move_query(person_id: int, act: str, *, other: int | None = None, circle: int | None = None) -> str:
    """Return the address, within a proposal's page, that shows what a change would do."""
    query = {"person": person_id, "act": act, "other": other, "circle": circle}
    return f"?{urlencode({name: value for name, value in query.items() if value is not None})}#move"


def block_of(board: Board, conflict: Conflict, *, today: date, may_mend: bool) -> dict[str, Any]:
    """Say what a conflict is, why it is one, and how to mend it, the best way first."""
    title = wording.clause(conflict, board)
    block: dict[str, Any] = {
        "title": title[:1].upper() + title[1:],
        "text": wording.why_rule(conflict, board, today),
        "ways": [],
    }
    if not may_mend:
        return block
    found = ways_to_mend(board, conflict)
    ways = []
    now = board.evaluation.objective
    if found.best:
        first, *rest = found.best.steps
        note = words.wishes_from_to(now, found.best.after)
        ways.append(
            {
                "label": words.way_label(board, found.best.steps),
                "url": move_query(
                    first.person_id,
                    SWAP if rest else MOVE,
                    other=rest[0].person_id if rest else None,
                    circle=None if rest else first.after,
                ),
                "note": _("Best choice: %(note)s") % {"note": f"{note[0].lower()}{note[1:]}"},
            }
        )
        if found.others and rest:
            name = board.by_id[first.person_id].given_name
            ways.append(
                {
                    "label": _("Swap %(first)s with somebody else") % {"first": name},
                    "url": move_query(first.person_id, SWAP),
                    "note": ngettext(
                        "There is %(count)s other swap that solves this and keeps every other rule.",
                        "There are %(count)s other swaps that solve this and keep every other rule.",
                        found.others,
                    )
                    % {"count": found.others},
                }
            )
    if found.waits:
        step = found.waits.steps[0]
        left = len(board.by_circle[step.before]) - 1 if step.before else 0
        note = ngettext(
            "%(circle)s then has %(count)s member. Wishes: %(share)s.",
            "%(circle)s then has %(count)s members. Wishes: %(share)s.",
            left,
        ) % {
            "circle": wording.circle_title(board.place_by_id[step.before].number) if step.before else "",
            "count": left,
            "share": wording.percent(percentage(found.waits.after)),
        }
        ways.append(
            {
                "label": words.way_label(board, found.waits.steps),
                "url": move_query(step.person_id, WAIT),
                "note": note,
            }
        )
    block["ways"] = ways
    if not ways:
        block["text"] += " " + _("No single swap solves this. Compose again, or change what the round asks.")
    return block
