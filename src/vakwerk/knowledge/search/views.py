"""The page on which people look for sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vakwerk.foundation import table_files
from vakwerk.foundation.text import number_in
from vakwerk.knowledge.models import LocalContext, Side, Source
from vakwerk.knowledge.search import queries, rules
from vakwerk.knowledge.search.snippets import Snippet, snippets
from vakwerk.knowledge.sources import queries as sources
from vakwerk.knowledge.sources import rules as source_rules
from vakwerk.knowledge.sources.files import HEADS, cells
from vakwerk.knowledge.sources.vocabulary import Choices, Lists, lists
from vakwerk.people.access import PersonRequest, page_for

PER_PAGE: Final = 20
ALWAYS_SHOWN: Final = ("side", "kind", "competency")
LABELS: Final[Mapping[str, Promise]] = {
    "side": _("From inside or outside"),
    "kind": _("Kind"),
    "competency": _("Good for"),
    "development": _("Development"),
    "governance": _("Way of governing"),
    "size": _("Size of the municipality"),
    "field": _("Policy field"),
    "language": _("Language"),
    "review": _("Review"),
}


@dataclass(frozen=True)
class Found:
    """One source as the list shows it."""

    source: Source
    snippet: Snippet | None
    good_for: list[str]
    note: LocalContext | None
    is_ours: bool


class _Counted(Paginator):  # type: ignore[type-arg]
    """Pages of which the number of rows is known beforehand."""

    def __init__(self, count: int) -> None:
        super().__init__([], PER_PAGE)
        self.count = count  # the rows themselves are asked for elsewhere

    def page(self, number: Any) -> Page[Any]:
        return Page([], self.validate_number(number), self)


@page_for()
def search(request: PersonRequest) -> HttpResponse:
    """Show the sources that fit, best first."""
    known = lists()
    guest = source_rules.is_guest(request.person.roles)
    offered = _offered(known, reviews=source_rules.is_coordinator(request.person.roles))
    wanted = _asked(request, offered)
    if request.GET.get("download") in table_files.FORMATS:
        return _download(request, wanted, known, guest=guest)
    number = _number(request)
    found = _find(request, wanted, guest=guest, first=(number - 1) * PER_PAGE)
    page = _Counted(found.count).get_page(number)
    if page.number != number:
        found = _find(request, wanted, guest=guest, first=(page.number - 1) * PER_PAGE)
    page.object_list = list(_shown(request, found, known))
    keeps = source_rules.is_coordinator(request.person.roles)
    first, more = ALWAYS_SHOWN, [name for name in offered if name not in ALWAYS_SHOWN]
    context = {
        "wanted": wanted,
        "page": page,
        "says_nothing": found.says_nothing,
        "count": _counted(found.count) if found.count else "",
        "filters": [_choice(name, offered[name], wanted) for name in first if name in offered],
        "more_filters": [_choice(name, offered[name], wanted) for name in more],
        "more_open": any(getattr(wanted, name) for name in more),
        "downloads": _downloads(request) if found.count else [],
        "keeps": keeps,
        "may_propose": source_rules.reason_not_to_propose(roles=request.person.roles) is None,
    }
    return render(request, "knowledge/search/search.html", context)


def _offered(known: Lists, *, reviews: bool) -> dict[str, Choices]:
    found: dict[str, Choices] = {
        "side": list(Side.choices),
        "kind": list(Source.Kind.choices),
        **known.choices,
        "language": [("nl", _("Dutch")), ("en", _("English"))],
    }
    if reviews:
        found["review"] = [("1", _("due for review"))]
    order = list(LABELS)
    return dict(
        sorted(
            ((name, choices) for name, choices in found.items() if choices),
            key=lambda one: order.index(one[0]),
        )
    )


def _asked(request: HttpRequest, offered: Mapping[str, Choices]) -> rules.Wanted:
    """Read what is asked, and drop what is not offered."""
    asked = rules.wanted_from(request.GET)
    kept = {
        name: getattr(asked, name)
        for name, choices in offered.items()
        if getattr(asked, name) in dict(choices)
    }
    return rules.Wanted(text=asked.text, **kept)


def _number(request: HttpRequest) -> int:
    return number_in(request.GET.get("page", ""), digits=7) or 1


def _find(
    request: PersonRequest, wanted: rules.Wanted, *, guest: bool, first: int, most: int | None = PER_PAGE
) -> queries.Hits:
    return queries.find(
        wanted, academy=request.academy, guest=guest, today=timezone.localdate(), first=first, most=most
    )


def _shown(request: PersonRequest, found: queries.Hits, known: Lists) -> Iterator[Found]:
    pieces = snippets(found.ids, found.words)
    notes = sources.noted(found.ids)
    for source in sources.in_order(found.ids):
        yield Found(
            source,
            pieces.get(source.pk),
            known.said("competency", source.competencies),
            notes.get(source.pk),
            sources.is_ours(source, request.academy),
        )


def _choice(name: str, choices: Choices, wanted: rules.Wanted) -> dict[str, Any]:
    chosen = getattr(wanted, name)
    options = [{"value": "", "label": _("all"), "selected": not chosen}]
    options += [{"value": value, "label": label, "selected": value == chosen} for value, label in choices]
    return {"name": name, "label": LABELS[name], "options": options}


def _counted(count: int) -> str:
    return ngettext("%(count)s source", "%(count)s sources", count) % {
        "count": f"{count:,}".replace(",", ".")
    }


def _downloads(request: HttpRequest) -> list[dict[str, str]]:
    here = {name: request.GET[name] for name in request.GET if name not in {"page", "download"}}
    return [
        {"url": f"?{urlencode({**here, 'download': kind})}", "label": kind.upper()}
        for kind in table_files.FORMATS
    ]


def _download(request: PersonRequest, wanted: rules.Wanted, known: Lists, *, guest: bool) -> HttpResponse:
    ids = _find(request, wanted, guest=guest, first=0, most=None).ids
    rows = (
        cells(source, academy=request.academy, known=known, guest=guest)
        for start in range(0, len(ids), 1000)
        for source in sources.in_order(ids[start : start + 1000])
    )
    return table_files.answer(
        request.GET["download"],
        name=str(_("Knowledge")),
        heads=[str(head) for head in HEADS.values()],
        rows=rows,
    )


assert {one.name for one in fields(rules.Wanted)} - {"text"} == set(LABELS), "every trait has a label"
