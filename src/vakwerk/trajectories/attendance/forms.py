"""What does somebody fill in to check in, or to look back?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.trajectories.attendance.queries import Line
from vakwerk.trajectories.attendance.rules import QUESTIONS as ASKED
from vakwerk.trajectories.attendance.rules import SCALE as NUMBERS
from vakwerk.trajectories.attendance.wording import QUESTIONS, SCALE

_MEANT: Final = {"yes": True, "no": False, "": None}
_WRITTEN: Final = {meaning: written for written, meaning in _MEANT.items()}


class CodeForm(forms.Form):
    """The code that stands on the screen."""

    code = forms.CharField(
        label=_("Code on the screen"),
        max_length=20,
        error_messages={"required": _("Enter the code that the trainer shows.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class EvaluationForm(forms.Form):
    """A few questions, none of which has to be answered."""

    kept = forms.CharField(
        label=_("What should stay the same?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    better = forms.CharField(
        label=_("What could be better?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "The coordinator may read this, never with a name. So write nothing that shows who you are."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = {
            name: forms.TypedChoiceField(
                label=str(QUESTIONS[name]),
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "vw-choices--scale"}),
                choices=[(number, SCALE[number]) for number in NUMBERS],
            )
            for name in ASKED
        }
        self.fields = {**questions, **self.fields}
        # The page says once that everything may be skipped.
        for field in self.fields.values():
            field.unmarked = True  # type: ignore[attr-defined]  # read by forms/optional.html

    @property
    def answers(self) -> Mapping[str, int]:
        """What was answered, without the questions that were left open."""
        return {name: value for name in ASKED if (value := self.cleaned_data[name]) is not None}


class ListForm(forms.Form):
    """Who was at a session: for each person on the list yes, no, or not known."""

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = lines
        for line in lines:
            self.fields[f"person-{line.person.pk}"] = forms.ChoiceField(
                label=line.person.name,
                choices=[("yes", _("yes")), ("no", _("no")), ("", _("not known"))],
                initial=_WRITTEN[line.was_there],
                required=False,
                widget=forms.RadioSelect,
            )

    @property
    def was_there(self) -> dict[int, bool | None]:
        """The answer for each person that the form holds; for the others nothing was sent."""
        return {
            line.person.pk: _MEANT[self.cleaned_data[name]]
            for line in self._lines
            if (name := f"person-{line.person.pk}") in self.data
        }

    @property
    def lines(self) -> list[Line]:
        """The list as it stands in the form now, which is not what is kept while somebody fills it in."""
        return [
            replace(line, was_there=_MEANT.get(str(self[f"person-{line.person.pk}"].value() or "")))
            for line in self._lines
        ]
