"""The coordinator's pages of the parts of an edition: its sessions, its seats, and who leads it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.people import queries as people
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.people.models import Person
from vakwerk.trajectories.editions import changing, operations, queries
from vakwerk.trajectories.editions.forms import SeatsForm, SessionForm, TrainersForm, initial_of_session
from vakwerk.trajectories.editions.operations import Moment
from vakwerk.trajectories.editions.wording import why_not, words
from vakwerk.trajectories.enrolment import operations as enrolment
from vakwerk.trajectories.enrolment import tabs
from vakwerk.trajectories.models import Activity, Edition, EditionSession


def _activities(edition: Edition) -> list[Activity]:
    kinds = [Activity.Kind.SESSION, Activity.Kind.CIRCLE]
    return list(edition.trajectory.activities.filter(kind__in=kinds))


@page_for(Role.COORDINATOR)
def add_session(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Plan a session: a first submit shows what speaks against the moment, if anything does."""
    edition = queries.edition_or_404(edition_id)
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        activities=_activities(edition),
        initial=_next_of(edition),
    )
    against: list[str] = []
    if request.method == "POST" and form.is_valid():
        moment = form.moment
        refusal = operations.reason_not_to_meet(edition, moment, now=timezone.now())
        if refusal:
            form.add_error(None, words(refusal))
        else:
            against = changing.against(edition, moment)
            if not against or request.POST.get("shown") == form.shown:
                return _added(request, edition, moment)
    return render(
        request,
        "trajectories/editions/add_session.html",
        {
            "edition": edition,
            "trajectory": edition.trajectory,
            "form": form,
            "against": against,
            "planned": [one for one in edition.sessions.all() if not one.is_cancelled],
            "total": len(_activities(edition)),
        },
        status=422 if form.errors else 200,
    )


def _next_of(edition: Any) -> dict[str, Any]:
    """Propose the next session: the next activity, at the hours of the last one."""
    held = list(edition.sessions.all())
    used = {one.activity_id for one in held}
    left = [one for one in _activities(edition) if one.pk not in used]
    proposed: dict[str, Any] = {"activity": left[0].pk if left else None}
    if held:
        last = initial_of_session(held[-1])
        proposed |= {"starts": last["starts"], "ends": last["ends"], "place": last["place"]}
    return proposed


def _added(request: PersonRequest, edition: Edition, moment: Moment) -> HttpResponse:
    try:
        operations.add_session(edition=edition, moment=moment, by=request.person, now=timezone.now())
    except Refused as refused:
        messages.error(request, why_not(refused))
        return redirect("trajectories:add_session", request.academy.slug, edition.pk)
    messages.success(request, _("The session is planned."))
    if "more" in request.POST:
        return redirect("trajectories:add_session", request.academy.slug, edition.pk)
    return redirect("trajectories:edition", request.academy.slug, edition.pk)


@page_for(Role.COORDINATOR)
def change_session(request: PersonRequest, edition_session_id: int) -> HttpResponse:
    """Move a session: a first submit shows what changes, a second tells everybody."""
    session = queries.session_or_404(edition_session_id)
    edition = queries.edition_or_404(session.edition_id)
    session.edition = edition
    now = timezone.now()
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        activities=_activities(edition),
        initial=initial_of_session(session),
    )
    changes: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        moment = form.moment
        same = (session.starts_at, session.ends_at) == (moment.starts_at, moment.ends_at)
        refusal = (
            None if same else operations.reason_not_to_meet(edition, moment, now=now, besides=session.pk)
        )
        if refusal:
            form.add_error(None, words(refusal))
        elif request.POST.get("shown") == form.shown:
            return _changed(request, session, moment)
        else:
            changes = changing.changes_of(session, moment)
    return render(
        request,
        "trajectories/editions/change_session.html",
        {
            "session": session,
            "edition": edition,
            "trajectory": edition.trajectory,
            "form": form,
            "changes": changes,
            "reason": words(operations.reason_not_to_touch(session, now)),
        },
        status=422 if form.errors else 200,
    )


