"""What do the templates of this room need? The host of an address, and a text in which people are called."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.html import escape, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

from vakwerk.knowledge.models import Mention

register = template.Library()


@register.filter
def host(url: str) -> str:
    """Say where a link leads, before somebody follows it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@register.filter
def spoken(text: str, mentions: Iterable[Mention]) -> SafeString:
    """Show what somebody said: paragraphs, links, and who is called in bold."""
    shown = urlize(text, nofollow=True, autoescape=True)
    for mention in mentions:
        for name in (mention.person.name, mention.person.given_name):
            called = f"@{escape(name)}"
            if called in shown:
                shown = shown.replace(called, f"<strong>{called}</strong>")
                break
    return mark_safe(linebreaks(mark_safe(shown)))  # noqa: S308 - escaped first; linebreaks adds tags only


@register.filter
def words(text: str) -> list[str]:
    """Give the words of a text, to go through them."""
    return text.split()


@register.filter
def of(values: Mapping[Any, Any], key: Any) -> Any:
    """Give what stands under a key, or nothing."""
    return values.get(key)
