"""What does a coordinator fill in for many people, or for two?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.circles import times
from vakwerk.circles.models import Pairing, Slot
from vakwerk.foundation.sheets.forms import ACCEPT, TableFileForm

MOST_BYTES = 5 * 1024 * 1024


class SlotsForm(forms.Form):
    """The moments that suit the chosen people."""

    slots = forms.TypedMultipleChoiceField(
        label=_("Moments that suit them"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one moment.")},
    )

    def __init__(self, *args: Any, offered: Iterable[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slots = self.fields["slots"]
        assert isinstance(slots, forms.TypedMultipleChoiceField)
        slots.choices = [(slot.pk, times.moment_with_date(slot)) for slot in offered]


class FileForm(TableFileForm):
    """A file with sign-ups."""

    most_bytes = MOST_BYTES

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )


class PairingForm(forms.Form):
    """What two people do: sit together or apart. Who they are is found before, by searching."""

    kind = forms.ChoiceField(label=_("What"), widget=forms.RadioSelect, choices=Pairing.Kind.choices)
    reason = forms.CharField(
        label=_("Why"),
        max_length=160,
        required=False,
        help_text=_("Only coordinators read this. Write nothing that the two may not read."),
    )
