"""What does a coordinator choose when circles are merged or called off?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NOBODY = 0
WAIT, OVER, AGAIN = "wait", "over", "again"


class MergeForm(forms.Form):
    """Which circle goes on in this one, and who facilitates. ``shown``: what the page said it changes."""

    other = forms.TypedChoiceField(
        label=_("Which circle joins this one"), coerce=int, widget=forms.RadioSelect
    )
    facilitator = forms.TypedChoiceField(
        label=_("Who facilitates from then on"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, circles: Sequence[tuple[int, str]], people: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = list(circles)  # type: ignore[attr-defined]
        nobody = (NOBODY, _("nobody: the members take turns"))
        self.fields["facilitator"].choices = [*people, nobody]  # type: ignore[attr-defined]

    @property
    def shown(self) -> str:
        """Write down what was filled in, so that only what was shown is done."""
        return f"{self.cleaned_data['other']}-{self.cleaned_data['facilitator']}"


class CallOffForm(forms.Form):
    """What comes next for those who are signed up."""

    then = forms.ChoiceField(label=_("What happens to the members"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, of_round: bool, stays: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        over = (OVER, _("it ends here: they are no longer signed up"))
        signed_up = (
            (AGAIN, _("they stay signed up, and circles are composed again"))
            if of_round
            else (WAIT, _("they stay signed up, and wait for a place in another circle"))
        )
        self.fields["then"].choices = [signed_up, over] if stays else [over]  # type: ignore[attr-defined]
