"""What does an item of a CASE file mean here?

Pure: no Django, no clock, no database.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from vakwerk.craft.exchange.case_terms import MOST_NAME, OURS, ours
from vakwerk.craft.frameworks.contents import Behaviour, Described, Group, Step, Text

_SLUG: Final = re.compile(r"[A-Za-z0-9_-]{1,80}")
_KEY: Final = re.compile(r".{1,80}", re.DOTALL)


def said(value: Any) -> str:
    """Return a text without space around it; what is no text says nothing."""
    return value.strip() if isinstance(value, str) else ""


def same_case(identifier: Any) -> str:
    """Return an identifier as identifiers are compared: UUIDs are the same in capitals (RFC 4122)."""
    return str(identifier).lower()


def text_of(value: Any) -> Text:
    """Read a text in two languages out of an extension."""
    given = value if isinstance(value, Mapping) else {}
    return {language: said(given.get(language)) for language in ("nl", "en")}


def one_language(text: str, language: str) -> Text:
    """Return a foreign text as one in two languages; what is not Dutch stands where English does."""
    return {"nl": text, "en": ""} if language.lower().startswith("nl") else {"nl": "", "en": text}


def shortened(text: str) -> str:
    """Return a long statement as a name: up to the last whole word that fits."""
    if len(text) <= MOST_NAME:
        return text
    return f"{text[: MOST_NAME - 1].rsplit(maxsplit=1)[0].rstrip()}…"


def slug_or(value: Any, otherwise: str) -> str:
    """Return a key from a file, if it is one."""
    return value if isinstance(value, str) and _SLUG.fullmatch(value) else otherwise


def kind_of(item: Mapping[str, Any]) -> str:
    """Return which kind of thing of ours an item is; "" for an item of others."""
    mine = ours(item)
    kind = mine.get("kind")
    if kind == "indicator" and not _is_level(mine.get("level")):
        return ""
    if kind == "level" and not _is_level(mine.get("number")):
        return ""
    return kind if kind in {"cluster", "level", "competency", "indicator"} else ""


def _is_level(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 9


def described(item: Mapping[str, Any], *, language: str) -> Described:
    """Read a competency, without its place. ``language``: of the file, where the item names none."""
    identifier = same_case(item["identifier"])
    if kind_of(item) == "competency":
        mine = ours(item)
        affinity = mine.get("governanceAffinity")
        more = mine.get("more")
        return Described(
            key=slug_or(mine.get("key"), identifier),
            code=said(item.get("humanCodingScheme"))[:40],
            name=text_of(mine.get("name")),
            definition=text_of(mine.get("definition")),
            why=text_of(mine.get("why")),
            pitfall=text_of(mine.get("pitfall")),
            affinity={
                str(model): level
                for model, level in (affinity if isinstance(affinity, Mapping) else {}).items()
                if isinstance(level, int)
            },
            identifier=identifier,
            foreign={OURS: dict(more)} if isinstance(more, Mapping) and more else {},
        )
    spoken = said(item.get("language")) or language
    statement, short = said(item.get("fullStatement")), said(item.get("abbreviatedStatement"))
    name = short or shortened(statement)
    definition = statement if name != statement else ""
    return Described(
        key=identifier,
        code=said(item.get("humanCodingScheme"))[:40],
        name=one_language(shortened(name), spoken),
        definition=one_language(definition, spoken),
        identifier=identifier,
    )


def behaviour(item: Mapping[str, Any]) -> Behaviour:
    """Read an indicator of ours."""
    mine, identifier = ours(item), same_case(item["identifier"])
    key = mine.get("key")
    return Behaviour(
        key=key if isinstance(key, str) and _KEY.fullmatch(key) else identifier,
        level=mine["level"],
        text=text_of(mine.get("text")),
        identifier=identifier,
    )


def group(item: Mapping[str, Any]) -> Group:
    """Read a cluster of ours."""
    mine = ours(item)
    return Group(
        slug_or(mine.get("key"), same_case(item["identifier"])),
        text_of(mine.get("name")),
        text_of(mine.get("description")),
    )


def step(item: Mapping[str, Any]) -> Step:
    """Read a level of ours."""
    mine = ours(item)
    return Step(
        number=mine["number"],
        key=slug_or(mine.get("key"), f"level-{mine['number']}"),
        guild_name=text_of(mine.get("guildName")),
        neutral_name=text_of(mine.get("neutralName")),
        autonomy=text_of(mine.get("autonomy")),
        complexity=text_of(mine.get("complexity")),
        scope=text_of(mine.get("scope")),
    )
