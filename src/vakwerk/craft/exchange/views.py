"""The coordinator's pages of frameworks that leave as a file or come in from one."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vakwerk.craft.exchange import (
    case_writing,
    operations,
    previewing,
    queries,
    table_terms,
    table_writing,
)
from vakwerk.craft.exchange.forms import FileForm
from vakwerk.craft.exchange.rules import UnreadableError
from vakwerk.craft.exchange.wording import fault, problem
from vakwerk.craft.frameworks import queries as frameworks
from vakwerk.craft.frameworks.storing import contents_of
from vakwerk.craft.frameworks.views.difference import in_words
from vakwerk.craft.models import Framework, FrameworkFile
from vakwerk.foundation import refusals, strict_json, table_files
from vakwerk.foundation.models import Job
from vakwerk.foundation.pages import button_page, finish, form_page, posted, posted_files
from vakwerk.foundation.roles import Role
from vakwerk.foundation.sheets.trouble import FileTrouble
from vakwerk.foundation.sheets.wording import trouble
from vakwerk.people.access import PersonRequest, page_for

LANGUAGES = ("nl", "en")


@page_for(Role.COORDINATOR)
def export_case(request: PersonRequest, framework_id: int, language: str) -> HttpResponse:
    """Give a framework as a CASE 1.1 package."""
    framework = frameworks.framework_or_404(framework_id)
    if language not in LANGUAGES:
        raise Http404
    edition = queries.edition_of(framework, request.academy, language=language)
    body = strict_json.dumps(case_writing.package(contents_of(framework), edition))
    response = HttpResponse(body, content_type="application/json")
    name = f"{_file_name(framework)}-{language}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _file_name(framework: Framework) -> str:
    return f"{slugify(framework.name.in_language('nl'))[:60] or 'raamwerk'}-{framework.version}"


@page_for(Role.COORDINATOR)
def export_table(request: PersonRequest, framework_id: int, kind: str) -> HttpResponse:
    """Give a framework as a table with a row for each indicator."""
    framework = frameworks.framework_or_404(framework_id)
    if kind not in table_files.FORMATS:
        raise Http404
    return table_files.answer(
        kind,
        name=str(framework.name),
        heads=table_terms.heads((get_language() or "nl")[:2]),
        rows=table_writing.rows(contents_of(framework, with_profiles=False), guarded=kind == "csv"),
        file_name=_file_name(framework),
    )


@page_for(Role.COORDINATOR)
def import_framework(request: PersonRequest) -> HttpResponse:
    """Take a file in, to look at first."""
    drafts = list(queries.drafts())
    form = FileForm(
        posted(request), posted_files(request), drafts=drafts, initial={"into": request.GET.get("in", "")}
    )

    def act() -> HttpResponse:
        upload = form.upload()
        try:
            file = operations.bring_file(
                name=upload.name,
                content=upload.content,
                into=form.into_draft(),
                by=request.person,
                now=timezone.now(),
            )
        except UnreadableError as error:
            raise ValidationError({"file": fault(error)}) from error
        job = queries.job_of(file)
        if job is not None:
            return redirect("foundation:job", request.academy.slug, job.pk)
        return redirect("craft:framework_file", request.academy.slug, file.pk)

    return form_page(
        request,
        form,
        act,
        of=None,
        template="craft/exchange/import.html",
        context=lambda: {"files": queries.files()[:10]},
    )


@page_for(Role.COORDINATOR)
def framework_file(request: PersonRequest, file_id: int) -> HttpResponse:
    """Show what a file would change, and what in it is wrong."""
    file = queries.file_or_404(file_id)
    is_busy = file.state in {FrameworkFile.State.CHECKING, FrameworkFile.State.RUNNING}
    job = queries.job_of(file) if is_busy else None
    context: dict[str, Any] = {"file": file, "job": job, "is_over": job is None or job.is_over}
    if file.state == FrameworkFile.State.WAITING:
        found = file.found if file.found is not None else _looked_at(file, request.GET.get("weg") == "1")
        if error := previewing.fault_of(found):
            said = fault(error) if isinstance(error, UnreadableError) else trouble(error)
            return render(request, "craft/exchange/file.html", {**context, "unreadable": said}, status=422)
        context |= _shown(file, found)
    return render(request, "craft/exchange/file.html", context)


def _looked_at(file: FrameworkFile, take_away: bool) -> previewing.Found:
    try:
        return previewing.kept(previewing.preview(file, take_away=take_away), take_away=take_away)
    except (UnreadableError, FileTrouble) as error:
        return previewing.kept_fault(error)


def _shown(file: FrameworkFile, found: previewing.Found) -> dict[str, Any]:
    reason = previewing.reason_not_to_take_over(file, found)
    looked_at = found.get("looked_at")
    return {
        "take_away": found["take_away"],
        "looked_at": datetime.fromisoformat(looked_at) if looked_at else None,
        "problems": [problem(one) for one in previewing.problems_of(found)],
        "problem_count": found["problem_count"],
        "more_problems": max(0, found["problem_count"] - previewing.MOST_PROBLEMS),
        "bare": found["bare"],
        "total": found["total"],
        "reason": refusals.say(reason),
        "twin": queries.twin_of(found["identifier"]) if file.into is None else None,
        **in_words(found["difference"]),
    }


@require_POST
@page_for(Role.COORDINATOR)
def take_over(request: PersonRequest, file_id: int) -> HttpResponse:
    """Take a file over, look at a large one again, or throw it away."""
    file = queries.file_or_404(file_id)
    take_away = request.POST.get("weg") == "1"

    def act() -> HttpResponse:
        made: Framework | Job
        if "weggooien" in request.POST:
            operations.throw_away(file=file)
            said = _("The file has been removed. Nothing was changed.")
            return finish(request, said, "craft:import_framework", request.academy.slug)
        if "opnieuw" in request.POST:
            made = operations.look_again(file=file, take_away=take_away, by=request.person)
        else:
            made = operations.take_over(file=file, take_away=take_away, by=request.person, now=timezone.now())
        if not isinstance(made, Framework):
            return redirect("foundation:job", request.academy.slug, made.pk)
        return finish(request, _made(made), "craft:framework", request.academy.slug, made.pk)

    here = reverse("craft:framework_file", args=[request.academy.slug, file.pk])
    return button_page(request, act, of=file, done=here)


def _made(draft: Framework) -> str:
    count = draft.competencies.count()
    return ngettext(
        "The draft is there, with %(count)s competency.",
        "The draft is there, with %(count)s competencies.",
        count,
    ) % {"count": count}
