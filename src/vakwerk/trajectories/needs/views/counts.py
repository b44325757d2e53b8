"""What coordinators see of learning needs: numbers, never names, and nothing below eight."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from vakwerk.foundation import table_files
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.needs import counting, queries, rules


@page_for(Role.COORDINATOR)
def counts(request: PersonRequest) -> HttpResponse:
    """Show how many people want to learn what, and what is not offered."""
    found = counting.counts()
    kind = request.GET.get("download", "")
    if kind in table_files.FORMATS:
        heads = [
            gettext("competency"),
            gettext("people"),
            gettext("entered for teams"),
            gettext("trajectories"),
        ]
        rows = [[one.name, _or_fewer(one.people), _or_fewer(one.in_units), one.offers] for one in found]
        return table_files.answer(kind, name=gettext("Learning needs"), heads=heads, rows=rows)
    return render(
        request,
        "trajectories/needs/counts.html",
        {
            "is_empty": not any(one.people or one.in_units for one in found),
            "counts": found,
            # A column in which nothing may be shown is said in a sentence.
            "has_team_numbers": any(one.in_units is not None for one in found),
            "has_teams": queries.units_for(request.person).exists(),
            "gaps": [one for one in found if one.is_gap],
            "least": rules.LEAST,
            "most": max((one.people or 0 for one in found), default=0),
            "downloads": [{"label": one.upper(), "url": f"?download={one}"} for one in table_files.FORMATS],
        },
    )


@page_for(Role.COORDINATOR)
def competency(request: PersonRequest, competency_key: str) -> HttpResponse:
    """Show who wants to learn one competency, divided by place, by development and by level."""
    name = queries.competency_or_404(competency_key)
    divisions = counting.divisions(competency_key)
    titles = {
        "place": gettext("Where they work"),
        "level": gettext("Level"),
        "development": gettext("What makes it needed"),
        "unit": gettext("What was entered for teams"),
    }
    kind = request.GET.get("download", "")
    if kind in table_files.FORMATS:
        rows = [
            [titles[key], "– " * row["depth"] + row["name"], row["people"]]
            for key in titles
            for row in _rows(divisions[key], key)
        ]
        heads = [gettext("divided by"), gettext("part"), gettext("people")]
        return table_files.answer(kind, name=name, heads=heads, rows=rows)
    return render(
        request,
        "trajectories/needs/competency.html",
        {
            "name": name,
            "counts": counting.counts_for([competency_key])[0],
            "least": rules.LEAST,
            "divisions": [
                {
                    "key": key,
                    "title": titles[key],
                    "people": divisions[key].shown.people,
                    "rows": list(_rows(divisions[key], key)),
                }
                for key in titles
            ],
            "downloads": [{"label": one.upper(), "url": f"?download={one}"} for one in table_files.FORMATS],
        },
    )


def _or_fewer(people: int | None) -> Any:
    return gettext("fewer than %(least)s") % {"least": rules.LEAST} if people is None else people


def _rows(division: counting.Division, kind: str) -> Iterator[dict[str, Any]]:
    yield from _parts(division.shown, division.names, kind, depth=0)


def _parts(shown: rules.Shown, names: Any, kind: str, *, depth: int) -> Iterator[dict[str, Any]]:
    for one in shown.parts:
        yield {"name": _name(one.key, names, kind), "people": one.people, "depth": depth}
        # A place with one part is that part.
        if len(one.parts) > 1 or one.rest is not None:
            yield from _parts(one, names, kind, depth=depth + 1)
    # Of a place of which no part is shown, the place itself says it all.
    if shown.rest is not None and (shown.parts or not depth):
        yield {
            "name": gettext("all others together") if shown.parts else gettext("all together"),
            "people": shown.rest,
            "depth": depth,
        }


def _name(key: str, names: Any, kind: str) -> str:
    if kind in {"place", "unit"} and (key.endswith("-") or key == "o"):
        return gettext("no team known") if key.endswith("-") else gettext("no organisation known")
    return names.get(key) or gettext("nothing in particular")
