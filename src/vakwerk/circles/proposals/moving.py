"""What does the coordinator want to change, and what would change with it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from circlemix.moves import options
from vakwerk.circles.composing import operations, wording
from vakwerk.circles.composing.board import Board, Member, rules_asked
from vakwerk.circles.composing.rules import Refusal, Step, percentage
from vakwerk.circles.models import Rearrangement
from vakwerk.circles.proposals import standing
from vakwerk.circles.proposals.mending import tried
from vakwerk.circles.proposals.standing import Measure
from vakwerk.foundation import refusals
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.text import number_in, numbers_in

SWAP, MOVE, WAIT = "swap", "move", "wait"
# In a bigger round the lists hold who is on this page, and the best swaps.
SMALL_ROUND = 200
MOST_SWAPS = 60

LABELS = {
    Measure.DISCIPLINES: gettext_lazy("Disciplines"),
    Measure.ORGANISATIONS: gettext_lazy("Organisations"),
    Measure.ORIENTATIONS: gettext_lazy("Ways of governing"),
}


class QuickSelect(forms.Select):
    """A choice list that is drawn in one go: it may be long."""

    template_name = "circles/composing/select.html"


class MoveForm(forms.Form):
    """Who goes where. Sent with GET to see what changes, with POST to do it."""

    person = forms.TypedChoiceField(label=gettext_lazy("Who"), coerce=int, widget=QuickSelect)
    act = forms.ChoiceField(
        label=gettext_lazy("What do you want to do?"),
        choices=[
            (SWAP, gettext_lazy("Swap with somebody")),
            (MOVE, gettext_lazy("To another circle")),
            (WAIT, gettext_lazy("Have them wait for the next round")),
        ],
        widget=forms.RadioSelect,
        initial=SWAP,
    )
    other = forms.TypedChoiceField(
        label=gettext_lazy("Swap with"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=QuickSelect,
        help_text=gettext_lazy("Locked members are not in the list."),
    )
    circle = forms.TypedChoiceField(
        label=gettext_lazy("To which circle"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=QuickSelect,
    )

    def __init__(self, data: QueryDict | None, *, board: Board, shown: Sequence[int], **rest: Any) -> None:
        super().__init__(data, auto_id="move-%s", **rest)
        self.board = board
        here = number_in(data.get("person", "")) if data else None
        chosen = board.by_id.get(here) if here else None
        self._field("person").choices = [
            ("", _("Choose a person")),
            *_grouped(board, self._who(shown, chosen)),
        ]
        self._field("other").choices = [("", _("Choose a person")), *self._swaps(chosen, shown)]
        self._field("circle").choices = [("", _("Choose a circle")), *_circles(board, chosen)]

    def _field(self, name: str) -> forms.TypedChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)
        return field

    def _who(self, shown: Sequence[int], chosen: Member | None) -> list[Member]:
        if len(self.board.members) <= SMALL_ROUND:
            return list(self.board.members)
        there = {member.person_id: member for circle in shown for member in self.board.by_circle[circle]}
        for member in (*self.board.waiting[:50], *([chosen] if chosen else ())):
            there[member.person_id] = member
        return list(there.values())

    def _swaps(self, chosen: Member | None, shown: Sequence[int]) -> Sequence[Any]:
        """Offer whom to swap with: with whom it keeps the rules first, the best on top."""
        if chosen is None:
            return _grouped(
                self.board, [m for m in self._who(shown, None) if m.person_id not in self.board.locked]
            )
        good, rest = swaps_of(self.board, chosen.person_id)
        asked = self.data.get("other", "") if self.data else ""
        offered = []
        if good:
            offered.append(
                (_("Keeps all rules, the best first"), [(m.person_id, self._effect(m, at)) for m, at in good])
            )
        if len(self.board.members) > SMALL_ROUND:
            rest = [member for member in rest if str(member.person_id) == asked]
        if rest:
            offered.append((_("Breaks a hard rule"), [(m.person_id, where(m, self.board)) for m in rest]))
        return offered

    def _effect(self, member: Member, share: float) -> str:
        return f"{where(member, self.board)}, {wording.percent(percentage(share))}"

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        act = found.get("act")
        if act == SWAP and not found.get("other") and "other" not in self.errors:
            self.add_error("other", _("Choose whom to swap with."))
        if act == MOVE and not found.get("circle") and "circle" not in self.errors:
            self.add_error("circle", _("Choose a circle."))
        return found

    def steps(self) -> tuple[Step, ...]:
        """Return the steps of what was asked for."""
        found, board = self.cleaned_data, self.board
        if found["act"] == SWAP:
            return board.swap(found["person"], found["other"])
        return board.move(found["person"], found["circle"] if found["act"] == MOVE else None)


def swaps_of(board: Board, person_id: int) -> tuple[list[tuple[Member, float]], list[Member]]:
    """Return with whom a swap keeps every rule that holds now, best first with its wishes, and with whom not."""
    evaluation = board.evaluation
    found = options(evaluation, board.position[person_id])
    free = [each for each in found.swaps if board.members[each.moves[1][0]].person_id not in board.locked]
    good = sorted(
        (each for each in free if each.broken <= 0), key=lambda each: (each.broken, -each.objective)
    )
    now = evaluation.objective
    best = [(board.members[each.moves[1][0]], now + each.objective) for each in good[:MOST_SWAPS]]
    rest = [board.members[each.moves[1][0]] for each in free if each.broken > 0]
    return best, sorted(rest, key=lambda member: (member.sort_key, member.person_id))


def where(member: Member, board: Board) -> str:
    """Name somebody with where they are: Kwame Mensah (kring 3)."""
    circle = board.seats.get(member.person_id)
    place = (
        wording.circle_name(board.place_by_id[circle].number) if circle in board.place_by_id else _("waits")
    )
    return f"{member.name} ({place})"


def _grouped(board: Board, members: Sequence[Member]) -> list[Any]:
    """Offer people per circle, in the order of lists."""
    there: dict[int | None, list[Member]] = {}
    for member in sorted(members, key=lambda m: (m.sort_key, m.person_id)):
        there.setdefault(board.seats.get(member.person_id), []).append(member)
    groups = [
        (wording.circle_title(place.number), [(m.person_id, where(m, board)) for m in there[place.circle_id]])
        for place in board.places
        if place.circle_id in there
    ]
    if None in there:
        groups.append((_("Still waiting"), [(m.person_id, m.name) for m in there[None]]))
    return groups


def _circles(board: Board, chosen: Member | None) -> list[tuple[int, str]]:
    here = board.seats.get(chosen.person_id) if chosen else None
    offered = []
    for place in board.places:
        if place.circle_id != here:
            size = len(board.by_circle[place.circle_id])
            members = ngettext("%(count)s member", "%(count)s members", size) % {"count": size}
            offered.append((place.circle_id, f"{wording.circle_title(place.number)}, {members}"))
    return offered


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
