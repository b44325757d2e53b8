"""The coordinator's pages of one session: another time or place, or not at all."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.circles.models import Session
from vakwerk.circles.published import changing, operations, queries
from vakwerk.circles.published.forms import SessionForm, initial_of
from vakwerk.foundation import refusals
from vakwerk.foundation.pages import Said, confirm_page, form_page, posted
from vakwerk.foundation.refusals import Refusal
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for


@page_for(Role.COORDINATOR)
def change(request: PersonRequest, session_id: int) -> HttpResponse:
    """Give a session another time or place: a first submit shows what changes, a second tells everybody."""
    session = get_object_or_404(queries.published_sessions(), pk=session_id)
    now = timezone.now()
    reason = operations.reason_not_to_touch(session, now)
    form = SessionForm(posted(request), initial=initial_of(session))

    def act() -> Said:
        when = {"starts_at": form.starts_at, "ends_at": form.ends_at}
        place = form.cleaned_data["place"]
        if refusal := operations.reason_not_to_change(session, **when, now=now):
            raise ValidationError(refusals.say(refusal))
        if request.POST.get("shown") != form.shown:
            return {"changes": changing.changes_of(session, **when, place=place)}
        operations.change_session(session=session, **when, place=place, by=request.person, now=timezone.now())
        return _("The session is changed. Everybody got a letter for their calendar.")

    return form_page(
        request,
        form,
        act,
        of=session,
        template="circles/published/change_session.html",
        done=_circle(request, session),
        context=_about(session, reason),
    )


def _about(session: Session, reason: Refusal | None) -> dict[str, Any]:
    return {
        "session": session,
        "circle": session.circle,
        "round": session.circle.proposal.round,
        "reason": refusals.say(reason),
    }


def _circle(request: PersonRequest, session: Session) -> str:
    return reverse("circles:manage_circle", args=[request.academy.slug, session.circle_id])


@page_for(Role.COORDINATOR)
def cancel(request: PersonRequest, session_id: int) -> HttpResponse:
    """Ask, then call a session off."""
    session = get_object_or_404(queries.published_sessions(), pk=session_id)
    now = timezone.now()
    reason = operations.reason_not_to_touch(session, now)

    def act() -> str:
        operations.cancel_session(session=session, by=request.person, now=now)
        return _("The session is called off. It leaves everybody's calendar.")

    return confirm_page(
        request,
        act,
        of=session,
        template="circles/published/cancel_session.html",
        done=_circle(request, session),
        context=_about(session, reason),
    )
