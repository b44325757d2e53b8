"""What may an administrator fill in about the academy?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.academies.operations import Settings
from vakwerk.foundation.theme import HIGHEST_CHROMA


class AcademyForm(forms.Form):
    """The settings of one academy."""

    name = forms.CharField(label=_("Name of the academy"), max_length=120)
    subtitle = forms.CharField(
        label=_("Line under the name"),
        max_length=160,
        required=False,
        help_text=_("For instance the name of the municipality."),
    )
    contact_email = forms.EmailField(
        label=_("E-mail address for questions"),
        required=False,
        help_text=_("Everybody sees this address on the help page."),
    )
    hue = forms.FloatField(
        label=_("Colour"),
        min_value=0,
        max_value=360,
        help_text=_("A number from 0 to 360. The row of colours beside this shows which number is which."),
        widget=forms.NumberInput(attrs={"step": "1"}),
    )
    chroma = forms.FloatField(
        label=_("Strength of the colour"),
        min_value=0,
        max_value=HIGHEST_CHROMA,
        help_text=_("From 0 (grey) to 0.3 (bright)."),
        widget=forms.NumberInput(attrs={"step": "0.01"}),
    )

    @property
    def settings(self) -> Settings:
        """What was filled in, once the form is valid."""
        return Settings(**self.cleaned_data)
