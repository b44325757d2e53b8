"""The page that shows where a framework differs from what it was made out of."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from vakwerk.craft.frameworks import pages, queries
from vakwerk.craft.frameworks.comparing import Kind, compare
from vakwerk.craft.frameworks.storing import contents_of
from vakwerk.craft.frameworks.summarising import Summary, summary
from vakwerk.craft.frameworks.wording import FIELDS, KINDS
from vakwerk.foundation.bilingual import LANGUAGES, Bilingual
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for

STATUS = {Kind.ADDED: "plus", Kind.REMOVED: "stopped", Kind.CHANGED: "busy"}


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
        before, after = (
            contents_of(one, with_profiles=with_profiles, with_foreign=False) for one in (other, framework)
        )
        context |= in_words(summary(before, after, compare(before, after)))
    return render(request, "craft/frameworks/difference.html", context)


def in_words(found: Summary) -> dict[str, Any]:
    """Return a summary as the page says it, in the language of its reader."""
    return {
        **found,
        "head": [_field(one) for one in found["head"]],
        "competencies": [
            {**_part(one), "indicators": [_behaviour(each) for each in one["indicators"]]}
            for one in found["competencies"]
        ],
        "others": [
            {"title": part["title"], "rows": [_part(row) for row in part["rows"]]} for part in found["others"]
        ],
    }


def _part(one: Mapping[str, Any]) -> dict[str, Any]:
    kind = Kind(one["kind"])
    return {
        "name": Bilingual(one["name"]),
        "status": STATUS[kind],
        "words": KINDS[kind],
        "fields": [_field(each) for each in one["fields"]],
    }


def _field(one: Mapping[str, Any]) -> dict[str, Any]:
    label = FIELDS[one["field"]]
    if one["is_text"]:
        return {"label": label, "languages": _languages(one["before"], one["after"])}
    return {"label": label, "before": _plain(one["before"]), "after": _plain(one["after"])}


def _languages(before: Mapping[str, str], after: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "code": language,
            "before": before[language],
            "after": after[language],
            "changed": before[language] != after[language],
        }
        for language in LANGUAGES
    ]


def _plain(named: Sequence[Any]) -> str:
    return ", ".join(
        f"{Bilingual(name) if isinstance(name, dict) else name} {level}".strip() for name, level in named
    )


def _behaviour(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "words": KINDS[Kind(one["kind"])],
        "level": _level(one["level"]),
        "was_level": _level(one["was_level"]) if one["was_level"] else "",
        "languages": _languages(one["before"], one["after"]),
    }


def _level(one: Mapping[str, Any]) -> str:
    return f"{one['number']}. {Bilingual(one['name'])}" if one["name"] is not None else str(one["number"])
