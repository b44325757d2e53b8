"""What can be wrong with a file that holds a framework? Pure: no Django, no clock, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from vakwerk.craft.frameworks.contents import Contents
from vakwerk.foundation.refusals import Refusal

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_ITEMS: Final = 20_000


class Fault(StrEnum):
    """Why a file cannot be read at all."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    NOT_JSON = "not_json"
    TOO_DEEP = "too_deep"
    BAD_BYTES = "bad_bytes"
    BAD_CHARACTERS = "bad_characters"
    OTHER_ENCODING = "other_encoding"
    BAD_NUMBER = "bad_number"
    NAME_TWICE = "name_twice"
    TOO_MANY_PARTS = "too_many_parts"
    NOT_A_PACKAGE = "not_a_package"
    NO_DOCUMENT = "no_document"
    NO_TITLE = "no_title"
    BAD_IDENTIFIER = "bad_identifier"
    NOT_A_LIST = "not_a_list"
    TOO_MANY = "too_many"
    NO_KNOWN_COLUMNS = "no_known_columns"


class Wrong(StrEnum):
    """Why one item or row is left out, or one part of it."""

    NOT_AN_OBJECT = "not_an_object"
    NO_IDENTIFIER = "no_identifier"
    BAD_IDENTIFIER = "item_bad_identifier"
    TWICE = "twice"
    NO_STATEMENT = "no_statement"
    NOT_A_TEXT = "not_a_text"
    NO_TYPE = "no_type"
    NO_NODE = "no_node"
    UNKNOWN_NODE = "unknown_node"
    IN_A_RING = "in_a_ring"
    NO_NAME = "no_name"
    BAD_LEVEL = "bad_level"
    NO_LEVEL = "no_level"
    DIFFERS = "differs"
    UNKNOWN_COUNTERWEIGHT = "unknown_counterweight"
    UNKNOWN_PARENT = "unknown_parent"
    TOO_LONG = "too_long"


class FileRefusal(Refusal):
    """Why a file is not taken over."""

    NOTHING_NEW = "framework_file_nothing_new"
    NOTHING_IN_IT = "framework_file_nothing_in_it"
    DONE_ALREADY = "framework_file_done"
    NO_DRAFT = "framework_file_no_draft"
    NOT_LOOKED_AT = "framework_file_not_looked_at"


class UnreadableError(Exception):
    """A file cannot be read, and this is why. ``facts`` fill the sentence in ``wording.py``."""

    def __init__(self, fault: Fault, **facts: Any) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.facts = facts


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. ``where``: a path such as ``CFItems[12].fullStatement``, or a row and column."""

    where: str
    wrong: Wrong
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What a file says, and what is wrong in it and so left out. ``is_whole``: it says all of a framework."""

    contents: Contents
    problems: Sequence[Problem] = ()
    is_whole: bool = True


def is_large(content: bytes) -> bool:
    """Tell whether a file takes so long to read that nobody should wait for it; a workbook is packed."""
    return len(content) > (200_000 if content.startswith(b"PK\x03\x04") else 2_500_000)


def reason_not_to_take_over(
    *, is_done: bool, is_looked_at: bool, has_draft: bool, changes: int, competencies: int
) -> FileRefusal | None:
    """Tell why a file is not taken over. ``changes``: how many parts it adds, changes or takes away.

    ``has_draft``: the draft it goes into can still be changed, or it becomes a framework of its own.
    """
    if is_done:
        return FileRefusal.DONE_ALREADY
    if not is_looked_at:
        return FileRefusal.NOT_LOOKED_AT
    if not has_draft:
        return FileRefusal.NO_DRAFT
    if not competencies:
        return FileRefusal.NOTHING_IN_IT
    return None if changes else FileRefusal.NOTHING_NEW
