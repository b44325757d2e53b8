"""What does a manager see? Whether their people came to what is mandatory, and nothing else."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.completion import queries as completion
from vakwerk.trajectories.editions import queries
from vakwerk.trajectories.models import Edition, Enrolment


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


def _groups(rows: list[Enrolment], now: datetime) -> list[dict[str, Any]]:
    """Put people under their edition, each with how many sessions they attended."""
    groups: dict[Edition, list[Enrolment]] = {}
    for one in rows:
        groups.setdefault(one.edition, []).append(one)
    stand = completion.sessions_by_edition(
        {edition: [one.person_id for one in enrolments] for edition, enrolments in groups.items()}, now=now
    )
    return [
        {
            "edition": edition,
            "people": [
                {
                    "person": one.person,
                    "sessions": stand[edition.pk][one.person_id],
                    "completed_on": one.completed_as_told,
                }
                for one in enrolments
            ],
        }
        for edition, enrolments in groups.items()
    ]
