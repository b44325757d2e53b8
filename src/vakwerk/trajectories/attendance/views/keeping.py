"""The pages for who leads a session: the list, the code on a screen, and for coordinators what people thought."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.foundation import refusals
from vakwerk.foundation.pages import confirm_page, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.attendance import operations, queries
from vakwerk.trajectories.attendance.forms import ListForm
from vakwerk.trajectories.attendance.rules import LEAST_SHOWN, SCALE
from vakwerk.trajectories.attendance.wording import QUESTIONS
from vakwerk.trajectories.attendance.wording import SCALE as SCALE_WORDS
from vakwerk.trajectories.enrolment import tabs
from vakwerk.trajectories.enrolment.participants import any_edition_or_404


@page_for()
def attendance_list(request: PersonRequest, edition_session_id: int) -> HttpResponse:
    """Keep who was at a session."""
    session = queries.led_session_or_404(request.person, edition_session_id)
    now = timezone.now()
    lines = queries.list_of(session)
    form = ListForm(posted(request), lines=lines)

    def act() -> str:
        count = operations.keep_list(session=session, was_there=form.was_there, by=request.person, now=now)
        return _kept(count)

    return form_page(
        request,
        form,
        act,
        of=session,
        template="trajectories/attendance/list.html",
        done=reverse("trajectories:attendance_list", args=[request.academy.slug, session.pk]),
        context=lambda: {
            "session": session,
            "edition": session.edition,
            "trajectory": session.edition.trajectory,
            "lines": form.lines,
            "present": sum(line.was_there is True for line in lines),
            "unknown": sum(line.was_there is None for line in lines),
            "reason": refusals.say(operations.reason_not_to_keep_list(session, now=now)),
            "not_to_show_code": refusals.say(operations.reason_not_to_show_code(session, now=now)),
            "coordinates": Role.COORDINATOR in request.person.roles,
        },
    )


def _kept(count: int) -> str:
    if not count:
        return _("Nothing changed on the list.")
    return ngettext(
        "The list is saved, with %(count)s change.", "The list is saved, with %(count)s changes.", count
    ) % {"count": count}


@page_for()
def code_screen(request: PersonRequest, edition_session_id: int) -> HttpResponse:
    """Show the code of a session so that it can be read from the back of a room."""
    session = queries.led_session_or_404(request.person, edition_session_id)
    now = timezone.now()

    def act() -> str:
        operations.show_code(session=session, by=request.person, now=now)
        return ""

    reason = operations.reason_not_to_show_code(session, now=now)
    return confirm_page(
        request,
        act,
        of=None,
        template="trajectories/attendance/code.html",
        done=reverse("trajectories:attendance_code", args=[request.academy.slug, session.pk]),
        context=lambda: {
            "session": session,
            "edition": session.edition,
            "trajectory": session.edition.trajectory,
            "code": "" if reason else session.code,
            "reason": refusals.say(reason),
            "present": queries.checked_in(session),
            "address": request.build_absolute_uri(f"/{request.academy.slug}/aanwezig/"),
        },
    )


@page_for(Role.COORDINATOR)
def results(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Show what people thought, as spreads, where nobody can be known by it."""
    edition = any_edition_or_404(edition_id)
    shown, said = queries.results_of(edition, now=timezone.now())
    return render(
        request,
        "trajectories/attendance/results.html",
        {
            "edition": edition,
            "trajectory": edition.trajectory,
            "results": shown,
            "rows": [
                {
                    "question": QUESTIONS[one.question],
                    "answered": one.answered,
                    "counts": [one.counts[number] for number in SCALE] if one.counts else None,
                }
                for one in shown.spreads
            ],
            "scale": [SCALE_WORDS[number] for number in SCALE],
            "said": said,
            "least": LEAST_SHOWN,
            "tabs": tabs.tabs(edition, request.academy.slug, "results"),
        },
    )
