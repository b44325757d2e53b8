"""What does a manager see? Whether their people came to what is mandatory, and nothing else."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.completion import queries as completion
from vakwerk.trajectories.editions import queries


@page_for()
def my_team(request: PersonRequest) -> HttpResponse:
    """Show the mandatory trajectories of the people somebody manages."""
    now = timezone.now()
    rows = queries.mandatory_of_team(request.person)
    return render(
        request,
        "trajectories/editions/team.html",
        {
            "groups": _groups(rows, now),
            "manages": bool(rows) or queries.is_manager(request.person),
        },
    )


def _groups(rows: list[Any], now: datetime) -> list[dict[str, Any]]:
    """Put people under their edition, each with how many sessions they attended."""
    groups: dict[int, dict[str, Any]] = {}
    for one in rows:
        group = groups.setdefault(one.edition_id, {"edition": one.edition, "enrolments": []})
        group["enrolments"].append(one)
    for group in groups.values():
        stand = completion.sessions_of(
            group["edition"], [one.person_id for one in group["enrolments"]], now=now
        )
        group["people"] = [
            {"person": one.person, "sessions": stand[one.person_id], "completed_on": one.completed_on}
            for one in group["enrolments"]
        ]
    return list(groups.values())
