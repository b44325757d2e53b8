"""What makes a person findable, and who may have which role? Pure: no Django, no clock, no database."""

import re
import unicodedata

# Dutch order sorts by the main part of the surname: "de Vries" stands under V.
_PREFIXES = (
    "van der|van den|van de|van het|van 't|van ter|van|de la|de le|de|den|der|het|'t|ten|ter|te|op de|op den|op 't|"
    "in de|in den|in 't|in het|uit de|uit den|aan de|aan den|bij de|el|al|la|le|du|von|zu|zur|d'|l'"
)
_PREFIX = re.compile(rf"(?:(?:{_PREFIXES})\s+|(?:d'|l'))+", re.IGNORECASE)


def search_key(text: str) -> str:
    """Return ``text`` in lower case, without accents and with single spaces, as search compares it."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).lower().split())


def sort_key(given_name: str, family_name: str) -> str:
    """Return what lists sort a person by: main part of the surname, given name, prefix."""
    family = " ".join(family_name.split())
    match = _PREFIX.match(family)
    prefix = match.group(0).strip() if match and match.end() < len(family) else ""
    main = family[len(prefix) :].strip() if prefix else family
    return search_key(f"{main}, {given_name} {prefix}")
