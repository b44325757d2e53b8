"""What does the coordinator want to change: who goes where, when a circle meets, who facilitates it?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from circlemix.moves import options
from vakwerk.circles.composing import wording
from vakwerk.circles.composing.board import Board, Member
from vakwerk.circles.composing.rules import Step, percentage
from vakwerk.foundation.text import number_in

SWAP, MOVE, WAIT = "swap", "move", "wait"
# In a bigger round the lists hold who is on this page, and the best swaps.
SMALL_ROUND = 200
MOST_SWAPS = 60
# A choice of its own, so that choosing nobody is an answer and not a gap.
NOBODY = 0


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


class ArrangeForm(forms.Form):
    """A moment and a facilitator for one circle; only what is possible can be chosen."""

    slot = forms.TypedChoiceField(
        label=gettext_lazy("Moment"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Not everybody in this circle can come then.")},
    )
    facilitator = forms.TypedChoiceField(
        label=gettext_lazy("Facilitator"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("This person cannot facilitate this circle.")},
    )


def choices_of(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Give a field of a form the choices that are possible now."""
    field = form.fields[name]
    assert isinstance(field, forms.TypedChoiceField)
    field.choices = choices
