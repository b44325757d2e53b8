"""What does somebody fill in about where they stand?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.growth.rules import NOT_YET
from vakwerk.craft.growth.standing import Standing
from vakwerk.craft.models import Competency


class EstimateForm(forms.Form):
    """Per competency a level, or nothing."""

    def __init__(self, *args: Any, standings: Sequence[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._competencies = {f"level_{one.competency.pk}": one.competency for one in standings}
        for one in standings:
            name = f"level_{one.competency.pk}"
            self.fields[name] = forms.TypedChoiceField(
                label=str(one.competency.name),
                required=False,
                coerce=int,
                empty_value=None,
                choices=[
                    ("", _("No estimate")),
                    (NOT_YET, _("not at the first level yet")),
                    *((step.number, str(step.name)) for step in one.steps),
                ],
                initial=one.estimates[-1].level if one.estimates else "",
                widget=forms.Select,
                help_text=str(one.competency.definition),
            )

    @property
    def levels(self) -> dict[Competency, int]:
        """What was filled in."""
        data = self.cleaned_data
        return {one: data[name] for name, one in self._competencies.items() if data[name] is not None}
