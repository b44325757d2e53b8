"""How far is the work? A list, one page per task, and the buttons to stop it or have it done again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from vakwerk.foundation import audit, jobs
from vakwerk.foundation.access import AcademyRequest, page_for
from vakwerk.foundation.pages import button_page
from vakwerk.foundation.work import queries
from vakwerk.foundation.work.tables import JOBS


@require_safe
@page_for()
def job_list(request: AcademyRequest) -> HttpResponse:
    """Show the work that this person may follow."""
    found = queries.jobs_for(request.person).select_related("academy")
    if JOBS.is_download(request):
        return JOBS.download(request, found)
    may_manage = bool(request.person.roles & queries.SEE_ALL)
    return render(
        request,
        "foundation/jobs.html",
        {
            "table": JOBS.page(request, found),
            "may_manage": may_manage,
            "failed": queries.failed_count() if may_manage else 0,
        },
    )


@require_safe
@page_for()
def job(request: AcademyRequest, job_id: int) -> HttpResponse:
    """Show one task; htmx asks for its changing part every two seconds."""
    found = get_object_or_404(queries.jobs_for(request.person), pk=job_id)
    template = "foundation/job.html#standing" if request.htmx else "foundation/job.html"
    may_manage = bool(request.person.roles & queries.SEE_ALL)
    context = {"job": found, "percent": _percent(found.done, found.total), "may_manage": may_manage}
    return render(request, template, context)


@require_POST
@page_for()
def stop_job(request: AcademyRequest, job_id: int) -> HttpResponse:
    """Ask a task to stop."""
    found = get_object_or_404(queries.jobs_for(request.person), pk=job_id)

    def act() -> str:
        if not found.is_over:
            jobs.ask_to_stop(job=found)
            audit.record("foundation.job_stopped", by=request.person, on=found, title=found.title)
        return ""

    return button_page(
        request,
        act,
        of=None,
        done=reverse("foundation:job", args=[request.academy.slug, found.pk]),
    )


@require_POST
@page_for(*queries.SEE_ALL)
def do_job_again(request: AcademyRequest, job_id: int) -> HttpResponse:
    """Have a failed task done once more."""
    found = get_object_or_404(queries.jobs_for(request.person), pk=job_id)
    # Of a quiet one only what fails can be followed.
    to, which = ("foundation:jobs", []) if found.is_quiet else ("foundation:job", [found.pk])

    def act() -> str:
        if not jobs.do_again(job=found):
            return ""
        audit.record("foundation.job_again", by=request.person, on=found, title=found.title)
        return _("The task is being tried again.")

    return button_page(request, act, of=None, done=reverse(to, args=[request.academy.slug, *which]))


@require_POST
@page_for(*queries.SEE_ALL)
def do_failed_again(request: AcademyRequest) -> HttpResponse:
    """Have everything done once more that failed."""

    def act() -> str:
        failed = queries.jobs_for(request.person).filter(queries.FAILED)
        again = [job for job in failed if jobs.do_again(job=job)]
        for job in again:
            audit.record("foundation.job_again", by=request.person, on=job, title=job.title)
        said = ngettext(
            "%(count)s task is being tried again.", "%(count)s tasks are being tried again.", len(again)
        )
        return said % {"count": len(again)} if again else ""

    return button_page(request, act, of=None, done=reverse("foundation:jobs", args=[request.academy.slug]))


def _percent(done: int, total: int | None) -> int | None:
    return min(100, round(100 * done / total)) if total else None
