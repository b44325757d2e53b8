"""How does a list become a page? One declaration gives sorting, filters, pages and downloads.

A room declares its table once and its view uses it twice::

    PERSONS: Table[Person] = Table(
        name=_("people"),
        columns=(
            Column("name", _("name"), lambda row: row.name, order=("sort_key",), link=_address, note=_work),
            Column("since", _("since"), lambda row: row.since, order=("since", "sort_key")),
            Column("rounds", _("rounds"), lambda row: row.rounds, order=("rounds",), number=True),
            # A cell with a form or a picture has a template of its own, and stays out of the downloads.
            Column("act", _("what you can do"), None, template="people/persons_act.html"),
        ),
        filters=(Filter("role", _("role"), lambda: Role.choices, lambda rows, role: rows.filter(role=role)),),
        search=lambda rows, text: rows.filter(search_key__contains=text),
        counted=lambda count: ngettext("%(count)s person", "%(count)s people", count) % {"count": count},
    )

    @page_for(Role.COORDINATOR)
    def persons(request: PersonRequest) -> HttpResponse:
        found = queries.persons()
        if PERSONS.is_download(request):
            return PERSONS.download(request, found)
        return render(request, "people/persons.html", {"table": PERSONS.page(request, found)})

and the template says ``{% include "components/table.html" with table=table %}`` (not ``only``: the links keep
the rest of the address). In the address: ``order`` (a column's key, ``-`` before it for downwards), ``page``,
``q``, the names of the filters, and ``download``. What else stands in the address is kept.

A page takes three queries and what the queryset prefetches, however many rows there are: a count, the keys of
one page (so that deep pages do not join what they skip), and the rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypedDict, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vakwerk.foundation import table_files

R = TypeVar("R", bound=Model)

Words = str | Promise
ROWS_PER_PAGE: Final = 50
SEARCH: Final = "q"
ORDER: Final = "order"
PAGE: Final = "page"
DOWNLOAD: Final = "download"
ALL = _("all")
EMPTY = _("There is nothing here yet.")
EMPTY_NARROWED = _("Nothing matches this search and these filters.")
SEARCH_LABEL = _("Search")


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: ``read`` gives the value of a cell, on the page and in the downloads.

    ``order``: what to sort by, as for ``order_by``; empty: not sortable. ``link``: where the value leads to;
    ``None`` or "" for no link. ``note``: a second, softer line. ``say``: how the page says the value, which a
    download gives as it is. ``template``: draws the cell from ``row`` and ``value`` instead. ``download_only``: too
    much for the page. ``head_template``: draws the head, for instance a box that ticks all.
    """

    key: str
    label: Words
    read: Callable[[R], Any] | None
    order: tuple[str, ...] = ()
    number: bool = False
    link: Callable[[R], str | None] | None = None
    note: Callable[[R], Words | None] | None = None
    say: Callable[[Any], Words] | None = None
    template: str = ""
    head_template: str = ""
    download_only: bool = False


CHOOSE: Final[Column[Any]] = Column(
    "choose",
    _("choose"),
    None,
    template="components/cell_choose.html",
    head_template="components/head_choose.html",
)
"""A box in front of each row, with one above that ticks them all."""


@dataclass(frozen=True)
class Filter(Generic[R]):
    """One choice above the table. ``options``: what can be chosen, as value and words, asked once a page."""

    name: str
    label: Words
    options: Callable[[], Sequence[tuple[str, Words]]]
    apply: Callable[[QuerySet[R], str], QuerySet[R]]
    anything: Words = ALL


class Cell(TypedDict):
    """One cell as the page shows it.

    A dictionary, with what it takes of its column: a page has hundreds, and templates find keys quicker than
    attributes of attributes.
    """

    label: str
    number: bool
    template: str
    value: Any
    link: str | None
    note: Words | None


@dataclass(frozen=True)
class Row:
    """One row as the page shows it. ``classes``: such as ``vw-needs``."""

    object: Any
    cells: Sequence[Cell]
    classes: str


@dataclass(frozen=True)
class TablePage:
    """What ``components/table.html`` shows."""

    caption: str
    columns: Sequence[Column[Any]]
    rows: Sequence[Row]
    page: Page[Any]
    order: str
    search: dict[str, Any] | None
    filters: Sequence[dict[str, Any]]
    keep: dict[str, str]
    downloads: Sequence[dict[str, Any]]
    count: str
    clear_url: str
    is_narrowed: bool
    sortings: Sequence[dict[str, Any]]
    kept_by_sorting: dict[str, str]
    empty: Words
    empty_narrowed: Words


def _said(column: Column[Any], row: Any) -> Any:
    """Return what the page shows of a row in a column."""
    value = column.read(row) if column.read else ""
    return column.say(value) if column.say else table_files.shown(value)


def _counted(count: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}


