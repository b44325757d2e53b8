"""The coordinator's list of the circles of a round: who, when next, what needs attention."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vakwerk.circles import times
from vakwerk.circles.published import queries, rules
from vakwerk.circles.published.wording import circle_name
from vakwerk.circles.rounds import pages
from vakwerk.foundation import refusals
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tables import Column, Table
from vakwerk.people.access import PersonRequest, page_for

MOST_WAITING: Final = 20


def _address(row: Any) -> str:
    return reverse("circles:manage_circle", args=[row.academy.slug, row.pk])


def _next(row: Any) -> Any:
    return row.ahead[0] if row.ahead else None


CIRCLES: Table[Any] = Table(
    name=_("Circles"),
    columns=(
        Column("circle", _("circle"), circle_name, order=("number",), link=_address),
        Column(
            "next",
            _("next session"),
            lambda row: times.session_moment(one) if (one := _next(row)) else _("all sessions are over"),
            order=("next_at", "number"),
        ),
        Column(
            "facilitator",
            _("facilitator"),
            lambda row: row.facilitator.name if row.facilitator else _("in turns"),
            order=("facilitator__sort_key", "number"),
        ),
        Column(
            "members",
            _("members"),
            lambda row: row.member_count,
            order=("member_count", "number"),
            number=True,
        ),
        Column(
            "absent",
            _("cannot come"),
            lambda row: one.absent_count if (one := _next(row)) else 0,
            number=True,
        ),
    ),
    order="circle",
    counted=lambda count: ngettext("%(count)s circle", "%(count)s circles", count) % {"count": count},
    row_classes=lambda row: "vw-needs" if row.member_count < row.proposal.round.size_min else "",
    # The page itself offers the circles with all their members.
    downloadable=False,
)


@page_for(Role.COORDINATOR)
def round_circles(request: PersonRequest, round_id: int) -> HttpResponse:
    """Show the circles of a round."""
    round_ = queries.published_round(round_id)
    now = timezone.now()
    members = queries.members_per_circle(round_)
    waiting = queries.waiting(round_)
    circles = queries.circles_to_manage(round_, now=now)
    ahead = queries.sessions_ahead(circles, now=now).count()
    not_to_end = rules.reason_not_to_end(round_state=round_.state, sessions_ahead=ahead)
    waiting_count = waiting.count()
    return render(
        request,
        "circles/published/round_circles.html",
        {
            "round": round_,
            "tabs": pages.tabs(round_, request.academy, "round_circles", signed=round_.signed),
            "table": CIRCLES.page(request, circles),
            "circle_count": len(members),
            "members": sum(members),
            "open_seats": sum(max(0, round_.size_min - count) for count in members),
            "waiting": [one.person for one in waiting.prefetch_related(None)[:MOST_WAITING]],
            "waiting_count": waiting_count,
            "waiting_more": max(0, waiting_count - MOST_WAITING),
            "not_to_end": refusals.say(not_to_end),
        },
    )
