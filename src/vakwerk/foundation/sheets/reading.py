"""What stands in a file? Reads CSV and XLSX into rows, or says what is wrong with the file and where."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from typing import Final

import charset_normalizer

from vakwerk.foundation.sheets import heads as naming
from vakwerk.foundation.sheets import workbooks
from vakwerk.foundation.sheets.cells import Cell, said
from vakwerk.foundation.sheets.trouble import FileTrouble, Trouble

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200
LOOK_FOR_HEAD_IN: Final = 15

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


def read(content: bytes, *, recognise: Recognise, sheet: str = "", most_rows: int = MOST_ROWS) -> Sheet:
    """Read a table from a file.

    :param recognise: finds the row with heads, and the sheet, by how many heads it knows.
    :param sheet: which sheet of a workbook; "" for the first that has known heads.
    :raises FileTrouble: when it is no table, or a damaged, unsafe or too large one.
    """
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise FileTrouble(Trouble.EMPTY)
    if len(content) > MOST_BYTES:
        raise FileTrouble(Trouble.TOO_BIG, limit=MOST_BYTES // 1024 // 1024)
    if _form(content) is _Form.CSV:
        lines = list(enumerate(_csv_rows(content, recognise, most_rows), start=1))
        return _table(lines, recognise, most_rows)
    names, chosen, rows, merged = workbooks.read(
        content, sheet=sheet, find_head=lambda rows: _head(rows, recognise)[1] >= 2
    )
    table = _table(rows, recognise, most_rows, name=chosen, names=names)
    first = table.rows[0][0]
    if inside := [cells for cells, last_row in merged if last_row >= first]:
        raise FileTrouble(Trouble.MERGED, cells=", ".join(inside[:5]), sheet=chosen)
    return table


def _form(content: bytes) -> _Form:
    if content.startswith(b"PK\x03\x04"):
        return _Form.XLSX
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileTrouble(Trouble.OLD_OR_LOCKED)
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"<!DOCTYPE", b"<html")):
        raise FileTrouble(Trouble.NOT_A_TABLE)
    return _Form.CSV


def decoded(content: bytes) -> str:
    """Return the text of a file, whatever encoding it has."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content[:400]:
        # UTF-16 without a mark: the zeros of plain letters stand second (little-endian) or first.
        little = content[1:400:2].count(0) >= content[0:400:2].count(0)
        return content.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # Western encodings differ little; the one of Windows wins unless another reads clearly better.
    found = charset_normalizer.from_bytes(content, cp_isolation=["cp1252", "cp850", "mac_roman"])
    best = found.best()
    windows = next((one for one in found if one.encoding == "cp1252"), None)
    if windows is not None and best is not None and windows.chaos <= best.chaos + 0.02:
        best = windows
    return str(best) if best is not None else content.decode("cp1252", errors="replace")


def _csv_rows(content: bytes, recognise: Recognise, most_rows: int) -> Iterator[list[str]]:
    text = decoded(content).removeprefix("\ufeff")
    if text[:4].lower() == "sep=" and len(text) > 5:
        # Excel's own line; its row is not one that people count from, but Excel hides it too.
        delimiter, text = text[4], text.partition("\n")[2]
    else:
        delimiter = _delimiter(text, recognise)
    csv.field_size_limit(100_000)
    try:
        for at, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter)):
            if at > most_rows + LOOK_FOR_HEAD_IN + 1000:
                raise FileTrouble(Trouble.TOO_MANY_ROWS, limit=most_rows)
            yield row
    except csv.Error as error:
        raise FileTrouble(Trouble.BROKEN) from error


def _delimiter(text: str, recognise: Recognise) -> str:
    """Return what stands between cells: what gives the most known heads, then the most columns."""
    start = text[:20_000]

    def score(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(StringIO(start, newline=""), delimiter=delimiter))[:LOOK_FOR_HEAD_IN]
        except csv.Error:
            return (0, 0)
        known = max((sum(recognise(cell) is not None for cell in row) for row in rows), default=0)
        return (known, max((len(row) for row in rows), default=0))

    return max(";,\t|", key=score)


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
