"""What stands in a workbook? Reads XLSX, after making sure that reading it is safe."""

import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import time, timedelta
from io import BytesIO
from typing import Any, Final

import python_calamine as calamine

from vakwerk.foundation.sheets.cells import Cell
from vakwerk.foundation.sheets.heads import letter
from vakwerk.foundation.sheets.trouble import FileTrouble, Trouble

# Unpacked. A list of 50,000 rows takes some 60 MB.
MOST_UNPACKED: Final = 200 * 1024 * 1024
# Reading makes the whole rectangle, also where it is empty.
MOST_CELLS: Final = 6_000_000

Rows = list[tuple[int, list[Cell]]]

_ADDRESS = re.compile(rb' r="([A-Z]{0,3})(\d{1,7})"')
_EMPTY_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3}\d+)"[^>]*>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>\s*|<v></v>\s*)?</c>'
)
# The reader leaves these empty; they are kept as their words, so that the row can be refused.
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"[^>]*\bt="e"[^>]*>(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?\s*<v>([^<]*)</v>'
)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")


def read(
    content: bytes, *, sheet: str, find_head: Callable[[Sequence[Sequence[Cell]]], bool]
) -> tuple[list[str], str, Rows, list[tuple[str, int]]]:
    """Return the names of the sheets, the one that was read, its rows, and its merged cells with their last row.

    ``sheet``: "" for the first where ``find_head`` sees a head, or else the first that has anything.

    :raises FileTrouble: when the workbook is broken, unsafe or has not this sheet.
    """
    parts = _checked(content)
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        names = [
            one.name
            for one in book.sheets_metadata
            if one.typ == calamine.SheetTypeEnum.WorkSheet
            and one.visible == calamine.SheetVisibleEnum.Visible
        ]
        if not names:
            raise FileTrouble(Trouble.EMPTY)
        if sheet and sheet not in names:
            raise FileTrouble(Trouble.NO_SHEET, sheet=sheet, sheets=", ".join(names))
        chosen = sheet or _first_with_head(book, names, find_head)
        page = book.get_sheet_by_name(chosen)
        rows = _rows(page)
        _put_errors(rows, parts.get(chosen, b""), left=(page.start or (0, 0))[1])
        merged = [
            (f"{letter(left)}{top + 1}:{letter(right)}{bottom + 1}", bottom + 1)
            for (top, left), (bottom, right) in page.merged_cell_ranges or []
        ]
    except calamine.PasswordError as error:
        raise FileTrouble(Trouble.OLD_OR_LOCKED) from error
    except calamine.CalamineError as error:
        raise FileTrouble(Trouble.BROKEN) from error
    if cells := _EMPTY_FORMULA.findall(parts.get(chosen, b"")):
        shown = ", ".join(cell.decode() for cell in cells[:5])
        raise FileTrouble(Trouble.FORMULAS, cells=shown, sheet=chosen)
    return names, chosen, rows, merged


def _first_with_head(
    book: calamine.CalamineWorkbook,
    names: Sequence[str],
    find_head: Callable[[Sequence[Sequence[Cell]]], bool],
) -> str:
    for name in names:
        if find_head([cells for _number, cells in _rows(book.get_sheet_by_name(name))[:30]]):
            return name
    return names[0]


def _rows(page: calamine.CalamineSheet) -> Rows:
    # Empty rows above are left out by to_python, so numbers count from where the sheet starts.
    first = (page.start or (0, 0))[0]
    return [(first + 1 + at, [_known(cell) for cell in row]) for at, row in enumerate(page.to_python())]


def _put_errors(rows: Rows, xml: bytes, *, left: int) -> None:
    first = rows[0][0] if rows else 0
    for column, row, said in _ERROR.findall(xml):
        at, of = int(row) - first, _number(column) - 1 - left
        if 0 <= at < len(rows) and 0 <= of < len(rows[at][1]):
            rows[at][1][of] = said.decode("utf-8", errors="replace")


def _number(letters: bytes) -> int:
    """Return the place of a column from its letters, counted from 1."""
    number = 0
    for one in letters:
        number = number * 26 + one - 64
    return number


def _known(cell: Any) -> Cell:
    return str(cell) if isinstance(cell, time | timedelta) else cell


def _checked(content: bytes) -> dict[str, bytes]:
    """Return the XML of each sheet by its name, after checking that the workbook is not larger than it seems."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise FileTrouble(Trouble.BOMB, limit=MOST_UNPACKED // 1024 // 1024)
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                raise FileTrouble(Trouble.NOT_A_TABLE)
            sheets = {}
            for name in names:
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    sheets[name] = archive.read(name)
                    _check_size(sheets[name])
            relations = "xl/_rels/workbook.xml.rels"
            targets = _targets(archive.read(relations)) if relations in names else {}
            order = _SHEET.findall(archive.read("xl/workbook.xml"))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise FileTrouble(Trouble.BROKEN) from error
    return {
        _attribute(one, b"name"): sheets.get(targets.get(_attribute(one, rb"\w+:id"), ""), b"")
        for one in order
    }


def _check_size(xml: bytes) -> None:
    most_column, most_row = b"", 0
    for column, row in _ADDRESS.findall(xml):
        if (len(column), column) > (len(most_column), most_column):
            most_column = column
        most_row = max(most_row, int(row))
    if _number(most_column) * most_row > MOST_CELLS:
        raise FileTrouble(Trouble.BOMB, limit=MOST_UNPACKED // 1024 // 1024)


def _targets(xml: bytes) -> dict[str, str]:
    found = {}
    for one in _RELATION.findall(xml):
        target = _attribute(one, b"Target")
        found[_attribute(one, b"Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    said = found[1].decode("utf-8", errors="replace") if found else ""
    for entity, sign in (("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        said = said.replace(entity, sign)
    return said
