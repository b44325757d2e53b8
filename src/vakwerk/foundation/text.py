"""What of a text may come in? One rule for forms, files, JSON and addresses alike. Pure: no Django, no database.

No database keeps a zero sign, no XML most control characters, and no encoding half of a pair; what is none of these and
still no character to read, such as U+FFFF, breaks the files that leave. So none of them comes in.
"""

import re
from collections.abc import Iterable
from typing import Final

# Control characters but tab, line feed and carriage return; halves of pairs; and what Unicode calls no characters.
_NO_TEXT: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
# Turns the order of what follows on a page, also of words of others; and marks that nobody sees.
_UNSEEN: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]")
_BREAKS: Final = re.compile(r"\r\n?|\x85|\u2028|\u2029")
# In an address: what no page of ours has, decoded badly or too large for a number.
_NO_PATH: Final = re.compile(rf"{_NO_TEXT.pattern}|[\t\n\r\x85\u2028\u2029\ufffd]|(?<![^/])\d{{19,}}(?![^/])")


def is_text(text: str) -> bool:
    """Tell whether nothing in a text is no text."""
    return _NO_TEXT.search(text) is None


def is_path(path: str) -> bool:
    """Tell whether an address can be one of ours; a number of more than eighteen digits is no number of anything."""
    return _NO_PATH.search(path) is None


def only_text(text: str) -> str:
    """Return a text without what is no text; lines and paragraphs stay."""
    # Space in place of a form feed, so that words do not grow together.
    return _NO_TEXT.sub("", text.replace("\x0b", " ").replace("\x0c", " "))


def paragraphs(text: str) -> str:
    """Return a text of several lines, each ended as one does here."""
    return _BREAKS.sub("\n", only_text(text))


def one_line(text: str) -> str:
    """Return a text on one line, as a name or title is: single spaces, and nothing that turns its order."""
    return " ".join(_UNSEEN.sub("", paragraphs(text)).split())


def number_in(text: str, *, digits: int = 18) -> int | None:
    """Return the whole number that a text is, from 0 on, or ``None``; more digits than that make no number of ours.

    Eighteen fit a column of any kind, and Python itself refuses to read thousands.
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def numbers_in(texts: Iterable[str]) -> list[int]:
    """Return the numbers among some texts, in their order, as a list of ticked boxes sends them."""
    return [found for text in texts if (found := number_in(text)) is not None]
