"""What would change with what a coordinator wants to change?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vakwerk.circles.composing import operations, wording
from vakwerk.circles.composing.board import Board, rules_asked
from vakwerk.circles.composing.rules import Refusal, Step, percentage
from vakwerk.circles.models import Rearrangement
from vakwerk.circles.proposals import standing
from vakwerk.circles.proposals.mending import tried
from vakwerk.circles.proposals.standing import Measure
from vakwerk.foundation import refusals
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.text import numbers_in

LABELS = {
    Measure.DISCIPLINES: gettext_lazy("Disciplines"),
    Measure.ORGANISATIONS: gettext_lazy("Organisations"),
    Measure.ORIENTATIONS: gettext_lazy("Ways of governing"),
}


@dataclass(frozen=True)
class Preview:
    """What a change would do, ready to show: the table, or the reason it is refused."""

    steps: tuple[Step, ...]
    kind: str
    label: str
    rows: Sequence[dict[str, Any]]
    notes: Sequence[str]
    refusal: str = ""
    instead: dict[str, Any] | None = None
    seen: str = ""


def preview_of(board: Board, steps: tuple[Step, ...], *, is_published: bool) -> Preview:
    """Work out what a change would do; nothing is written."""
    after = board.after(steps)
    refused = operations.reason_not_to_rearrange(board, after, steps, is_published=is_published)
    same = any(step.before == step.after for step in steps)
    return Preview(
        steps=steps,
        kind=kind_of(steps),
        label=label_of(board, steps),
        rows=[] if same else change_rows(board, after, steps),
        notes=[] if same or refused else notes_of(board, after, steps),
        refusal=refusals.say(refused),
        instead=_instead(board, steps, refused),
        seen=seen_of(steps),
    )


def kind_of(steps: Sequence[Step]) -> str:
    """Return what kind of change it is, as it is kept."""
    first = steps[0]
    if len(steps) > 1:
        return Rearrangement.Kind.SWAP.value
    if first.after is None:
        return Rearrangement.Kind.WAIT.value
    return (Rearrangement.Kind.SEAT if first.before is None else Rearrangement.Kind.MOVE).value


def label_of(board: Board, steps: Sequence[Step]) -> str:
    """Say on the button what it does."""
    first = board.by_id[steps[0].person_id].given_name
    if len(steps) > 1:
        return _("Swap %(first)s and %(second)s") % {
            "first": first,
            "second": board.by_id[steps[1].person_id].given_name,
        }
    if steps[0].after is None:
        return _("Have %(first)s wait") % {"first": first}
    circle = wording.circle_name(board.place_by_id[steps[0].after].number)
    if steps[0].before is None:
        return _("Seat %(first)s in %(circle)s") % {"first": first, "circle": circle}
    return _("Move %(first)s to %(circle)s") % {"first": first, "circle": circle}


def seen_of(steps: Sequence[Step]) -> str:
    """Write down where people sat when a change was shown."""
    return ",".join(str(step.before or 0) for step in steps)


def as_shown(steps: Sequence[Step], seen: str) -> tuple[Step, ...]:
    """Return steps as they were shown, so that doing them is refused when somebody has moved since."""
    places = numbers_in(seen.split(","))
    if len(places) != len(steps):
        return tuple(steps)
    before = [place or None for place in places]
    if len(steps) == 2:
        (one, other), (here, there) = steps, before
        return Step(one.person_id, here, there), Step(other.person_id, there, here)
    return (Step(steps[0].person_id, before[0], steps[0].after),)


def holding(board: Board) -> str:
    """Say how many of the hard rules hold: 5 of 6."""

    asked = rules_asked(board)
    broken = {conflict.rule for conflict in board.conflicts}
    return _("%(some)s of %(all)s") % {"some": sum(rule not in broken for rule in asked), "all": len(asked)}


def pairs_count(count: int) -> str:
    return ngettext("%(count)s pair", "%(count)s pairs", count) % {"count": count}


def _row(label: object, now: object, after: object) -> dict[str, Any]:
    return {"label": str(label), "now": str(now), "after": str(after), "changed": str(now) != str(after)}


def change_rows(board: Board, after: Board, steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Return the table of what is now and what would be, for the whole and per circle concerned."""
    rows = [
        _row(_("Hard rules"), holding(board), holding(after)),
        _row(
            _("Wishes, on average"),
            wording.percent(percentage(board.evaluation.objective)),
            wording.percent(percentage(after.evaluation.objective)),
        ),
    ]
    touched = {circle for step in steps for circle in (step.before, step.after) if circle is not None}
    for old, new in zip(board.places, after.places, strict=True):
        if old.circle_id in touched:
            rows.append({"group": wording.circle_title(old.number)})
            rows += _circle_rows(board, after, old.circle_id)
            if old.slot_id != new.slot_id:
                rows.append(_row(_("Moment"), _moment(board, old.slot_id), _moment(after, new.slot_id)))
    return rows


