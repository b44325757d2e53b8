"""How is a plain cell of a list drawn?

By code: a page has hundreds of them, and as a template they took a fourth of its time.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django import template
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

EMPTY: Final = mark_safe("<td></td>")
NUMBER: Final = mark_safe(' class="vw-number"')
NOTHING: Final = mark_safe("")


@register.simple_tag
def plain_cell(cell: Mapping[str, Any], is_head: bool) -> SafeString:
    """Draw a cell without a template of its own. ``cell``: a ``tables.Cell``; ``is_head``: it names its row."""
    value, link, note = cell["value"], cell["link"], cell["note"]
    if value == "" and not note and not is_head:
        return EMPTY
    words = breakable(value)
    if link:
        words = format_html('<a href="{}">{}</a>', link, words)
    if note:
        words = format_html("{}<small>{}</small>", words, breakable(note))
    if is_head:
        return format_html('<th scope="row">{}</th>', words)
    return format_html(
        '<td{} data-label="{}"><div>{}</div></td>',
        NUMBER if cell["number"] else NOTHING,
        cell["label"],
        words,
    )


@register.filter
def breakable(value: Any) -> SafeString:
    """Let an e-mail address break after its @ where it does not fit, and nowhere inside a name."""
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    text = conditional_escape(localize(local))
    if "@" not in text:
        return text
    *parts, last = text.split("@")
    return format_html_join("", "{}@<wbr>", ((SafeString(part),) for part in parts)) + SafeString(last)
