"""What stands in a CSV file? Rows of texts, or on which line something is wrong. Pure: no Django, no database."""

import csv
import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Final

from vakwerk.foundation.sheets.heads import letter
from vakwerk.foundation.sheets.trouble import FileTrouble, Trouble

DELIMITERS: Final = ";,\t|"
LOOK_FOR_HEAD_IN: Final = 15
MOST_IN_A_CELL: Final = 100_000
_NO_LIMIT: Final = 2**31 - 1
_LOOK_AT: Final = 20_000
_AS_TEXT: Final = re.compile(r'="([^"]*)"')
"""How people keep a spreadsheet from taking zeros off a number: ="0012"."""

Recognise = Callable[[str], object]


def rows_of(text: str, *, recognise: Recognise, most_rows: int, most_columns: int) -> Iterator[list[str]]:
    """Return the rows of a text. ``recognise``: what a head means, to choose what stands between cells by.

    :raises FileTrouble: for a quote that is never closed, for more rows or columns than there may be, and for a cell
        that is too long.
    """
    text = text.removeprefix("\ufeff")
    if text[:4].lower() == "sep=" and len(text) > 5:
        # Excel's own line; its row is not one that people count from, but Excel hides it too.
        delimiter, text = text[4], text.partition("\n")[2]
    else:
        delimiter = _delimiter(text, recognise)
    # Its own limit says no more than that there is one; a cell is measured below. For all threads the same.
    csv.field_size_limit(_NO_LIMIT)
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    width = 0
    try:
        for at, row in enumerate(reader):
            if at > most_rows + LOOK_FOR_HEAD_IN + 1000:
                raise FileTrouble(Trouble.TOO_MANY_ROWS, limit=most_rows)
            if len(row) > most_columns + 1000:
                raise FileTrouble(Trouble.TOO_MANY_COLUMNS, limit=most_columns)
            taken = lines.taken()
            if len(taken) > 1 and _swallowed(taken, row, delimiter, width):
                raise FileTrouble(Trouble.OPEN_QUOTE, line=lines.first)
            if (longest := max(row, key=len, default="")) and len(longest) > MOST_IN_A_CELL:
                column = letter(row.index(longest))
                raise FileTrouble(Trouble.LONG_CELL, line=lines.first, column=column, limit=MOST_IN_A_CELL)
            lines.next_row()
            width = width or (len(row) if len(row) > 1 else 0)
            yield [_bare(cell) for cell in row]
    except csv.Error as error:
        raise FileTrouble(Trouble.OPEN_QUOTE, line=lines.first) from error


class _Lines:
    """Gives lines one by one, and remembers which of them the row that is read has taken so far."""

    def __init__(self, text: str) -> None:
        self._lines = StringIO(text, newline="")
        self._taken: list[str] = []
        self.first = 1
        """The number of the line on which the row begins."""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._taken.append(line)
        return line

    def taken(self) -> list[str]:
        """Return the lines of this row."""
        return self._taken

    def next_row(self) -> None:
        """Begin a new row with the line that comes."""
        self.first += len(self._taken)
        self._taken = []


def _swallowed(lines: list[str], row: list[str], delimiter: str, width: int) -> bool:
    """Tell whether a row of several lines is really rows that an open quote has pulled into one cell.

    A text of several paragraphs stands in one cell; rows that were pulled in have a delimiter for every column.
    """
    like_rows = sum(line.count(delimiter) >= width - 1 for line in lines)
    if width < 2 or like_rows < 2:
        return False
    return width > 2 or len(row) != width


def _bare(cell: str) -> str:
    found = _AS_TEXT.fullmatch(cell.strip()) if cell[:1] in {"=", " "} else None
    return found[1] if found else cell


def _delimiter(text: str, recognise: Recognise) -> str:
    """Return what stands between cells: what gives the most known heads, then the most columns."""
    start = text[:_LOOK_AT]

    def score(delimiter: str) -> tuple[int, int]:
        rows: list[list[str]] = []
        try:
            for row in csv.reader(StringIO(start, newline=""), delimiter=delimiter):
                rows.append(row)
                if len(rows) == LOOK_FOR_HEAD_IN:
                    break
        except csv.Error:
            return (0, 0)
        known = max((sum(recognise(cell) is not None for cell in row) for row in rows), default=0)
        return (known, max((len(row) for row in rows), default=0))

    return max(DELIMITERS, key=score)
