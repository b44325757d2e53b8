"""What does a coordinator fill in for a framework as a whole?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.frameworks.operations.versions import Head
from vakwerk.craft.models import Framework, LevelNaming
from vakwerk.foundation.bilingual import BilingualFormField
from vakwerk.foundation.day_fields import DayField


class AdaptForm(forms.Form):
    """What a framework of one's own is called, and out of what it is made."""

    origin = forms.ChoiceField(label=_("Based on"), widget=forms.RadioSelect)
    name = BilingualFormField(
        label=_("Name"), max_length=200, help_text=_("For instance: Craft in our municipality")
    )

    def __init__(self, *args: Any, origins: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["origin"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(origins)


class HeadForm(forms.Form):
    """What a framework says of itself."""

    name = BilingualFormField(label=_("Name"), max_length=200)
    description = BilingualFormField(label=_("Description"), max_length=4000, long=True, required=False)
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=300,
        help_text=_("Who wrote it, or on what it is based."),
    )
    licence = forms.CharField(
        label=_("Licence"),
        required=False,
        max_length=80,
        help_text=_("What others may do with it, for instance CC-BY-4.0."),
    )

    def head(self) -> Head:
        """Return what was filled in."""
        return Head(**self.cleaned_data)


def head_of(framework: Framework) -> dict[str, Any]:
    """Return what the form shows at first."""
    return {name: getattr(framework, name) for name in HeadForm.base_fields}


class AdoptForm(forms.Form):
    """Who decided, and when."""

    adopted_on = DayField(
        label=_("Day of the decision"), past_is_usual=True, help_text=_("Today or earlier.")
    )
    adopted_by = forms.CharField(
        label=_("Who decided"),
        max_length=160,
        help_text=_(
            "A body, not a person. For instance: municipal executive, after consent of the works council"
        ),
    )
    sure = forms.BooleanField(
        label=_("I know that this version can no longer be changed. A change becomes a new version.")
    )


class NamingForm(forms.Form):
    """How the academy calls its levels."""

    naming = forms.ChoiceField(label=_("Names of the levels"), choices=LevelNaming, widget=forms.RadioSelect)