@dataclass(frozen=True)
class Table(Generic[R]):
    """A list of things, see the module. ``name`` is its caption and the name of its downloads.

    ``order``: how it is sorted at first, a column's key; empty: as the queryset is. ``row_classes``: marks
    rows.
    ``empty``: what to say when there is nothing at all. ``per_page``: how many rows a page shows.
    """

    name: Words
    columns: tuple[Column[R], ...]
    filters: tuple[Filter[R], ...] = ()
    search: Callable[[QuerySet[R], str], QuerySet[R]] | None = None
    search_label: Words = SEARCH_LABEL
    order: str = ""
    counted: Callable[[int], str] = _counted
    row_classes: Callable[[R], str] | None = None
    empty: Words = EMPTY
    empty_narrowed: Words = EMPTY_NARROWED
    per_page: int = ROWS_PER_PAGE
    downloadable: bool = True
    own_parameters: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        own = {SEARCH, PAGE, DOWNLOAD, *(one.name for one in self.filters)}
        object.__setattr__(self, "own_parameters", frozenset(own))

    def is_download(self, request: HttpRequest) -> bool:
        """Tell whether the address asks for a file instead of a page."""
        return self.downloadable and request.GET.get(DOWNLOAD) in table_files.FORMATS

    def download(self, request: HttpRequest, rows: QuerySet[R]) -> HttpResponse:
        """Give everything that search and filters leave, in the order of the page, as CSV or XLSX."""
        columns = [column for column in self.columns if column.read]
        found = self._ordered(self._narrowed(rows, request), self._order(request))
        return table_files.answer(
            request.GET[DOWNLOAD],
            name=str(self.name),
            heads=[str(column.label) for column in columns],
            rows=([column.read(row) if column.read else "" for column in columns] for row in found),
        )

    def left(self, request: HttpRequest, rows: QuerySet[R]) -> QuerySet[R]:
        """Give all that search and filters leave, in the order of the page."""
        return self._ordered(self._narrowed(rows, request), self._order(request))

    def page(self, request: HttpRequest, rows: QuerySet[R]) -> TablePage:
        """Give the page that the address asks for; a page that is not there becomes the nearest one."""
        order = self._order(request)
        found = self._ordered(self._narrowed(rows, request), order)
        page = Paginator(found.values_list("pk", flat=True), self.per_page).get_page(request.GET.get(PAGE))
        shown = found.filter(pk__in=list(page.object_list))
        columns = [column for column in self.columns if not column.download_only]
        labels = [capfirst(str(column.label)) for column in columns]
        chosen = {one.name: request.GET.get(one.name, "") for one in self.filters}
        text = self._text(request)
        keep = {name: request.GET[name] for name in request.GET if name not in self.own_parameters}
        narrowed = bool(text or any(chosen.values()))
        return TablePage(
            caption=capfirst(str(self.name)),
            columns=columns,
            rows=[self._row(row, columns, labels) for row in shown],
            page=page,
            order=order,
            search={"label": self.search_label, "name": SEARCH, "value": text} if self.search else None,
            filters=[_choice(one, chosen[one.name]) for one in self.filters],
            keep=keep,
            downloads=self._downloads(request) if page.paginator.count else [],
            count=self.counted(page.paginator.count) if page.paginator.count else "",
            clear_url=f"?{urlencode(keep)}" if narrowed else "",
            is_narrowed=narrowed,
            sortings=_sortings(columns, order),
            kept_by_sorting={name: request.GET[name] for name in request.GET if name not in {ORDER, PAGE}},
            empty=self.empty,
            empty_narrowed=self.empty_narrowed,
        )

    def _text(self, request: HttpRequest) -> str:
        # PostgreSQL refuses a NUL in a text.
        return request.GET.get(SEARCH, "").replace("\x00", "").strip()[:100] if self.search else ""

    def _narrowed(self, rows: QuerySet[R], request: HttpRequest) -> QuerySet[R]:
        if self.search and (text := self._text(request)):
            rows = self.search(rows, text)
        for one in self.filters:
            value = request.GET.get(one.name, "")
            if value and any(value == str(option) for option, _words in one.options()):
                rows = one.apply(rows, value)
        return rows

    def _order(self, request: HttpRequest) -> str:
        asked = request.GET.get(ORDER, "")
        sortable = {column.key for column in self.columns if column.order}
        return asked if asked.removeprefix("-") in sortable else self.order

    def _ordered(self, rows: QuerySet[R], order: str) -> QuerySet[R]:
        if not order:
            return rows
        fields = next(column.order for column in self.columns if column.key == order.removeprefix("-"))
        if order.startswith("-"):
            fields = tuple(name[1:] if name.startswith("-") else f"-{name}" for name in fields)
        # The key last: equal rows would otherwise move between pages.
        return rows.order_by(*fields, "pk")

    def _row(self, row: R, columns: Sequence[Column[R]], labels: Sequence[str]) -> Row:
        return Row(
            object=row,
            cells=[
                Cell(
                    label=label,
                    number=column.number,
                    template=column.template,
                    value=_said(column, row),
                    link=column.link(row) if column.link else None,
                    note=column.note(row) if column.note else None,
                )
                for column, label in zip(columns, labels, strict=True)
            ],
            classes=self.row_classes(row) if self.row_classes else "",
        )

    def _downloads(self, request: HttpRequest) -> list[dict[str, Any]]:
        if not self.downloadable:
            return []
        here = {name: request.GET[name] for name in request.GET if name not in {PAGE, DOWNLOAD}}
        return [
            {"url": f"?{urlencode({**here, DOWNLOAD: kind})}", "label": kind.upper()}
            for kind in table_files.FORMATS
        ]


def _sortings(columns: Sequence[Column[Any]], order: str) -> list[dict[str, Any]]:
    """Return every way to sort, for where the heads of the columns are not seen."""
    found = []
    for column in columns:
        if column.order:
            label = capfirst(str(column.label))
            for value, words in (
                (column.key, _("%(column)s, ascending")),
                (f"-{column.key}", _("%(column)s, descending")),
            ):
                found.append({"value": value, "label": words % {"column": label}, "selected": value == order})
    return found


def _choice(one: Filter[Any], chosen: str) -> dict[str, Any]:
    options = [{"value": "", "label": one.anything, "selected": not chosen}]
    options += [
        {"value": value, "label": label, "selected": str(value) == chosen} for value, label in one.options()
    ]
    return {"name": one.name, "label": one.label, "options": options}
