"""How does a name in one cell fall apart? Knows Dutch prefixes and "Achternaam, Voornaam"."""

import re

from vakwerk.people.rules import straight

_PREFIX_WORDS = frozenset(
    {
        "van",
        "der",
        "den",
        "de",
        "het",
        "'t",
        "ten",
        "ter",
        "te",
        "'s",
        "el",
        "al",
        "la",
        "le",
        "les",
    }
    | {"du", "von", "zu", "zur", "da", "dos", "di", "della", "d'"}
)
# These are prefixes only before an article: "in 't Veld", "op de Beek".
_BEFORE_ARTICLE = frozenset({"in", "op", "aan", "uit", "bij", "onder", "over", "voor"})
_ARTICLES = frozenset({"de", "den", "der", "het", "'t"})
_SALUTATION = re.compile(r"(?:dhr|de heer|hr|mevr|mevrouw|mw|mej|mr\.?/mevr|mrs|ms)\.?\s+", re.IGNORECASE)


def split(full: str) -> tuple[str, str]:
    """Return the given name and the surname with its prefix.

    "de Vries, Jan", "Vries, Jan de", "Vries, de, Jan" and "Jan de Vries" all give ("Jan", "de Vries"). Without
    comma or prefix the last word is the surname. One word is a given name.
    """
    name = _SALUTATION.sub("", " ".join(full.split()), count=1)
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if len(parts) >= 2:
        return _with_comma(parts)
    words = (parts[0] if parts else "").split()
    for at in range(1, len(words)):
        if at + 1 < len(words) and _starts_prefix(words, at):
            return " ".join(words[:at]), " ".join(words[at:])
    # "Anna Smit - Jansen": the dash joins two surnames.
    if "-" in words[1:-1] and words.index("-") >= 2:
        at = words.index("-") - 1
        return " ".join(words[:at]), " ".join(words[at:])
    if len(words) < 2:
        return " ".join(words), ""
    return " ".join(words[:-1]), words[-1]


def surname(family: str, prefix: str = "") -> str:
    """Return the surname with its prefix; "Vries, de" gives "de Vries"."""
    family, prefix = " ".join(family.split()), " ".join(prefix.split())
    main, comma, behind = family.partition(",")
    if comma and behind.strip() and _is_prefix(behind.split()):
        family, prefix = main.strip(), prefix or behind.strip()
    if prefix and _plain(family).startswith(f"{_plain(prefix)} "):
        return family
    return f"{prefix} {family}".strip() if not straight(prefix).endswith("'") else f"{prefix}{family}"


def _with_comma(parts: list[str]) -> tuple[str, str]:
    family, rest = parts[0], parts[1:]
    if len(rest) > 1 and _is_prefix(rest[0].split()):
        return " ".join(rest[1:]), f"{rest[0]} {family}"
    words = " ".join(rest).split()
    # "Vries, Jan de": what the given name ends with belongs to the surname.
    at = len(words)
    while at > 1 and _plain(words[at - 1]) in _PREFIX_WORDS | _BEFORE_ARTICLE:
        at -= 1
    return " ".join(words[:at]), " ".join([*words[at:], family])


def _starts_prefix(words: list[str], at: int) -> bool:
    word = _plain(words[at])
    return word in _PREFIX_WORDS or (word in _BEFORE_ARTICLE and _plain(words[at + 1]) in _ARTICLES)


def _is_prefix(words: list[str]) -> bool:
    return bool(words) and all(_plain(word) in _PREFIX_WORDS | _BEFORE_ARTICLE for word in words)


def _plain(word: str) -> str:
    return straight(word).lower()
