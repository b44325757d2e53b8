"""What does somebody fill in to take part?"""

from django import forms
from django.utils.translation import gettext_lazy as _


class EnrolForm(forms.Form):
    """What helps somebody to take part; nobody has to say it."""

    wishes = forms.CharField(
        label=_("What helps you to take part"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "For instance a room without stairs, or large print. Only the coordinator reads this, and it is"
            " deleted when the edition is over."
        ),
    )


class ReasonForm(forms.Form):
    """Why somebody cannot take part, or an edition does not go on."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give a reason. People read it.")},
    )
