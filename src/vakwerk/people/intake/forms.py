"""What does an import ask? A file, what its columns hold, and whether wrong rows may be left out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.sheets.forms import ACCEPT, TableFileForm
from vakwerk.people.intake.rules.headers import Field
from vakwerk.people.intake.wording import FIELDS
from vakwerk.people.models import Organisation


class FileForm(TableFileForm):
    """A file of people."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 10 MB and 50,000 rows."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty."),
        },
    )


class ColumnsForm(forms.Form):
    """What each column holds. Fields are named by the column's place, since headers can be anything."""

    organisation = forms.ChoiceField(
        label=_("Organisation for people whose row names none"),
        required=False,
        help_text=_("People who have an organisation already keep it."),
    )

    def __init__(self, *args: Any, headers: Sequence[str], mapping: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headers = headers
        organisations = [(str(pk), name) for pk, name in Organisation.objects.values_list("pk", "name")]
        self.fields["organisation"].choices = [("", _("none")), *organisations]  # type: ignore[attr-defined]
        choices = [("", _("leave this column out")), *((field.value, FIELDS[field]) for field in Field)]
        for at, header in enumerate(headers):
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=header, choices=choices, required=False, initial=mapping.get(header, "")
            )

    def columns(self) -> list[Any]:
        """Return the fields of the columns, to draw them in a table."""
        return [self[f"column-{at}"] for at in range(len(self.headers))]

    def mapping(self) -> dict[str, str]:
        """Return what was chosen, by header."""
        return {header: self.cleaned_data[f"column-{at}"] for at, header in enumerate(self.headers)}

    def clean(self) -> dict[str, Any]:
        """Refuse two columns for one thing, and a file without a name or a key."""
        cleaned = super().clean() or {}
        chosen: dict[str, int] = {}
        for at in range(len(self.headers)):
            if not (field := cleaned.get(f"column-{at}", "")):
                continue
            if field in chosen:
                message = _("Column “%(header)s” already holds this. Leave one of them out.")
                self.add_error(
                    f"column-{at}",
                    forms.ValidationError(message, params={"header": self.headers[chosen[field]]}),
                )
            chosen.setdefault(field, at)
        if not {Field.FULL_NAME, Field.GIVEN_NAME} & set(chosen):
            self.add_error(None, _("Say which column holds the full name or the given name."))
        if not {Field.REFERENCE, Field.EMAIL} & set(chosen):
            message = _(
                "Say which column holds the personnel number or the e-mail address. By one of these, Vakwerk finds the "
                "same person again."
            )
            self.add_error(None, message)
        return cleaned


class SheetForm(forms.Form):
    """Which sheet of a workbook holds the people."""

    sheet = forms.ChoiceField(label=_("Sheet"))

    def __init__(self, *args: Any, sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]
