"""The list of people, and the page of one."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import refusals
from vakwerk.foundation.pages import form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tables import Column, Filter, Table
from vakwerk.people import forms, operations, queries, rules
from vakwerk.people.access import KEEPERS, PersonRequest, page_for
from vakwerk.people.guests.operations import invite_at_new_address
from vakwerk.people.intake.rules.headers import Field
from vakwerk.people.intake.wording import FIELDS
from vakwerk.people.models import Bond, Kind, Membership, Organisation, Person
from vakwerk.people.sections import sections_about
from vakwerk.people.whereabouts import address, joins_as, main_place


def _of_place(read: Callable[[Membership], Any]) -> Callable[[Person], Any]:
    return lambda row: read(place) if (place := main_place(row)) else ""


def _above(kind: str) -> Callable[[Person], str]:
    def read(row: Person) -> str:
        return "; ".join(
            bond.senior.reference or bond.senior.email or bond.senior.name
            for bond in row.bonds_above.all()
            if bond.kind == kind
        )

    return read


def _roles(row: Person) -> str:
    return ", ".join(str(role.label) for role in sorted(row.roles, key=list(Role).index))


def _who(rows: QuerySet[Person], who: str) -> QuerySet[Person]:
    match who:
        case "left":
            return rows.exclude(left_on=None)
        case "leaving":
            return rows.exclude(leaves_on=None)
    return rows


def _organisation(rows: Any, organisation: str) -> Any:
    # Any: the query adds ``main``, which the model does not have.
    return rows.filter(main__organisation=int(organisation))


PERSONS: Table[Person] = Table(
    name=_("People"),
    columns=(
        Column("reference", FIELDS[Field.REFERENCE], lambda row: row.reference, download_only=True),
        Column("given", FIELDS[Field.GIVEN_NAME], lambda row: row.given_name, download_only=True),
        Column("family", FIELDS[Field.FAMILY_NAME], lambda row: row.family_name, download_only=True),
        Column(
            "name",
            _("name and work"),
            None,
            order=("sort_key",),
            template="people/persons/cell_name.html",
        ),
        Column("email", FIELDS[Field.EMAIL], lambda row: row.email, download_only=True),
        Column("phone", FIELDS[Field.PHONE], lambda row: row.phone, download_only=True),
        Column(
            "organisation",
            FIELDS[Field.ORGANISATION],
            _of_place(lambda place: place.organisation.name),
            order=("main__organisation__name", "sort_key"),
            note=_of_place(lambda place: place.unit.name if place.unit else ""),
        ),
        Column(
            "organisation_kind",
            FIELDS[Field.ORGANISATION_KIND],
            _of_place(lambda place: place.organisation.get_kind_display()),
            download_only=True,
        ),
        Column(
            "unit",
            FIELDS[Field.UNIT],
            _of_place(lambda place: place.unit.name if place.unit else ""),
            download_only=True,
        ),
        Column(
            "parent",
            FIELDS[Field.PARENT_UNIT],
            _of_place(lambda place: place.unit.parent.name if place.unit and place.unit.parent else ""),
            download_only=True,
        ),
        Column(
            "title", FIELDS[Field.JOB_TITLE], _of_place(lambda place: place.job_title), download_only=True
        ),
        Column("kind", _("joins as"), None, template="people/persons/cell_kind.html"),
        Column(
            "discipline",
            FIELDS[Field.DISCIPLINE],
            lambda row: row.discipline,
            order=("discipline", "sort_key"),
        ),
        Column(
            "seniority",
            FIELDS[Field.SENIORITY],
            lambda row: row.get_seniority_display(),
            download_only=True,
        ),
        Column(
            "orientation",
            FIELDS[Field.ORIENTATION],
            lambda row: row.get_orientation_display(),
            download_only=True,
        ),
        Column("manager", FIELDS[Field.MANAGER], _above(Bond.Kind.MANAGER), download_only=True),
        Column("assessor", FIELDS[Field.ASSESSOR], _above(Bond.Kind.ASSESSOR), download_only=True),
        Column("since", FIELDS[Field.SINCE], _of_place(lambda place: place.since), download_only=True),
        Column("roles", FIELDS[Field.ROLE], _roles),
    ),
    filters=(
        Filter(
            "organisation",
            _("Organisation"),
            lambda: [(str(pk), name) for pk, name in Organisation.objects.values_list("pk", "name")],
            _organisation,
        ),
        Filter("kind", _("Joins as"), lambda: Kind.choices, queries.joining_as),
        Filter(
            "role",
            _("Role"),
            lambda: Role.choices,
            lambda rows, role: rows.filter(role_assignments__role=role),
        ),
        Filter(
            "discipline",
            _("Discipline"),
            lambda: [(one, one) for one in queries.disciplines()],
            lambda rows, discipline: rows.filter(discipline=discipline),
        ),
        Filter(
            "who",
            _("Who"),
            lambda: [
                ("leaving", _("who leave soon")),
                ("left", _("who left")),
                ("all", _("everybody")),
            ],
            _who,
            anything=_("who are here"),
        ),
    ),
    search=queries.searched,
    search_label=_("Search by name, e-mail or personnel number"),
    order="name",
    counted=lambda count: ngettext("%(count)s person", "%(count)s people", count) % {"count": count},
    empty=_("There is nobody yet. Import the file that you have, or add people one by one."),
)


@page_for(*KEEPERS)
def persons(request: PersonRequest) -> HttpResponse:
    """Show everybody."""
    found = queries.people_for_table()
    if request.GET.get("who") not in {"left", "all"}:
        found = found.filter(left_on=None)
    if PERSONS.is_download(request):
        return PERSONS.download(request, queries.with_bonds_above(found))
    return render(request, "people/persons/persons.html", {"table": PERSONS.page(request, found)})


@page_for(*KEEPERS)
def person(request: PersonRequest, person_id: int) -> HttpResponse:
    """Show one person: who they are, where they belong, and who stands above and below them."""
    one = queries.person_or_404(person_id)
    below = queries.bonds_below(one)
    reason = rules.reason_not_to_let_go(
        by=request.person.roles,
        of=one.roles,
        themself=one == request.person,
        other_administrators=queries.administrators_besides(one),
    )
    return render(
        request,
        "people/persons/person.html",
        {
            "one": one,
            "kind": joins_as(one),
            "places": queries.memberships_of(one),
            "above": queries.bonds_above(one),
            "below": below[:50],
            "below_count": below.count(),
            "roles": [role.label for role in sorted(one.roles, key=list(Role).index)],
            "stays": refusals.say(reason),
            "sections": sections_about(one, viewer=request.person),
        },
    )


@page_for(*KEEPERS)
def person_new(request: PersonRequest) -> HttpResponse:
    """Add somebody."""
    form = forms.AddPersonForm(
        posted(request),
        initial={"organisation": request.GET.get("organisation")},
    )

    def act() -> str:
        added = operations.add_person(facts=form.facts(), by=request.person, **form.place())
        return gettext("%(name)s was added.") % {"name": added.name}

    return form_page(
        request,
        form,
        act,
        of=None,
        template="people/persons/new.html",
        done=reverse("people:persons", args=[request.academy.slug]),
    )


@page_for(*KEEPERS)
def person_edit(request: PersonRequest, person_id: int) -> HttpResponse:
    """Change what is known of a person."""
    one = queries.person_or_404(person_id)
    form = forms.PersonForm(posted(request), initial=forms.PersonForm.initial_of(one))

    def act() -> str:
        changed = operations.change_person(person=one, facts=form.facts(), by=request.person)
        if "email" in changed and invite_at_new_address(person=one, by=request.person, now=timezone.now()):
            return gettext("Saved. %(name)s gets the invitation at the new address.") % {"name": one.name}
        return gettext("Saved.") if changed else gettext("Nothing was changed.")

    return form_page(
        request,
        form,
        act,
        of=one,
        template="people/persons/edit.html",
        done=address(one),
        context={"one": one},
    )


@page_for(*KEEPERS)
def person_roles(request: PersonRequest, person_id: int) -> HttpResponse:
    """Give and take roles."""
    one = queries.person_or_404(person_id)
    mine = rules.may_give(request.person.roles)
    form = forms.RolesForm(posted(request), may_give=mine, initial={"roles": list(one.roles)})

    def act() -> str:
        kept = one.roles - mine
        operations.set_roles(
            person=one, roles={Role(role) for role in form.cleaned_data["roles"]} | kept, by=request.person
        )
        return gettext("Saved.")

    return form_page(
        request,
        form,
        act,
        of=one,
        template="people/persons/roles.html",
        done=address(one),
        context={"one": one, "kept": [role.label for role in one.roles - mine]},
    )


@page_for(*KEEPERS)
def person_erase(request: PersonRequest, person_id: int) -> HttpResponse:
    """Erase everything about a person, after a yes."""
    one = queries.person_or_404(person_id)
    name = one.name
    form = forms.EraseForm(posted(request))

    def act() -> str:
        operations.erase_person(person=one, now=timezone.now(), today=timezone.localdate(), by=request.person)
        return gettext("The data of %(name)s were erased.") % {"name": name}

    return form_page(
        request,
        form,
        act,
        of=None,
        template="people/persons/erase.html",
        done=reverse("people:persons", args=[request.academy.slug]),
        context={"one": one, "name": name},
    )
