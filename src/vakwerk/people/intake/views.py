"""The pages of an import: upload, match columns, look at what was found, take over."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vakwerk.foundation import table_files
from vakwerk.foundation.pages import button_page, form_page, posted, posted_files
from vakwerk.foundation.roles import Role
from vakwerk.foundation.sheets.trouble import FileTrouble
from vakwerk.foundation.sheets.unreadable import unreadable
from vakwerk.foundation.sheets.wording import trouble as trouble_in_words
from vakwerk.foundation.tables import Column, Filter, Table
from vakwerk.people import departures
from vakwerk.people.access import KEEPERS, PersonRequest, page_for
from vakwerk.people.departures import Said
from vakwerk.people.intake import files, operations, queries, template, wording
from vakwerk.people.intake.forms import ColumnsForm, FileForm, SheetForm
from vakwerk.people.models import PeopleImport, PeopleImportRow, Person

_Outcome = PeopleImportRow.Outcome
_State = PeopleImport.State


def _problems(row: PeopleImportRow) -> list[dict[str, Any]]:
    return [
        {
            "column": wording.FIELDS[field] if field else "",
            "reason": wording.problem(reason, facts),
            "value": value,
        }
        for field, reason, value, facts in row.problems
    ]


def _changes(row: PeopleImportRow) -> list[dict[str, Any]]:
    return [
        {
            "field": wording.FIELDS["role" if field == "roles" else field],
            "old": wording.value(field, old),
            "new": wording.value(field, new),
        }
        for field, old, new in row.changes
    ]


def _ends(rows: list[PeopleImportRow], *, viewer: Person) -> dict[int, list[Said]]:
    """Say for each row of a page what ends because the person leaves; only to who coordinates."""
    leaving = [
        row.person_id
        for row in rows
        if row.person_id and any(field == "left_on" and not old for field, old, _new in row.changes)
    ]
    found: dict[int, list[Said]] = {}
    if Role.COORDINATOR in viewer.roles:
        for tie in departures.ties_of(leaving):
            found.setdefault(tie.person_id, []).append(departures.in_words(tie.kind, tie.facts))
    return found


def _problem_in_words(column: Any, reason: str, value: str) -> str:
    """Say a problem in one cell; one of the row as a whole has neither column nor value."""
    start = f"{column}: " if column else ""
    return f"{start}{reason} ({value})" if value else f"{start}{reason}"


def _in_words(row: PeopleImportRow) -> str:
    said = [_problem_in_words(**one) for one in _problems(row)]
    said += [f"{one['field']}: {one['old']} → {one['new']}" for one in _changes(row)]
    return "; ".join(said)


ROWS: Table[PeopleImportRow] = Table(
    name=_("Rows of the file"),
    columns=(
        Column("number", _("row"), lambda row: row.number, order=("number",)),
        Column("name", _("name"), lambda row: row.name, order=("name", "number")),
        Column("outcome", _("what it is"), None, template="people/intake/cell_outcome.html"),
        Column("found", _("what was found"), None, template="people/intake/cell_found.html"),
        Column("outcome_word", _("what it is"), lambda row: row.get_outcome_display(), download_only=True),
        Column("found_words", _("what was found"), _in_words, download_only=True),
    ),
    filters=(
        Filter(
            "outcome",
            _("Show"),
            lambda: _Outcome.choices,
            lambda rows, outcome: rows.filter(outcome=outcome),
            anything=_("all rows"),
        ),
    ),
    search=lambda rows, text: rows.filter(name__icontains=text),
    search_label=_("Search by name"),
    order="number",
    counted=lambda count: ngettext("%(count)s row", "%(count)s rows", count) % {"count": count},
    row_classes=lambda row: "vw-needs" if row.outcome == _Outcome.WRONG else "",
    empty=_("There are no rows left to show."),
)

FILES: Table[PeopleImport] = Table(
    name=_("Earlier files"),
    columns=(
        Column("file", _("file"), None, template="people/intake/cell_file.html"),
        Column("made_at", _("uploaded"), lambda row: row.made_at, order=("made_at",)),
        Column("state", _("status"), lambda row: row.get_state_display()),
        Column("new", _("new"), lambda row: row.counts.get("new", ""), number=True),
        Column("changed", _("changed"), lambda row: row.counts.get("changed", ""), number=True),
        Column("wrong", _("wrong"), lambda row: row.counts.get("wrong", ""), number=True),
    ),
    order="-made_at",
    downloadable=False,
    counted=lambda count: ngettext("%(count)s file", "%(count)s files", count) % {"count": count},
    empty=_("No file has been uploaded yet."),
)


@page_for(*KEEPERS)
def imports(request: PersonRequest) -> HttpResponse:
    """Take a file in, and show which came in before."""
    form = FileForm(posted(request), posted_files(request))

    def act() -> HttpResponse:
        upload = form.upload()
        file = operations.bring_file(name=upload.name, content=upload.content, by=request.person)
        return redirect("people:import_columns", request.academy.slug, file.pk)

    return form_page(
        request,
        form,
        act,
        of=None,
        template="people/intake/imports.html",
        context=lambda: {"table": FILES.page(request, queries.imports())},
    )


@page_for(*KEEPERS)
def import_columns(request: PersonRequest, import_id: int) -> HttpResponse:
    """Say what each column holds."""
    file = queries.import_or_404(import_id)
    if file.state in {_State.DONE, _State.RUNNING}:
        return redirect("people:import", request.academy.slug, file.pk)
    if "choose-sheet" in request.POST:
        return _choose_sheet(request, file)
    try:
        sheet = files.read(bytes(file.content), sheet=file.sheet)
    except FileTrouble as error:
        slug = request.academy.slug
        return unreadable(
            request,
            error,
            file=file,
            back=reverse("people:imports", args=[slug]),
            throw_away=reverse("people:import_drop", args=[slug, file.pk]),
        )
    form = ColumnsForm(
        posted(request),
        headers=sheet.headers,
        mapping=file.mapping,
        initial={"organisation": file.organisation_id or ""},
    )

    def act() -> HttpResponse:
        chosen = form.cleaned_data["organisation"]
        job = operations.match_columns(
            file=file,
            mapping=form.mapping(),
            organisation_id=int(chosen) if chosen else None,
            by=request.person,
            today=timezone.localdate(),
        )
        if job is not None:
            return redirect("foundation:job", request.academy.slug, job.pk)
        return redirect("people:import", request.academy.slug, file.pk)

    examples = ["; ".join(_first_three(sheet, at)) for at in range(len(sheet.headers))]
    sheets = SheetForm(sheets=file.sheets, initial={"sheet": file.sheet}) if len(file.sheets) > 1 else None
    return form_page(
        request,
        form,
        act,
        of=file,
        template="people/intake/columns.html",
        context={
            "file": file,
            "columns": list(zip(form.columns(), examples, strict=True)),
            "known": sum(bool(field) for field in file.mapping.values()),
            "count": len(sheet.rows),
            "sheet_form": sheets,
        },
    )


def _first_three(sheet: files.Sheet, at: int) -> list[str]:
    """Return the first different values of a column."""
    found: dict[str, None] = {}
    for _number, cells in sheet.rows[:200]:
        if at < len(cells) and (said := _said(cells[at])):
            found[said] = None
        if len(found) == 3:
            break
    return list(found)


def _said(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)[:40]


def _choose_sheet(request: PersonRequest, file: PeopleImport) -> HttpResponse:
    form = SheetForm(request.POST, sheets=file.sheets)
    if form.is_valid():
        try:
            operations.choose_sheet(file=file, sheet=form.cleaned_data["sheet"])
        except FileTrouble as trouble:
            messages.error(request, trouble_in_words(trouble))
    return redirect("people:import_columns", request.academy.slug, file.pk)


@page_for(*KEEPERS)
def import_file(request: PersonRequest, import_id: int) -> HttpResponse:
    """Show what was found in every row, and take the file over."""
    file = queries.import_or_404(import_id)
    if file.state == _State.MATCHING:
        return redirect("people:import_columns", request.academy.slug, file.pk)
    job = queries.job_of(file)
    busy = file.state in {_State.RUNNING, _State.CHECKING} and job is not None and not job.is_over
    found = queries.rows(file)
    if ROWS.is_download(request):
        return ROWS.download(request, found)
    if request.method == "POST":
        return _start(request, file)
    counts = file.counts
    table = ROWS.page(request, found)
    ends = _ends([row.object for row in table.rows], viewer=request.person)
    for row in table.rows:
        row.object.said = {
            "problems": _problems(row.object),
            "changes": _changes(row.object),
            "ends": ends.get(row.object.person_id, []),
        }
    context = {
        "file": file,
        "job": job if busy else None,
        "done": file.state == _State.DONE,
        "counts": counts,
        "organisations": [
            f"{one['name']} ({wording.value('kind', one['kind'])})" for one in counts.get("organisations", [])
        ],
        "to_take_over": counts.get("new", 0) + counts.get("changed", 0),
        "table": table,
    }
    return render(request, "people/intake/preview.html", context)


def _start(request: PersonRequest, file: PeopleImport) -> HttpResponse:
    def act() -> HttpResponse:
        leave_out = request.POST.get("wrong") == "leave_out"
        job = operations.start_import(file=file, leave_out_wrong=leave_out, by=request.person)
        return redirect("foundation:job", request.academy.slug, job.pk)

    here = reverse("people:import", args=[request.academy.slug, file.pk])
    return button_page(request, act, of=file, done=here)


@require_POST
@page_for(*KEEPERS)
def import_drop(request: PersonRequest, import_id: int) -> HttpResponse:
    """Throw a file away."""
    file = queries.import_or_404(import_id)

    def act() -> str:
        operations.drop_file(file=file, by=request.person)
        return gettext("The file was removed. Nothing was imported.")

    slug = request.academy.slug
    return button_page(
        request,
        act,
        of=file,
        done=reverse("people:imports", args=[slug]),
        refused=reverse("people:import", args=[slug, file.pk]),
    )


@page_for(*KEEPERS)
def import_wrong_rows(request: PersonRequest, import_id: int) -> HttpResponse:
    """Give the wrong rows as CSV with a reason, to mend and upload again."""
    file = queries.import_or_404(import_id)
    heads = list(file.counts.get("headers", []))
    rows = (
        [
            *[row.cells[at] if at < len(row.cells) else "" for at in range(len(heads))],
            row.number,
            _in_words(row),
        ]
        for row in queries.rows(file).filter(outcome=_Outcome.WRONG)
    )
    return table_files.answer(
        "csv",
        name=gettext("wrong rows"),
        heads=[*heads, gettext("Row in the file"), gettext("What is wrong")],
        rows=rows,
    )


@page_for(*KEEPERS)
def import_template(request: PersonRequest) -> HttpResponse:
    """Give an empty file to fill in."""
    response, people = HttpResponse(template.make(), content_type=table_files.XLSX_TYPE), gettext("people")
    response.headers["Content-Disposition"] = f'attachment; filename="vakwerk-{people}.xlsx"'
    return response
