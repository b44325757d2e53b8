"""What does the academy know, to compare a file with? And which files came in?"""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from vakwerk.foundation.models import Job
from vakwerk.people.intake.rules.facts import Academy, Known, Place
from vakwerk.people.models import (
    Bond,
    Membership,
    Organisation,
    PeopleImport,
    PeopleImportRow,
    Person,
    RoleAssignment,
    Unit,
)
from vakwerk.people.rules import may_give, search_key


def academy_as_known(*, by: Person | None, default_organisation_id: int | None) -> Academy:
    """Return everything a file is compared with, in seven queries. ``by``: ``None`` may give every role."""
    roles: dict[int, set[str]] = {}
    for person, role in RoleAssignment.objects.values_list("person_id", "role"):
        roles.setdefault(person, set()).add(role)
    above: dict[int, dict[str, set[int]]] = {}
    bonds = Bond.objects.filter(kind__in=(Bond.Kind.MANAGER, Bond.Kind.ASSESSOR))
    for person, senior, kind in bonds.values_list("person_id", "senior_id", "kind"):
        above.setdefault(person, {}).setdefault(kind, set()).add(senior)
    places = {
        person: (organisation, unit or "", title, since)
        for person, organisation, unit, title, since in Membership.objects.filter(is_main=True).values_list(
            "person_id", "organisation__name", "unit__name", "job_title", "since"
        )
    }
    elsewhere: dict[int, set[str]] = {}
    for person, organisation in Membership.objects.filter(is_main=False).values_list(
        "person_id", "organisation__name"
    ):
        elsewhere.setdefault(person, set()).add(organisation)
    known = [
        Known(
            pk,
            given_name,
            family_name,
            reference,
            email.lower(),
            phone,
            discipline,
            seniority,
            orientation,
            *places.get(pk, ("", "", "", None)),
            frozenset(roles.get(pk, ())),
            {kind: frozenset(ids) for kind, ids in above.get(pk, {}).items()},
            left_on,
            leaves_on,
            frozenset(elsewhere.get(pk, ())),
        )
        for (
            pk, given_name, family_name, reference, email, phone, discipline, seniority, orientation, left_on,
            leaves_on,
        ) in Person.objects.filter(erased_at=None).order_by("pk").values_list(
            "pk", "given_name", "family_name", "reference", "email", "phone", "discipline", "seniority",
            "orientation", "left_on", "leaves_on",
        )
    ]  # fmt: skip
    organisations = list(Organisation.objects.values_list("pk", "name", "kind"))
    units = Unit.objects.values_list("organisation__name", "name", "parent__name")
    return Academy(
        people=known,
        organisations={search_key(name): Place(name, kind) for _pk, name, kind in organisations},
        units={
            (search_key(where), search_key(name)): Place(name, parent or "") for where, name, parent in units
        },
        may_give=may_give(by.roles) if by else may_give(["administrator"]),
        default_organisation=next(
            (name for pk, name, _kind in organisations if pk == default_organisation_id), ""
        ),
    )


def imports() -> QuerySet[PeopleImport]:
    """Return the files that came in, the newest first, without what stands in them."""
    return PeopleImport.objects.defer("content").exclude(state=PeopleImport.State.DROPPED)


def import_or_404(import_id: int) -> PeopleImport:
    """Return a file of the current academy that was not dropped, without what stands in it.

    :raises Http404: when there is none.
    """
    return get_object_or_404(imports(), pk=import_id)


def rows(file: PeopleImport) -> QuerySet[PeopleImportRow]:
    """Return what was found in a file, in the order of the file."""
    return file.rows.order_by("number")


def job_of(file: PeopleImport) -> Job | None:
    """Return the job that checks or takes over a file, if any."""
    return Job.objects.filter(pk=file.job_id).first() if file.job_id else None
