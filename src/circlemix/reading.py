"""Who is in the file? Reads people from CSV or XLSX, with Dutch or English headers."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from circlemix.errors import InputError
from circlemix.people import People
from circlemix.wishes import Meetings, Pairs, Together

# What a column is about, and the headers people give it. The first is how messages name it.
HEADERS: dict[str, tuple[str, ...]] = {
    "id": ("id", "nummer", "number", "personeelsnummer", "personnel number", "personeelsnr"),
    "name": ("naam", "name", "volledige naam", "full name"),
    "discipline": ("vakgebied", "discipline"),
    "organisation": ("organisatie", "organisation", "organization", "gemeente", "municipality"),
    "kind": ("doet mee als", "joins as", "soort", "kind"),
    "seniority": ("ervaring", "experience", "seniority"),
    "orientation": ("vorm van sturing", "way of governing", "orientation", "sturing"),
    "slots": ("momenten", "moments", "slots", "moment"),
    "manager": ("leidinggevende", "manager"),
    "assessor": ("beoordelaar", "assessor"),
    "decides": ("beslist over zaak", "decides on case"),
    "apart": ("niet bij", "apart from", "apart"),
    "together": ("samen met", "together with", "together"),
    "group": ("kring", "circle", "group"),
    "met": ("eerdere kring", "earlier circle"),
}
CATEGORIES = ("discipline", "organisation", "kind", "seniority", "orientation")
RESIDENT = frozenset({"inwoner", "resident", "inwoners", "residents"})
EXTERNAL = RESIDENT | {"partner", "partners"}
MOST_ROWS = 200_000


@dataclass(frozen=True)
class Sheet:
    """A file of people: what circlemix needs of it, and the rows to write back."""

    people: People
    apart: Pairs
    together: tuple[Together, ...]
    met: Meetings
    locked: dict[int, int]
    rows: Sequence[dict[str, str]]


def read_sheet(path: Path) -> Sheet:
    """Read people from a file whose first row has headers.

    Several values in a cell (moments, people) are parted by ``;``. People are named by id or by full name.

    :raises InputError: naming the file, the row as counted in the file, the column and the reason.
    """
    rows = list(_records(path))
    if not rows:
        raise InputError(str(path), "there is nobody in it")
    ids = [row.get("id") or row.get("name", "") for row in rows]
    _check_ids(path, ids)
    finder = _Finder(path, ids, [row.get("name", "") for row in rows])
    slot_names = tuple(dict.fromkeys(name for row in rows for name in _parts(row.get("slots", ""))))
    people = People.of(
        ids,
        labels=[row.get("name") or row["id"] for row in rows],
        categories={c: [row.get(c) or None for row in rows] for c in CATEGORIES if c in rows[0]},
        slots=[[name in _parts(row["slots"]) for name in slot_names] for row in rows] if slot_names else None,
        slot_names=slot_names,
    )
    return Sheet(
        people=people,
        apart=Pairs.of(_pairs(rows, finder, ("manager", "assessor", "decides", "apart"))),
        together=tuple(Together((a, b), "") for a, b, _ in _pairs(rows, finder, ("together",))),
        met=_meetings(rows),
        locked=dict(_locked(path, rows)),
        rows=rows,
    )


def _records(path: Path) -> Iterator[dict[str, str]]:
    table = _xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    if not table:
        raise InputError(str(path), "the file is empty")
    if len(table) > MOST_ROWS:
        raise InputError(str(path), f"{len(table)} rows are more than the {MOST_ROWS} that fit")
    columns = _columns(path, table[0])
    for number, cells in enumerate(table[1:], start=2):
        row = {key: cells[at] for at, key in columns.items() if at < len(cells)}
        if any(row.values()):
            if not (row.get("id") or row.get("name")):
                raise InputError(f"{path}, row {number}", "neither a name nor a number")
            yield {key: row.get(key, "") for key in columns.values()}


def _columns(path: Path, headers: Sequence[str]) -> dict[int, str]:
    known = {_plain(name): key for key, names in HEADERS.items() for name in names}
    columns: dict[int, str] = {}
    for at, header in enumerate(headers):
        key = known.get(_plain(header).rstrip(".:"))
        if key is None:
            continue
        if key in columns.values():
            raise InputError(f"{path}, row 1", f"two columns say {HEADERS[key][0]!r}")
        columns[at] = key
    if not {"id", "name"} & set(columns.values()):
        raise InputError(f"{path}, row 1", "no column is called naam, name or nummer")
    return columns


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).lower().split())


def _csv(path: Path) -> list[list[str]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"it cannot be read: {error.strerror}") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    separator = max(";,\t|", key=first.count)
    return [[cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=separator)]


def _xlsx(path: Path) -> list[list[str]]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - not needed to read CSV

    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except Exception as error:  # calamine raises errors of its own for every kind of broken file
        raise InputError(str(path), f"it cannot be read as a workbook: {error}") from error
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(value: object) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value).strip()  # type: ignore[call-overload]


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _check_ids(path: Path, ids: Sequence[str]) -> None:
    seen: dict[str, int] = {}
    for row, each in enumerate(ids):
        if each in seen:
            raise InputError(f"{path}, person {row + 1}", f"{each!r} is person {seen[each] + 1} already")
        seen[each] = row


class _Finder:
    """Finds people by id or by full name."""

    def __init__(self, path: Path, ids: Sequence[str], names: Sequence[str]) -> None:
        self._path = path
        self._by_id = {each: at for at, each in enumerate(ids)}
        self._by_name: dict[str, list[int]] = {}
        for at, name in enumerate(names):
            self._by_name.setdefault(_plain(name), []).append(at)

    def find(self, text: str, *, row: int, column: str) -> int | None:
        """Return the position of a person, ``None`` for somebody who does not take part.

        :raises InputError: when two people have that name.
        """
        if text in self._by_id:
            return self._by_id[text]
        found = self._by_name.get(_plain(text), [])
        if len(found) > 1:
            where = f"{self._path}, person {row + 1}, column {HEADERS[column][0]!r}"
            raise InputError(where, f"{len(found)} people are called {text!r}; use their number")
        return found[0] if found else None


def _pairs(
    rows: Sequence[dict[str, str]], finder: _Finder, columns: Sequence[str]
) -> Iterator[tuple[int, int, str]]:
    for at, row in enumerate(rows):
        for column in columns:
            for text in _parts(row.get(column, "")):
                other = finder.find(text, row=at, column=column)
                if other is not None and other != at:
                    yield at, other, column


def _meetings(rows: Sequence[dict[str, str]]) -> Meetings:
    earlier: dict[str, int] = {}
    groups = [earlier.setdefault(row["met"], len(earlier)) if row.get("met") else -1 for row in rows]
    return Meetings.from_rounds([groups])


def _locked(path: Path, rows: Sequence[dict[str, str]]) -> Iterator[tuple[int, int]]:
    for at, row in enumerate(rows):
        if text := row.get("group", ""):
            if not text.isdigit() or int(text) < 1:
                raise InputError(f"{path}, person {at + 1}, column 'kring'", f"{text!r} is no number from 1")
            yield at, int(text) - 1