def _changed(request: PersonRequest, session: EditionSession, moment: Moment) -> HttpResponse:
    try:
        operations.change_session(session=session, moment=moment, by=request.person, now=timezone.now())
    except Refused as refused:
        messages.error(request, why_not(refused))
    else:
        messages.success(request, _("The session is changed. Everybody gets a letter for their calendar."))
    return redirect("trajectories:edition", request.academy.slug, session.edition_id)


@page_for(Role.COORDINATOR)
def cancel_session(request: PersonRequest, edition_session_id: int) -> HttpResponse:
    """Ask, then call a session off."""
    session = queries.session_or_404(edition_session_id)
    now = timezone.now()
    if request.method == "POST":
        try:
            operations.cancel_session(session=session, by=request.person, now=now)
        except Refused as refused:
            messages.error(request, why_not(refused))
        else:
            messages.success(request, _("The session is called off. It leaves everybody's calendar."))
        return redirect("trajectories:edition", request.academy.slug, session.edition_id)
    return render(
        request,
        "trajectories/editions/cancel_session.html",
        {
            "session": session,
            "edition": session.edition,
            "trajectory": session.edition.trajectory,
            "reason": words(operations.reason_not_to_touch(session, now)),
        },
    )


@page_for(Role.COORDINATOR)
def seats(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Set how many people can take part, and which seats are kept for whom."""
    edition = queries.edition_or_404(edition_id)
    kept = queries.kept_seats(edition)
    form = SeatsForm(
        request.POST if request.method == "POST" else None,
        organisations=list(queries.organisations()[:60]),
        kept=kept,
        initial={"capacity": edition.capacity},
    )
    if request.method == "POST" and form.is_valid():
        try:
            seated = enrolment.set_seats(
                edition=edition,
                capacity=form.cleaned_data["capacity"],
                kept=form.kept,
                by=request.person,
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, why_not(refused))
        else:
            messages.success(request, _seated(len(seated)))
            return redirect("trajectories:edition_seats", request.academy.slug, edition.pk)
    return render(
        request,
        "trajectories/editions/seats.html",
        {
            "edition": edition,
            "trajectory": edition.trajectory,
            "form": form,
            "tabs": tabs.tabs(edition, request.academy.slug, "seats"),
        },
        status=422 if form.errors else 200,
    )


def _seated(count: int) -> str:
    if not count:
        return _("The seats are kept so.")
    return ngettext(
        "The seats are kept so. %(count)s person who waited has a place now and gets a letter.",
        "The seats are kept so. %(count)s people who waited have a place now and get a letter.",
        count,
    ) % {"count": count}


@page_for(Role.COORDINATOR)
def trainers(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Choose who leads an edition: search somebody of the academy, or write names."""
    edition = queries.edition_or_404(edition_id)
    now_leading = [one.person for one in edition.trainers.all() if one.person]
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = people.people_like(text) if text else []
    ticked = [value for value in request.POST.getlist("people") if value.isdecimal()]
    others = list(Person.objects.filter(pk__in=ticked[:100], left_on=None)) if ticked else []
    choices = list({one.pk: one for one in [*now_leading, *found, *others]}.values())
    form = TrainersForm(
        request.POST if request.method == "POST" else None,
        people=choices,
        initial={
            "people": [one.pk for one in now_leading],
            "names": "\n".join(one.named for one in edition.trainers.all() if not one.person_id),
        },
    )
    if request.method == "POST" and form.is_valid():
        kept = operations.set_trainers(
            edition=edition, people=form.chosen, names=form.named, by=request.person, now=timezone.now()
        )
        left_out = len(form.chosen) - sum(one.person_id is not None for one in kept)
        if left_out:
            messages.warning(request, _("Who takes part cannot lead too, and was left out."))
        messages.success(request, _("Kept who leads this edition."))
        return redirect("trajectories:edition", request.academy.slug, edition.pk)
    return render(
        request,
        "trajectories/editions/trainers.html",
        {"edition": edition, "trajectory": edition.trajectory, "form": form, "text": text, "found": found},
        status=422 if form.errors else 200,
    )
