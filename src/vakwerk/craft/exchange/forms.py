"""What does a coordinator fill in to bring a framework in from a file?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.exchange.rules import MOST_BYTES
from vakwerk.craft.models import Framework
from vakwerk.foundation.sheets.forms import ACCEPT, TableFileForm


class FileForm(TableFileForm):
    """A file, and what becomes of it."""

    most_bytes = MOST_BYTES

    file = forms.FileField(
        label=_("File"),
        help_text=_("CASE 1.1 as JSON, or a table as XLSX or CSV. At most 20 MB."),
        widget=forms.FileInput(attrs={"accept": f".json,{ACCEPT}"}),
    )
    into = forms.TypedChoiceField(
        label=_("What to do with it"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, drafts: Sequence[Framework], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._drafts = {one.pk: one for one in drafts}
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)
        # One of the choices is taken already.
        field.unmarked = True  # type: ignore[attr-defined]  # read by forms/optional.html
        field.choices = [
            ("", _("a framework of its own")),
            *(
                (
                    one.pk,
                    _("part of the draft “%(name)s”, version %(version)s")
                    % {"name": one.name, "version": one.version},
                )
                for one in drafts
            ),
        ]

    def into_draft(self) -> Framework | None:
        """Return the draft into which the file goes, or ``None`` for a framework of its own."""
        chosen = self.cleaned_data.get("into")
        return self._drafts.get(chosen) if chosen else None
