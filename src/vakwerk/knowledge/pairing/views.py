"""The page that shows knowledge from inside and outside beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from vakwerk.craft.frameworks import queries as craft
from vakwerk.craft.models import Indicator
from vakwerk.knowledge.pairing.queries import Context, Pairing, pairing_for
from vakwerk.knowledge.sources import rules
from vakwerk.knowledge.sources.vocabulary import Choices, lists
from vakwerk.people.access import PersonRequest, page_for


@dataclass(frozen=True)
class _Goal:
    """What somebody wants to learn: the words for it, and the behaviour at that level."""

    competency: str
    level: str
    indicators: list[str]


@page_for()
def pairing(request: PersonRequest) -> HttpResponse:
    """Choose a learning goal and a context, and see what there is from both sides."""
    known = lists()
    framework = craft.adopted_framework() or craft.starter_framework()
    names = craft.level_names(framework) if framework else {}
    levels: Choices = [(str(number), f"{number}. {name}") for number, name in names.items()]
    asked = {
        "competency": _offered(request, "competency", known.choices["competency"]),
        "level": _offered(request, "level", levels),
        "size": _offered(request, "size", known.choices["size"]),
        "field": _offered(request, "field", known.choices["field"]),
    }
    found: Pairing | None = None
    goal = None
    if asked["competency"]:
        guest = rules.is_guest(request.person.roles)
        found = pairing_for(asked["competency"], Context(asked["size"], asked["field"], guest=guest))
        goal = _Goal(
            str(known.label("competency", asked["competency"])),
            _level(names, asked["level"]),
            _indicators(framework, asked["competency"], asked["level"]),
        )
    return render(
        request,
        "knowledge/pairing/page.html",
        {
            "asked": asked,
            "competencies": known.choices["competency"],
            "levels": levels,
            "sizes": known.choices["size"],
            "fields": known.choices["field"],
            "pairing": found,
            "goal": goal,
            "keeps": rules.is_coordinator(request.person.roles),
            "may_propose": not rules.is_guest(request.person.roles),
        },
    )


def _offered(request: PersonRequest, name: str, choices: Choices) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in dict(choices) else ""


def _level(names: Mapping[int, object], level: str) -> str:
    if not level:
        return ""
    return gettext("level %(number)s, %(name)s") % {"number": level, "name": names[int(level)]}


def _indicators(framework: Any, competency: str, level: str) -> list[str]:
    if framework is None or not level:
        return []
    found = Indicator.objects.filter(
        competency__framework=framework, competency__key=competency, level=int(level)
    )
    return [str(one.text) for one in found]
