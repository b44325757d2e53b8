"""What goes along with every form? The CSRF token, and what the form was drawn from. Built in: it needs no load."""

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from vakwerk.foundation import pages
from vakwerk.foundation.posting import drawn, kept, stale

register = template.Library()


def _request(context: Context) -> HttpRequest | None:
    found: HttpRequest | None = getattr(context, "request", None) or context.get("request")
    return found


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """Write Django's own token, and beside it for whom and from what the page was drawn."""
    token = mark_safe(CsrfTokenNode().render(context))  # noqa: S308 - Django wrote it
    request = _request(context)
    value = drawn.field_value(request) if request and token else ""
    if not value:
        return token
    return format_html('{}<input type="hidden" name="{}" value="{}">', token, drawn.NAME, value)


@register.simple_tag
def seen(thing: stale.Seen) -> SafeString:
    """Write beside a button what it was drawn from: a row, or the rows whose order it changes."""
    value = f"{stale.name_of(thing)} {stale.version_of(thing)}".strip()
    return format_html('<input type="hidden" name="{}" value="{}">', stale.SEEN, value)


@register.simple_tag(takes_context=True)
def ticked(context: Context, name: str, value: object) -> SafeString:
    """Tick a box that stands in a table, outside the fields of a form, where what was sent or kept has it ticked."""
    request = _request(context)
    sent = pages.posted(request) if request else None
    return mark_safe(" checked") if sent and str(value) in sent.getlist(name) else mark_safe("")


@register.simple_tag(takes_context=True)
def kept_form(context: Context) -> kept.Kept | None:
    """Return what is kept for the reader of this page."""
    request = _request(context)
    return kept.of(request) if request and getattr(request, "academy", None) else None
