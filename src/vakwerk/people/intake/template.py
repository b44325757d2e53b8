"""What does the file to fill in look like? Headers, an explanation, and lists to choose from."""

from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _

from vakwerk.foundation.roles import Role
from vakwerk.people.intake.rules.headers import Field
from vakwerk.people.intake.wording import FIELDS
from vakwerk.people.models import Organisation, Orientation, Seniority

_COLUMNS: Final = tuple(field for field in Field if field is not Field.FULL_NAME)
_LAST_ROW: Final = 5000


def make() -> bytes:
    """Return an empty workbook to fill in, in the language of now."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and few requests need it
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - heavy, and few requests need it
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - heavy, and few requests need it
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - heavy, and few requests need it

    book = Workbook()
    page = book.active
    assert page is not None
    page.title = _("People")
    page.append([str(FIELDS[field]) for field in _COLUMNS])
    page.freeze_panes = "A2"
    for at, field in enumerate(_COLUMNS, start=1):
        page.cell(1, at).font = Font(bold=True)
        letter = get_column_letter(at)
        page.column_dimensions[letter].width = 22
        if field in {Field.REFERENCE, Field.PHONE}:
            # As text, or the spreadsheet takes leading zeros away.
            for row in range(2, 502):
                page.cell(row, at).number_format = "@"
        if words := _choices(field):
            said = ",".join(words)
            check = DataValidation(
                type="list", formula1=f'"{said}"', allow_blank=True, showErrorMessage=False
            )
            check.add(f"{letter}2:{letter}{_LAST_ROW}")
            page.add_data_validation(check)
    help_page = book.create_sheet(_("Explanation"))
    help_page.append([_("Column"), _("What to write"), _("Needed")])
    for field in _COLUMNS:
        help_page.append([str(FIELDS[field]), _explained(field), _needed(field)])
    help_page.column_dimensions["A"].width = 26
    help_page.column_dimensions["B"].width = 90
    help_page.column_dimensions["C"].width = 26
    for cell in help_page[1]:
        cell.font = Font(bold=True)
    for (cell,) in help_page["B2:B30"]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _choices(field: Field) -> list[str]:
    choices = {
        Field.ORGANISATION_KIND: Organisation.Kind.choices,
        Field.SENIORITY: Seniority.choices,
        Field.ORIENTATION: Orientation.choices,
        Field.ROLE: Role.choices,
    }.get(field, [])
    return [str(label) for _value, label in choices]


def _needed(field: Field) -> str:
    if field is Field.GIVEN_NAME:
        return _("yes")
    if field in {Field.REFERENCE, Field.EMAIL}:
        return _("one of these two")
    return _("no")


def _explained(field: Field) -> str:
    if words := _choices(field):
        hint = " " + _("Or a number of years.") if field is Field.SENIORITY else ""
        return _("One of: %(words)s.") % {"words": "; ".join(words)} + hint
    return {
        Field.REFERENCE: _(
            "The number by which your personnel system knows the person. Keeps leading zeros."
        ),
        Field.GIVEN_NAME: _("The name by which people call somebody."),
        Field.PREFIX: _("For instance: van der. You may also write it before the surname."),
        Field.FAMILY_NAME: _("The surname. One column with the full name is fine too: call it Full name."),
        Field.EMAIL: _("Work address. People sign in with it."),
        Field.PHONE: _("Any way of writing it."),
        Field.ORGANISATION: _(
            "Municipality, partner or resident group. A new name makes a new organisation."
        ),
        Field.UNIT: _("A new name makes a new department or team in that organisation."),
        Field.PARENT_UNIT: _("What the department or team is a part of."),
        Field.JOB_TITLE: _("As people know it."),
        Field.DISCIPLINE: _("Circles mix disciplines. Write the same discipline the same way."),
        Field.MANAGER: _(
            "Personnel number, e-mail address or full name. Two people: put a semicolon between. They are never put in "
            "one circle."
        ),
        Field.ASSESSOR: _("Who assesses this person. Written as for the manager."),
        Field.SINCE: _("A date, for instance 31-12-2026."),
        Field.LEFT: _(
            "The last day, for people who leave. They give up their places. With a place elsewhere only this one ends."
        ),
    }[field]
