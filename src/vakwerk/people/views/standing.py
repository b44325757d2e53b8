"""The pages on which a person gets a place, or somebody above them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vakwerk.foundation.pages import button_page, confirm_page, form_page, posted
from vakwerk.people import forms, operations, queries
from vakwerk.people.access import KEEPERS, PersonRequest, page_for
from vakwerk.people.models import Bond, Membership, Person
from vakwerk.people.whereabouts import address


@page_for(*KEEPERS)
def place(request: PersonRequest, person_id: int, membership_id: int | None = None) -> HttpResponse:
    """Give a person a place, change one, or end it."""
    one = queries.person_or_404(person_id)
    membership = get_object_or_404(one.memberships, pk=membership_id) if membership_id else None
    if membership is not None and "end" in request.POST:
        return _end_place(request, one, membership)
    initial = (
        forms.PlaceForm.initial_of(membership) if membership else {"is_main": not one.memberships.exists()}
    )
    form = forms.PlaceForm(posted(request), initial=initial)

    def act() -> str:
        operations.place_person(
            person=one,
            by=request.person,
            membership=membership,
            is_main=form.cleaned_data["is_main"],
            **form.place(),
        )
        return gettext("Saved.")

    return form_page(
        request,
        form,
        act,
        of=membership,
        template="people/persons/place.html",
        done=address(one),
        context={"one": one, "membership": membership},
    )


def _end_place(request: PersonRequest, one: Person, membership: Membership) -> HttpResponse:
    def act() -> str:
        operations.end_membership(membership=membership, by=request.person)
        return gettext("%(name)s no longer has this place.") % {"name": one.name}

    return button_page(request, act, of=None, done=address(one))


@page_for(*KEEPERS)
def bond_new(request: PersonRequest, person_id: int) -> HttpResponse:
    """Say who stands above a person, found by a search."""
    one = queries.person_or_404(person_id)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = [other for other in queries.people_like(text, limit=21) if other != one][:20] if text else []
    form = forms.BondForm(posted(request), found=found, initial={"kind": Bond.Kind.MANAGER})

    def act() -> str:
        senior = next((other for other in found if str(other.pk) == form.cleaned_data["senior"]), None)
        if senior is None:
            raise Http404
        operations.add_bond(
            person=one,
            senior=senior,
            kind=form.cleaned_data["kind"],
            since=form.cleaned_data["since"],
            by=request.person,
            source=gettext("written down by %(name)s") % {"name": request.person.name},
        )
        return gettext("Saved. They will never be put in one circle.")

    return form_page(
        request,
        form,
        act,
        of=None,
        template="people/persons/bond.html",
        done=address(one),
        context={
            "one": one,
            "text": text,
            "found": found,
            "search": {"label": gettext("Name or e-mail"), "value": text},
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(*KEEPERS)
def bond_end(request: PersonRequest, person_id: int, bond_id: int) -> HttpResponse:
    """Say what it means to forget who stands above a person, and then forget it."""
    one = queries.person_or_404(person_id)
    bond = get_object_or_404(one.bonds_above.select_related("senior"), pk=bond_id)

    def act() -> str:
        operations.end_bond(bond=bond, by=request.person)
        return gettext("%(name)s no longer manages, assesses or decides about this person.") % {
            "name": bond.senior.name
        }

    return confirm_page(
        request,
        act,
        of=bond,
        template="people/persons/bond_end.html",
        done=address(one),
        context={"one": one, "bond": bond},
    )
