"""How does a letter look in a mail program that shows more than text? All of them alike, drawn from their text."""

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

from vakwerk.foundation import theme
from vakwerk.foundation.models import Academy, OutgoingMail
from vakwerk.foundation.writing.rules import blocks_of, foot_of, on_one_line

TEMPLATE: Final = "foundation/mail/letter.html"


def as_html(mail: OutgoingMail, *, academy: Academy, text: str | None = None) -> str:
    """Draw a letter in the colour of its academy; ``text`` instead of its own, where secrets are left out."""
    return draw(
        mail.subject,
        mail.text if text is None else text,
        name=academy.name,
        hue=academy.hue,
        chroma=academy.chroma,
        language=mail.language,
    )


def draw(
    subject: str,
    text: str,
    *,
    name: str = "Vakwerk",
    hue: float = theme.DEFAULT_HUE,
    chroma: float = theme.DEFAULT_CHROMA,
    language: str = "",
) -> str:
    """Draw a text as a page of its own: nothing in it comes from elsewhere, and all of it is escaped."""
    ramp = theme.ramp(hue, chroma)
    body, foot = foot_of(text)
    # A template takes no number for a name.
    colours = {str(step): colour for step, colour in ramp.items()}
    return render_to_string(
        TEMPLATE,
        {
            "name": name,
            "subject": on_one_line(subject),
            "blocks": [
                {"is_list": block.is_list, "lines": _linked(block.lines, ramp)} for block in blocks_of(body)
            ],
            "foot": _linked(foot, ramp),
            "ramp": colours,
            "ink": theme.INK,
            "language": language or settings.LANGUAGE_CODE,
        },
    )


def _linked(lines: Iterable[str], ramp: dict[int, str]) -> list[SafeString]:
    """Escape lines, and make links of their addresses; mail programs know no style sheet."""
    style = f'<a style="color:{ramp[700]}" href='
    return [mark_safe(_escaped(line).replace("<a href=", style)) for line in lines]  # noqa: S308 - escaped by urlize


def _escaped(line: str) -> Any:
    return urlize(line, autoescape=True)
