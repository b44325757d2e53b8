"""The pages for files: everything out, and a list in: choose, look, take over."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from vakwerk.foundation import audit, table_files
from vakwerk.foundation.pages import button_page, confirm_page, form_page, posted, posted_files
from vakwerk.foundation.posting.stale import Shown
from vakwerk.foundation.roles import Role
from vakwerk.foundation.sheets.forms import ACCEPT, TableFileForm
from vakwerk.foundation.sheets.trouble import FileTrouble
from vakwerk.foundation.sheets.unreadable import unreadable
from vakwerk.knowledge.exchange import operations
from vakwerk.knowledge.exchange.wording import in_words
from vakwerk.knowledge.models import SourceImport
from vakwerk.knowledge.sources import queries
from vakwerk.knowledge.sources.files import HEADS, cells
from vakwerk.knowledge.sources.vocabulary import lists
from vakwerk.people.access import PersonRequest, page_for

PER_PAGE = 50
ALSO_JSON = (*table_files.FORMATS, "json")


class FileForm(TableFileForm):
    """A file with sources."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("CSV or XLSX, one source per row, with a title, kind and side at least."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


@page_for(Role.COORDINATOR)
def bring_in(request: PersonRequest) -> HttpResponse:
    """Choose a file."""
    form = FileForm(posted(request), posted_files(request))

    def act() -> HttpResponse:
        file = form.upload()
        kept = operations.bring(name=file.name, content=file.content, by=request.person)
        return redirect("knowledge:import_preview", request.academy.slug, kept.pk)

    return form_page(request, form, act, of=None, template="knowledge/exchange/bring_in.html")


@page_for(Role.COORDINATOR)
def preview(request: PersonRequest, source_import_id: int) -> HttpResponse:
    """Show what a file does, then take it over or throw it away."""
    file = get_object_or_404(SourceImport, pk=source_import_id)
    if "drop" in request.POST:
        return _throw_away(request, file)
    here = reverse("knowledge:import_preview", args=[request.academy.slug, file.pk])
    try:
        steps = operations.plan(bytes(file.content))
    except FileTrouble as error:
        back = reverse("knowledge:import_sources", args=[request.academy.slug])
        return unreadable(request, error, file=file, back=back, throw_away=here)

    def act() -> HttpResponse:
        job = operations.start(file=file, by=request.person)
        return redirect("foundation:job", request.academy.slug, job.pk)

    return confirm_page(
        request,
        act,
        of=Shown([[one.row.number, one.outcome, list(one.changes)] for one in steps]),
        template="knowledge/exchange/preview.html",
        done=here,
        context=lambda: _before(request, file, steps),
    )


def _throw_away(request: PersonRequest, file: SourceImport) -> HttpResponse:
    def act() -> str:
        file.delete()
        return ""

    back = reverse("knowledge:import_sources", args=[request.academy.slug])
    return button_page(request, act, of=None, done=back)


def _before(request: PersonRequest, file: SourceImport, steps: Sequence[operations.Step]) -> dict[str, Any]:
    order = {"wrong": 0, "new": 1, "changed": 2, "same": 3}
    page = Paginator(sorted(steps, key=lambda one: order[one.outcome]), PER_PAGE).get_page(
        request.GET.get("page")
    )
    counts = {name: sum(one.outcome == name for one in steps) for name in order}
    return {
        "file": file,
        "page": page,
        "lines": [_line(step) for step in page],
        "counts": counts,
        "does_something": counts["new"] + counts["changed"] > 0,
    }


def _line(step: operations.Step) -> dict[str, Any]:
    return {
        "step": step,
        "problems": [{"column": one.column, "words": in_words(one)} for one in step.row.problems],
        "changes": [str(HEADS[name]) for name in step.changes],
    }


@page_for(Role.COORDINATOR)
def template_file(request: PersonRequest, kind: str) -> HttpResponse:
    """Give a file with the right heads, to fill in."""
    if kind not in table_files.FORMATS:
        raise Http404
    heads = {name: str(head) for name, head in HEADS.items() if name not in {"academy", "body_more"}}
    example = {
        "title": _("Who was not at the table?"),
        "kind": _("case"),
        "side": _("inside"),
        "summary": _("How a team found the residents that nobody had asked."),
        "sizes": _("small (up to 30,000 residents)"),
    }
    return table_files.answer(
        kind, name=_("Sources"), heads=list(heads.values()), rows=[[example.get(name, "") for name in heads]]
    )


@require_POST
@page_for(Role.COORDINATOR)
def take_out(request: PersonRequest, kind: str) -> HttpResponse:
    """Give all sources of the academy, of every state, as a file."""
    if kind not in ALSO_JSON:
        raise Http404
    audit.record("knowledge.taken", by=request.person, kind=kind)
    if kind == "json":
        said = operations.everything(request.academy)
        body = json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        response = HttpResponse(body, content_type="application/json; charset=utf-8")
        name = "-".join((_("sources"), request.academy.slug, f"{timezone.localdate():%Y-%m-%d}"))
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response
    known = lists()
    own = queries.of_academy(request.academy).order_by("key").iterator(chunk_size=1000)
    rows = (cells(source, academy=request.academy, known=known, guest=False) for source in own)
    return table_files.answer(
        kind, name=_("Sources"), heads=[str(head) for head in HEADS.values()], rows=rows
    )
