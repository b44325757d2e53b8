"""What stands in a file? Reads CSV and XLSX into rows, or says what is wrong with the file and where."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from typing import Any, Final

import charset_normalizer

from vakwerk.people.intake import workbooks
from vakwerk.people.intake.rules import headers
from vakwerk.people.intake.rules.values import Cell
from vakwerk.people.intake.trouble import FileTrouble, Trouble

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200
LOOK_FOR_HEAD_IN: Final = 15

__all__ = ["MOST_BYTES", "MOST_ROWS", "FileTrouble", "Sheet", "Trouble", "read"]


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


def read(content: bytes, *, sheet: str = "") -> Sheet:
    """Read a file of people. ``sheet``: which sheet of a workbook; "" for the first that has people.

    :raises FileTrouble: when it is no table of people.
    """
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise FileTrouble(Trouble.EMPTY)
    if len(content) > MOST_BYTES:
        raise FileTrouble(Trouble.TOO_BIG, limit=MOST_BYTES // 1024 // 1024)
    if _form(content) is _Form.CSV:
        return _table(list(enumerate(_csv_rows(content), start=1)))
    names, chosen, rows, merged = workbooks.read(
        content, sheet=sheet, find_head=lambda rows: _head(rows)[1] >= 2
    )
    table = _table(rows, name=chosen, names=names)
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


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    said = decoded(content).removeprefix("\ufeff")
    if said[:4].lower() == "sep=" and len(said) > 5:
        # Excel's own line; its row is not one that people count from, but Excel hides it too.
        delimiter, said = said[4], said.partition("\n")[2]
    else:
        delimiter = _delimiter(said)
    csv.field_size_limit(100_000)
    try:
        for at, row in enumerate(csv.reader(StringIO(said, newline=""), delimiter=delimiter)):
            if at > MOST_ROWS + LOOK_FOR_HEAD_IN + 1000:
                raise FileTrouble(Trouble.TOO_MANY_ROWS, limit=MOST_ROWS)
            yield row
    except csv.Error as error:
        raise FileTrouble(Trouble.BROKEN) from error


def _delimiter(said: str) -> str:
    """Return what stands between cells: what gives the most known headers, then the most columns."""
    start = said[:20_000]

    def score(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(StringIO(start, newline=""), delimiter=delimiter))[:LOOK_FOR_HEAD_IN]
        except csv.Error:
            return (0, 0)
        known = max((sum(headers.recognise(cell) is not None for cell in row) for row in rows), default=0)
        return (known, max((len(row) for row in rows), default=0))

    return max(";,\t|", key=score)


def _table(rows: Sequence[tuple[int, Sequence[Cell]]], *, name: str = "", names: Sequence[str] = ()) -> Sheet:
    filled = [(number, cells) for number, cells in rows if any(_said(cell) for cell in cells)]
    if not filled:
        raise FileTrouble(Trouble.EMPTY_SHEET if name else Trouble.EMPTY, sheet=name)
    at, known = _head([cells for _number, cells in filled])
    if not known and not _looks_like_head(filled[at][1]):
        raise FileTrouble(Trouble.NO_HEADER, row=filled[at][0])
    heads = [" ".join(_said(cell).split())[:100] for cell in filled[at][1]]
    while heads and not heads[-1]:
        heads.pop()
    people = filled[at + 1 :]
    if not people:
        raise FileTrouble(Trouble.NO_ROWS, row=filled[at][0])
    if len(people) > MOST_ROWS:
        raise FileTrouble(Trouble.TOO_MANY_ROWS, limit=MOST_ROWS)
    if len(heads) > MOST_COLUMNS:
        raise FileTrouble(Trouble.TOO_MANY_COLUMNS, limit=MOST_COLUMNS)
    return Sheet(_told_apart(heads), people, name, names)


def _head(rows: Sequence[Sequence[Cell]]) -> tuple[int, int]:
    """Return which of the first rows is the head, and how many headers of it are known."""
    best, most = 0, 0
    for at, cells in enumerate(rows[:LOOK_FOR_HEAD_IN]):
        known = len({found for cell in cells if (found := headers.recognise(_said(cell)))})
        if known > most:
            best, most = at, known
    return best, most


def _looks_like_head(cells: Sequence[Cell]) -> bool:
    said = [_said(cell) for cell in cells if _said(cell)]
    return len(said) >= 2 and not any("@" in one or any(c.isdigit() for c in one) for one in said)


def _told_apart(heads: list[str]) -> list[str]:
    """Give a column without a header its letter, and refuse two columns that say the same known thing."""
    seen: dict[str, int] = {}
    for at, head in enumerate(heads):
        key = headers.plain(head)
        if not key:
            heads[at] = f"({headers.letter(at)})"
        elif key in seen:
            if headers.recognise(head):
                columns = f"{headers.letter(seen[key])}, {headers.letter(at)}"
                raise FileTrouble(Trouble.DUPLICATE_HEADER, header=head, columns=columns)
            heads[at] = f"{head} ({headers.letter(at)})"
        else:
            seen[key] = at
    return heads


def _said(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
