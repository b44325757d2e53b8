"""What do the shared templates need beyond Django's own tags? Wrapping what is not empty, small geometry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from vakwerk.foundation import places

register = template.Library()

SHAPES = ("colleague", "partner", "resident", "none")


class IfContentNode(template.Node):
    """Render the wrapper only when what it wraps is more than white space."""

    child_nodelists = ("content", "wrapper")

    def __init__(self, content: NodeList, wrapper: NodeList) -> None:
        self.content = content
        self.wrapper = wrapper

    def render(self, context: Context) -> SafeString:
        content = self.content.render(context)
        if not content.strip():
            return mark_safe("")
        with context.push(wrapped=content):
            return self.wrapper.render(context)


@register.tag
def ifcontent(parser: Parser, token: Token) -> IfContentNode:
    """``{% ifcontent %}{% block x %}{% endblock %}{% wrap %}<p>{{ wrapped }}</p>{% endifcontent %}``"""
    content = parser.parse(("wrap",))
    parser.delete_first_token()
    wrapper = parser.parse(("endifcontent",))
    parser.delete_first_token()
    return IfContentNode(content, wrapper)


@register.filter
def chosen_filters(filters: Iterable[Mapping[str, Any]]) -> int:
    """Count the filters in which something else is chosen than what leaves everything in."""
    return sum(
        any(option["selected"] and option["value"] != "" for option in one["options"]) for one in filters
    )


@dataclass(frozen=True)
class Dot:
    """One person in a small picture."""

    kind: str
    x: float
    joined_to: float | None

    @property
    def diamond(self) -> str:
        return f"{self.x},2.2 {self.x + 5.3},7.5 {self.x},12.8 {self.x - 5.3},7.5"


@dataclass(frozen=True)
class Row:
    """Dots side by side, with the room they take."""

    dots: Sequence[Dot]
    width: float


@register.filter
def dots(groups: Iterable[Mapping[str, Any]]) -> Row:
    """Give each person a dot; those in one group stand close and joined, groups stand apart.

    A group says ``count`` (all colleagues) or ``kinds`` (one word per person).
    """
    row: list[Dot] = []
    at = 6.0
    for group in groups:
        before: float | None = None
        for kind in group.get("kinds") or ["colleague"] * int(group.get("count", 1)):
            row.append(Dot(kind, at, before))
            before = at
            at += 14
        at += 9
    return Row(row, max(12.0, at - 17))


@register.filter
def loose_dots(count: int) -> Row:
    """Give as many dots as people, close together and not joined; nobody gives one open dot."""
    if not count:
        return Row([Dot("none", 6.0, None)], 12.0)
    return Row([Dot("colleague", 6.0 + 14 * nth, None) for nth in range(int(count))], 14.0 * int(count) - 2)


@register.filter
def blocks(total: int, done: int) -> list[tuple[int, bool]]:
    """Give one block per minute: its left edge and whether that minute has passed."""
    return [(25 * nth, nth < int(done)) for nth in range(int(total))]


@register.filter
def times(value: float, factor: float) -> str:
    """Multiply, written with a point so that it can stand in an attribute in any language."""
    return f"{float(value) * float(factor):g}"


@register.filter
def plain(value: float) -> str:
    """Write a number with a point and no grouping, for an attribute, in any language."""
    return f"{float(value):g}"


@register.filter
def elided(page: Page[Any]) -> Iterator[int | str]:
    """Give the page numbers to offer: the first, the last, those around this one, ``…`` between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def turned(current: str, key: str) -> str:
    """Give the order that a click on a column head asks for: up first, then down."""
    return f"-{key}" if current == key else key


@register.filter
def direction(current: str, key: str) -> str:
    """Say how a column is sorted now, in the words of ``aria-sort``, or nothing when it is not."""
    if current == key:
        return "ascending"
    return "descending" if current == f"-{key}" else ""


@register.simple_tag(takes_context=True)
def place_url(context: Context, key: str) -> str:
    """``{% place_url "home" as home_url %}``: the address of a place, of whatever room."""
    return places.address_of(key, context["academy"].slug)


@register.inclusion_tag("components/crumb.html", takes_context=True)
def place_crumb(context: Context, key: str) -> dict[str, Any]:
    """``{% place_crumb "coordination" %}``: the first breadcrumb, to a place of whatever room."""
    return {"label": places.place(key).label, "url": place_url(context, key)}
