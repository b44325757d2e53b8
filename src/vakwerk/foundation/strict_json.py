"""What does a JSON file of others say, and how do we write ours? With only what everybody reads alike, and what a
database can keep.

Pure: no Django, no database.
"""

import codecs
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from vakwerk.foundation.text import is_text, only_text

MOST_PARTS: Final = 2_000_000
"""Each part takes some hundred bytes of memory, however short it is in the file."""
DEEPEST: Final = 100
_MOST_WHOLE: Final = 2**63 - 1
_OTHER_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


class Fault(StrEnum):
    """Why a file is not read as JSON."""

    ENCODING = "encoding"
    BYTES = "bytes"
    CHARACTERS = "characters"
    NOT_JSON = "not_json"
    NUMBER = "number"
    TWICE = "twice"
    TOO_DEEP = "too_deep"
    TOO_MANY = "too_many"


class JsonError(ValueError):
    """A file is not read, and this is why. ``facts`` say where."""

    def __init__(self, fault: Fault, **facts: Any) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.facts = facts


def encoding_of(content: bytes) -> str:
    """Return the encoding that a file says it has, by its mark or by the zeros between its letters."""
    for mark, name in _OTHER_MARKS:
        if content.startswith(mark):
            return name
    # A JSON text begins with two signs of ASCII.
    if content[:3] == b"\x00\x00\x00" or content[1:4] == b"\x00\x00\x00":
        return "UTF-32"
    return "UTF-16" if b"\x00" in content[:2] else "UTF-8"


def loads(content: bytes) -> Any:
    """Return what a JSON file in UTF-8 says.

    :raises JsonError: for another encoding, a number that no database keeps, a name that stands twice in one
        object, characters that are no text, and for too much or too deep.
    """
    if (encoding := encoding_of(content)) != "UTF-8":
        raise JsonError(Fault.ENCODING, encoding=encoding)
    if sum(content.count(sign) for sign in (b",", b"[", b"{")) > MOST_PARTS:
        raise JsonError(Fault.TOO_MANY, limit=MOST_PARTS)
    try:
        text = content.decode("utf-8-sig")
        said = json.loads(
            text,
            parse_constant=_no_number,
            parse_int=_whole,
            parse_float=_broken,
            object_pairs_hook=_once_each,
        )
    except UnicodeDecodeError as error:
        raise JsonError(Fault.BYTES, byte=error.start + 1) from error
    except json.JSONDecodeError as error:
        facts = {"line": error.lineno, "column": error.colno, "message": error.msg}
        raise JsonError(Fault.NOT_JSON, **facts) from error
    except RecursionError as error:
        raise JsonError(Fault.TOO_DEEP) from error
    _check(said)
    return said


def dumps(said: Any) -> str:
    """Write what ``loads`` reads back, also of rows from before anything kept out what is no text."""
    return json.dumps(_cleaned(said), ensure_ascii=False, indent=1)


def _cleaned(said: Any) -> Any:
    if isinstance(said, str):
        return only_text(said)
    if isinstance(said, Mapping):
        return {_cleaned(name): _cleaned(value) for name, value in said.items()}
    return [_cleaned(one) for one in said] if isinstance(said, list | tuple) else said


def _no_number(written: str) -> Any:
    raise JsonError(Fault.NUMBER, value=written)


def _whole(written: str) -> int:
    if len(written) > 20 or abs(int(written)) > _MOST_WHOLE:
        raise JsonError(Fault.NUMBER, value=written[:40])
    return int(written)


def _broken(written: str) -> float:
    number = float(written)
    if not math.isfinite(number) or len(written) > 400:
        raise JsonError(Fault.NUMBER, value=written[:40])
    return number


def _once_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise JsonError(Fault.TWICE, name=twice[:80])
    return found


def _check(said: Any) -> None:
    """Look at every text, and at how deep it lies; without calling itself, which deep files would overdo."""
    level = [said]
    for _depth in range(DEEPEST):
        if not level:
            return
        level = [part for one in level for part in _parts(one)]
    raise JsonError(Fault.TOO_DEEP)


def _parts(one: Any) -> Iterator[Any]:
    if isinstance(one, str):
        if not is_text(one):
            raise JsonError(Fault.CHARACTERS, value=_shown(one))
    elif isinstance(one, dict):
        yield from one
        yield from one.values()
    elif isinstance(one, list):
        yield from one


def _shown(text: str) -> str:
    """Return a text around what is no text in it, with that in code."""
    at = next(at for at, sign in enumerate(text) if not is_text(sign))
    return "".join(
        sign if is_text(sign) else f"\\u{ord(sign):04x}" for sign in text[max(0, at - 20) : at + 20]
    )
