"""What can be wrong with a whole file?"""

from enum import StrEnum
from typing import Any


class Trouble(StrEnum):
    """Why a file cannot be read as a table."""

    EMPTY = "empty"
    EMPTY_SHEET = "empty_sheet"
    TOO_BIG = "too_big"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    NOT_A_TABLE = "not_a_table"
    OLD_OR_LOCKED = "old_or_locked"
    BROKEN = "broken"
    BOMB = "bomb"
    TOO_MUCH = "too_much"
    FAR_CELL = "far_cell"
    OTHER_FORM = "other_form"
    OPEN_QUOTE = "open_quote"
    LONG_CELL = "long_cell"
    ENCODING = "encoding"
    MIXED_ENCODINGS = "mixed_encodings"
    NO_TEXT = "no_text"
    NO_HEADER = "no_header"
    NO_ROWS = "no_rows"
    DUPLICATE_HEADER = "duplicate_header"
    MERGED = "merged"
    FORMULAS = "formulas"
    NO_SHEET = "no_sheet"


class FileTrouble(Exception):
    """A file cannot be read, and this is why. ``facts`` fill the sentence in ``wording.py``."""

    def __init__(self, trouble: Trouble, **facts: Any) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.facts = facts
