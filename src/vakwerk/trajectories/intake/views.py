"""The pages for bringing a catalogue in: choose a file, look at every row, take it over."""

from collections import Counter
from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from vakwerk.foundation import table_files
from vakwerk.foundation.pages import Done, button_page, confirm_page, finish, form_page, posted, posted_files
from vakwerk.foundation.posting.stale import Shown
from vakwerk.foundation.roles import Role
from vakwerk.foundation.sheets.forms import ACCEPT, TableFileForm
from vakwerk.foundation.sheets.trouble import FileTrouble
from vakwerk.foundation.sheets.unreadable import unreadable
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.intake import operations, plans
from vakwerk.trajectories.intake.rules import Field
from vakwerk.trajectories.intake.wording import EXPLAINED, OUTCOMES, problem_in_words
from vakwerk.trajectories.models import CatalogueImport

MOST_BYTES = 5 * 1024 * 1024
PER_PAGE = 100
SURE = "sure"
EXAMPLE = {
    Field.KEY: "leren-loslaten",
    Field.TITLE: "Leren loslaten",
    Field.SUMMARY: "Wat laat je los, en wat niet?",
    Field.FOR_WHOM: "Iedereen met inwoners aan tafel",
    Field.WEEKS: "12",
    Field.GOALS: "Je spreekt af wie waarover beslist (C05, 2)",
    Field.ACTIVITIES: "Wat houd je vast?; De sleutel overdragen",
    Field.INSIDE: "Twee collega's als mentor",
    Field.OUTSIDE: "Een dorpscoöperatie vertelt",
    Field.EDITION: "leren-loslaten-1",
    Field.STATE: "gepland",
    Field.MOMENTS: "2027-02-02 13:30-15:30; 2027-02-16 13:30-15:30",
    Field.FORM: "op locatie",
    Field.PLACE: "Dorpshuis, zaal 1",
    Field.SEATS: "12",
    Field.COST: "125",
    Field.PAID_BY: "organisatie",
    Field.TRAINERS: "Een trainer; Nog een trainer",
}


class FileForm(TableFileForm):
    """A file with a catalogue."""

    most_bytes = MOST_BYTES

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )


@page_for(Role.COORDINATOR)
def imports(request: PersonRequest) -> HttpResponse:
    """Choose a file, and see the files that were brought before."""
    form = FileForm(posted(request), posted_files(request))

    def act() -> HttpResponse:
        file = form.upload()
        kept = operations.keep_file(name=file.name, content=file.content, by=request.person)
        return redirect("trajectories:catalogue_import", request.academy.slug, kept.pk)

    before = CatalogueImport.objects.exclude(state=CatalogueImport.State.DROPPED).defer("content")[:20]
    return form_page(
        request,
        form,
        act,
        of=None,
        template="trajectories/intake/imports.html",
        context={"files": before},
    )


def _file(import_id: int) -> CatalogueImport:
    return get_object_or_404(CatalogueImport, pk=import_id)


@page_for(Role.COORDINATOR)
def preview(request: PersonRequest, catalogue_import_id: int) -> HttpResponse:
    """Show what taking over does, row by row; then do it."""
    file = _file(catalogue_import_id)
    if not file.is_waiting:
        return render(
            request, "trajectories/intake/done.html", {"file": file, "counts": _counts(file.counts)}
        )
    now = timezone.now()
    try:
        found = plans.plans_for(plans.read(bytes(file.content)), now=now)
    except FileTrouble as error:
        slug = request.academy.slug
        return unreadable(
            request,
            error,
            file=file,
            back=reverse("trajectories:catalogue_imports", args=[slug]),
            throw_away=reverse("trajectories:drop_catalogue_import", args=[slug, file.pk]),
        )

    far = [one for one in found if one.is_done and one.far]

    def act() -> Done:
        if far and SURE not in request.POST:
            messages.error(request, _("Check the days that are far away, and tick that they are right."))
            return ""
        try:
            counts = operations.take_over(file=file, by=request.person, now=now)
        except operations.NotTakenOverError as error:
            messages.error(
                request,
                _("Nothing was imported: row %(row)s (%(title)s) was refused after all.")
                % {"row": error.plan.row.number, "title": error.plan.title},
            )
            return ""
        done = counts.get(plans.NEW, 0) + counts.get(plans.CHANGED, 0)
        return _("Rows imported: %(count)s.") % {"count": done}

    return confirm_page(
        request,
        act,
        of=Shown([[one.row.number, one.outcome, one.changes] for one in found]),
        template="trajectories/intake/preview.html",
        done=reverse("trajectories:catalogue_import", args=[request.academy.slug, file.pk]),
        context=lambda: {**_before(request, file, found), "far": far},
    )


def _before(request: PersonRequest, file: CatalogueImport, found: list[plans.Plan]) -> dict[str, Any]:
    counts = dict(Counter(plan.outcome for plan in found))
    chosen = request.GET.get("outcome", "")
    if chosen in OUTCOMES:
        found = [plan for plan in found if plan.outcome == chosen]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "file": file,
        "counts": _counts(counts),
        "rows": [_row(plan) for plan in page.object_list],
        "page": page,
        "chosen": chosen,
        "todo": counts.get(plans.NEW, 0) + counts.get(plans.CHANGED, 0),
        "wrong": counts.get(plans.WRONG, 0),
    }


def _counts(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"outcome": outcome, "label": words, "count": counts.get(outcome, 0)}
        for outcome, (_kind, words) in OUTCOMES.items()
    ]


def _row(plan: plans.Plan) -> dict[str, Any]:
    kind, words = OUTCOMES[plan.outcome]
    return {
        "plan": plan,
        "row": plan.row,
        "kind": kind,
        "words": words,
        "problems": [{"column": one.column, "words": problem_in_words(one)} for one in plan.row.problems],
    }


@require_POST
@page_for(Role.COORDINATOR)
def drop(request: PersonRequest, catalogue_import_id: int) -> HttpResponse:
    """Throw a file away."""
    file = _file(catalogue_import_id)

    def act() -> HttpResponse:
        operations.drop(file=file, by=request.person)
        return finish(
            request,
            _("The file is removed. Nothing changed."),
            "trajectories:catalogue_imports",
            request.academy.slug,
        )

    here = reverse("trajectories:catalogue_import", args=[request.academy.slug, file.pk])
    return button_page(request, act, of=file, done=here)


@page_for(Role.COORDINATOR)
def example(request: PersonRequest, kind: str) -> HttpResponse:
    """Give a file with the right heads and one example, to fill in."""
    if kind not in table_files.FORMATS:
        raise Http404
    heads = [one.value for one in Field]
    row = [EXAMPLE.get(one, "") for one in Field]
    if kind == "csv":
        return table_files.answer(kind, name="aanbod", heads=heads, rows=[row], file_name="aanbod-voorbeeld")
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and few requests need it

    book = Workbook(write_only=True)
    table_files.add_sheet(book, "aanbod", heads, [row])
    explained = [[one.value, str(EXPLAINED[one])] for one in Field]
    table_files.add_sheet(book, _("explanation"), [_("column"), _("what to write")], explained)
    file = BytesIO()
    book.save(file)
    response = HttpResponse(file.getvalue(), content_type=table_files.XLSX_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="aanbod-voorbeeld.xlsx"'
    return response
