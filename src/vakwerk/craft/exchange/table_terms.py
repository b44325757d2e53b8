"""What do the columns of a framework as a table hold? One row for each indicator, in Dutch or English heads.

Pure: no Django, no clock, no database.
"""

from collections.abc import Mapping
from typing import Final

from vakwerk.foundation.sheets.heads import plain

# Field: head in Dutch, head in English, what to write in it.
COLUMNS: Final[Mapping[str, tuple[str, str]]] = {
    "cluster_nl": ("cluster (nl)", "cluster (nl)"),
    "cluster_en": ("cluster (en)", "cluster (en)"),
    "key": ("sleutel", "key"),
    "code": ("code", "code"),
    "name_nl": ("competentie (nl)", "competency (nl)"),
    "name_en": ("competentie (en)", "competency (en)"),
    "definition_nl": ("omschrijving (nl)", "definition (nl)"),
    "definition_en": ("omschrijving (en)", "definition (en)"),
    "why_nl": ("waarom (nl)", "why (nl)"),
    "why_en": ("waarom (en)", "why (en)"),
    "pitfall_nl": ("valkuil (nl)", "pitfall (nl)"),
    "pitfall_en": ("valkuil (en)", "pitfall (en)"),
    "counterweights": ("tegenwicht (sleutels)", "counterweights (keys)"),
    "parent": ("valt onder (sleutel)", "stands under (key)"),
    "level": ("niveau", "level"),
    "guild_nl": ("gildenaam (nl)", "guild name (nl)"),
    "guild_en": ("gildenaam (en)", "guild name (en)"),
    "neutral_nl": ("neutrale naam (nl)", "neutral name (nl)"),
    "neutral_en": ("neutrale naam (en)", "neutral name (en)"),
    "indicator_key": ("sleutel gedrag", "behaviour key"),
    "text_nl": ("gedrag (nl)", "behaviour (nl)"),
    "text_en": ("gedrag (en)", "behaviour (en)"),
}
LONGEST: Final[Mapping[str, int]] = {
    "key": 80,
    "code": 40,
    "indicator_key": 80,
    "parent": 80,
    **{f"cluster_{language}": 200 for language in ("nl", "en")},
    **{f"name_{language}": 300 for language in ("nl", "en")},
    **{f"{name}_{language}": 2000 for name in ("definition", "why") for language in ("nl", "en")},
    **{f"pitfall_{language}": 1000 for language in ("nl", "en")},
    **{f"{name}_{language}": 80 for name in ("guild", "neutral") for language in ("nl", "en")},
    **{f"text_{language}": 600 for language in ("nl", "en")},
}

_ALSO: Final[Mapping[str, str]] = {
    "cluster": "cluster_nl",
    "competentie": "name_nl",
    "competency": "name_en",
    "naam": "name_nl",
    "name": "name_en",
    "omschrijving": "definition_nl",
    "definitie": "definition_nl",
    "definition": "definition_en",
    "waarom": "why_nl",
    "why": "why_en",
    "valkuil": "pitfall_nl",
    "pitfall": "pitfall_en",
    "tegenwicht": "counterweights",
    "counterweights": "counterweights",
    "valt onder": "parent",
    "stands under": "parent",
    "gedrag": "text_nl",
    "gedragsindicator": "text_nl",
    "indicator": "text_nl",
    "behaviour": "text_en",
    "level": "level",
    "niveau": "level",
}
_KNOWN: Final[Mapping[str, str]] = {
    **{plain(head): field for head, field in _ALSO.items()},
    **{plain(head): field for field, heads in COLUMNS.items() for head in heads},
    **{plain(field): field for field in COLUMNS},
}


def field_of(head: str) -> str | None:
    """Return what a head stands above, or ``None`` if it is not known."""
    return _KNOWN.get(plain(head))


def heads(language: str) -> list[str]:
    """Return the heads in a language."""
    return [dutch if language == "nl" else english for dutch, english in COLUMNS.values()]
