"""What does somebody fill in to join?"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.circles import times
from vakwerk.circles.models import SignUp, Slot
from vakwerk.people.models import Kind, Person, Seniority


class _Suggestions(forms.TextInput):
    """A text with suggestions from a ``<datalist>`` in the page."""


class SignUpForm(forms.Form):
    """A few clicks: when, what you know, what you bring."""

    slots = forms.TypedMultipleChoiceField(
        label=_("When can you come?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Tick every moment that suits you. The more you tick, the sooner there is a circle for you."
        ),
        error_messages={
            "required": _("Choose at least one moment. Otherwise we cannot find a circle that suits you.")
        },
    )
    discipline = forms.CharField(
        label=_("Your field of work"),
        max_length=80,
        required=False,
        help_text=_("For instance permits, youth or housing. We mix fields in every circle."),
        widget=_Suggestions(attrs={"list": "disciplines", "autocomplete": "off"}),
    )
    seniority = forms.ChoiceField(
        label=_("How long have you done this work?"), required=False, widget=forms.RadioSelect
    )
    brings = forms.CharField(
        label=_("What do you bring?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "A question you struggle with, or something you know well. Only the coordinator reads this. Do not use "
            "names."
        ),
    )
    wishes = forms.CharField(
        label=_("What helps you to take part?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "For instance a companion, a place without stairs, or an interpreter. Only the coordinator reads this, "
            "and it is deleted when the round has ended."
        ),
    )

    def __init__(self, *args: Any, offered: Iterable[Slot], kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slots = self.fields["slots"]
        assert isinstance(slots, forms.TypedMultipleChoiceField)
        slots.choices = [(slot.pk, times.moment_with_date(slot)) for slot in offered]
        if kind == Kind.RESIDENT:
            # A resident comes with what they lived through, not with an office and its departments.
            del self.fields["seniority"]
            self.fields["discipline"].label = _("What do you know about?")
            self.fields["discipline"].help_text = _(
                "You come with your own experience. If you like, say what it is about: care, housing, your village."
            )
            self.fields["brings"].help_text = _(
                "A question, or something you want others to know. You do not need to prepare anything. Do not use "
                "names."
            )
        else:
            seniority = self.fields["seniority"]
            assert isinstance(seniority, forms.ChoiceField)
            seniority.choices = [("", _("I would rather not say")), *Seniority.choices]


def initial_of(person: Person, given: SignUp | None, *, kind: str, only_slot: Slot | None) -> dict[str, Any]:
    """Return what the form shows at first: what was answered before, or what the file says."""
    if given and given.state == SignUp.State.SIGNED:
        return {
            "slots": [one.slot_id for one in given.slots.all()],
            "discipline": given.discipline,
            "seniority": given.seniority,
            "brings": given.brings,
            "wishes": given.wishes,
        }
    own = str(_("lived experience")) if kind == Kind.RESIDENT else ""
    return {
        "slots": [only_slot.pk] if only_slot else [],
        "discipline": person.discipline or own,
        "seniority": person.seniority,
    }


def chosen(form: SignUpForm, offered: Sequence[Slot]) -> list[Slot]:
    """Return the slots that were ticked."""
    wanted = set(form.cleaned_data["slots"])
    return [slot for slot in offered if slot.pk in wanted]


def answers(form: SignUpForm) -> dict[str, str]:
    """Return what was filled in besides the slots."""
    data = form.cleaned_data
    return {name: data.get(name, "") for name in ("discipline", "seniority", "brings", "wishes")}
