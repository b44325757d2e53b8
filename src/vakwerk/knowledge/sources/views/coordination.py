"""The coordinator's pages: all sources of the academy, and the lists they are described with."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from vakwerk.foundation.pages import button_page, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tables import Column, Filter, Table
from vakwerk.knowledge.models import Side, Source
from vakwerk.knowledge.sources import forms, list_entries, queries
from vakwerk.knowledge.sources.vocabulary import Words
from vakwerk.people.access import PersonRequest, page_for


def _address(source: Source) -> str:
    return reverse("knowledge:source", args=[source.academy.slug, source.pk])


def _standing(source: Source) -> Words:
    if source.retired_at:
        return gettext_lazy("removed from the list")
    if source.state != Source.State.PUBLISHED:
        return source.get_state_display()
    return gettext_lazy("shared with the region") if source.shared_region_id else gettext_lazy("in the list")


def _owner(source: Source) -> str:
    return source.owner.name if source.owner else ""


_STATES = {
    "proposed": lambda rows: rows.filter(state=Source.State.PROPOSED, retired_at=None),
    "review": lambda rows: rows.filter(
        state=Source.State.PUBLISHED, retired_at=None, review_on__lte=timezone.localdate()
    ),
    "shared": lambda rows: rows.exclude(shared_region=None),
    "orphan": lambda rows: rows.filter(owner=None, state=Source.State.PUBLISHED, retired_at=None),
    "declined": lambda rows: rows.filter(state=Source.State.DECLINED),
    "retired": lambda rows: rows.exclude(retired_at=None),
}
SOURCES: Table[Source] = Table(
    name=gettext_lazy("sources"),
    columns=(
        Column(
            "title",
            gettext_lazy("title"),
            lambda row: row.title,
            order=("title",),
            link=_address,
            note=lambda row: row.author,
        ),
        Column("kind", gettext_lazy("kind"), lambda row: row.get_kind_display(), order=("kind", "title")),
        Column("side", gettext_lazy("from"), lambda row: row.get_side_display(), order=("side", "title")),
        Column("standing", gettext_lazy("status"), _standing),
        Column("owner", gettext_lazy("owner"), _owner, order=("owner__sort_key", "title")),
        Column(
            "review_on",
            gettext_lazy("look at again on"),
            lambda row: row.review_on,
            order=("review_on", "title"),
        ),
    ),
    filters=(
        Filter(
            "state",
            gettext_lazy("Which"),
            lambda: [
                ("proposed", gettext_lazy("proposed, waiting for you")),
                ("review", gettext_lazy("due for review")),
                ("shared", gettext_lazy("shared with the region")),
                ("orphan", gettext_lazy("without an owner")),
                ("declined", gettext_lazy("not taken over")),
                ("retired", gettext_lazy("removed from the list")),
            ],
            lambda rows, value: _STATES[value](rows),
            anything=gettext_lazy("all"),
        ),
        Filter(
            "kind",
            gettext_lazy("Kind"),
            lambda: Source.Kind.choices,
            lambda rows, kind: rows.filter(kind=kind),
        ),
        Filter("side", gettext_lazy("From"), lambda: Side.choices, lambda rows, side: rows.filter(side=side)),
    ),
    search=queries.naming,
    search_label=gettext_lazy("Search in title, maker and key"),
    order="title",
    counted=lambda count: ngettext("%(count)s source", "%(count)s sources", count) % {"count": count},
    row_classes=lambda row: "vw-needs" if row.state == Source.State.PROPOSED and not row.retired_at else "",
    empty=gettext_lazy("There are no sources yet. Add one, or import a list that you have."),
)


@page_for(Role.COORDINATOR)
def sources(request: PersonRequest) -> HttpResponse:
    """Show all sources of the academy, of every state."""
    found = queries.of_academy(request.academy)
    if SOURCES.is_download(request):
        return SOURCES.download(request, found)
    return render(
        request,
        "knowledge/sources/sources.html",
        {
            "table": SOURCES.page(request, found),
            "counts": queries.counts(request.academy, today=timezone.localdate()),
        },
    )


@page_for(Role.COORDINATOR)
def entries(request: PersonRequest) -> HttpResponse:
    """Show the lists that come along and what the academy added; add to them."""
    form = forms.EntryForm(posted(request), initial={"list": "development"})

    def act() -> str:
        list_entries.add(list_=form.cleaned_data["list"], name=form.cleaned_data["name"], by=request.person)
        return _("Added.")

    return form_page(
        request,
        form,
        act,
        of=None,
        template="knowledge/sources/entries.html",
        done=reverse("knowledge:entries", args=[request.academy.slug]),
        context={"entries": queries.entries(), "built_in": list_entries.BUILT_IN},
    )


@require_POST
@page_for(Role.COORDINATOR)
def retire_entry(request: PersonRequest, entry_id: int) -> HttpResponse:
    """Offer an entry no longer, or again; sources that say it keep it."""
    entry = get_object_or_404(queries.entries(), pk=entry_id)

    def act() -> str:
        list_entries.retire(
            entry=entry, is_retired=entry.retired_at is None, by=request.person, now=timezone.now()
        )
        return _("Saved.")

    done = reverse("knowledge:entries", args=[request.academy.slug])
    return button_page(request, act, of=entry, done=done)
