"""What does an assessor fill in?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.assessment.rules import Verdict
from vakwerk.craft.models import EvidenceIndicator
from vakwerk.craft.rules import Outcome

CHOICES = [
    ("confirmed", _("I confirm this")),
    ("asked_back", _("I have a question")),
    ("refused", _("I do not accept this")),
]


class VerdictForm(forms.Form):
    """Per behaviour a verdict with its reason."""

    def __init__(self, *args: Any, shows: Sequence[EvidenceIndicator], asks_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shows = list(shows)
        for one in self._shows:
            self.fields[f"verdict_{one.pk}"] = forms.ChoiceField(
                label=_("Your assessment"),
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose something for every behaviour.")},
            )
            self.fields[f"reason_{one.pk}"] = forms.CharField(
                label=_("Your question or reason"),
                required=False,
                max_length=1500,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_(
                    "Needed when you ask something or do not accept it. Say what you saw and what you miss."
                ),
            )
        if asks_why:
            self.fields["skipped_reason"] = forms.CharField(
                label=_("Why does this level count without the one below?"),
                required=False,
                max_length=1500,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_(
                    "Without a reason the behaviour is confirmed, and the level waits for the one below."
                ),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for one in self._shows:
            verdict = data.get(f"verdict_{one.pk}")
            if verdict and verdict != Outcome.CONFIRMED and not data.get(f"reason_{one.pk}"):
                self.add_error(f"reason_{one.pk}", _("Give a reason. Otherwise nobody can continue."))
        return data

    def parts(self) -> list[tuple[EvidenceIndicator, BoundField, BoundField]]:
        """Return for each behaviour its two fields."""
        return [(one, self[f"verdict_{one.pk}"], self[f"reason_{one.pk}"]) for one in self._shows]

    @property
    def verdicts(self) -> dict[int, Verdict]:
        """What was filled in."""
        data = self.cleaned_data
        return {one.pk: Verdict(data[f"verdict_{one.pk}"], data[f"reason_{one.pk}"]) for one in self._shows}
