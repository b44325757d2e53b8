"""On which text was an answer given, and what changed in it since? Word by word.

Pure but for the names of fields: no database.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

# What a respondent reads: not what was learned, and no files.
READ: Final = ("title", "situation", "action", "effect")

# A word goes with the space after it: spaces by themselves would be compared with one another, which takes long.
_PIECES: Final = re.compile(r"(?:\w+|[^\w\s]+)\s*|\s+")
_MOST_PAIRS: Final = 1_000_000
"""More is no text of words; what such a one has in common is not looked for."""


@dataclass(frozen=True)
class Run:
    """A stretch of text: as it was (``was``), came in (``came``), or went out (``gone``)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Changed:
    """A text of a piece that reads otherwise than when somebody answered."""

    name: str
    runs: list[Run]


def read_in(piece: Any) -> dict[str, str]:
    """Return what a respondent reads of a piece: evidence, or the texts of a submission."""
    if isinstance(piece, Mapping):
        return {name: str(piece.get(name, "")) for name in READ}
    return {name: getattr(piece, name) for name in READ}


def version_of(texts: Mapping[str, str]) -> str:
    """Return a short mark of texts, the same for the same texts."""
    return hashlib.sha256(json.dumps(dict(texts), sort_keys=True).encode()).hexdigest()[:32]


def is_other(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Tell whether any of the texts differs."""
    return any(_plain(before.get(name, "")) != _plain(now.get(name, "")) for name in READ)


def changed_since(before: Mapping[str, str], now: Mapping[str, str]) -> list[Changed]:
    """Return the texts that differ, each as runs of words that stayed, came in and went out."""
    return [
        Changed(name, _runs(_plain(before.get(name, "")), _plain(now.get(name, ""))))
        for name in READ
        if _plain(before.get(name, "")) != _plain(now.get(name, ""))
    ]


def _plain(text: str) -> str:
    # A browser sends other ends of lines than were kept; that is no change.
    return text.replace("\r\n", "\n").strip()


def _runs(before: str, now: str) -> list[Run]:
    old, new = _PIECES.findall(before), _PIECES.findall(now)
    found = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=len(old) * len(new) > _MOST_PAIRS)
    for what, first, last, begin, end in matcher.get_opcodes():
        if what == "equal":
            found.append(Run("was", "".join(old[first:last])))
            continue
        if gone := "".join(old[first:last]):
            found.append(Run("gone", gone))
        if came := "".join(new[begin:end]):
            found.append(Run("came", came))
    return found
