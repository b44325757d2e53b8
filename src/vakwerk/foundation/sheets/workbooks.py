"""What stands in a workbook? Reads XLSX, after making sure that reading it is safe.

Runs in a process of its own with a limit to its memory, see ``foundation.limited``. Pure: no Django, no database.
"""

import json
import math
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, Final

import python_calamine as calamine

from vakwerk.foundation.limited import MEGABYTE, Answer
from vakwerk.foundation.sheets.heads import letter
from vakwerk.foundation.sheets.judging import Judged, elements, judge
from vakwerk.foundation.sheets.trouble import FileTrouble, Trouble

# Unpacked. A list of 50,000 rows takes some 60 MB.
MOST_UNPACKED: Final = 200 * MEGABYTE
MOST_SHEETS: Final = 250
MOST_ANSWER: Final = 60 * MEGABYTE
"""What is handed to whoever asked, who makes some four times as much of it in memory."""
LOOK_AT: Final = 30
"""How many filled rows of every sheet are shown, to choose one by."""

# What the readers of packed files raise, somewhere, when a file is torn.
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ArithmeticError,
    LookupError,
    RuntimeError,
    ValueError,
)
_OTHERS: Final[Mapping[str, str]] = {
    "xl/workbook.bin": "Excel (.xlsb)",
    "content.xml": "OpenDocument (.ods)",
    "index/document.iwa": "Numbers",
    "word/document.xml": "Word",
    "ppt/presentation.xml": "PowerPoint",
}


def read(content: bytes, /, **options: Any) -> Answer:
    """Return the names of the sheets, the first rows of each, and everything in those that are asked for.

    Option ``sheets``: names of the sheets to read whole, or ``None`` for each; a sheet that is the only one is read
    whole anyway. Option ``most_rows``: how many filled rows a sheet may have.
    """
    try:
        found = _read(content, sheets=options["sheets"], most_rows=options["most_rows"])
    except FileTrouble as trouble:
        return Answer({"trouble": trouble.trouble.value, "facts": trouble.facts})
    body = json.dumps(found, separators=(",", ":")).encode()
    if len(body) > MOST_ANSWER:
        return Answer({"trouble": Trouble.TOO_MUCH.value, "facts": {}})
    return Answer(body=body)


def _read(content: bytes, *, sheets: Sequence[str] | None, most_rows: int) -> dict[str, Any]:
    judged = _checked(content)
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
        found = {}
        for name in names:
            is_asked = sheets is None or name in sheets or len(names) == 1
            found[name] = _sheet(book, name, judged.get(name, Judged()), is_asked, most_rows)
    except calamine.PasswordError as error:
        raise FileTrouble(Trouble.OLD_OR_LOCKED) from error
    except (calamine.CalamineError, *_DAMAGED) as error:
        raise FileTrouble(Trouble.BROKEN) from error
    return {"names": names, "sheets": found}


def _sheet(
    book: calamine.CalamineWorkbook, name: str, judged: Judged, is_asked: bool, most_rows: int
) -> dict[str, Any]:
    if not judged.filled and not judged.errors:
        return {"rows": [], "merged": [], "formulas": judged.formulas, "is_whole": True}
    page = book.get_sheet_by_name(name)
    # Empty rows above are left out by the reader, so numbers count from where the sheet starts.
    top, left = page.start or (0, 0)
    errors = {(row - 1 - top, column - 1 - left): said for row, column, said in judged.errors}
    rows: list[tuple[int, list[Any]]] = []
    for at, cells in enumerate(page.iter_rows()):
        row = [cell if cell.__class__ is str else _plain(cell) for cell in cells]
        # The reader leaves these empty; they are kept as their words, so that the row can be refused.
        for of in range(len(row)) if errors else ():
            row[of] = errors.get((at, of), row[of])
        while row and (row[-1] is None or row[-1] == ""):
            row.pop()
        if row:
            rows.append((top + 1 + at, row))
        if not is_asked and len(rows) >= LOOK_AT:
            break
        if len(rows) > most_rows + LOOK_AT:
            raise FileTrouble(Trouble.TOO_MANY_ROWS, limit=most_rows)
    merged = [
        (f"{letter(first)}{above + 1}:{letter(last)}{below + 1}", below + 1)
        for (above, first), (below, last) in (page.merged_cell_ranges or [])[:100_000]
    ]
    return {"rows": rows, "merged": merged, "formulas": judged.formulas, "is_whole": is_asked}


def _plain(cell: Any) -> Any:
    """Return a cell as JSON can hold it: a day or moment as a list of one text."""
    if isinstance(cell, datetime | date):
        return [cell.isoformat()]
    if isinstance(cell, time | timedelta):
        return str(cell)
    return str(cell) if isinstance(cell, float) and not math.isfinite(cell) else cell


def _checked(content: bytes) -> dict[str, Judged]:
    """Return how large each sheet is, by its name, after checking that the workbook is not larger than it seems."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise FileTrouble(Trouble.BOMB, limit=MOST_UNPACKED // MEGABYTE)
            names = archive.namelist()
            if "xl/workbook.xml" not in names:
                raise _no_workbook(names)
            # Of two parts with one name, another reader might take the other.
            if len({one.replace("\\", "/").lower() for one in names}) != len(names):
                raise FileTrouble(Trouble.BROKEN)
            return _judged(archive)
    except FileTrouble:
        raise
    except _DAMAGED as error:
        raise FileTrouble(Trouble.BROKEN) from error


def _no_workbook(names: Sequence[str]) -> FileTrouble:
    found = {one.lower() for one in names}
    for part, form in _OTHERS.items():
        if part in found:
            return FileTrouble(Trouble.OTHER_FORM, form=form)
    return FileTrouble(Trouble.NOT_A_TABLE)


def _judged(archive: zipfile.ZipFile) -> dict[str, Judged]:
    with archive.open("xl/workbook.xml") as part:
        order = elements(part, "sheet")
    if len(order) > MOST_SHEETS:
        raise FileTrouble(Trouble.TOO_MUCH)
    targets = {}
    relations = "xl/_rels/workbook.xml.rels"
    if relations in archive.namelist():
        with archive.open(relations) as part:
            for one in elements(part, "Relationship"):
                target = one.get("Target", "")
                targets[one.get("Id", "")] = (
                    target.lstrip("/") if target.startswith("/") else f"xl/{target.removeprefix('./')}"
                )
    by_part = {}
    shown = {targets.get(one.get("id", ""), ""): one.get("name", "") for one in order}
    for name in archive.namelist():
        if name in shown or (name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml")):
            with archive.open(name) as part:
                by_part[name] = judge(part, sheet=shown.get(name, ""))
    return {name: by_part[part] for part, name in shown.items() if part in by_part}
