"""Does one declaration give a list that sorts, filters, pages and leaves as a file?"""

import re
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.db import connection
from django.template import engines
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import mark_safe
from django.utils.translation import override
from openpyxl import load_workbook

from vakwerk.foundation import table_files
from vakwerk.foundation.models import Region
from vakwerk.foundation.tables import Cell, Column, Filter, Table
from vakwerk.foundation.templatetags.cells import plain_cell
from vakwerk.foundation.tests.founding import as_owner

REGIONS: Table[Region] = Table(
    name="Regions",
    columns=(
        Column("name", "name", lambda row: row.name, order=("name",), link=lambda row: f"/{row.slug}/"),
        Column("slug", "address", lambda row: row.slug),
    ),
    filters=(
        Filter(
            "letter",
            "Letter",
            lambda: [("a", "A"), ("b", "B")],
            lambda rows, one: rows.filter(slug__startswith=one),
        ),
    ),
    search=lambda rows, text: rows.filter(name__icontains=text),
    order="name",
)


@pytest.fixture
def regions(db: None) -> None:
    with as_owner():
        Region.objects.bulk_create(
            Region(slug=f"{'ab'[n % 2]}{n}", name=f"Region {n:03d}") for n in range(120)
        )


def names(query: str) -> list[str]:
    page = REGIONS.page(RequestFactory().get(f"/{query}"), Region.objects.all())
    return [row.object.name for row in page.rows]


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize(
    ("query", "first", "count"),
    [
        ("", "Region 000", 50),
        ("?order=-name", "Region 119", 50),
        ("?page=3", "Region 100", 20),
        ("?page=99", "Region 100", 20),
        ("?page=x", "Region 000", 50),
        ("?letter=b", "Region 001", 50),
        ("?letter=b&page=2", "Region 101", 10),
        ("?letter=c", "Region 000", 50),
        ("?q=11", "Region 011", 11),
        ("?order=slug", "Region 000", 50),
        ("?q=%00", "Region 000", 50),
    ],
)
def test_the_address_says_what_the_page_shows(query: str, first: str, count: int) -> None:
    found = names(query)
    assert (found[0], len(found)) == (first, count)


@pytest.mark.usefixtures("regions")
def test_a_page_takes_three_queries() -> None:
    for query in ("", "?page=3", "?letter=a&q=1&order=-name"):
        with CaptureQueriesContext(connection) as seen:
            names(query)
        assert len(seen) == 3


@pytest.mark.usefixtures("regions")
def test_the_page_draws_and_keeps_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/?letter=a&view=wide")
    page = REGIONS.page(request, Region.objects.all())
    template = engines["django"].from_string('{% include "components/table.html" with table=table %}')
    html = template.render({"table": page}, request)
    assert "vw-table--stack" in html
    assert "view=wide" in html
    assert "letter=a" in html


@pytest.mark.usefixtures("regions")
def test_a_page_says_a_value_in_its_own_way_and_a_download_gives_it_as_it_is() -> None:
    column: Column[Region] = Column("slug", "address", lambda row: row.slug, say=lambda value: f"<{value}>")
    table: Table[Region] = Table(name="Regions", columns=(column,))
    request = RequestFactory().get("/?download=csv")
    page = table.page(request, Region.objects.order_by("pk"))
    template = engines["django"].from_string('{% include "components/table.html" with table=table %}')
    assert "&lt;a0&gt;" in template.render({"table": page}, request)
    assert "<a0>" not in table.download(request, Region.objects.order_by("pk")).content.decode()


@pytest.mark.parametrize(
    ("value", "link", "note", "drawn"),
    [
        ("<b>", None, None, "<div>&lt;b&gt;</div>"),
        (mark_safe("<b>x</b>"), None, None, "<div><b>x</b></div>"),
        ("a@b.example", None, None, "<div>a@<wbr>b.example</div>"),
        ("<a@b>", "/?a=1&b=2", None, '<a href="/?a=1&amp;b=2">&lt;a@<wbr>b&gt;</a>'),
        (1234.5, None, None, "<div>1234,5</div>"),
        (date(2027, 3, 1), None, None, "<div>1\N{NO-BREAK SPACE}maart\N{NO-BREAK SPACE}2027</div>"),
        (datetime(2027, 3, 1, 12, tzinfo=UTC), None, None, "13.00"),
        ("", None, "<i>", "<small>&lt;i&gt;</small>"),
        ("", None, None, "<td></td>"),
        (0, None, None, "<div>0</div>"),
    ],
)
def test_a_plain_cell_is_escaped_and_said_in_the_language(
    value: object, link: str | None, note: str | None, drawn: str
) -> None:
    cell = Cell(label="Number", number=True, template="", value=value, link=link, note=note)
    with override("nl"):
        assert drawn in plain_cell(cell, False)
        assert "<th" in plain_cell(cell, True)


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize(("kind", "filters", "rows"), [("csv", "", 120), ("xlsx", "&letter=a", 60)])
def test_a_download_holds_all_that_is_filtered(kind: str, filters: str, rows: int) -> None:
    request = RequestFactory().get(f"/?download={kind}{filters}&page=2")
    assert REGIONS.is_download(request)
    body = REGIONS.download(request, Region.objects.all()).content
    if kind == "csv":
        assert body.startswith(b"\xef\xbb\xbf")
        assert len(body.decode("utf-8-sig").splitlines()) == rows + 1
    else:
        assert load_workbook(BytesIO(body)).worksheets[0].max_row == rows + 1


@pytest.mark.parametrize("sign", ["\uffff", "\ufffe", "\ud800", "\x00", "\x0b", "\x1b"])
def test_what_no_file_can_hold_stays_out_and_hides_no_formula(sign: str) -> None:
    row = [f"Ff{sign} Bos", f"{sign}=1+1"]
    csv = table_files.csv_of(["a", f"b{sign}"], [row]).decode("utf-8-sig")
    (cells,) = (
        load_workbook(BytesIO(table_files.xlsx_of(["a", f"b{sign}"], [row], sheet=f"x{sign}")))
        .worksheets[0]
        .iter_rows(min_row=2)
    )
    assert sign not in csv
    assert not re.search("(^|[;,])=", csv, re.MULTILINE)
    assert [" ".join(str(cell.value).split()) for cell in cells] == ["Ff Bos", "=1+1"]
    assert cells[1].data_type == "s"


@pytest.mark.parametrize("text", ["=1+1", "+31 6", "-x", "@SUM(A1)", "\tx"])
def test_no_cell_can_be_taken_for_a_formula(text: str) -> None:
    assert f"'{text}" in table_files.csv_of(["a"], [[text]]).decode("utf-8-sig")
    sheet = load_workbook(BytesIO(table_files.xlsx_of(["a"], [[text]], sheet="x"))).worksheets[0]
    assert sheet["A2"].data_type == "s"
