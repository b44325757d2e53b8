"""In which encoding was a text written? What cannot be told for sure is asked, never guessed. Pure: no Django.

A text in UTF-8, or in UTF-16 or UTF-32 with its mark, says so itself. Of older ones the same byte is another letter
in each: a reading counts when every letter that it finds could stand where it does in a name or a sentence.
"""

import codecs
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vakwerk.foundation.sheets.trouble import FileTrouble, Trouble

# In the order in which they are likely here.
LIKELY: Final = ("cp1252", "mac_roman", "cp850", "cp1254")
UNLIKELY: Final = ("cp1250",)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LETTERS: Final = {
    "cp1250": frozenset("áâăäąćčçďđéęëěíîĺľłńňóôőöŕřśšşťţúůűüýźžżß"),
    "cp1254": frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüÿœšßğış"),
}
_LETTERS_OF_OTHERS: Final = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüÿœšžßýð")
_APOSTROPHES: Final = frozenset("’‘")
_OPENS: Final = frozenset("“‘„‚«¿¡")
_CLOSES: Final = frozenset("”’“»…")
_ALONE: Final = frozenset("–—•·€£§©®™°½¼¾±×²³µªº\xa0")
MOST_LINES: Final = 5


@dataclass(frozen=True)
class Way:
    """One way to read a text, and the lines that differ, as they would then read."""

    encoding: str
    lines: Sequence[str]


def text_of(content: bytes, *, encoding: str = "") -> str:
    """Return the text of a file. ``encoding``: what somebody chose; "" when nobody was asked.

    :raises FileTrouble: with the ways to read it when it cannot be told for sure; with the rows when two encodings
        stand in one file; with the row where something stands that is no text.
    """
    if encoding in (*LIKELY, *UNLIKELY):
        return content.decode(encoding, errors="replace")
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], name)
    if content[:400].count(0) > len(content[:400]) // 4:
        # UTF-16 without a mark: the zeros of plain letters stand second (little-endian) or first.
        little = content[1:400:2].count(0) >= content[0:400:2].count(0)
        return _strictly(content, "utf-16-le" if little else "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _in_an_older_one(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content[: error.start].decode(encoding, errors="ignore").count("\n") + 1
        raise FileTrouble(Trouble.NO_TEXT, row=row) from error


def _in_an_older_one(content: bytes) -> str:
    lines = content.splitlines()
    modern: list[int] = []
    older: list[int] = []
    for number, line in enumerate(lines, start=1):
        if not line.isascii():
            (modern if _is_utf_8(line) else older).append(number)
    if modern:
        fewest = min(older, modern, key=len)
        raise FileTrouble(Trouble.MIXED_ENCODINGS, rows=_rows(fewest), count=len(fewest))
    telling = [lines[number - 1] for number in older]
    readings = _readings(telling, LIKELY)
    sure = [name for name, read in readings if all(_could_be(line, name) for line in read)]
    if len(sure) == 1:
        return content.decode(sure[0])
    offered = [one for one in readings if one[0] in sure] or _readings(telling, (*LIKELY, *UNLIKELY))
    if not offered:
        raise FileTrouble(Trouble.NO_TEXT, row=older[0])
    differ = _first_that_differ([read for _name, read in offered])
    ways = [[name, [read[at].strip()[:120] for at in differ]] for name, read in offered]
    raise FileTrouble(Trouble.ENCODING, row=older[differ[0]], ways=ways)


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _rows(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:10])
    return f"{shown}, …" if len(numbers) > 10 else shown


def _readings(lines: Sequence[bytes], encodings: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return what the lines say in each encoding that has a letter for every byte; once for those that agree."""
    found: dict[tuple[str, ...], str] = {}
    for name in encodings:
        try:
            read = tuple(line.decode(name) for line in lines)
        except UnicodeDecodeError:
            continue
        if not any(unicodedata.category(sign) == "Cc" and sign != "\t" for line in read for sign in line):
            found.setdefault(read, name)
    return [(name, list(read)) for read, name in found.items()]


def _first_that_differ(readings: Sequence[Sequence[str]]) -> list[int]:
    found = [at for at, said in enumerate(zip(*readings, strict=True)) if len(set(said)) > 1]
    return (found or [0])[:MOST_LINES]


def _could_be(line: str, encoding: str) -> bool:
    letters = _LETTERS.get(encoding, _LETTERS_OF_OTHERS)
    return all(_fits(before, sign, after, letters) for before, sign, after in _threes(line))


def _threes(line: str) -> Iterator[tuple[str, str, str]]:
    for (before, sign), (_sign, after) in pairwise(pairwise(f" {line} ")):
        if not sign.isascii():
            yield before, sign, after


def _fits(before: str, sign: str, after: str, letters: frozenset[str]) -> bool:
    """Tell whether a letter or sign can stand between two others."""
    if sign.lower() in letters:
        # A capital stands at the start of a word, or among capitals.
        return not (sign.isupper() and before.islower()) or sign == "ß"
    if sign in _APOSTROPHES and after.isalpha() and (before.isalpha() or sign == "’"):
        return True
    if sign in _OPENS and not before.isalnum() and after.isalnum():
        return True
    if sign in _CLOSES and not before.isspace() and not after.isalnum():
        return True
    return sign in _ALONE and not (before.isalpha() and after.isalpha())
