"""Which Dutch and English words of a file mean the same, and how are lists in a cell or option written?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

SAME: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split())
    for words in (
        "colleague colleagues collega collegas",
        "partner partners ketenpartner ketenpartners",
        "resident residents inwoner inwoners bewoner bewoners",
        "client clients klant klanten clienten",
        "starting starter starters beginnend beginner",
        "experienced ervaren",
        "senior seniors",
        "public_administration traditional traditioneel klassiek",
        "new_public_management businesslike zakelijk bedrijfsmatig",
        "network_governance networking netwerkend",
        "responsive_governance responsive responsief",
        "yes ja",
        "no nee",
    )
)
_BETWEEN = re.compile(r"[,;|\n]")


def parts(text: str) -> list[str]:
    """Return what stands between commas, semicolons, bars and line ends."""
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def meant(said: str, known: Iterable[str]) -> Sequence[str]:
    """Return the known values that a word means: itself, in other capitals, or the same in the other language."""
    word = _plain(said)
    same = next((group for group in SAME if word in group), frozenset({word}))
    return [value for value in known if value == said or _plain(value) in same]


def _plain(word: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
    return bare.replace("'", "").replace("\u2019", "").strip().casefold()
