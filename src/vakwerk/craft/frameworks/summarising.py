"""What does a page show of a difference between two frameworks, in whatever language it is read?

What comes out is plain enough to keep as JSON: names stand in both languages, kinds and fields by their key.

Pure: no Django, no clock, no database.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from vakwerk.craft.frameworks.comparing import BehaviourChange, Difference, FieldChange, Kind
from vakwerk.craft.frameworks.contents import Contents, Text

MOST_SHOWN: Final = 200

Summary = dict[str, Any]
"""How often something happened, and what happened to the first ``MOST_SHOWN`` competencies."""


def summary(before: Contents, after: Contents, found: Difference) -> Summary:
    """Return a difference as a page lists it."""
    names: dict[str, Text] = {one.key: one.name for one in (*before.competencies, *after.competencies)}
    names |= {one.key: one.name for one in (*before.clusters, *after.clusters)}
    steps = {one.number: one for one in (*before.levels, *after.levels)}

    def level(number: int) -> dict[str, Any]:
        step = steps.get(number)
        if step is None:
            return {"number": number, "name": None}
        name = step.neutral_name if after.level_naming == "neutral" else step.guild_name
        return {"number": number, "name": dict(name)}

    return {
        "is_empty": found.is_empty,
        "added": found.count(Kind.ADDED),
        "removed": found.count(Kind.REMOVED),
        "changed": found.count(Kind.CHANGED),
        "same": found.same,
        "head": _fields(found.head, names),
        "competencies": [
            {
                "name": dict(one.name),
                "kind": one.kind.value,
                "fields": _fields(one.fields, names),
                "indicators": [_behaviour(each, level) for each in one.changed_indicators],
            }
            for one in found.competencies[:MOST_SHOWN]
        ],
        "more": max(0, len(found.competencies) - MOST_SHOWN),
        "others": [
            {
                "title": title,
                "rows": [
                    {
                        "name": dict(one.name),
                        "kind": one.kind.value,
                        "fields": _fields(one.fields, names),
                    }
                    for one in rows
                ],
            }
            for title, rows in (
                ("clusters", found.clusters),
                ("levels", found.levels),
                ("profiles", found.profiles),
            )
            if rows
        ],
    }


def _fields(changes: Sequence[FieldChange], names: Mapping[str, Text]) -> list[dict[str, Any]]:
    return [
        {
            "field": one.field,
            "is_text": one.is_text,
            "before": _texts(one.before) if one.is_text else _named(one.before, names),
            "after": _texts(one.after) if one.is_text else _named(one.after, names),
        }
        for one in changes
    ]


def _texts(value: Any) -> dict[str, str]:
    return {language: (value or {}).get(language) or "" for language in ("nl", "en")}


def _named(value: Any, names: Mapping[str, Text]) -> list[Any]:
    """Return what a plain value names, each with its target level or "": a text in two languages, or one word."""
    if isinstance(value, Mapping):
        pairs = [(key, str(level)) for key, level in value.items()]
    else:
        pairs = [(key, "") for key in (value if isinstance(value, tuple) else (value,))]
    return [[dict(names[key]) if key in names else str(key), level] for key, level in pairs]


def _behaviour(change: BehaviourChange, level: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
    before, after = change.before, change.after
    has_moved = before is not None and after is not None and before.level != after.level
    return {
        "kind": change.kind.value,
        "level": level(change.level),
        "was_level": level(before.level) if has_moved and before else None,
        "before": _texts(before.text if before else None),
        "after": _texts(after.text if after else None),
    }
