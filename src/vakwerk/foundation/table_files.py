"""How does a table leave as a file? As CSV and XLSX that open well and that trick no spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vakwerk.foundation.text import only_text
from vakwerk.foundation.times import with_plain_spaces

if TYPE_CHECKING:
    from openpyxl import Workbook

FORMATS: Final = ("csv", "xlsx")
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_A_CELL: Final = 32_767
"""More than this a spreadsheet calls damage; CSV holds all of it."""
# What makes a spreadsheet take a text for a formula.
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


def shown(value: Any) -> Any:
    """Say a value as a page does: yes and no for booleans, nothing for ``None``, words for a choice."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if isinstance(value, Promise) else value


def answer(
    kind: str, *, name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], file_name: str = ""
) -> HttpResponse:
    """Give a table as a file to keep, of a kind in ``FORMATS``."""
    body = csv_of(heads, rows) if kind == "csv" else xlsx_of(heads, rows, sheet=name)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8" if kind == "csv" else XLSX_TYPE)
    file_name = file_name or f"{slugify(name) or 'vakwerk'}-{timezone.localdate():%Y-%m-%d}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}.{kind}"'
    return response


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Write CSV as spreadsheets in this language read it: with a byte order mark, a semicolon in Dutch."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";" if get_language() == "nl" else ",", lineterminator="\r\n")
    writer.writerow([_guarded(head) for head in heads])
    writer.writerows([_guarded(_plain(value)) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(heads: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str) -> bytes:
    """Write one sheet with a head that stays in view and filters."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and few requests need it

    book = Workbook(write_only=True)
    add_sheet(book, sheet, heads, rows)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def add_sheet(book: "Workbook", name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Any:
    """Add a sheet with a bold head to a write-only workbook, and return it."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - heavy, and few requests need it

    page = book.create_sheet("".join(c for c in only_text(name) if c not in r"[]:*?/\ ".strip())[:31])
    page.freeze_panes = "A2"
    for number, head in enumerate(heads, start=1):
        page.column_dimensions[get_column_letter(number)].width = max(14, min(44, len(head) + 6))
    page.append([_head(page, head) for head in heads])
    count = 1
    for row in rows:
        page.append([_cell(page, value) for value in row])
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(max(1, len(heads)))}{count}"
    return page


def _head(page: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - heavy, and few requests need it
    from openpyxl.styles import Font  # noqa: PLC0415 - heavy, and few requests need it

    cell = WriteOnlyCell(page, only_text(text))
    cell.data_type = "s"
    cell.font = Font(bold=True)
    return cell


def _cell(page: Any, value: Any) -> Any:
    if isinstance(value, datetime):
        # A spreadsheet knows no time zones.
        return timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, date | int | float) and not isinstance(value, bool):
        return value
    text = only_text(str(_written(value)))[:MOST_IN_A_CELL]
    if not text.startswith(DANGEROUS):
        return text
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - heavy, and few requests need it

    # As a text, also when it looks like a formula.
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    return cell


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else _written(value)


def _written(value: Any) -> Any:
    # In a file people search and compare: spaces that keep words on one line are plain ones there.
    said = shown(value)
    return with_plain_spaces(said) if isinstance(said, str) else said


def _guarded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    # First without what is no text: behind such a sign a formula would pass, and be one when the sign is gone.
    text = only_text(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text