def _circle_rows(board: Board, after: Board, circle_id: int) -> list[dict[str, Any]]:
    old, new = standing.profile_of(board, circle_id), standing.profile_of(after, circle_id)
    rows = []
    if old.members != new.members:
        rows.append(_row(_("Members"), old.members, new.members))
    rows += [_row(LABELS[measure], old.values[measure], new.values[measure]) for measure in standing.MEASURES]
    if old.met or new.met:
        rows.append(_row(_("Know each other already"), pairs_count(len(old.met)), pairs_count(len(new.met))))
    return rows


def _moment(board: Board, slot_id: int | None) -> str:
    return wording.when(board.moment_by_id[slot_id]) if slot_id in board.moment_by_id else _("none")


def notes_of(board: Board, after: Board, steps: Sequence[Step]) -> list[str]:
    """Say beneath the table that everybody can come, and what stays as it is."""
    can = []
    for step in steps:
        if step.after is not None:
            place = after.place_by_id[step.after]
            name = board.by_id[step.person_id].given_name
            can.append(_("%(name)s on %(moment)s") % {"name": name, "moment": _moment(after, place.slot_id)})
    notes = [_("%(who)s can come.") % {"who": wording.and_list(can)}] if can else []
    touched = {circle for step in steps for circle in (step.before, step.after)}
    same = [place.number for place in board.places if place.circle_id not in touched]
    if same and len(same) <= 6:
        numbers = wording.and_list([str(number) for number in same])
        notes.append(
            ngettext("Circle %(numbers)s stays as it is.", "Circles %(numbers)s stay as they are.", len(same))
            % {"numbers": numbers}
        )
    elif same:
        notes.append(_("The other circles stay as they are."))
    if any(step.after is None for step in steps):
        notes.append(_("Whoever waits has no circle in this round, and stays on the list of sign-ups."))
    return notes


def _instead(board: Board, steps: tuple[Step, ...], refused: Refused | None) -> dict[str, Any] | None:
    """Offer the best swap with somebody of the same circle, where going there alone is refused."""
    if refused is None or refused.reason != Refusal.BREAKS_RULE or len(steps) != 1 or steps[0].after is None:
        return None
    person_id, circle_id = steps[0].person_id, steps[0].after
    here = -1 if steps[0].before is None else board.group_of[steps[0].before]
    person, group = board.position[person_id], board.group_of[circle_id]
    others = [m for m in board.by_circle[circle_id] if m.person_id not in board.locked]
    found = tried(board.evaluation, [((person, group), (board.position[m.person_id], here)) for m in others])
    good = [(each, member) for each, member in zip(found, others, strict=True) if each.broken <= 0]
    if not good:
        return None
    best, member = min(good, key=lambda pair: (pair[0].broken, -pair[0].objective))
    return {
        "person": person_id,
        "other": member.person_id,
        "label": _("Swap with %(name)s instead") % {"name": member.name},
        "wishes": wording.percent(percentage(board.evaluation.objective + best.objective)),
    }
