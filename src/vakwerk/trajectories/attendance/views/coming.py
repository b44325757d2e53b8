"""The pages for who takes part: I cannot come, I am here, and looking back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vakwerk.foundation.refusals import Refused
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.attendance import operations, queries
from vakwerk.trajectories.attendance.forms import CodeForm, EvaluationForm
from vakwerk.trajectories.attendance.rules import AttendanceRefusal
from vakwerk.trajectories.attendance.wording import why_not, words
from vakwerk.trajectories.enrolment import queries as enrolment


@page_for()
def apologise(request: PersonRequest, edition_session_id: int) -> HttpResponse:
    """Ask, then keep that one cannot come."""
    session = queries.session_for(request.person, edition_session_id)
    now = timezone.now()
    if request.method == "POST":
        try:
            operations.apologise(session=session, person=request.person, now=now)
        except Refused as refused:
            messages.error(request, why_not(refused))
        else:
            messages.success(request, _("Thank you for telling. Your place stays yours."))
        return redirect("trajectories:my_edition", request.academy.slug, session.edition_id)
    return render(
        request,
        "trajectories/attendance/apologise.html",
        {
            "session": session,
            "edition": session.edition,
            "trajectory": session.edition.trajectory,
            "trainers": list(session.edition.trainers.select_related("person")),
            "reason": words(operations.reason_not_to_apologise(session, request.person, now=now)),
        },
    )


@require_POST
@page_for()
def come_after_all(request: PersonRequest, edition_session_id: int) -> HttpResponse:
    """Keep that one comes after all."""
    session = queries.session_for(request.person, edition_session_id)
    try:
        operations.come_after_all(session=session, person=request.person, now=timezone.now())
    except Refused as refused:
        messages.error(request, why_not(refused))
    else:
        messages.success(request, _("You come after all. See you then."))
    return redirect("trajectories:my_edition", request.academy.slug, session.edition_id)


@page_for()
def check_in(request: PersonRequest) -> HttpResponse:
    """Enter the code that the trainer shows."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = operations.check_in(person=request.person, code=form.cleaned_data["code"], now=timezone.now())
        if isinstance(found, AttendanceRefusal):
            # A redirect keeps the wrong try; an answer of 400 or more would take it back.
            messages.error(request, words(found))
            return redirect("trajectories:check_in", request.academy.slug)
        messages.success(
            request,
            _("You are on the list of “%(title)s”, session %(number)s.")
            % {"title": found.edition.trajectory.title, "number": found.number},
        )
        return redirect("trajectories:my_edition", request.academy.slug, found.edition_id)
    return render(
        request, "trajectories/attendance/check_in.html", {"form": form}, status=422 if form.errors else 200
    )


@page_for()
def evaluate(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Look back in two minutes."""
    edition = enrolment.shown_edition_or_404(edition_id)
    mine = enrolment.enrolment_of(edition, request.person)
    if mine is None:
        raise Http404
    now = timezone.now()
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.evaluate(
                enrolment=mine,
                answers=form.answers,
                kept=form.cleaned_data["kept"],
                better=form.cleaned_data["better"],
                now=now,
            )
        except Refused as refused:
            form.add_error(None, why_not(refused))
        else:
            messages.success(request, _("Thank you. Nobody can see what you answered."))
            return redirect("trajectories:my_edition", request.academy.slug, edition.pk)
    return render(
        request,
        "trajectories/attendance/evaluate.html",
        {
            "edition": edition,
            "trajectory": edition.trajectory,
            "form": form,
            "reason": words(operations.reason_not_to_evaluate(edition, mine, now=now)),
        },
        status=422 if form.errors else 200,
    )
