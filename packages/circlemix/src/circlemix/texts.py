"""Which rows stand in a CSV file? Refuses a file that can be read in more than one way, by row."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from circlemix.errors import InputError

LONGEST_CELL = 100_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# How people keep a spreadsheet from taking zeros off a number.
_AS_TEXT = re.compile(r'="([^"]*)"')


def rows_of(path: Path) -> list[tuple[str, ...]]:
    """Return the rows of a CSV file.

    :raises InputError: naming the row, for what is no text, two encodings in one file, a quotation mark that is not
        closed, and a cell that is too long.
    """
    text = _text_of(path)
    separator = max(";,\t", key=text.partition("\n")[0].count)
    lines = _Lines(text)
    csv.field_size_limit(2**31 - 1)
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(lines, delimiter=separator, strict=True):
            width = next((len(one) for one in rows if len(one) > 1), 0)
            if _swallowed(lines.taken, row, separator, width):
                raise InputError(f"{path.name}, row {len(rows) + 1}", "a quotation mark is not closed")
            for column, cell in enumerate(row, start=1):
                if len(cell) > LONGEST_CELL:
                    where = f"{path.name}, row {len(rows) + 1}, column {column}"
                    raise InputError(where, f"holds more than {LONGEST_CELL} characters")
            lines.taken = []
            rows.append(tuple(_bare(cell.strip()) for cell in row))
    except csv.Error as problem:
        raise InputError(f"{path.name}, row {len(rows) + 1}", "a quotation mark is not closed") from problem
    return rows


class _Lines:
    """Gives lines one by one; ``taken`` are those of the row that is being read."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.taken.append(line)
            yield line


def _swallowed(lines: list[str], row: list[str], separator: str, width: int) -> bool:
    """Tell whether a row of several lines is really rows that an open quotation mark pulled into one cell."""
    like_rows = sum(line.count(separator) >= width - 1 for line in lines)
    return width >= 2 and len(lines) > 1 and like_rows > 1 and (width > 2 or len(row) != width)


def _bare(cell: str) -> str:
    found = _AS_TEXT.fullmatch(cell)
    return found[1] if found else cell


def _text_of(path: Path) -> str:
    raw = path.read_bytes()
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "")
    if not encoding and raw[:400].count(0) > len(raw[:400]) // 4:
        # UTF-16 without a mark: the zeros of plain letters stand second (little-endian) or first.
        little = raw[1:400:2].count(0) >= raw[0:400:2].count(0)
        encoding = "utf-16-le" if little else "utf-16-be"
    text = _decoded(path, raw, encoding).removeprefix("\ufeff")
    if found := _NO_TEXT.search(text):
        row = text.count("\n", 0, found.start()) + 1
        raise InputError(f"{path.name}, row {row}", "there are characters that are no text")
    return text


def _decoded(path: Path, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding or "utf-8")
    except UnicodeDecodeError as problem:
        row = raw.count(b"\n", 0, problem.start) + 1
        if encoding:
            raise InputError(f"{path.name}, row {row}", f"is not {encoding.upper()}") from problem
    lines = [(number, line) for number, line in enumerate(raw.split(b"\n"), start=1) if not line.isascii()]
    modern = [number for number, line in lines if _can_be(line, "utf-8")]
    if modern:
        older = [number for number, _line in lines if number not in set(modern)]
        rows = ", ".join(str(number) for number in min(older, modern, key=len)[:10])
        raise InputError(
            path.name, f"is saved in two ways; rows that differ from the rest: {rows}. Save it as UTF-8"
        )
    for number, line in lines:
        if not _can_be(line, "cp1252"):
            raise InputError(
                f"{path.name}, row {number}", "there are characters that are no text; save it as UTF-8"
            )
    return raw.decode("cp1252")


def _can_be(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
