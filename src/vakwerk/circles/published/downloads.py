"""How do circles leave as files? A workbook with one sheet of circles and one of members, or a calendar."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from vakwerk.circles import times
from vakwerk.foundation.table_files import add_sheet

CALENDAR: Final = "text/calendar; charset=utf-8"


def workbook(circles: Iterable[Any]) -> bytes:
    """Write circles and their members, for the coordinator only."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and few requests need it

    book = Workbook(write_only=True)
    rows = list(circles)
    heads = [_("circle"), _("moment"), _("place"), _("facilitator"), _("members"), _("sessions")]
    add_sheet(book, _("Circles"), heads, (_circle_row(circle) for circle in rows))
    heads = [_("circle"), _("name"), _("organisation"), _("unit"), _("e-mail"), _("moment"), _("place")]
    add_sheet(
        book, _("Members"), heads, (_member_row(circle, seat) for circle in rows for seat in circle.members)
    )
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def attachment(body: bytes | str, *, name: str, content_type: str, ending: str) -> HttpResponse:
    """Give something as a file to keep."""
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(name) or "kringen"}.{ending}"'
    return response


def _moment(circle: Any) -> str:
    return times.moment(circle.slot) if circle.slot else ""


def _circle_row(circle: Any) -> list[Any]:
    days = ", ".join(
        f"{timezone.localtime(one.starts_at):%d-%m-%Y}"
        for one in circle.sessions.all()
        if not one.is_cancelled
    )
    facilitator = circle.facilitator.name if circle.facilitator else ""
    place = circle.place or circle.proposal.round.place
    return [circle.number, _moment(circle), place, facilitator, len(circle.members), days]


def _member_row(circle: Any, seat: Any) -> list[Any]:
    main = seat.person.main[0] if seat.person.main else None
    return [
        circle.number,
        seat.person.name,
        main.organisation.name if main else "",
        main.unit.name if main and main.unit else "",
        seat.person.email,
        _moment(circle),
        circle.place or circle.proposal.round.place,
    ]
