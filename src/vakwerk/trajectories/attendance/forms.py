"""What does somebody fill in to check in, or to look back?"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.trajectories.attendance.rules import QUESTIONS as ASKED
from vakwerk.trajectories.attendance.rules import SCALE as NUMBERS
from vakwerk.trajectories.attendance.wording import QUESTIONS, SCALE


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
        label=_("What should stay?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    better = forms.CharField(
        label=_("What can be better?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "The coordinator may read this, never with a name. So write nothing that tells who you are."
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
