"""How does a badge look on paper? One page of PDF, with a QR code that leads to the page where anybody checks it."""

import io
import logging
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vakwerk.craft.badges import documents
from vakwerk.craft.badges.wording import title
from vakwerk.craft.models import Badge
from vakwerk.foundation.models import Academy
from vakwerk.foundation.theme import ramp

if TYPE_CHECKING:
    from fpdf import FPDF

# It tells every step of making a font smaller.
logging.getLogger("fontTools").setLevel(logging.WARNING)

FONT = "Source"
REST = "SourceRest"
MARGIN = 24
INK = (24, 34, 43)
SOFT = (74, 86, 97)


def certificate(badge: Badge, academy: Academy) -> bytes:
    """Return a badge as PDF, in the language of the badge."""
    with translation.override(badge.language):
        return _draw(badge, academy)


def _draw(badge: Badge, academy: Academy) -> bytes:
    from fpdf import FPDF  # noqa: PLC0415 - heavy, and few requests need it

    reached = badge.reached
    page = FPDF(orientation="landscape", format="A4")
    page.set_title(f"{title(reached)} – {academy.name}")
    page.set_author(academy.name)
    page.set_lang(badge.language)
    page.set_margins(MARGIN, MARGIN)
    page.set_auto_page_break(False)
    _add_fonts(page, for_text=f"{badge.person.name}{title(reached)}{academy.name}{academy.subtitle}")
    page.add_page()
    accent = _accent(academy)
    page.set_fill_color(*accent)
    page.rect(0, 0, page.w, 10, style="F")
    page.set_y(MARGIN + 4)
    _line(page, academy.name, size=15, bold=True, colour=accent)
    _line(page, academy.subtitle, size=11, colour=SOFT, after=14)
    _line(page, title(reached), size=32, bold=True, after=4)
    if badge.with_name:
        _line(page, _("reached by %(name)s") % {"name": badge.person.name}, size=17, after=6)
    _line(page, str(reached.competency.definition), size=13, after=6, width=175)
    _line(
        page,
        _("An assessor confirmed this with evidence from work, on %(date)s.")
        % {"date": date_format(reached.on, "j F Y")},
        size=13,
        width=175,
    )
    url = documents.address("badge", academy.slug, badge.uuid)
    _qr(page, url, side=38)
    page.set_xy(MARGIN, page.h - MARGIN - 14)
    issued = date_format(timezone.localtime(badge.issued_at), "j F Y")
    _line(
        page, _("Badge of %(date)s. Check whether it still counts:") % {"date": issued}, size=10, colour=SOFT
    )
    page.set_font(FONT, size=10)
    page.set_text_color(*INK)
    page.cell(0, 5, url, link=url)
    return bytes(page.output())


def _line(
    page: "FPDF",
    text: str,
    *,
    size: int,
    bold: bool = False,
    colour: tuple[int, int, int] = INK,
    after: float = 1,
    width: float = 0,
) -> None:
    if not text:
        return
    page.set_font(FONT, "B" if bold else "", size)
    page.set_text_color(*colour)
    page.multi_cell(width, size * 0.47, text, align="L", new_x="LMARGIN", new_y="NEXT")
    page.ln(after)


def _qr(page: "FPDF", url: str, *, side: float) -> None:
    """Draw the code from squares, so that it is sharp at any size."""
    import segno  # noqa: PLC0415 - few requests need it

    rows = list(segno.make(url, error="m").matrix_iter(border=0))
    square = side / len(rows)
    left, top = page.w - MARGIN - side, page.h - MARGIN - side
    page.set_fill_color(*INK)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                page.rect(left + across * square, top + down * square, square, square, style="F")


def _accent(academy: Academy) -> tuple[int, int, int]:
    text = ramp(academy.hue, academy.chroma)[800].lstrip("#")
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def _add_fonts(page: "FPDF", *, for_text: str) -> None:
    """Add the font of the pages; with the letters that Dutch and English have not, where a text needs them."""
    parts = ("latin",) if all(ord(letter) < 256 for letter in for_text) else ("latin", "latin-ext")
    with TemporaryDirectory() as folder:
        for part in parts:
            for style, weight in (("", 400), ("B", 700)):
                path = Path(folder) / f"{part}-{weight}.ttf"
                path.write_bytes(_font(part, weight))
                page.add_font(FONT if part == "latin" else REST, style, path)
    if len(parts) > 1:
        page.set_fallback_fonts([REST], exact_match=False)


@cache
def _font(part: str, weight: int) -> bytes:
    """Return a font of the pages as TrueType; for the web it is compressed."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - heavy, and few requests need it

    name = f"source-sans-3-{part}-{weight}.woff2"
    packed = files("vakwerk.foundation").joinpath("static", "vakwerk", "fonts", name).read_bytes()
    font = TTFont(io.BytesIO(packed))
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
