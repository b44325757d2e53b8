"""What does CASE call things, and where do Vakwerk's own texts go in it?

CASE 1.1 holds one text per property; the other language and what CASE has no property for stand in
``extensions.vakwerk``. Source: 1EdTech, Competencies and Academic Standards Exchange 1.1 (March 2025).

Pure: no Django, no clock, no database.
"""

import re
import uuid
from collections.abc import Mapping
from typing import Any, Final

from vakwerk.craft.frameworks.contents import Behaviour, Described, Group, Step, Text

OURS: Final = "vakwerk"
CASE_VERSION: Final = "1.1"
IS_CHILD_OF: Final = "isChildOf"
HAS_SKILL_LEVEL: Final = "hasSkillLevel"
IS_RELATED_TO: Final = "isRelatedTo"
EXACT_MATCH_OF: Final = "exactMatchOf"
MOST_NAME: Final = 300

_BREAKS: Final = re.compile(r"[\t\n\r]+")
_NAMESPACE: Final = uuid.UUID("8d1f2d52-0f0e-5a5c-8f62-7f0a4a4b8c11")

ITEM_TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "cluster": ("Cluster", "A group of competencies that belong together."),
    "level": ("Level", "A proficiency level of the framework."),
    "competency": ("Competency", "Something one can be good at."),
    "indicator": ("Indicator", "Behaviour that can be seen, at one level of a competency."),
}


def derived(*parts: str) -> str:
    """Return a lasting identifier made out of other names."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))


def uri(identifier: str) -> str:
    """Return the address that an identifier stands for."""
    return f"urn:uuid:{identifier}"


def link(identifier: str, title: str) -> dict[str, str]:
    """Return a LinkURI."""
    return {"title": line(title), "identifier": identifier, "uri": uri(identifier)}


def node(identifier: str, title: str) -> dict[str, str]:
    """Return a LinkGenURI, the end of an association."""
    return {**link(identifier, title), "targetType": "CASE"}


def in_language(text: Text, language: str) -> str:
    """Return a text in a language, or in the other where it is missing."""
    return text.get(language) or next((one for one in text.values() if one), "")


def line(text: str) -> str:
    """Return a text as CASE wants names, titles and codes: without breaks or tabs."""
    return _BREAKS.sub(" ", text).strip()


def type_identifier(kind: str) -> str:
    """Return the identifier of an item type of ours."""
    return derived("item-type", kind)


def clean(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is empty."""
    return {name: value for name, value in properties.items() if value not in ("", None, [], {}, ())}


def texts(**named: Text) -> dict[str, dict[str, str]]:
    """Return the texts that say something, in the languages in which they do."""
    found = {name: {code: said for code, said in text.items() if said} for name, text in named.items()}
    return {name: text for name, text in found.items() if text}


def competency_properties(one: Described, language: str) -> dict[str, Any]:
    """Return what CASE says of a competency, apart from its place."""
    name, definition = in_language(one.name, language), in_language(one.definition, language)
    return clean(
        {
            "fullStatement": definition or name or one.key,
            "abbreviatedStatement": line(name) if definition else "",
            "humanCodingScheme": line(one.code),
            "language": language,
            "extensions": {
                OURS: clean(
                    {
                        "kind": "competency",
                        "key": one.key,
                        **texts(name=one.name, definition=one.definition, why=one.why, pitfall=one.pitfall),
                        "governanceAffinity": dict(one.affinity),
                        "more": one.foreign.get(OURS),
                    }
                )
            },
        }
    )


def behaviour_properties(one: Behaviour, language: str) -> dict[str, Any]:
    """Return what CASE says of an indicator, apart from its place."""
    return clean(
        {
            "fullStatement": in_language(one.text, language) or one.key,
            "humanCodingScheme": line(one.key),
            "language": language,
            "extensions": {
                OURS: {"kind": "indicator", "key": one.key, "level": one.level, **texts(text=one.text)}
            },
        }
    )


def group_properties(one: Group, language: str) -> dict[str, Any]:
    """Return what CASE says of a cluster."""
    return clean(
        {
            "fullStatement": in_language(one.name, language) or one.key,
            "notes": in_language(one.description, language),
            "language": language,
            "extensions": {
                OURS: {
                    "kind": "cluster",
                    "key": one.key,
                    **texts(name=one.name, description=one.description),
                }
            },
        }
    )


def step_properties(one: Step, language: str, naming: str) -> dict[str, Any]:
    """Return what CASE says of a level. ``naming``: which of its names comes first."""
    names = [in_language(one.guild_name, language), in_language(one.neutral_name, language)]
    if naming == "neutral":
        names.reverse()
    first = names[0] or names[1]
    about = [in_language(text, language) for text in (one.autonomy, one.complexity, one.scope)]
    return clean(
        {
            "fullStatement": ". ".join(part for part in (first, *about) if part) or one.key,
            "abbreviatedStatement": line(first),
            "alternativeLabel": line(names[1]) if names[0] else "",
            "listEnumeration": str(one.number),
            "language": language,
            "extensions": {
                OURS: {
                    "kind": "level",
                    "key": one.key,
                    "number": one.number,
                    **texts(
                        guildName=one.guild_name,
                        neutralName=one.neutral_name,
                        autonomy=one.autonomy,
                        complexity=one.complexity,
                        scope=one.scope,
                    ),
                }
            },
        }
    )


def ours(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what Vakwerk wrote in an item, or nothing."""
    extensions = properties.get("extensions")
    found = extensions.get(OURS) if isinstance(extensions, Mapping) else None
    return found if isinstance(found, Mapping) else {}
