"""What somebody wants to learn, and what their team needs."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vakwerk.foundation import refusals
from vakwerk.foundation.pages import Done, button_page, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.models import LearningNeed, NeedState, UnitNeed
from vakwerk.trajectories.needs import operations, queries, rules
from vakwerk.trajectories.needs.forms import NeedForm, UnitNeedForm

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
            "reason": ""
            if rules.may_say(request.person.roles)
            else refusals.say(rules.NeedRefusal.GUESTS_SAY_NONE),
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
    form = NeedForm(posted(request), known=known, initial=initial)

    def act() -> Done:
        if need:
            operations.change_need(need=need, wish=form.wish())
        else:
            operations.say_need(person=request.person, wish=form.wish(), now=timezone.now())
        return _("Your learning need is saved.")

    return form_page(
        request,
        form,
        act,
        of=need,
        template="trajectories/needs/edit.html",
        done=reverse("trajectories:needs", args=[request.academy.slug]),
        context={
            "need": need,
            "reason": "" if known.competencies else refusals.say(rules.NeedRefusal.NOTHING_DESCRIBED),
        },
    )


@require_POST
@page_for()
def end_need(request: PersonRequest, need_id: int, act: str) -> HttpResponse:
    """Say that a need was met, take it back, or undo that."""
    need = queries.need_or_404(request.person, need_id)

    def step() -> Done:
        if act == "heropenen":
            operations.reopen_need(need=need)
            return _("The learning need is open again.")
        if act not in ENDS:
            raise Http404
        operations.end_need(need=need, state=ENDS[act], now=timezone.now())
        return _("Saved. You can find it under what is over, and open it again there.")

    here = reverse("trajectories:needs", args=[request.academy.slug])
    return button_page(request, step, of=None, done=here)


@page_for()
def team_needs(request: PersonRequest) -> HttpResponse:
    """Show what was entered for the teams that somebody leads."""
    units = list(queries.units_led_by(request.person))
    if not units and Role.COORDINATOR not in request.person.roles:
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
        posted(request),
        known=queries.choosable(),
        units=units,
        initial=initial,
    )

    def act() -> Done:
        operations.enter_unit_need(
            unit=form.units[form.cleaned_data["unit"]],
            wish=form.wish(),
            people=form.cleaned_data["people"],
            by=request.person,
            now=timezone.now(),
            need=need,
        )
        return _("The team's need has been saved.")

    return form_page(
        request,
        form,
        act,
        of=need,
        template="trajectories/needs/edit_team.html",
        done=reverse("trajectories:team_needs", args=[request.academy.slug]),
        context={"need": need},
    )


@require_POST
@page_for()
def end_team_need(request: PersonRequest, unit_need_id: int, act: str) -> HttpResponse:
    """Say that what a team needed was met, or take it back."""
    need = queries.unit_need_or_404(request.person, unit_need_id)
    if act not in ENDS:
        raise Http404

    def step() -> Done:
        operations.end_unit_need(need=need, state=ENDS[act], by=request.person, now=timezone.now())
        return _("Saved.")

    here = reverse("trajectories:team_needs", args=[request.academy.slug])
    return button_page(request, step, of=None, done=here)
