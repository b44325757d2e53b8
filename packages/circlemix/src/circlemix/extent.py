"""How far apart are the cells of a workbook? Told before it is read, which takes memory for every cell between."""

import re
import zipfile
from pathlib import Path
from typing import Final
from xml.parsers import expat

from circlemix.errors import InputError

MOST_CELLS: Final = 6_000_000
_ADDRESS: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def check_extent(path: Path) -> None:
    """Refuse a workbook with a filled cell so far from the others that reading it would fill the memory.

    :raises InputError: naming that cell.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml"):
                    with archive.open(name) as part:
                        sheet = _Sheet(path.name)
                        parser = expat.ParserCreate()
                        parser.StartElementHandler = sheet.start
                        parser.ParseFile(part)
    except (zipfile.BadZipFile, expat.ExpatError, OSError) as problem:
        raise InputError(path.name, f"cannot be read as a workbook: {problem}") from problem


class _Sheet:
    """Follows a sheet from cell to cell; a cell that is only coloured takes no memory."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.row = self.column = self.last_row = self.last_column = 0
        self.first_row = self.first_column = 10_000_000

    def start(self, tag: str, said: dict[str, str]) -> None:
        """Take one element."""
        kind = tag.rpartition(":")[2]
        if kind == "row":
            self.row, self.column = int(said["r"]) if said.get("r", "").isdecimal() else self.row + 1, 0
        elif kind == "c":
            self.column += 1
            if found := _ADDRESS.fullmatch(said.get("r", "")):
                self.row, self.column = int(found[2]), _number_of(found[1])
        elif kind in {"v", "is"}:
            self._filled()

    def _filled(self) -> None:
        self.first_row, self.last_row = min(self.first_row, self.row), max(self.last_row, self.row)
        self.first_column = min(self.first_column, self.column)
        self.last_column = max(self.last_column, self.column)
        cells = (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)
        if cells > MOST_CELLS:
            where = f"{self.file}, row {self.row}, column {self.column}"
            raise InputError(
                where, "this cell is too far from the others; clear it, or copy the list to a new file"
            )


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
