"""Read people from CSV and XLSX files and from frames (pandas, polars), with Dutch or English column headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from circlemix.errors import WITHOUT_WORKBOOKS, InputError
from circlemix.extent import check_extent
from circlemix.people import People
from circlemix.texts import rows_of
from circlemix.wishes import Pairs
from circlemix.words import parts

__all__ = [
    "HEADERS",
    "Sheet",
    "Table",
    "column_of",
    "people_from_frame",
    "people_of",
    "read_people",
    "read_table",
]

HEADERS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "nummer", "nr", "number", "personeelsnummer", "email", "e-mail"),
    "name": ("name", "naam", "persoon", "person"),
    "discipline": ("discipline", "vakgebied", "vak", "field"),
    "organisation": ("organisation", "organization", "organisatie", "gemeente", "municipality"),
    "kind": ("kind", "soort", "doet mee als", "type", "takes part as"),
    "seniority": ("seniority", "niveau", "ervaring", "functieniveau"),
    "orientation": ("orientation", "sturing", "vorm van sturing", "governance model"),
    "slots": ("slots", "momenten", "tijden", "beschikbaar", "available", "times"),
    "manager": ("manager", "leidinggevende", "teamleider"),
    "apart": ("apart", "niet met", "not with"),
    "locked": ("locked", "vast in kring", "vast", "kring", "circle", "group"),
}
"""Headers by which a column is recognised; any other column becomes a category of its own name."""


WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
TEXTS = frozenset({".csv", ".txt", ".tsv"})


@dataclass(frozen=True)
class Table:
    """A table as read: where it came from, its headers, and rows of texts with the number of each in the file."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Sheet:
    """People with what else stood in their file: pairs apart (``manager``, ``apart``) and locked members."""

    people: People
    apart: Pairs
    locked: Mapping[int, int]


def read_people(path: Path) -> Sheet:
    """Read people from a CSV or XLSX file.

    :raises InputError: naming file, row, column and reason.
    """
    return people_of(read_table(path))


def people_from_frame(frame: Any) -> Sheet:
    """Read people from anything with ``columns`` and a sequence per column, such as a pandas or polars frame."""
    headers = tuple(str(name) for name in frame.columns)
    columns = [[_text(value) for value in frame[name]] for name in frame.columns]
    rows = tuple((number + 1, row) for number, row in enumerate(zip(*columns, strict=True)))
    return people_of(Table("frame", headers, rows))


def read_table(path: Path) -> Table:
    """Read a file as a table of texts; the first row that is not empty has the headers."""
    if not path.is_file():
        raise InputError(str(path), "there is no such file")
    kind = path.suffix.lower()
    if kind not in WORKBOOKS | TEXTS:
        raise InputError(path.name, f"must end in one of {', '.join(sorted(WORKBOOKS | TEXTS))}")
    rows = _xlsx(path) if kind in WORKBOOKS else rows_of(path)
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if len(filled) < 2:
        raise InputError(path.name, "a row of headers and at least one person are needed")
    headers = filled[0][1]
    width = len(headers)
    body = []
    for number, row in filled[1:]:
        if any(row[width:]):
            raise InputError(f"{path.name}, row {number}", f"{len(row)} cells under {width} headers")
        body.append((number, (*row[:width], *[""] * (width - len(row)))))
    return Table(path.name, headers, tuple(body))


def people_of(table: Table) -> Sheet:
    """Turn a table into people.

    :raises InputError: naming row, column and reason.
    """
    role = {header: _role(header) for header in table.headers if header}
    if not {"id", "name"} & set(role.values()):
        raise InputError(f"{table.name}, row 1", "no column has a name or number of the people")
    column = {each: table.headers.index(header) for header, each in reversed(role.items())}
    ids = _ids(table, column)
    names = [row[column["name"]] for _, row in table.rows] if "name" in column else ids
    slots, slot_names = _slots(table, column)
    categories = {
        each: [row[place] or None for _, row in table.rows]
        for each, place in column.items()
        if each not in {"id", "name", "slots", "manager", "apart", "locked"}
    }
    people = People.of(ids, labels=names, categories=categories, slots=slots, slot_names=slot_names)
    return Sheet(people, _apart(table, column, ids, names), _locked(table, column))


def column_of(name: str) -> str:
    """Return what a column is called here, by a header or a word for it in Dutch or English."""
    return _role(name)


def _role(header: str) -> str:
    plain = re.sub(r"[\s_]+", " ", header).strip().lower()
    return next((role for role, words in HEADERS.items() if plain in words), header.strip())


def _ids(table: Table, column: Mapping[str, int]) -> list[str]:
    place = column["id"] if "id" in column else column["name"]
    seen: dict[str, int] = {}
    for number, row in table.rows:
        where = f"{table.name}, row {number}, column {table.headers[place]!r}"
        if not row[place]:
            raise InputError(where, "is empty")
        if row[place] in seen:
            raise InputError(where, f"{row[place]!r} stands in row {seen[row[place]]} too")
        seen[row[place]] = number
    return list(seen)


def _slots(table: Table, column: Mapping[str, int]) -> tuple[Any, Sequence[str]]:
    if "slots" not in column:
        return None, ()
    chosen = [parts(row[column["slots"]]) for _, row in table.rows]
    names = sorted({slot for each in chosen for slot in each})
    if not names:
        return None, ()
    return np.array([[name in each for name in names] for each in chosen]), names


def _apart(table: Table, column: Mapping[str, int], ids: Sequence[str], names: Sequence[str]) -> Pairs:
    known = {name: k for k, name in enumerate(names)} | {each: k for k, each in enumerate(ids)}
    pairs = []
    for role in ("manager", "apart"):
        for person, (number, row) in enumerate(table.rows if role in column else ()):
            for other in _named(row[column[role]], known):
                # A manager who does not take part is no fault; someone to keep away from must be known.
                if other not in known and role == "apart":
                    where = f"{table.name}, row {number}, column {table.headers[column[role]]!r}"
                    raise InputError(where, f"nobody in the file is called {other!r}")
                if known.get(other, person) != person:
                    pairs.append((known[other], person, role))
    return Pairs.of(pairs)


def _named(cell: str, known: Mapping[str, int]) -> list[str]:
    """Return the people in a cell. A comma parts them, unless it stands in a name that somebody has."""
    found: list[str] = []
    for part in filter(None, (part.strip() for part in re.split(r"[;|\n]", cell))):
        found += [part] if part in known else parts(part)
    return found


def _locked(table: Table, column: Mapping[str, int]) -> dict[int, int]:
    locked = {}
    for person, (number, row) in enumerate(table.rows if "locked" in column else ()):
        cell = row[column["locked"]]
        if not cell:
            continue
        if not cell.isdecimal() or len(cell) > 6 or int(cell) < 1:
            where = f"{table.name}, row {number}, column {table.headers[column['locked']]!r}"
            raise InputError(where, f"{cell!r} is no number of a circle (1, 2, …)")
        locked[person] = int(cell) - 1
    return locked


def _xlsx(path: Path) -> Iterable[tuple[str, ...]]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  only when such a file is read
    except ModuleNotFoundError as missing:
        raise InputError(path.name, WITHOUT_WORKBOOKS) from missing
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        check_extent(path)
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    except (CalamineError, OSError) as problem:
        raise InputError(path.name, f"cannot be read as a workbook: {problem}") from problem
    return [tuple(_text(cell) for cell in row) for row in sheet.to_python(skip_empty_area=False)]


def _text(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124  not a number
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
