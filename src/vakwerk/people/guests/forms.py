"""What does inviting a guest ask?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.people.models import Organisation


class GuestForm(forms.Form):
    """Who is invited, and from where."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Surname"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The invitation goes here. The guest needs no password."),
    )
    organisation = forms.ModelChoiceField(
        label=_("On behalf of"),
        queryset=Organisation.objects.none(),
        empty_label=_("choose"),
        help_text=_("A client or resident group, or a partner."),
    )
    note = forms.CharField(
        label=_("A few words of your own"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Shown above the link in the mail."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outside = Organisation.objects.exclude(kind=Organisation.Kind.MUNICIPALITY)
        self.fields["organisation"].queryset = outside  # type: ignore[attr-defined]
