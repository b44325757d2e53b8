"""What does somebody look for? Turns an address into traits and words. Pure: no Django, no clock, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Final

MOST_CHARACTERS: Final = 200
MOST_WORDS: Final = 12
SHORTEST_BEGINNING: Final = 3
# Sorts after every text that begins with what stands before it.
LAST_LETTER: Final = "\U0010ffff"


@dataclass(frozen=True)
class Wanted:
    """What a search asks for; "" asks nothing. ``review``: only own sources whose review date has come."""

    text: str = ""
    kind: str = ""
    side: str = ""
    competency: str = ""
    development: str = ""
    governance: str = ""
    size: str = ""
    field: str = ""
    language: str = ""
    review: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked."""
        return any(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True)
class Group:
    """What one word or trait may look like in the table of words; a source needs one of them.

    ``beginning``: words that begin so count too, for half.
    """

    exact: tuple[str, ...]
    beginning: str = ""
    is_trait: bool = False

    def fits_any(self, stems: Iterable[str]) -> bool:
        """Tell whether one of these stems is looked for."""
        return any(
            stem in self.exact or (self.beginning and stem.startswith(self.beginning)) for stem in stems
        )


@dataclass(frozen=True)
class Word:
    """A word that was typed, and its stems; no stems: a word too common to look for, in that language."""

    plain: str
    dutch: tuple[str, ...]
    english: tuple[str, ...]


_TRAITS: Final = ("kind", "side", "competency", "development", "governance", "size", "field", "language")
# A source that names none of these fits all of them.
_FITS_ALL_WHEN_SILENT: Final = frozenset({"size", "field"})


def wanted_from(address: Mapping[str, str]) -> Wanted:
    """Read what an address asks for; ``q`` is the text."""
    asked = {
        one.name: " ".join(address.get(one.name, "").replace("\x00", "").split())[:80]
        for one in fields(Wanted)
        if one.name != "text"
    }
    return Wanted(text=cleaned(address.get("q", "")), **asked)


def cleaned(text: str) -> str:
    """Return what was typed without what a database or page cannot hold, at most so many characters."""
    shown = "".join(
        " " if ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF or 0xE000 <= ord(c) <= 0xF8FF else c for c in text
    )
    return " ".join(shown.split())[:MOST_CHARACTERS].strip()


def traits_of(wanted: Wanted, *, guest: bool) -> list[Group]:
    """Return the traits that a source must have; a guest does not find people to ask."""
    found = []
    for name in _TRAITS:
        if value := getattr(wanted, name):
            exact = (f":{name}:{value}",)
            found.append(
                Group((*exact, f":{name}:") if name in _FITS_ALL_WHEN_SILENT else exact, is_trait=True)
            )
    if guest:
        found.append(Group((":guests",), is_trait=True))
    return found


def words_of(words: list[Word], *, ends_open: bool) -> list[Group]:
    """Return what a source must say. Every word counts, but those too common in Dutch or English.

    ``ends_open``: the last word may be the beginning of one.
    """
    telling = [word for word in words if word.dutch and word.english][:MOST_WORDS]
    groups = []
    for word in telling:
        is_last = word is telling[-1] and ends_open
        beginning = word.plain if is_last and len(word.plain) >= SHORTEST_BEGINNING else ""
        groups.append(Group(tuple(dict.fromkeys((*word.dutch, *word.english))), beginning))
    return groups
