"""The pages on which everybody reads what craft is asked here."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from vakwerk.craft.frameworks import queries
from vakwerk.craft.frameworks.wording import gaps_in_words
from vakwerk.craft.models import Competency, Framework
from vakwerk.craft.profiles import queries as profiles
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for

PER_PAGE: Final = 60


@page_for()
def craft(request: PersonRequest) -> HttpResponse:
    """Show the framework that holds here, with the reader's own role profiles first."""
    return _read(request, queries.adopted_framework())


@page_for()
def version(request: PersonRequest, framework_id: int) -> HttpResponse:
    """Show another version, as it was or as it may become."""
    return _read(request, get_object_or_404(queries.readable_frameworks(), pk=framework_id))


def _read(request: PersonRequest, framework: Framework | None) -> HttpResponse:
    if framework is None:
        return render(
            request, "craft/reading/craft.html", {"framework": None, "is_coordinator": _keeps(request)}
        )
    names = queries.level_names(framework)
    holds = framework.state == Framework.State.ADOPTED
    targets = profiles.targets_of(request.person) if holds else {}
    page = Paginator(queries.top_of(framework), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "craft/reading/craft.html",
        {
            "framework": framework,
            "holds": holds,
            "page": page,
            "groups": _groups(list(page.object_list), names, targets, holds=holds),
            "levels": [(level, names[level.number]) for level in framework.levels.all()],
            "mine": _mine(request, names) if holds else [],
            "rules": _in_language(framework.foreign.get("vakwerk", {}).get("rating_rules", ())),
            "is_coordinator": _keeps(request),
        },
    )


def _keeps(request: PersonRequest) -> bool:
    return Role.COORDINATOR in request.person.roles


def _groups(
    competencies: list[Competency], names: dict[int, Any], targets: dict[int, int], *, holds: bool
) -> list[dict[str, Any]]:
    """Return the competencies of one page in their clusters, each with a target and what is missing."""
    groups: list[dict[str, Any]] = []
    for one in competencies:
        if not groups or groups[-1]["cluster"] != one.cluster:
            groups.append({"cluster": one.cluster, "rows": []})
        groups[-1]["rows"].append(
            {
                "competency": one,
                "target": names.get(targets.get(one.pk, 0)),
                "blocked": holds and bool(queries.describable(one)),
            }
        )
    return groups


def _mine(request: PersonRequest, names: dict[int, Any]) -> list[dict[str, Any]]:
    return [
        {
            "profile": profile,
            "targets": [(one.competency, names.get(one.level, one.level)) for one in profile.targets.all()],
        }
        for profile in profiles.profiles_of(request.person)
    ]


def _in_language(texts: Any) -> list[str]:
    language = (get_language() or "nl")[:2]
    return [text.get(language) or text.get("nl", "") for text in texts]


@page_for()
def competency(request: PersonRequest, competency_id: int) -> HttpResponse:
    """Show one competency: what it is, why, its pitfall with the counterweights, and behaviour at each level."""
    one = queries.readable_competency_or_404(competency_id)
    framework = one.framework
    names = queries.level_names(framework)
    holds = framework.state == Framework.State.ADOPTED
    target = profiles.targets_of(request.person).get(one.pk) if holds else None
    gaps = queries.describable(one) if holds else []
    is_coordinator = _keeps(request)
    return render(
        request,
        "craft/reading/competency.html",
        {
            "competency": one,
            "framework": framework,
            "holds": holds,
            "levels": [
                {
                    "level": level,
                    "name": names[level.number],
                    "indicators": [each for each in one.indicators.all() if each.level == level.number],
                    "is_target": level.number == target,
                }
                for level in framework.levels.all()
            ],
            "counterweights": [each.other for each in one.counterweights.all()],
            "parts": Paginator(queries.parts_of(one), PER_PAGE).get_page(request.GET.get("page")),
            "gaps": gaps_in_words(gaps, names),
            "mend": queries.to_mend(one) if gaps and is_coordinator else None,
            "assessable_from": queries.assessable_from(one, request.person) if holds and not gaps else None,
            "references": _references(one),
            "is_coordinator": is_coordinator,
        },
    )


def _references(competency: Competency) -> list[str]:
    """Return the literature that a competency stands on, where the framework names it."""
    titles = competency.framework.foreign.get("vakwerk", {}).get("references", {})
    wanted = competency.foreign.get("vakwerk", {}).get("references", ())
    return [titles[key] for key in wanted if key in titles]


@page_for()
def versions(request: PersonRequest) -> HttpResponse:
    """Show which frameworks held here and when, and who decided."""
    return render(
        request,
        "craft/reading/versions.html",
        {
            "versions": queries.readable_frameworks().order_by("-adopted_on", "-made_at", "-id"),
            "is_coordinator": _keeps(request),
        },
    )
