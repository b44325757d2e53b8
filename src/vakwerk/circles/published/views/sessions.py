"""The coordinator's pages of one session: another time or place, or not at all."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.circles.models import Session
from vakwerk.circles.published import changing, operations, queries
from vakwerk.circles.published.forms import SessionForm, initial_of
from vakwerk.circles.published.wording import why_not, words
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for


@page_for(Role.COORDINATOR)
def change(request: PersonRequest, session_id: int) -> HttpResponse:
    """Give a session another time or place: a first submit shows what changes, a second tells everybody."""
    session = get_object_or_404(queries.published_sessions(), pk=session_id)
    now = timezone.now()
    reason = operations.reason_not_to_touch(session, now)
    form = SessionForm(request.POST if request.method == "POST" else None, initial=initial_of(session))
    changes: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        refusal = operations.reason_not_to_change(
            session, starts_at=form.starts_at, ends_at=form.ends_at, now=now
        )
        if refusal:
            form.add_error(None, words(refusal))
        elif request.POST.get("shown") == form.shown:
            return _changed(request, session, form)
        else:
            changes = changing.changes_of(
                session, starts_at=form.starts_at, ends_at=form.ends_at, place=form.cleaned_data["place"]
            )
    return render(
        request,
        "circles/published/change_session.html",
        {
            "session": session,
            "circle": session.circle,
            "round": session.circle.proposal.round,
            "form": form,
            "changes": changes,
            "reason": words(reason) if reason else "",
        },
        status=422 if form.errors else 200,
    )


def _changed(request: PersonRequest, session: Session, form: SessionForm) -> HttpResponse:
    try:
        operations.change_session(
            session=session,
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            place=form.cleaned_data["place"],
            by=request.person,
            now=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, why_not(refused))
    else:
        messages.success(request, _("The session is changed. Everybody got a letter for their calendar."))
    return redirect("circles:manage_circle", request.academy.slug, session.circle_id)


@page_for(Role.COORDINATOR)
def cancel(request: PersonRequest, session_id: int) -> HttpResponse:
    """Ask, then call a session off."""
    session = get_object_or_404(queries.published_sessions(), pk=session_id)
    now = timezone.now()
    reason = operations.reason_not_to_touch(session, now)
    if request.method == "POST":
        try:
            operations.cancel_session(session=session, by=request.person, now=now)
        except Refused as refused:
            messages.error(request, why_not(refused))
        else:
            messages.success(request, _("The session is called off. It leaves everybody's calendar."))
        return redirect("circles:manage_circle", request.academy.slug, session.circle_id)
    return render(
        request,
        "circles/published/cancel_session.html",
        {
            "session": session,
            "circle": session.circle,
            "round": session.circle.proposal.round,
            "reason": words(reason) if reason else "",
        },
    )
