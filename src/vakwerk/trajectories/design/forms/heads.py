"""What is filled in for a trajectory as a whole?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.bilingual import BilingualFormField
from vakwerk.trajectories.design.operations import Head
from vakwerk.trajectories.models import Trajectory


class HeadForm(forms.Form):
    """Title, for whom, how long, and what completes it."""

    title = BilingualFormField(label=_("Title"), max_length=160)
    for_whom = BilingualFormField(
        label=_("For whom"),
        max_length=400,
        required=False,
        help_text=_("Needed to publish. For instance: colleagues who are new to permits."),
    )
    summary = BilingualFormField(
        label=_("In short"),
        max_length=600,
        long=True,
        required=False,
        help_text=_(
            "Two or three sentences about what people get out of it. People read this when they choose."
        ),
    )
    weeks = forms.IntegerField(
        label=_("How many weeks it takes"),
        min_value=1,
        max_value=104,
        initial=8,
        help_text=_("From the first to the last step. Short is at most 26 weeks and 12 sessions."),
    )
    why_long = forms.CharField(
        label=_("Why it takes longer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only needed for more than 26 weeks or 12 sessions. People read this too."),
    )
    sessions_needed = forms.IntegerField(
        label=_("Sessions somebody must attend to complete it"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Leave it empty when somebody must attend all sessions."),
    )
    proofs_needed = forms.BooleanField(
        label=_("To complete it, somebody has confirmed evidence for each learning goal"), required=False
    )
    is_public = forms.BooleanField(
        label=_("Everybody may see it, also without signing in"),
        required=False,
        help_text=_("Only where your academy has a public catalogue."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A draft may do without, but publishing asks for it.
        self.fields["for_whom"].unmarked = True  # type: ignore[attr-defined]  # read by forms/optional.html

    def head(self) -> Head:
        """Return what was filled in."""
        return Head(**{name: self.cleaned_data[name] for name in Head.__dataclass_fields__})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["why_long"] = (data.get("why_long") or "").strip()
        return data


def initial_of(trajectory: Trajectory) -> dict[str, Any]:
    """Return what the form shows of a trajectory that is there."""
    return {name: getattr(trajectory, name) for name in Head.__dataclass_fields__}


class CopyForm(forms.Form):
    """What a copy is called."""

    title = BilingualFormField(label=_("Title of the copy"), max_length=160)
