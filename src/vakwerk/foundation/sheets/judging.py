"""How large would a sheet of a workbook be, once it is read? A streaming reader of XML counts, before anything is made.

Pure: no Django, no database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import IO, Any, Final
from xml.parsers import expat

from vakwerk.foundation.sheets.heads import letter
from vakwerk.foundation.sheets.trouble import FileTrouble, Trouble

MOST_CELLS: Final = 6_000_000
"""A reader makes the whole rectangle around what is filled, also where nothing stands."""
MOST_FILLED: Final = 3_000_000
MOST_ERRORS: Final = 300_000
MOST_OTHERS: Final = 1_000_000
"""Elements that hold no cell, such as those for looks; within one another they take room for nothing."""
_SHOWN: Final = 5


@dataclass
class Judged:
    """What was seen in a sheet without reading it. Rows and columns count from 1; 0 when nothing is filled.

    ``formulas``: the first cells with a formula that has no outcome. ``errors``: row, column and words of every
    cell with an error of the spreadsheet.
    """

    top: int = 0
    bottom: int = 0
    left: int = 0
    right: int = 0
    filled: int = 0
    farthest: str = ""
    formulas: list[str] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """How many cells the rectangle around everything filled has."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1) if self.filled else 0


def judge(xml: IO[bytes], *, sheet: str) -> Judged:
    """Count what a sheet holds.

    :raises FileTrouble: when it is too large to read, or is not XML as spreadsheets write it.
    """
    seen = _Sheet()
    _walk(seen.parser, xml)
    judged = seen.judged
    if judged.filled > MOST_FILLED:
        raise FileTrouble(Trouble.TOO_MUCH, sheet=sheet)
    if judged.cells > MOST_CELLS:
        raise FileTrouble(Trouble.FAR_CELL, sheet=sheet, cell=judged.farthest)
    return judged


def elements(xml: IO[bytes], name: str) -> list[dict[str, str]]:
    """Return the attributes of every element with a name, without their prefixes.

    :raises FileTrouble: when it is not XML as spreadsheets write it.
    """
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: Sequence[str]) -> None:
        if _local(tag) == name:
            pairs = zip(attributes[::2], attributes[1::2], strict=True)
            found.append({_local(key): value for key, value in pairs})

    _walk(_parser(start), xml)
    return found


@cache
def _column(letters: str) -> int:
    if not 1 <= len(letters) <= 3 or not letters.isascii() or not letters.isupper():
        raise FileTrouble(Trouble.BROKEN)
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number


def place(address: str) -> tuple[int, int]:
    """Return the row and column of an address such as C12, counted from 1.

    :raises FileTrouble: for an address that no spreadsheet knows.
    """
    letters = address.rstrip("0123456789")
    row = address[len(letters) :]
    if not 1 <= len(row) <= 7:
        raise FileTrouble(Trouble.BROKEN)
    return int(row), _column(letters)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_doctype(*_declared: Any) -> None:
    # Spreadsheets declare none; what does may grow without end, or point elsewhere.
    raise FileTrouble(Trouble.BROKEN)


def _parser(start: Callable[[str, Sequence[str]], None]) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    return parser


def _walk(parser: expat.XMLParserType, xml: IO[bytes]) -> None:
    try:
        parser.ParseFile(xml)
    except expat.ExpatError as error:
        raise FileTrouble(Trouble.BROKEN) from error


class _Sheet:
    """Looks at every element of a sheet as it comes by; at texts and ends only where they tell something."""

    def __init__(self) -> None:
        self.judged = Judged()
        self.parser = _parser(self._start)
        self._row = self._at = self._others = 0
        self._has_formula = self._is_error = self._is_filled = False
        self._said: list[str] = []

    def _start(self, name: str, attributes: Sequence[str]) -> None:
        tag = name if ":" not in name else _local(name)
        if tag == "c":
            self._cell(attributes)
        elif tag == "v":
            # What a formula came to is only known from the text.
            if not self._has_formula:
                self._fill()
        elif tag == "is":
            self._fill()
        elif tag == "f":
            self._has_formula = True
            self._listen()
        elif tag == "row":
            given = attributes[attributes.index("r") + 1] if "r" in attributes[::2] else ""
            self._row = int(given) if given.isdecimal() and len(given) < 9 else self._row + 1
            self._at = 0
        elif tag != "t":
            self._others += 1
            if self._others > MOST_OTHERS:
                raise FileTrouble(Trouble.TOO_MUCH)

    def _cell(self, attributes: Sequence[str]) -> None:
        self._has_formula = self._is_filled = self._is_error = False
        given = ""
        for nth in range(0, len(attributes), 2):
            if attributes[nth] == "r":
                given = attributes[nth + 1]
            elif attributes[nth] == "t" and attributes[nth + 1] == "e":
                self._is_error = True
                self._listen()
        if given:
            self._row, self._at = place(given)
        else:
            self._row, self._at = self._row or 1, self._at + 1

    def _listen(self) -> None:
        self._said.clear()
        self.parser.CharacterDataHandler = self._said.append
        self.parser.EndElementHandler = self._end

    def _end(self, name: str) -> None:
        tag = _local(name)
        if tag == "f":
            self._said.clear()
        elif tag == "c":
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
            self._close("".join(self._said).strip())

    def _close(self, said: str) -> None:
        judged = self.judged
        if self._has_formula:
            if said:
                self._fill()
            elif len(judged.formulas) < _SHOWN:
                judged.formulas.append(f"{letter(self._at - 1)}{self._row}")
        if self._is_error and said:
            if len(judged.errors) >= MOST_ERRORS:
                raise FileTrouble(Trouble.TOO_MUCH)
            judged.errors.append((self._row, self._at, said[:40]))

    def _fill(self) -> None:
        if self._is_filled:
            return
        self._is_filled = True
        judged, row, column = self.judged, self._row, self._at
        judged.filled += 1
        if judged.top <= row <= judged.bottom and judged.left <= column <= judged.right:
            return
        if judged.filled == 1:
            judged.top, judged.left = row, column
        if row > judged.bottom or column > judged.right:
            judged.farthest = f"{letter(column - 1)}{row}"
            judged.bottom, judged.right = max(row, judged.bottom), max(column, judged.right)
        judged.top, judged.left = min(row, judged.top), min(column, judged.left)
