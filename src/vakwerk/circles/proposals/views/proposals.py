"""A proposal: look at it, change it by hand, take a change back, lock places."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vakwerk.circles.composing import operations, queries
from vakwerk.circles.models import Proposal
from vakwerk.circles.proposals.forms import MoveForm
from vakwerk.circles.proposals.operations import arranging as one_circle
from vakwerk.circles.proposals.operations import publishing
from vakwerk.circles.proposals.pages import arranging, comparing, download, moving, person
from vakwerk.circles.proposals.pages import proposal as page
from vakwerk.circles.proposals.pages import publishing as on_publishing
from vakwerk.circles.published.rules import FacilitatorRefusal
from vakwerk.foundation import refusals
from vakwerk.foundation.pages import Done, button_page, confirm_page, form_page, posted
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.foundation.text import number_in
from vakwerk.people.access import PersonRequest, page_for


@require_safe
@page_for(Role.COORDINATOR)
def proposal(request: PersonRequest, round_id: int, number: int) -> HttpResponse:
    """Show a proposal with every circle, and what a change by hand would do."""
    found = queries.proposal_of(round_id, number)
    board = queries.board_of(found.round, found)
    now = timezone.now()
    context = page.proposal_page(found, board, query=request.GET, person=request.person, now=now)
    context["publishing"] = on_publishing.panel_of(found, board, now=now)
    return render(request, "circles/composing/proposal.html", context)


def _back(request: PersonRequest, found: Proposal, anchor: str = "") -> HttpResponse:
    return redirect(_address(request, found, anchor))


def _address(request: PersonRequest, found: Proposal, anchor: str = "") -> str:
    page = reverse("circles:proposal", args=[request.academy.slug, found.round_id, found.number])
    return f"{page}{anchor}"


@require_POST
@page_for(Role.COORDINATOR)
def rearrange(request: PersonRequest, round_id: int, number: int) -> HttpResponse:
    """Do a change that was shown before."""
    found = queries.proposal_of(round_id, number)
    board = queries.board_of(found.round, found)
    form = MoveForm(request.POST, board=board, shown=[place.circle_id for place in board.places])
    if not form.is_valid():
        messages.error(request, _("Choose again what you want to change."))
        return _back(request, found, "#move")
    steps = moving.as_shown(form.steps(), request.POST.get("seen", ""))
    place = board.place_by_id.get(steps[0].after or steps[0].before or 0)

    def act() -> str:
        operations.rearrange(proposal=found, steps=steps, kind=moving.kind_of(steps), by=request.person)
        return _("Done. You can undo this under Last change.")

    return button_page(
        request,
        act,
        of=None,
        done=_address(request, found, f"?open={place.number}#circle-{place.number}" if place else ""),
        refused=_address(request, found),
    )


@require_POST
@page_for(Role.COORDINATOR)
def undo(request: PersonRequest, round_id: int, number: int) -> HttpResponse:
    """Take back the last change by hand."""
    found = queries.proposal_of(round_id, number)

    def act() -> str:
        operations.undo(proposal=found, by=request.person, now=timezone.now())
        return _("The last change has been undone.")

    return button_page(
        request,
        act,
        of=queries.last_rearrangement(found) or found,
        done=_address(request, found),
    )


@require_POST
@page_for(Role.COORDINATOR)
def lock_seat(request: PersonRequest, round_id: int, number: int) -> HttpResponse:
    """Lock somebody in their circle, or unlock them: the button's name says which, its value who."""
    found = queries.proposal_of(round_id, number)
    locked = "lock" in request.POST
    person = number_in(request.POST.get("lock" if locked else "unlock", ""))
    circle = number_in(request.POST.get("circle", ""))

    def act() -> str:
        if person:
            operations.lock_seat(proposal=found, person_id=person, locked=locked, by=request.person)
        return ""

    anchor = f"?open={circle}#circle-{circle}" if circle else ""
    return button_page(request, act, of=None, done=_address(request, found, anchor))


@page_for(Role.COORDINATOR)
def arrange_circle(request: PersonRequest, round_id: int, number: int, circle_id: int) -> HttpResponse:
    """Choose when one circle of a proposal meets, and who facilitates it."""
    found = queries.proposal_of(round_id, number)
    board = queries.board_of(found.round, found)
    context = arranging.arrange_page(found, board, circle_id, posted(request))
    form = context["form"]
    circle = board.place_by_id[circle_id].number

    def act() -> str:
        try:
            changed = one_circle.arrange_circle(
                proposal=found,
                circle_id=circle_id,
                slot_id=form.cleaned_data.get("slot"),
                facilitator_id=form.cleaned_data["facilitator"] or None,
                by=request.person,
            )
        except Refused as refused:
            if isinstance(refused.reason, FacilitatorRefusal):
                raise ValidationError({"facilitator": refusals.say(refused)}) from refused
            raise
        return _("Done. You can undo this under Last change.") if changed else ""

    return form_page(
        request,
        form,
        act,
        of=found,
        template="circles/composing/arrange.html",
        done=_address(request, found, f"?open={circle}#circle-{circle}"),
        context=context,
    )


@page_for(Role.COORDINATOR)
def publish(request: PersonRequest, round_id: int, number: int) -> HttpResponse:
    """Ask whether to publish, saying what happens; a submit does it."""
    found = queries.proposal_of(round_id, number)
    board = queries.board_of(found.round, found)
    now = timezone.now()

    def act() -> Done:
        if job := publishing.publish(found, by=request.person, now=now):
            return redirect("foundation:job", request.academy.slug, job.pk)
        return _("Published. Everybody is told about their circle.")

    return confirm_page(
        request,
        act,
        of=queries.last_rearrangement(found) or found,
        template="circles/composing/publish.html",
        done=_address(request, found),
        refused=_address(request, found, "#publish"),
        context=lambda: {
            "proposal": found,
            "round": found.round,
            "board": board,
            "publishing": on_publishing.panel_of(found, board, now=now),
        },
    )


@require_safe
@page_for(Role.COORDINATOR)
def person_in_proposal(request: PersonRequest, round_id: int, number: int, person_id: int) -> HttpResponse:
    """Say why somebody sits where they sit, and what moving them would change."""
    found = queries.proposal_of(round_id, number)
    board = queries.board_of(found.round, found)
    return render(request, "circles/composing/person.html", person.person_page(found, board, person_id))


@require_safe
@page_for(Role.COORDINATOR)
def compare_proposals(request: PersonRequest, round_id: int, number: int, other: int) -> HttpResponse:
    """Hold two proposals of a round against each other."""
    one, two = queries.proposal_of(round_id, number), queries.proposal_of(round_id, other)
    return render(request, "circles/composing/compare.html", comparing.compare_page(one, two))


@require_safe
@page_for(Role.COORDINATOR)
def download_proposal(request: PersonRequest, round_id: int, number: int) -> HttpResponse:
    """Give a proposal as a workbook."""
    found = queries.proposal_of(round_id, number)
    return download.workbook(found, queries.board_of(found.round, found), today=timezone.localdate())
