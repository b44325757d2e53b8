"""Starting to compose, and watching it: the pages before there is a proposal."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vakwerk.circles.composing import operations, queries
from vakwerk.circles.proposals.pages import before
from vakwerk.foundation import jobs
from vakwerk.foundation.models import Job
from vakwerk.foundation.pages import button_page, confirm_page
from vakwerk.foundation.roles import Role
from vakwerk.foundation.text import number_in
from vakwerk.people.access import PersonRequest, page_for


@page_for(Role.COORDINATOR)
def compose(request: PersonRequest, round_id: int) -> HttpResponse:
    """Show what there is to compose with; a submit starts it."""
    round_ = queries.round_for_composing(round_id)

    def act() -> HttpResponse:
        job = operations.start_composing(
            round_=round_,
            by=request.person,
            title=_("Compose circles: %(round)s") % {"round": round_.title},
            start=queries.start_of(round_, request.POST.get("start", "")),
            waiting=min(number_in(request.POST.get("waiting", "")) or 0, 10_000),
        )
        return redirect("circles:composing", request.academy.slug, round_.pk, job.pk)

    return confirm_page(
        request,
        act,
        of=None,
        template="circles/composing/compose.html",
        done=reverse("circles:compose", args=[request.academy.slug, round_.pk]),
        context=lambda: before.compose_page(round_),
    )


@page_for(Role.COORDINATOR)
def composing(request: PersonRequest, round_id: int, job_id: int) -> HttpResponse:
    """Show how far the search is; when it is done, go to the proposal."""
    round_ = queries.round_for_composing(round_id)
    job = queries.job_of(round_, job_id)
    if job.state in (Job.State.DONE, Job.State.STOPPED) and job.result_url:
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": job.result_url})
        return redirect(job.result_url)
    template = "circles/composing/composing.html"
    return render(
        request,
        f"{template}#progress" if request.htmx else template,
        before.progress_page(round_, job),
    )


@require_POST
@page_for(Role.COORDINATOR)
def stop_composing(request: PersonRequest, round_id: int, job_id: int) -> HttpResponse:
    """Ask the search to stop and keep the best so far."""
    round_ = queries.round_for_composing(round_id)
    job = queries.job_of(round_, job_id)

    def act() -> str:
        jobs.ask_to_stop(job=job)
        return ""

    return button_page(
        request,
        act,
        of=None,
        done=reverse("circles:composing", args=[request.academy.slug, round_.pk, job.pk]),
    )
