"""What do the pages of a conversation ask?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.knowledge.conversation.rules import LONGEST


class SayForm(forms.Form):
    """Something to say."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Write @Given name Surname to mention somebody. They are told by mail."),
        error_messages={"required": _("Write something first.")},
    )

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["text"].label = label


class ReportForm(forms.Form):
    """Why somebody reports a contribution."""

    reason = forms.CharField(
        label=_("What is wrong with it?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the coordinators of the academy read this. They see that it comes from you."),
        error_messages={"required": _("Give a reason.")},
    )


class HideForm(forms.Form):
    """Why a coordinator hides a contribution."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody sees this in its place, and whoever wrote it gets it by mail."),
        error_messages={"required": _("Give a reason.")},
    )
