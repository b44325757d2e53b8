"""The pages of an edition for who takes part or wants to: enrolling, how it stands, withdrawing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.foundation import refusals
from vakwerk.foundation.calendars import published
from vakwerk.foundation.invitations import as_sent
from vakwerk.foundation.pages import confirm_page, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.people.letters import organiser_of
from vakwerk.trajectories.completion import operations as completion
from vakwerk.trajectories.completion import queries as progress
from vakwerk.trajectories.enrolment import calendars, operations, own, queries
from vakwerk.trajectories.enrolment.forms import EnrolForm
from vakwerk.trajectories.enrolment.rules import EVALUATE_FOR
from vakwerk.trajectories.models import Apology, Attendance, Edition, EditionSession, Enrolment

State = Enrolment.State


@page_for()
def my_trajectories(request: PersonRequest) -> HttpResponse:
    """Show what somebody takes part in now, took part in before, and leads."""
    now = timezone.now()
    mine = own.TakingPart(request.person)
    before = [one for one in mine.enrolments if not one.edition.is_ahead and one.state == State.ENROLLED]
    return render(
        request,
        "trajectories/enrolment/mine.html",
        {
            "current": own.current_of(mine, now=now),
            "before": before[:50],
            "leads": list(queries.trained_by(request.person)[:50]),
            "now": now,
        },
    )


@page_for()
def my_calendar(request: PersonRequest) -> HttpResponse:
    """Give every session somebody still has to go to as a calendar file."""
    now = timezone.now()
    sessions = own.next_sessions_of(own.TakingPart(request.person), now=now, limit=500)
    return _file(request, sessions, title=request.academy.name, name="mijn-leertrajecten")


def _file(
    request: PersonRequest, sessions: Iterable[EditionSession], *, title: str, name: str
) -> HttpResponse:
    entries = as_sent(calendars.entries(sessions, academy=request.academy), about_id=request.person.pk)
    text = published(entries, name=title, now=timezone.now(), organiser=organiser_of(request.academy))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@page_for()
def my_edition(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Show how somebody stands in an edition: their sessions, what is still needed, who leads it."""
    edition = queries.shown_edition_or_404(edition_id)
    now = timezone.now()
    mine = queries.enrolment_of(edition, request.person)
    leads = any(one.person_id == request.person.pk for one in edition.trainers.all())
    context: dict[str, Any] = {
        "edition": edition,
        "trajectory": edition.trajectory,
        "mine": mine,
        "leads": leads,
        "coordinates": Role.COORDINATOR in request.person.roles,
        "sessions": list(edition.sessions.all()),
        "now": now,
        **_standing(mine, now),
    }
    if mine is None or not mine.is_live:
        context |= _on_offer(request, edition, leads=leads, now=now)
    return render(request, "trajectories/enrolment/edition.html", context)


def _standing(mine: Enrolment | None, now: datetime) -> dict[str, Any]:
    if mine is None or not mine.is_live:
        return {}
    enrolled = mine.state == State.ENROLLED
    if enrolled:
        completion.settle(enrolment=mine, now=now)
    edition = mine.edition
    over = edition.ends_at is not None and edition.ends_at <= now
    reason = operations.reason_not_to_withdraw(mine, now=now)
    there = Attendance.objects.filter(person=mine.person_id, session__edition=edition)
    return {
        "is_enrolled": enrolled,
        "place_in_line": queries.place_in_line(mine) if mine.state == State.WAITING else 0,
        "progress": progress.progress_of(mine, now=now) if enrolled else None,
        "there": dict(there.values_list("session_id", "was_there")),
        "away": set(
            Apology.objects.filter(person=mine.person_id, session__edition=edition).values_list(
                "session_id", flat=True
            )
        ),
        "is_over": over,
        "not_to_withdraw": refusals.say(reason),
        "may_evaluate": enrolled
        and over
        and not mine.has_evaluated
        and edition.state != Edition.State.CANCELLED
        and edition.ends_at is not None
        and now - EVALUATE_FOR < edition.ends_at,
    }


def _on_offer(request: PersonRequest, edition: Edition, *, leads: bool, now: datetime) -> dict[str, Any]:
    comer = queries.comer(request.person)
    reason = operations.reason_not_to_enrol(edition, comer, is_live=False, is_trainer=leads, now=now)
    return {
        "reason": refusals.say(reason, until=edition.enrol_until, starts=edition.starts_at),
        "free": queries.free_for([edition], comer.organisation_id)[edition.pk],
    }


@page_for()
def enrol(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Say what enrolling means here, then do it."""
    edition = queries.shown_edition_or_404(edition_id)
    now = timezone.now()
    form = EnrolForm(posted(request))
    here = reverse("trajectories:my_edition", args=[request.academy.slug, edition.pk])
    if request.method != "POST" and queries.live_enrolments_of(request.person, [edition]):
        return redirect(here)

    def act() -> str:
        made = operations.enrol(
            edition=edition, person=request.person, now=now, wishes=form.cleaned_data["wishes"]
        )
        return _said(made)

    leads = queries.trains(edition, request.person)
    return form_page(
        request,
        form,
        act,
        of=None,
        template="trajectories/enrolment/enrol.html",
        done=here,
        context=lambda: {
            "edition": edition,
            "trajectory": edition.trajectory,
            "sessions": [session for session in edition.sessions.all() if not session.is_cancelled],
            "clashes": _clashes(request, edition, now),
            **_on_offer(request, edition, leads=leads, now=now),
        },
    )


def _clashes(request: PersonRequest, edition: Any, now: datetime) -> list[EditionSession]:
    """Return what else somebody has at the same moments."""
    ahead = own.next_sessions_of(own.TakingPart(request.person), now=now, limit=200)
    held = [one for one in edition.sessions.all() if not one.is_cancelled]
    return [
        one
        for one in ahead
        if one.edition_id != edition.pk
        and any(one.starts_at < other.ends_at and other.starts_at < one.ends_at for other in held)
    ]


def _said(made: Enrolment) -> str:
    if made.state == State.ENROLLED:
        return _("You are enrolled. You get a letter with the dates for your calendar.")
    if made.state == State.WAITING:
        return _("You are on the waiting list. As soon as a place is free, it is yours and you get a letter.")
    return _("The coordinator has to approve it. You get a letter.")


@page_for()
def edition_calendar(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Give the sessions of an edition as a calendar file."""
    edition = queries.shown_edition_or_404(edition_id)
    return _file(request, _with_edition(edition), title=str(edition.trajectory.title), name="leertraject")


def _with_edition(edition: Any) -> list[EditionSession]:
    sessions = list(edition.sessions.all())
    for one in sessions:
        one.edition = edition
    return sessions


@page_for()
def withdraw(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Ask, then take an enrolment back."""
    edition = queries.shown_edition_or_404(edition_id)
    mine = queries.enrolment_of(edition, request.person)
    now = timezone.now()
    if mine is None or not mine.is_live:
        return redirect("trajectories:my_edition", request.academy.slug, edition.pk)

    def act() -> str:
        operations.withdraw(enrolment=mine, by=request.person, now=now)
        return _("You are no longer enrolled. It leaves your calendar.")

    reason = operations.reason_not_to_withdraw(mine, now=now)
    return confirm_page(
        request,
        act,
        of=None,
        template="trajectories/enrolment/withdraw.html",
        done=reverse("trajectories:my_edition", args=[request.academy.slug, edition.pk]),
        context={
            "edition": edition,
            "trajectory": edition.trajectory,
            "mine": mine,
            "reason": refusals.say(reason),
        },
    )
