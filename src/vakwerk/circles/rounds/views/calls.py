"""The coordinator's pages of rounds: the list, the form, the page of one, and its steps."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from vakwerk.circles.models import Aim, Round, Weight
from vakwerk.circles.rounds import counts, operations, pages, queries, rules
from vakwerk.circles.rounds.forms.calls import (
    MOMENTS,
    MomentFormSet,
    RoundForm,
    audience_from,
    initial_of,
    rows_of,
    with_more_rows,
)
from vakwerk.circles.rounds.places import places_to_invite
from vakwerk.foundation import refusals
from vakwerk.foundation.pages import Done, button_page, confirm_page, finish, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tables import Column, Filter, Table
from vakwerk.people.access import PersonRequest, page_for


def _address(row: Any) -> str:
    return reverse("circles:round", args=[row.academy.slug, row.pk])


ROUNDS: Table[Any] = Table(
    name=_("Rounds"),
    columns=(
        Column("title", _("round"), lambda row: row.title, order=("title",), link=_address),
        Column("state", _("status"), lambda row: row.get_state_display(), order=("state",)),
        Column("closes_on", _("sign up until"), lambda row: row.closes_on, order=("closes_on",)),
        Column("signed", _("signed up"), lambda row: row.signed, order=("signed",), number=True),
        Column("circles", _("circles"), lambda row: row.circle_count or "", number=True),
    ),
    filters=(
        Filter(
            "state",
            _("Status"),
            lambda: Round.State.choices,
            lambda rows, state: rows.filter(state=state),
        ),
    ),
    search=lambda rows, text: rows.filter(title__icontains=text),
    search_label=_("Search by title"),
    counted=lambda count: ngettext("%(count)s round", "%(count)s rounds", count) % {"count": count},
    empty=_("There are no rounds yet. A round is a call to join circles, with moments to choose from."),
)


@page_for(Role.COORDINATOR)
def rounds(request: PersonRequest) -> HttpResponse:
    """Show all rounds."""
    found = queries.rounds_for_table()
    if ROUNDS.is_download(request):
        return ROUNDS.download(request, found)
    return render(request, "circles/rounds/rounds.html", {"table": ROUNDS.page(request, found)})


@page_for(Role.COORDINATOR)
def round_page(request: PersonRequest, round_id: int) -> HttpResponse:
    """Show where a round stands, and what comes next."""
    round_ = get_object_or_404(queries.rounds_with_places(), pk=round_id)
    today = timezone.localdate()
    invited = queries.invited_to(round_, today=today).count()
    checks = pages.checks(round_, invited=invited, today=today) if round_.state == Round.State.DRAFT else []
    reopen = rules.reason_not_to_reopen(state=round_.state, closes_on=round_.closes_on, today=today)
    delete = rules.reason_not_to_delete(state=round_.state, signed_up=round_.signed)
    return render(
        request,
        "circles/rounds/round.html",
        {
            "round": round_,
            "tabs": pages.tabs(round_, request.academy, "round", signed=round_.signed),
            "steps": pages.steps(round_),
            "slots": counts.slots_with_counts(round_),
            "kinds": counts.count_by_kind(counts.signed_per_organisation(round_, signed=round_.signed)),
            "invited": invited,
            "audience": pages.audience_in_words(round_),
            "checks": checks,
            "not_to_open": next((check["text"] for check in checks if check["refuses"]), ""),
            "not_to_reopen": refusals.say(reopen),
            "can_delete": delete is None,
            "closed_by_day": round_.state == Round.State.OPEN and round_.closes_on < today,
            "proposal": queries.latest_proposal(round_),
            "aims": pages.aims_in_words(round_),
            "least": pages.least_in_words(round_),
        },
    )


@page_for(Role.COORDINATOR)
def new_round(request: PersonRequest) -> HttpResponse:
    """Make a round in draft."""
    return _form_page(request, None)


@page_for(Role.COORDINATOR)
def edit_round(request: PersonRequest, round_id: int) -> HttpResponse:
    """Change a round as far as nobody relies on what it was."""
    round_ = get_object_or_404(queries.rounds_with_places(), pk=round_id)
    if round_.state in {Round.State.PUBLISHED, Round.State.ENDED}:
        messages.error(request, refusals.say(rules.RoundRefusal.WRONG_STATE))
        return redirect("circles:round", request.academy.slug, round_.pk)
    return _form_page(request, round_)


def _form_page(request: PersonRequest, round_: Any | None) -> HttpResponse:
    places = places_to_invite()
    choices = [(place.value, place.name) for group in places for place in group.all_places]
    signed = round_.signed if round_ else 0
    slots = counts.slots_with_counts(round_) if round_ else []
    look = "more" in request.POST
    data = with_more_rows(request.POST) if look else posted(request)
    form = RoundForm(data, places=choices, signed_up=signed, initial=initial_of(round_))
    moments = MomentFormSet(data, prefix=MOMENTS, initial=rows_of(slots))

    def act() -> HttpResponse:
        saved = _save(request, round_, form.plan(moments.moments))
        return finish(request, _("The round is saved."), "circles:round", request.academy.slug, saved.pk)

    return form_page(
        request,
        form,
        act,
        of=round_,
        rows=moments,
        template="circles/rounds/edit.html",
        context=lambda: _form_context(round_, form, moments, places=places, slots=slots),
        only_look=look,
    )


def _form_context(
    round_: Any | None, form: RoundForm, moments: Any, *, places: Any, slots: Sequence[Any]
) -> dict[str, Any]:
    chosen = {str(slot.pk): slot.chosen for slot in slots}
    for row in moments:
        row.chosen = chosen.get(str(row["slot_id"].value()), 0)
    return {
        "round": round_,
        "moments": moments,
        "places": places,
        "invited_values": form["audience"].value() or [],
        "weights": Weight.choices,
        "aims": [form[f"aim_{aim}"] for aim in Aim],
        "signed": round_.signed if round_ else 0,
        "reach": pages.reach_in_words(_reach(form["scope"].value(), form["audience"].value() or [])),
    }


def _save(request: PersonRequest, round_: Round | None, plan: rules.Plan) -> Round:
    now = timezone.now()
    if round_ is None:
        return operations.create_round(plan=plan, by=request.person, now=now)
    return operations.change_round(round_=round_, plan=plan, by=request.person, now=now)


def _reach(scope: str, values: Sequence[str]) -> int:
    audience = audience_from(values) if scope == "some" else []
    if scope == "some" and not audience:
        return 0
    return queries.invited(audience, today=timezone.localdate()).count()


@page_for(Role.COORDINATOR)
def reach(request: PersonRequest) -> HttpResponse:
    """Say how many people the ticked organisations and units are; part of the form's page."""
    count = _reach(request.GET.get("scope", "all"), request.GET.getlist("audience"))
    return HttpResponse(escape(pages.reach_in_words(count)))


