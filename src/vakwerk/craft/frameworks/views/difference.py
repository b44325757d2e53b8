"""The page that shows where a framework differs from what it was made out of."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from vakwerk.craft.frameworks import pages, queries
from vakwerk.craft.frameworks.comparing import (
    BehaviourChange,
    Difference,
    FieldChange,
    Kind,
    compare,
)
from vakwerk.craft.frameworks.contents import Contents
from vakwerk.craft.frameworks.storing import contents_of
from vakwerk.craft.frameworks.wording import FIELDS, KINDS
from vakwerk.foundation.bilingual import LANGUAGES, Bilingual
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for

STATUS = {Kind.ADDED: "plus", Kind.REMOVED: "stopped", Kind.CHANGED: "busy"}
MOST_SHOWN = 200


@page_for(Role.COORDINATOR)
def difference(request: PersonRequest, framework_id: int) -> HttpResponse:
    """Show, part by part and field by field, what is different from the version before or from the origin."""
    framework = queries.framework_or_404(framework_id)
    ancestors = queries.ancestors_of(framework)
    asked = request.GET.get("met", "")
    other = next((one for one in ancestors if str(one.pk) == asked), ancestors[0] if ancestors else None)
    context: dict[str, Any] = {
        "framework": framework,
        "tabs": pages.tabs(framework, request.academy, "framework_difference"),
        "ancestors": ancestors,
        "other": other,
    }
    if other is not None:
        # The role profiles of what holds come along at adoption, so a draft of it has none to compare.
        with_profiles = framework.role_profiles.exists()
        before = contents_of(other, with_profiles=with_profiles)
        after = contents_of(framework, with_profiles=with_profiles)
        context |= shown(before, after)
    return render(request, "craft/frameworks/difference.html", context)


def shown(before: Contents, after: Contents, found: Difference | None = None) -> dict[str, Any]:
    """Return the differences of two frameworks as the page lists them. ``found``: if they are known already."""
    found = found or compare(before, after)
    names = {one.key: Bilingual(one.name) for one in (*before.competencies, *after.competencies)}
    names |= {one.key: Bilingual(one.name) for one in (*before.clusters, *after.clusters)}
    levels = {one.number: one for one in (*before.levels, *after.levels)}

    def level(number: int) -> str:
        step = levels.get(number)
        name = (step.neutral_name if after.level_naming == "neutral" else step.guild_name) if step else {}
        return f"{number}. {Bilingual(name)}" if step else str(number)

    return {
        "found": found,
        "added": found.count(Kind.ADDED),
        "removed": found.count(Kind.REMOVED),
        "changed": found.count(Kind.CHANGED),
        "same": found.same,
        "head": [_field(one, names) for one in found.head],
        "competencies": [
            {
                "name": Bilingual(one.name),
                "kind": one.kind,
                "status": STATUS[one.kind],
                "words": KINDS[one.kind],
                "fields": [_field(each, names) for each in one.fields],
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
                        "name": Bilingual(one.name),
                        "status": STATUS[one.kind],
                        "words": KINDS[one.kind],
                        "fields": [_field(each, names) for each in one.fields],
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


def _field(change: FieldChange, names: Mapping[str, Bilingual]) -> dict[str, Any]:
    if change.is_text:
        return {"label": FIELDS[change.field], "languages": _languages(change.before, change.after)}
    return {
        "label": FIELDS[change.field],
        "before": _plain(change.before, names),
        "after": _plain(change.after, names),
    }


def _languages(before: Any, after: Any) -> list[dict[str, Any]]:
    return [
        {
            "code": language,
            "before": (before or {}).get(language, ""),
            "after": (after or {}).get(language, ""),
            "changed": (before or {}).get(language, "") != (after or {}).get(language, ""),
        }
        for language in LANGUAGES
    ]


def _plain(value: Any, names: Mapping[str, Bilingual]) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{names.get(key, key)} {level}" for key, level in value.items())
    if isinstance(value, tuple):
        return ", ".join(str(names.get(key, key)) for key in value)
    return str(names.get(value, value))


def _behaviour(change: BehaviourChange, level: Any) -> dict[str, Any]:
    before, after = change.before, change.after
    moved = before and after and before.level != after.level
    return {
        "words": KINDS[change.kind],
        "level": level(change.level),
        "was_level": level(before.level) if moved and before else "",
        "languages": _languages(before.text if before else {}, after.text if after else {}),
    }
