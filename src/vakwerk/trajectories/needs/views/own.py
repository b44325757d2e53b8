"""What somebody wants to learn, and what their team needs."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vakwerk.foundation.refusals import Refused
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.models import LearningNeed, NeedState, UnitNeed
from vakwerk.trajectories.needs import operations, queries, rules
from vakwerk.trajectories.needs.forms import NeedForm, UnitNeedForm
from vakwerk.trajectories.needs.wording import why_not, words

ENDS = {"gehaald": NeedState.MET, "intrekken": NeedState.WITHDRAWN}


@page_for()
def needs(request: PersonRequest) -> HttpResponse:
    """Show what somebody said they want to learn."""
    found = queries.needs_of(request.person, with_ended=True)
    units = list(queries.units_led_by(request.person))
    return render(
        request,
        "trajectories/needs/needs.html",
        {
            "open": [one for one in found if one.need.state == NeedState.OPEN],
            "ended": [one for one in found if one.need.state != NeedState.OPEN][:20],
            "reason": "" if rules.may_say(request.person.roles) else words(rules.NeedRefusal.GUESTS_SAY_NONE),
            "units": units,
        },
    )


@page_for()
def new_need(request: PersonRequest) -> HttpResponse:
    """Say what one wants to learn."""
    if not rules.may_say(request.person.roles):
        raise PermissionDenied
    return _need_form(request, None)


@page_for()
def edit_need(request: PersonRequest, need_id: int) -> HttpResponse:
    """Change what one wants to learn."""
    return _need_form(request, queries.need_or_404(request.person, need_id))


def _need_form(request: PersonRequest, need: LearningNeed | None) -> HttpResponse:
    known = queries.choosable()
    initial: dict[str, Any] = {
        "competency": request.GET.get("competentie"),
        "level": request.GET.get("niveau"),
    }
    if need:
        initial = {
            "competency": need.competency_key,
            "level": need.level,
            "development": need.development,
            "dilemma": need.dilemma,
        }
    form = NeedForm(request.POST if request.method == "POST" else None, known=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if need:
                operations.change_need(need=need, wish=form.wish())
            else:
                operations.say_need(person=request.person, wish=form.wish(), now=timezone.now())
        except Refused as refused:
            form.add_error(None, why_not(refused))
        else:
            messages.success(request, _("Your learning need is saved."))
            return redirect("trajectories:needs", request.academy.slug)
    return render(
        request,
        "trajectories/needs/edit.html",
        {
            "form": form,
            "need": need,
            "reason": "" if known.competencies else words(rules.NeedRefusal.NOTHING_DESCRIBED),
        },
        status=422 if form.is_bound else 200,
    )


@require_POST
@page_for()
def end_need(request: PersonRequest, need_id: int, act: str) -> HttpResponse:
    """Say that a need was met, take it back, or undo that."""
    need = queries.need_or_404(request.person, need_id)
    try:
        if act == "heropenen":
            operations.reopen_need(need=need)
            messages.success(request, _("The learning need is open again."))
        elif act in ENDS:
            operations.end_need(need=need, state=ENDS[act], now=timezone.now())
            messages.success(
                request, _("Saved. You find it below what is over, and can open it again there.")
            )
        else:
            raise Http404
    except Refused as refused:
        messages.error(request, why_not(refused))
    return redirect("trajectories:needs", request.academy.slug)


@page_for()
def team_needs(request: PersonRequest) -> HttpResponse:
    """Show what was entered for the teams that somebody leads."""
    units = list(queries.units_led_by(request.person))
    if not units and rules.COORDINATOR not in request.person.roles:
        raise PermissionDenied
    return render(
        request,
        "trajectories/needs/team.html",
        {"units": units, "needs": queries.needs_entered(request.person)},
    )


@page_for()
def new_team_need(request: PersonRequest) -> HttpResponse:
    """Enter how many people of a team need to learn something."""
    return _team_form(request, None)


@page_for()
def edit_team_need(request: PersonRequest, unit_need_id: int) -> HttpResponse:
    """Change what a team needs."""
    return _team_form(request, queries.unit_need_or_404(request.person, unit_need_id))


def _team_form(request: PersonRequest, need: UnitNeed | None) -> HttpResponse:
    units = list(queries.units_for(request.person))
    if not units:
        raise PermissionDenied
    initial: dict[str, Any] = {"unit": units[0].pk} if len(units) == 1 else {}
    if need:
        initial = {
            "unit": need.unit_id,
            "competency": need.competency_key,
            "level": need.level,
            "development": need.development,
            "people": need.people,
        }
    form = UnitNeedForm(
        request.POST if request.method == "POST" else None,
        known=queries.choosable(),
        units=units,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.enter_unit_need(
                unit=form.units[form.cleaned_data["unit"]],
                wish=form.wish(),
                people=form.cleaned_data["people"],
                by=request.person,
                now=timezone.now(),
                need=need,
            )
        except Refused as refused:
            form.add_error(None, why_not(refused))
        else:
            messages.success(request, _("What the team needs is saved."))
            return redirect("trajectories:team_needs", request.academy.slug)
    status = 422 if form.is_bound else 200
    return render(request, "trajectories/needs/edit_team.html", {"form": form, "need": need}, status=status)


@require_POST
@page_for()
def end_team_need(request: PersonRequest, unit_need_id: int, act: str) -> HttpResponse:
    """Say that what a team needed was met, or take it back."""
    need = queries.unit_need_or_404(request.person, unit_need_id)
    if act not in ENDS:
        raise Http404
    try:
        operations.end_unit_need(need=need, state=ENDS[act], by=request.person, now=timezone.now())
    except Refused as refused:
        messages.error(request, why_not(refused))
    else:
        messages.success(request, _("Saved."))
    return redirect("trajectories:team_needs", request.academy.slug)
