"""What does a file of sign-ups say, and what is wrong with which row?

Pure: no Django, no clock, no database. People are recognised by e-mail address or personnel number.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from vakwerk.foundation.sheets import reading
from vakwerk.foundation.sheets.cells import has_lost_digits, said
from vakwerk.foundation.sheets.heads import plain
from vakwerk.foundation.sheets.reading import Sheet
from vakwerk.foundation.text import number_in, one_line

MOST_ROWS: Final = 20_000
COLUMNS: Final[dict[str, frozenset[str]]] = {
    "email": frozenset({"email", "emailadres", "mail", "emailaddress", "mailadres"}),
    "reference": frozenset(
        {"personeelsnummer", "personnelnumber", "nummer", "reference", "medewerkernummer"}
    ),
    "discipline": frozenset({"vakgebied", "discipline", "fieldofwork"}),
    "brings": frozenset({"brengtin", "brings", "watjeinbrengt", "whatyoubring"}),
    "moments": frozenset({"momenten", "moments", "moment"}),
}
SEVERAL_LINES: Final = frozenset({"brings", "moments"})
YES: Final = frozenset({"x", "ja", "yes", "j", "y", "v", "1", "1.0", "true", "waar"})
NO: Final = frozenset({"", "nee", "no", "n", "0", "0.0", "false", "onwaar", "-"})
_MOMENT: Final = re.compile(r"\s*moment\s*(\d+)\b", re.IGNORECASE)


class FileProblem(StrEnum):
    """Why a table cannot be used at all."""

    NO_KEY = "no_key"
    NO_MOMENTS = "no_moments"


class RowProblem(StrEnum):
    """Why one row cannot be taken over."""

    NO_KEY = "row_no_key"
    UNKNOWN = "row_unknown"
    TWICE = "row_twice"
    DIGITS_LOST = "row_digits_lost"
    NOT_INVITED = "row_not_invited"
    NO_MOMENT = "row_no_moment"
    BAD_MOMENT = "row_bad_moment"


class UnreadableFileError(Exception):
    """The table as a whole cannot be used."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class Known:
    """Somebody of the academy, as far as a file can mean them."""

    person_id: int
    name: str
    is_invited: bool
    is_signed_up: bool


@dataclass(frozen=True)
class Line:
    """One row of the file: ``number`` as the spreadsheet counts, and what it means or what is wrong."""

    number: int
    key: str
    known: Known | None = None
    slot_ids: Sequence[int] = ()
    discipline: str = ""
    brings: str = ""
    problem: RowProblem | None = None
    column: str = ""
    value: str = ""


@dataclass(frozen=True)
class People:
    """Who can be meant, by address in lower case and by personnel number."""

    by_email: Mapping[str, Known] = field(default_factory=dict)
    by_reference: Mapping[str, Known] = field(default_factory=dict)


def read(content: bytes) -> Sheet:
    """Return the table in a CSV or XLSX file.

    :raises FileTrouble: when it is no table that can be read safely.
    """
    return reading.read(content, recognise=_recognise, most_rows=MOST_ROWS)


def _recognise(head: str) -> str | None:
    found = next((name for name, words in COLUMNS.items() if plain(head) in words), None)
    return found or ("moments" if _MOMENT.match(head) else None)


def lines_of(sheet: Sheet, *, people: People, slot_ids: Sequence[int]) -> list[Line]:
    """Say of every row whom it signs up for which slots, or what is wrong and in which column.

    ``slot_ids``: the slots in the order in which the template numbers them. With one slot it needs no column.

    :raises UnreadableFileError: without a column for people or moments.
    """
    columns = _columns(sheet.headers)
    if not {"email", "reference"} & set(columns):
        raise UnreadableFileError(FileProblem.NO_KEY)
    marked = {nth: number for nth, number in _moment_columns(sheet.headers) if 0 < number <= len(slot_ids)}
    if not marked and "moments" not in columns and len(slot_ids) > 1:
        raise UnreadableFileError(FileProblem.NO_MOMENTS)
    reader = _Reader(sheet.headers, columns, marked, people, slot_ids)
    return [
        line for number, cells in sheet.rows if (line := reader.line(number, [said(cell) for cell in cells]))
    ]


def _columns(heads: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for nth, head in enumerate(heads):
        for name, words in COLUMNS.items():
            if plain(head) in words:
                found.setdefault(name, nth)
    return found


def _moment_columns(heads: Sequence[str]) -> Iterator[tuple[int, int]]:
    for nth, head in enumerate(heads):
        if match := _MOMENT.match(head):
            yield nth, int(match.group(1))


class _Reader:
    """Reads row after row and remembers who came by."""

    def __init__(
        self,
        heads: Sequence[str],
        columns: Mapping[str, int],
        marked: Mapping[int, int],
        people: People,
        slot_ids: Sequence[int],
    ) -> None:
        self._heads, self._columns, self._marked = heads, columns, marked
        self._people, self._slot_ids = people, slot_ids
        self._seen: set[int] = set()

    def line(self, number: int, row: Sequence[str]) -> Line | None:
        """Return what a row means, or ``None`` when it is empty."""
        if not any(row):
            return None
        email, reference = self._cell(row, "email"), self._cell(row, "reference")
        key, column = (email, "email") if email else (reference, "reference")
        if not key:
            return Line(number, "", problem=RowProblem.NO_KEY, column=self._head("email", "reference"))
        known = self._people.by_email.get(email.lower()) or self._people.by_reference.get(reference)
        if problem := RowProblem.DIGITS_LOST if has_lost_digits(key) else self._against(known):
            return Line(number, key, known, problem=problem, column=self._head(column), value=key)
        assert known is not None
        self._seen.add(known.person_id)
        chosen = self._chosen(row)
        if isinstance(chosen, tuple):
            problem, column, value = chosen
            return Line(number, key, known, problem=problem, column=column, value=value)
        return Line(
            number,
            key,
            known,
            chosen,
            discipline=self._cell(row, "discipline")[:80],
            brings=self._cell(row, "brings")[:500],
        )

    def _against(self, known: Known | None) -> RowProblem | None:
        if known is None:
            return RowProblem.UNKNOWN
        if known.person_id in self._seen:
            return RowProblem.TWICE
        return None if known.is_invited else RowProblem.NOT_INVITED

    def _chosen(self, row: Sequence[str]) -> list[int] | tuple[RowProblem, str, str]:
        numbers: set[int] = set()
        for nth, number in self._marked.items():
            cell = row[nth].lower() if nth < len(row) else ""
            if cell in YES:
                numbers.add(number)
            elif cell not in NO:
                return RowProblem.BAD_MOMENT, self._heads[nth], cell
        listed = self._cell(row, "moments")
        for part in re.split(r"[,;\s]+", listed):
            chosen = number_in(part) if part else None
            if part and not (chosen and chosen <= len(self._slot_ids)):
                return RowProblem.BAD_MOMENT, self._head("moments"), listed
            numbers |= {chosen} if chosen else set()
        if not numbers and len(self._slot_ids) == 1 and not self._marked:
            numbers = {1}
        if not numbers:
            return RowProblem.NO_MOMENT, "", ""
        return [self._slot_ids[number - 1] for number in sorted(numbers)]

    def _cell(self, row: Sequence[str], name: str) -> str:
        nth = self._columns.get(name)
        cell = row[nth] if nth is not None and nth < len(row) else ""
        return cell if name in SEVERAL_LINES else one_line(cell)

    def _head(self, *names: str) -> str:
        return next((self._heads[self._columns[name]] for name in names if name in self._columns), "")
