"""Why not all rules hold, and a button for each thing that can be done about it."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from vakwerk.circles.composing import operations, queries, relaxing
from vakwerk.circles.models import Proposal
from vakwerk.circles.proposals.pages.relaxing import clash_page
from vakwerk.foundation.pages import Done, button_page
from vakwerk.foundation.roles import Role
from vakwerk.foundation.text import number_in, numbers_in
from vakwerk.people.access import PersonRequest, page_for


@require_safe
@page_for(Role.COORDINATOR)
def clash(request: PersonRequest, round_id: int, number: int) -> HttpResponse:
    """Say which rules clash in a proposal, and for whom."""
    found = queries.proposal_of(round_id, number)
    board = queries.board_of(found.round, found)
    return render(request, "circles/composing/clash.html", clash_page(found, board))


@require_POST
@page_for(Role.COORDINATOR)
def relax(request: PersonRequest, round_id: int, number: int) -> HttpResponse:
    """Do one thing about a clash: soften a rule or let people wait, and compose again; or ask for moments."""
    found = queries.proposal_of(round_id, number)
    here = reverse("circles:clash", args=[request.academy.slug, round_id, number])
    asked = numbers_in(request.POST.get("ask", "").split(","))
    return button_page(
        request,
        lambda: _ask(request, found, asked) if asked else _soften(request, found),
        of=None,
        done=here,
    )


def _ask(request: PersonRequest, found: Proposal, asked: list[int]) -> Done:
    sent = relaxing.ask_for_moments(
        round_=found.round, person_ids=asked, by=request.person, today=timezone.localdate()
    )
    return ngettext(
        "%(count)s person is asked for more moments.",
        "%(count)s people are asked for more moments.",
        sent,
    ) % {"count": sent}


def _soften(request: PersonRequest, found: Proposal) -> Done:
    waiting = number_in(request.POST.get("waiting", ""))
    wanted = request.POST.get("relaxation", "")
    if wanted not in set(relaxing.Relaxation) and waiting is None:
        return ""
    # Together: a round that cannot be composed now keeps its rules.
    with transaction.atomic():
        round_ = found.round
        if wanted in set(relaxing.Relaxation):
            softer = relaxing.Relaxation(wanted)
            round_ = relaxing.relax(round_=round_, relaxation=softer, by=request.person)
        job = operations.start_composing(
            round_=round_,
            by=request.person,
            title=_("Compose circles: %(round)s") % {"round": round_.title},
            start=found,
            waiting=min(waiting or 0, 1000),
        )
    return redirect("circles:composing", request.academy.slug, round_.pk, job.pk)
