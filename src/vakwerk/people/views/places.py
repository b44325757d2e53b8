"""The pages of organisations and their units."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.pages import button_page, form_page, posted
from vakwerk.foundation.tables import Column, Filter, Table
from vakwerk.people import forms, operations, queries
from vakwerk.people.access import KEEPERS, PersonRequest, page_for
from vakwerk.people.models import Organisation, Unit

# Any: the queries add counts that the models do not have.
ORGANISATIONS: Table[Any] = Table(
    name=_("Organisations"),
    columns=(
        Column(
            "name",
            _("name"),
            lambda row: row.name,
            order=("name",),
            link=lambda row: reverse("people:organisation", args=[row.academy.slug, row.pk]),
        ),
        Column("kind", _("kind"), lambda row: row.get_kind_display(), order=("kind", "name")),
        Column("joins_as", _("people join as"), lambda row: row.joins_as.label),
        Column(
            "units", _("departments and teams"), lambda row: row.parts, order=("parts", "name"), number=True
        ),
        Column("people", _("people"), lambda row: row.people, order=("people", "name"), number=True),
    ),
    filters=(
        Filter(
            "kind", _("Kind"), lambda: Organisation.Kind.choices, lambda rows, kind: rows.filter(kind=kind)
        ),
    ),
    search=lambda rows, text: rows.filter(name__icontains=text),
    search_label=_("Search by name"),
    order="name",
    counted=lambda count: (
        ngettext("%(count)s organisation", "%(count)s organisations", count) % {"count": count}
    ),
    empty=_("There are no organisations yet. They come in with a file of people, or you add them here."),
)

UNITS: Table[Any] = Table(
    name=_("Departments and teams"),
    columns=(
        Column(
            "name",
            _("name"),
            lambda row: row.name,
            order=("name",),
            link=lambda row: reverse("people:unit", args=[row.academy.slug, row.organisation_id, row.pk]),
        ),
        Column(
            "parent",
            _("part of"),
            lambda row: row.parent.name if row.parent else "",
            order=("parent__name", "name"),
        ),
        Column("people", _("people"), lambda row: row.people, order=("people", "name"), number=True),
    ),
    search=lambda rows, text: rows.filter(name__icontains=text),
    search_label=_("Search by name"),
    order="name",
    counted=lambda count: (
        ngettext("%(count)s department or team", "%(count)s departments and teams", count) % {"count": count}
    ),
    empty=_("This organisation has no departments or teams yet."),
)


@page_for(*KEEPERS)
def organisations(request: PersonRequest) -> HttpResponse:
    """Show every organisation."""
    found = queries.organisations_with_counts().select_related("academy")
    if ORGANISATIONS.is_download(request):
        return ORGANISATIONS.download(request, found)
    return render(request, "people/places/organisations.html", {"table": ORGANISATIONS.page(request, found)})


@page_for(*KEEPERS)
def organisation(request: PersonRequest, organisation_id: int) -> HttpResponse:
    """Show one organisation and its units."""
    one = get_object_or_404(queries.organisations_with_counts(), pk=organisation_id)
    found = queries.units_with_counts(one).select_related("parent", "academy")
    if UNITS.is_download(request):
        return UNITS.download(request, found)
    context = {"one": one, "joins_as": one.joins_as, "table": UNITS.page(request, found)}
    return render(request, "people/places/organisation.html", context)


@page_for(*KEEPERS)
def organisation_edit(request: PersonRequest, organisation_id: int | None = None) -> HttpResponse:
    """Add an organisation, change one, or remove one that nobody belongs to."""
    one = (
        get_object_or_404(queries.organisations_with_counts(), pk=organisation_id)
        if organisation_id
        else None
    )
    slug = request.academy.slug
    everything = reverse("people:organisations", args=[slug])
    here = reverse("people:organisation", args=[slug, one.pk]) if one else everything
    if one is not None and "remove" in request.POST:
        return _remove_organisation(request, one, everything, here)
    initial = {"name": one.name, "kind": one.kind} if one else None
    form = forms.OrganisationForm(posted(request), initial=initial)

    def act() -> str:
        if one is not None:
            operations.change_organisation(organisation=one, by=request.person, **form.cleaned_data)
            return gettext("Saved.")
        added = operations.add_organisation(by=request.person, **form.cleaned_data)
        return gettext("%(name)s was added.") % {"name": added.name}

    return form_page(
        request,
        form,
        act,
        of=one,
        template="people/places/organisation_edit.html",
        done=here,
        context={"one": one},
    )


def _remove_organisation(request: PersonRequest, one: Organisation, done: str, refused: str) -> HttpResponse:
    def act() -> str:
        operations.remove_organisation(organisation=one, by=request.person)
        return gettext("%(name)s was removed.") % {"name": one.name}

    return button_page(request, act, of=None, done=done, refused=refused)


@page_for(*KEEPERS)
def unit_edit(request: PersonRequest, organisation_id: int, unit_id: int | None = None) -> HttpResponse:
    """Add a unit, change one, or remove an empty one."""
    whole = get_object_or_404(queries.organisations(), pk=organisation_id)
    unit = get_object_or_404(whole.units, pk=unit_id) if unit_id else None
    done = reverse("people:organisation", args=[request.academy.slug, whole.pk])
    if unit is not None and "remove" in request.POST:
        return _remove_unit(request, unit, done)
    initial = {"name": unit.name, "parent": unit.parent_id or ""} if unit else None
    form = forms.UnitForm(posted(request), organisation=whole, unit=unit, initial=initial)

    def act() -> str:
        name, parent = form.cleaned_data["name"], form.chosen_parent()
        if unit is not None:
            operations.change_unit(unit=unit, name=name, parent=parent, by=request.person)
        else:
            operations.add_unit(organisation=whole, name=name, parent=parent, by=request.person)
        return gettext("Saved.")

    return form_page(
        request,
        form,
        act,
        of=unit,
        template="people/places/unit_edit.html",
        done=done,
        context={"one": whole, "unit": unit},
    )


def _remove_unit(request: PersonRequest, unit: Unit, done: str) -> HttpResponse:
    def act() -> str:
        operations.remove_unit(unit=unit, by=request.person)
        return gettext("%(name)s was removed.") % {"name": unit.name}

    return button_page(request, act, of=None, done=done)
