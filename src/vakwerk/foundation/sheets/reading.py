"""What stands in a file? Reads CSV and XLSX into rows, or says what is wrong with the file and where."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from vakwerk.foundation import limited
from vakwerk.foundation.sheets import heads as naming
from vakwerk.foundation.sheets import text_tables, workbooks
from vakwerk.foundation.sheets.cells import Cell, said
from vakwerk.foundation.sheets.encodings import text_of
from vakwerk.foundation.sheets.text_tables import LOOK_FOR_HEAD_IN
from vakwerk.foundation.sheets.trouble import FileTrouble, Trouble

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200
MEMORY: Final = 768 * limited.MEGABYTE
"""What reading a workbook may take; a list of 50,000 rows and 20 columns takes some 250 MB."""
SECONDS: Final = 20

Recognise = Callable[[str], object]
"""What a head means to the room that reads: something for a head it knows, ``None`` for one it does not."""


class _Form(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Sheet:
    """A table that was read. ``rows``: number as the spreadsheet shows it, and cells."""

    headers: Sequence[str]
    rows: Sequence[tuple[int, Sequence[Cell]]]
    name: str = ""
    names: Sequence[str] = ()


def read(
    content: bytes,
    *,
    recognise: Recognise,
    sheet: str = "",
    most_rows: int = MOST_ROWS,
    encoding: str = "",
) -> Sheet:
    """Read a table from a file.

    :param recognise: finds the row with heads, and the sheet, by how many heads it knows.
    :param sheet: which sheet of a workbook; "" for the first that has known heads.
    :param encoding: of a CSV file, where somebody was asked; "" where nobody was.
    :raises FileTrouble: when it is no table, or a damaged, unsafe or too large one.
    """
    if _form(content) is _Form.CSV:
        return _text_table(content, recognise, most_rows, encoding)
    book = _Book(content, most_rows, sheets=[sheet] if sheet else [])
    if sheet and sheet not in book.names:
        raise FileTrouble(Trouble.NO_SHEET, sheet=sheet, sheets=", ".join(book.names))
    chosen = sheet or book.first_with_head(recognise)
    if not book.is_whole(chosen):
        book = _Book(content, most_rows, sheets=[chosen])
    return book.table(chosen, recognise)


def read_every_sheet(content: bytes, *, recognise: Recognise, most_rows: int = MOST_ROWS) -> list[Sheet]:
    """Read every table from a file: the one of ``read``, and those of other sheets that have known heads.

    :raises FileTrouble: as ``read`` does.
    """
    if _form(content) is _Form.CSV:
        return [_text_table(content, recognise, most_rows, "")]
    book = _Book(content, most_rows, sheets=None)
    first = book.first_with_head(recognise)
    # A sheet with an explanation, or an empty one, is no table.
    others = [name for name in book.names if name != first and book.has_rows(name, recognise)]
    return [book.table(name, recognise) for name in (first, *others)]


def as_utf_8(content: bytes, *, encoding: str) -> bytes:
    """Return a text in the encoding that says of itself what it is. ``encoding``: the one that somebody chose."""
    return text_of(content, encoding=encoding).encode("utf-8-sig")


def _text_table(content: bytes, recognise: Recognise, most_rows: int, encoding: str) -> Sheet:
    rows = text_tables.rows_of(
        text_of(content, encoding=encoding),
        recognise=recognise,
        most_rows=most_rows,
        most_columns=MOST_COLUMNS,
    )
    return _table(list(enumerate(rows, start=1)), recognise, most_rows)


class _Book:
    """A workbook as it was read elsewhere, with memory of its own."""

    def __init__(self, content: bytes, most_rows: int, *, sheets: Sequence[str] | None) -> None:
        try:
            answer = limited.read(
                workbooks.read, content, memory=MEMORY, seconds=SECONDS, sheets=sheets, most_rows=most_rows
            )
        except limited.TooMuchError as error:
            raise FileTrouble(Trouble.TOO_MUCH) from error
        if said := answer.facts.get("trouble"):
            raise FileTrouble(Trouble(said), **answer.facts["facts"])
        found = json.loads(answer.body)
        self.names: list[str] = found["names"]
        self._sheets = found["sheets"]
        self._most_rows = most_rows

    def is_whole(self, name: str) -> bool:
        """Tell whether all rows of a sheet were read."""
        return bool(self._sheets[name]["is_whole"])

    def first_with_head(self, recognise: Recognise) -> str:
        """Return the first sheet that has known heads, or else the first."""
        return next((name for name in self.names if self._head_of(name, recognise)[1] >= 2), self.names[0])

    def has_rows(self, name: str, recognise: Recognise) -> bool:
        """Tell whether a sheet has a row with known heads, and something below it."""
        at, known = self._head_of(name, recognise)
        return known >= 2 and at + 1 < len(self._sheets[name]["rows"])

    def _head_of(self, name: str, recognise: Recognise) -> tuple[int, int]:
        rows = self._sheets[name]["rows"][: workbooks.LOOK_AT]
        return _head([[_cell(one) for one in cells] for _number, cells in rows], recognise)

    def table(self, name: str, recognise: Recognise) -> Sheet:
        """Return a sheet as a table.

        :raises FileTrouble: when it has cells that are merged, or formulas without an outcome.
        """
        found = self._sheets[name]
        if found["formulas"]:
            raise FileTrouble(Trouble.FORMULAS, cells=", ".join(found["formulas"]), sheet=name)
        rows = [(number, [_cell(one) for one in cells]) for number, cells in found["rows"]]
        table = _table(rows, recognise, self._most_rows, name=name, names=self.names)
        first = table.rows[0][0]
        if inside := [cells for cells, last_row in found["merged"] if last_row >= first]:
            raise FileTrouble(Trouble.MERGED, cells=", ".join(inside[:5]), sheet=name)
        return table


def _cell(said: Any) -> Cell:
    """Return a cell from how it came: a day or a moment is a list of one text."""
    if not isinstance(said, list):
        return said  # type: ignore[no-any-return]  # a text, a number, yes or no, or nothing
    moment = datetime.fromisoformat(said[0])
    return moment if "T" in said[0] else moment.date()


def _form(content: bytes) -> _Form:
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise FileTrouble(Trouble.EMPTY)
    if len(content) > MOST_BYTES:
        raise FileTrouble(Trouble.TOO_BIG, limit=MOST_BYTES // 1024 // 1024)
    if content.startswith(b"PK\x03\x04"):
        return _Form.XLSX
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileTrouble(Trouble.OLD_OR_LOCKED)
    others = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"{\\rtf", b"<!DOCTYPE", b"<html")
    # A photo of an iPhone, and most films, say what they are from the fifth byte on.
    if content.startswith(others) or content[4:8] == b"ftyp":
        raise FileTrouble(Trouble.NOT_A_TABLE)
    return _Form.CSV


def _table(
    rows: Sequence[tuple[int, Sequence[Cell]]],
    recognise: Recognise,
    most_rows: int,
    *,
    name: str = "",
    names: Sequence[str] = (),
) -> Sheet:
    filled = [(number, cells) for number, cells in rows if any(said(cell) for cell in cells)]
    if not filled:
        raise FileTrouble(Trouble.EMPTY_SHEET if name else Trouble.EMPTY, sheet=name)
    at, known = _head([cells for _number, cells in filled], recognise)
    if not known and not _looks_like_head(filled[at][1]):
        raise FileTrouble(Trouble.NO_HEADER, row=filled[at][0])
    heads = [" ".join(said(cell).split())[:100] for cell in filled[at][1]]
    while heads and not heads[-1]:
        heads.pop()
    below = filled[at + 1 :]
    if not below:
        raise FileTrouble(Trouble.NO_ROWS, row=filled[at][0])
    if len(below) > most_rows:
        raise FileTrouble(Trouble.TOO_MANY_ROWS, limit=most_rows)
    if len(heads) > MOST_COLUMNS:
        raise FileTrouble(Trouble.TOO_MANY_COLUMNS, limit=MOST_COLUMNS)
    return Sheet(_told_apart(heads, recognise), below, name, names)


def _head(rows: Sequence[Sequence[Cell]], recognise: Recognise) -> tuple[int, int]:
    """Return which of the first rows holds the heads, and how many of them are known."""
    best, most = 0, 0
    for at, cells in enumerate(rows[:LOOK_FOR_HEAD_IN]):
        known = len({found for cell in cells if (found := recognise(said(cell)))})
        if known > most:
            best, most = at, known
    return best, most


def _looks_like_head(cells: Sequence[Cell]) -> bool:
    words = [said(cell) for cell in cells if said(cell)]
    return len(words) >= 2 and not any("@" in one or any(c.isdigit() for c in one) for one in words)


def _told_apart(heads: list[str], recognise: Recognise) -> list[str]:
    """Give a column without a head its letter, and refuse two columns that say the same known thing."""
    seen: dict[str, int] = {}
    for at, head in enumerate(heads):
        key = naming.plain(head)
        if not key:
            heads[at] = f"({naming.letter(at)})"
        elif key in seen:
            if recognise(head):
                columns = f"{naming.letter(seen[key])}, {naming.letter(at)}"
                raise FileTrouble(Trouble.DUPLICATE_HEADER, header=head, columns=columns)
            heads[at] = f"{head} ({naming.letter(at)})"
        else:
            seen[key] = at
    return heads
