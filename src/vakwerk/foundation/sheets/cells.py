"""What can a cell hold, and what does it say? Pure: no Django, no database."""

import re
from datetime import date, datetime
from typing import Final

from vakwerk.foundation.text import one_line, paragraphs

_SCIENTIFIC: Final = re.compile(r"[+-]?\d([.,]\d+)?[eE]\+\d{1,3}")
Cell = str | float | int | bool | date | datetime | None


def said(cell: Cell) -> str:
    """Return a cell as text; spreadsheets keep a whole number as a broken one."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        # Of a longer number a spreadsheet keeps fifteen digits, and would make the others up.
        return str(int(cell)) if abs(cell) < 1e15 else f"{cell:.5E}"
    return paragraphs(str(cell)).strip() if isinstance(cell, str) else str(cell)


def line(cell: Cell) -> str:
    """Return a cell as a text of one line, as a name or a title is."""
    return one_line(said(cell))


def has_lost_digits(text: str) -> bool:
    """Tell whether a spreadsheet has made a long number into one of few digits, such as 1.23457E+11."""
    return _SCIENTIFIC.fullmatch(text) is not None
