"""How is said what is wrong with a whole file?"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.sheets.trouble import FileTrouble, Trouble

TROUBLES: Mapping[str, Promise] = {
    Trouble.EMPTY: _("The file is empty."),
    Trouble.EMPTY_SHEET: _("The sheet “%(sheet)s” is empty. Choose another sheet, or another file."),
    Trouble.TOO_BIG: _(
        "The file is larger than %(limit)s MB. Split it, or save only the sheet that you need."
    ),
    Trouble.TOO_MANY_ROWS: _("The file has more than %(limit)s rows. Split it."),
    Trouble.TOO_MANY_COLUMNS: _(
        "The file has more than %(limit)s columns. Keep only the ones that you need."
    ),
    Trouble.NOT_A_TABLE: _("This is not a CSV or XLSX file. Save your list as one of those."),
    Trouble.OLD_OR_LOCKED: _(
        "The file has a password, or is in the old Excel format (.xls). Save it as .xlsx without a password."
    ),
    Trouble.BROKEN: _("The file is damaged. Open it in your spreadsheet program and save it again."),
    Trouble.BOMB: _(
        "The file takes more than %(limit)s MB once unpacked. Save only the sheet that you need."
    ),
    Trouble.TOO_MUCH: _(
        "Reading this file takes more memory or time than one file may take, or it is damaged. "
        "Copy the list to a new file and save that."
    ),
    Trouble.FAR_CELL: _(
        "In sheet “%(sheet)s”, cell %(cell)s is too far from the others. Clear that cell, "
        "or copy the list to a new file."
    ),
    Trouble.OTHER_FORM: _("This is a file of %(form)s. Save it as .xlsx."),
    Trouble.OPEN_QUOTE: _(
        'A quotation mark (") that opens on line %(line)s is not closed where its cell ends, '
        "so the rows below cannot be told apart. Close it, or remove it."
    ),
    Trouble.LONG_CELL: _(
        "On line %(line)s, the cell in column %(column)s holds more than %(limit)s characters. Shorten it."
    ),
    Trouble.ENCODING: _(
        "The file does not say how its letters were saved, and row %(row)s can be read in more than one way. "
        "Choose the way in which the names are right."
    ),
    Trouble.MIXED_ENCODINGS: _(
        "Some rows are saved in a different way from the rest: %(rows)s. Their accents would go wrong. "
        "Type the accents in those rows again, and save the file as UTF-8."
    ),
    Trouble.NO_TEXT: _("In row %(row)s there are characters that are not text. Save the file as UTF-8."),
    Trouble.NO_HEADER: _(
        "Row %(row)s has no headers. Put above each column what it holds, for instance Naam and E-mail."
    ),
    Trouble.NO_ROWS: _("Below the headers in row %(row)s there is nothing."),
    Trouble.DUPLICATE_HEADER: _(
        "The header “%(header)s” stands above more than one column (%(columns)s). Give each its own, or remove one."
    ),
    Trouble.MERGED: _(
        "Cells are merged in sheet “%(sheet)s”: %(cells)s. Split them, so that every row has its own values."
    ),
    Trouble.FORMULAS: _(
        "Formulas in sheet “%(sheet)s” have no outcome: %(cells)s. Open the file in your spreadsheet program and save "
        "it, or put the outcomes in the cells."
    ),
    Trouble.NO_SHEET: _("There is no sheet “%(sheet)s”. There are: %(sheets)s."),
}

ENCODINGS: Mapping[str, Promise] = {
    "cp1252": _("Windows (Western Europe)"),
    "mac_roman": _("Mac (an old program)"),
    "cp850": _("MS-DOS"),
    "cp1254": _("Windows (Turkish)"),
    "cp1250": _("Windows (Central Europe)"),
}


def trouble(found: FileTrouble) -> str:
    """Say what is wrong with a file."""
    return str(TROUBLES[found.trouble]) % found.facts
