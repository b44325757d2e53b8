"""What is filled in about badges?"""

from django import forms
from django.utils.translation import gettext_lazy as _


class RequestForm(forms.Form):
    """What goes into a badge."""

    with_name = forms.BooleanField(
        label=_("Put my name in it"),
        required=False,
        help_text=_(
            "Whoever gets the file, or opens its public page, can then read your name. Without it, the badge only "
            "holds a code made from your e-mail address."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of the badge"),
        choices=[("nl", "Nederlands"), ("en", "English")],
        widget=forms.RadioSelect,
    )


class CheckForm(forms.Form):
    """A file that says to be this badge."""

    file = forms.FileField(
        label=_("The badge as a file"),
        allow_empty_file=True,
        help_text=_("The JSON file. It is only looked at, and not kept."),
        error_messages={"required": _("Choose a file first.")},
    )


class RevokeForm(forms.Form):
    """Why a badge is taken back."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The holder reads this. The public page only says that the badge was taken back."),
    )


class NumberForm(RevokeForm):
    """Which badge is taken back, by the number on it, and why."""

    number = forms.UUIDField(
        label=_("Number of the badge"),
        help_text=_("The last part of its address, as shown on the certificate."),
        error_messages={"invalid": _("This is not the number of a badge.")},
    )
    field_order = ["number", "reason"]


class RenewForm(forms.Form):
    """Why there is a new key."""

    leaked = forms.BooleanField(
        label=_("Somebody else may have had the current key"),
        required=False,
        help_text=_(
            "Then every badge that it signed is no longer trusted, and people have to ask for a new one."
        ),
    )