STEPS: dict[str, tuple[Callable[..., Round], Promise]] = {
    "open": (operations.open_round, _("The round is open. People who are invited see it on their own page.")),
    "close": (operations.close_round, _("Sign-up is closed. You can compose the circles now.")),
    "reopen": (operations.reopen_round, _("People can sign up again.")),
}


@require_POST
@page_for(Role.COORDINATOR)
def move_round(request: PersonRequest, round_id: int, act: str) -> HttpResponse:
    """Bring a round to its next step."""
    round_ = get_object_or_404(queries.rounds(), pk=round_id)
    if act not in STEPS:
        raise Http404
    move, said = STEPS[act]

    def step() -> Done:
        move(round_=round_, by=request.person, now=timezone.now())
        return str(said)

    here = reverse("circles:round", args=[request.academy.slug, round_.pk])
    return button_page(request, step, of=round_, done=here)


@page_for(Role.COORDINATOR)
def delete_round(request: PersonRequest, round_id: int) -> HttpResponse:
    """Ask, then throw a draft away."""
    round_ = get_object_or_404(queries.rounds(), pk=round_id)
    reason = rules.reason_not_to_delete(state=round_.state, signed_up=round_.signed)

    def act() -> Done:
        operations.delete_round(round_=round_, by=request.person)
        return _("The draft is deleted.")

    return confirm_page(
        request,
        act,
        of=round_,
        template="circles/rounds/delete.html",
        done=reverse("circles:rounds", args=[request.academy.slug]),
        refused=reverse("circles:round", args=[request.academy.slug, round_.pk]),
        context={"round": round_, "reason": refusals.say(reason)},
    )
