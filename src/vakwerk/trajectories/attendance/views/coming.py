"""The pages for who takes part: I cannot come, I am here, and looking back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vakwerk.foundation import refusals
from vakwerk.foundation.pages import button_page, confirm_page, finish, form_page, posted
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.attendance import operations, queries
from vakwerk.trajectories.attendance.forms import CodeForm, EvaluationForm
from vakwerk.trajectories.attendance.rules import AttendanceRefusal
from vakwerk.trajectories.enrolment import queries as enrolment


@page_for()
def apologise(request: PersonRequest, edition_session_id: int) -> HttpResponse:
    """Ask, then keep that one cannot come."""
    session = queries.session_for(request.person, edition_session_id)
    now = timezone.now()

    def act() -> str:
        operations.apologise(session=session, person=request.person, now=now)
        return _("Thank you for letting us know. Your place stays yours.")

    return confirm_page(
        request,
        act,
        of=None,
        template="trajectories/attendance/apologise.html",
        done=reverse("trajectories:my_edition", args=[request.academy.slug, session.edition_id]),
        context=lambda: {
            "session": session,
            "edition": session.edition,
            "trajectory": session.edition.trajectory,
            "trainers": list(session.edition.trainers.select_related("person")),
            "reason": refusals.say(operations.reason_not_to_apologise(session, request.person, now=now)),
        },
    )


@require_POST
@page_for()
def come_after_all(request: PersonRequest, edition_session_id: int) -> HttpResponse:
    """Keep that one comes after all."""
    session = queries.session_for(request.person, edition_session_id)

    def act() -> str:
        operations.come_after_all(session=session, person=request.person, now=timezone.now())
        return _("You are coming after all. See you then.")

    edition = reverse("trajectories:my_edition", args=[request.academy.slug, session.edition_id])
    return button_page(request, act, of=None, done=edition)


@page_for()
def check_in(request: PersonRequest) -> HttpResponse:
    """Enter the code that the trainer shows."""
    form = CodeForm(posted(request))

    def act() -> HttpResponse:
        found = operations.check_in(person=request.person, code=form.cleaned_data["code"], now=timezone.now())
        if isinstance(found, AttendanceRefusal):
            # A redirect keeps the wrong try; an answer of 400 or more would take it back.
            messages.error(request, refusals.say(found))
            return redirect("trajectories:check_in", request.academy.slug)
        said = _("You are on the list of “%(title)s”, session %(number)s.") % {
            "title": found.edition.trajectory.title,
            "number": found.number,
        }
        return finish(request, said, "trajectories:my_edition", request.academy.slug, found.edition_id)

    return form_page(request, form, act, of=None, template="trajectories/attendance/check_in.html")


@page_for()
def evaluate(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Look back in two minutes."""
    edition = enrolment.shown_edition_or_404(edition_id)
    mine = enrolment.enrolment_of(edition, request.person)
    if mine is None:
        raise Http404
    now = timezone.now()
    form = EvaluationForm(posted(request))

    def act() -> str:
        operations.evaluate(
            enrolment=mine,
            answers=form.answers,
            kept=form.cleaned_data["kept"],
            better=form.cleaned_data["better"],
            now=now,
        )
        return _("Thank you. Nobody can see what you answered.")

    return form_page(
        request,
        form,
        act,
        of=None,
        template="trajectories/attendance/evaluate.html",
        done=reverse("trajectories:my_edition", args=[request.academy.slug, edition.pk]),
        context={
            "edition": edition,
            "trajectory": edition.trajectory,
            "reason": refusals.say(operations.reason_not_to_evaluate(edition, mine, now=now)),
        },
    )
