"""How far is the work? A list, one page per task, and a stop button."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from vakwerk.foundation import audit, jobs
from vakwerk.foundation.access import AcademyRequest, page_for
from vakwerk.foundation.work import queries
from vakwerk.foundation.work.tables import JOBS


@require_GET
@page_for()
def job_list(request: AcademyRequest) -> HttpResponse:
    """Show the work that this person may follow."""
    found = queries.jobs_for(request.person).select_related("academy")
    if JOBS.is_download(request):
        return JOBS.download(request, found)
    may_manage = bool(request.person.roles & queries.SEE_ALL)
    return render(
        request, "foundation/jobs.html", {"table": JOBS.page(request, found), "may_manage": may_manage}
    )


@require_GET
@page_for()
def job(request: AcademyRequest, job_id: int) -> HttpResponse:
    """Show one task; htmx asks for its changing part every two seconds."""
    found = get_object_or_404(queries.jobs_for(request.person), pk=job_id)
    template = "foundation/job.html#standing" if request.htmx else "foundation/job.html"
    return render(request, template, {"job": found, "percent": _percent(found.done, found.total)})


@require_POST
@page_for()
def stop_job(request: AcademyRequest, job_id: int) -> HttpResponse:
    """Ask a task to stop."""
    found = get_object_or_404(queries.jobs_for(request.person), pk=job_id)
    if not found.is_over:
        jobs.ask_to_stop(job=found)
        audit.record("foundation.job_stopped", by_id=request.person.pk, on=found, title=found.title)
    return redirect("foundation:job", request.academy.slug, found.pk)


def _percent(done: int, total: int | None) -> int | None:
    return min(100, round(100 * done / total)) if total else None
