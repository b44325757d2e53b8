"""Who is there, and who may see whom? Every way from an id to a person starts here."""

from collections.abc import Collection

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models
from django.db.models import (
    CharField,
    Exists,
    F,
    FilteredRelation,
    Func,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import StrIndex
from django.http import Http404

from vakwerk.foundation.roles import Role
from vakwerk.people import rules
from vakwerk.people.models import (
    Account,
    Bond,
    Handover,
    Invitation,
    Membership,
    Organisation,
    Person,
    RoleAssignment,
    Unit,
)


def person_of_account(account_id: int) -> Person | None:
    """Return the person whom an account stands for in the current academy, with roles, or ``None``: one query."""
    held = RoleAssignment.objects.filter(person=OuterRef("pk")).order_by().values("role")
    found = (
        Person.objects.filter(account_id=account_id, left_on=None).annotate(held=ArraySubquery(held)).first()
    )
    if found is not None:
        found.roles = frozenset(Role(role) for role in found.held)
    return found


def people() -> QuerySet[Person]:
    """Return everybody who was not erased, in the order of lists."""
    return Person.objects.filter(erased_at=None)


def people_with_place() -> QuerySet[Person]:
    """Return everybody with roles, and their main place in ``main_places``: what lists show."""
    return people().prefetch_related(
        "role_assignments",
        Prefetch(
            "memberships",
            Membership.objects.filter(is_main=True).select_related("organisation", "unit__parent"),
            to_attr="main_places",
        ),
    )


def people_for_table() -> QuerySet[Person]:
    """Return what the list of people shows; it can sort and filter by ``main``, the place that lists show."""
    main = FilteredRelation("memberships", condition=models.Q(memberships__is_main=True))
    return people_with_place().annotate(main=main)


def with_bonds_above(found: QuerySet[Person]) -> QuerySet[Person]:
    """Add who stands above each person, for downloads."""
    return found.prefetch_related(
        Prefetch("bonds_above", Bond.objects.select_related("senior").order_by("id"))
    )


def person_or_404(person_id: int) -> Person:
    """Return a person of the current academy who was not erased.

    :raises Http404: when there is none.
    """
    person = people_with_place().filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


def person_with_email(email: str) -> Person | None:
    """Return who has this address, in capitals or not."""
    return Person.objects.filter(email__iexact=email.strip()).first()


def person_with_reference(reference: str) -> Person | None:
    """Return who has this personnel number."""
    return Person.objects.filter(reference=" ".join(reference.split())).first()


def people_like(text: str, *, limit: int = 20) -> list[Person]:
    """Return people whose name or address contains every word of ``text``, to choose from."""
    return list(searched(people_with_place().filter(left_on=None), text)[:limit])


def searched(found: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Keep people whose name or address contains every word of ``text``, or who have it as number."""
    by_words = models.Q()
    for word in rules.search_key(text).split():
        by_words &= models.Q(search_key__contains=word)
    return found.filter(by_words | models.Q(reference__iexact=text.strip()))


def memberships_of(person: Person) -> list[Membership]:
    """Return the places of a person, the one that lists show first."""
    return list(person.memberships.select_related("organisation", "unit__parent"))


def bonds_above(person: Person) -> list[Bond]:
    """Return who stands above a person."""
    return list(person.bonds_above.select_related("senior").order_by("kind", "senior__sort_key", "id"))


def bonds_below(person: Person) -> QuerySet[Bond]:
    """Return whom a person stands above."""
    return person.bonds_below.select_related("person").order_by("kind", "person__sort_key", "id")


def managers() -> dict[int, set[int]]:
    """Return for everybody who has one the people who manage them."""
    found: dict[int, set[int]] = {}
    for person, senior in Bond.objects.filter(kind=Bond.Kind.MANAGER).values_list("person_id", "senior_id"):
        found.setdefault(person, set()).add(senior)
    return found


def _colleagues() -> Exists:
    """Tell who works for the municipality: they are named in their work."""
    return Exists(
        Membership.objects.filter(
            person=OuterRef("pk"), is_main=True, organisation__kind=Organisation.Kind.MUNICIPALITY
        )
    )


def nameable_in_public(person_ids: Collection[int]) -> set[int]:
    """Return who of these may be named where everybody reads it.

    Colleagues of the municipality in their work; partners, residents and people of no organisation only if they
    said so themselves.
    """
    found = Person.objects.filter(_colleagues() | ~Q(named_in_public_at=None), pk__in=person_ids)
    return set(found.filter(erased_at=None).values_list("pk", flat=True))


def unnamed_in_public(text: str) -> list[str]:
    """Return the full names of all others, of those only whose surname stands in ``text``.

    There are far more people than anybody writes about at once.
    """
    surname = Func(F("sort_key"), Value(", "), Value(1), function="split_part", output_field=CharField())
    found = (
        Person.objects.filter(~_colleagues(), named_in_public_at=None, erased_at=None)
        .exclude(family_name="")
        .annotate(at=StrIndex(Value(rules.search_key(text)), surname))
        .filter(at__gt=0)
    )
    return [f"{given} {family}" for given, family in found.values_list("given_name", "family_name")]


def locked_roles(person: Person) -> frozenset[Role]:
    """Return a person's roles, and make whoever changes an administrator wait."""
    list(RoleAssignment.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk"))
    return frozenset(Role(role) for role in person.role_assignments.values_list("role", flat=True))


def administrators_besides(person: Person) -> int:
    """Count the administrators who are here, besides one."""
    return (
        RoleAssignment.objects.filter(role=Role.ADMINISTRATOR, person__left_on=None)
        .exclude(person=person)
        .count()
    )


def administrator_ids() -> frozenset[int]:
    """Return the administrators who are here."""
    found = RoleAssignment.objects.filter(role=Role.ADMINISTRATOR, person__left_on=None)
    return frozenset(found.values_list("person_id", flat=True))


def handovers() -> QuerySet[Handover]:
    """Return what people who left did for others and nobody took over yet, the last first."""
    return Handover.objects.filter(settled_at=None).select_related("person")


def handover_or_404(handover_id: int) -> Handover:
    """Return something to take over, settled or not.

    :raises Http404: when there is none.
    """
    found = Handover.objects.select_related("person").filter(pk=handover_id).first()
    if found is None:
        raise Http404
    return found


def organisations() -> QuerySet[Organisation]:
    """Return the organisations with how many people and units they have."""
    here = Membership.objects.filter(
        organisation=OuterRef("pk"), person__left_on=None, person__erased_at=None
    )
    units = Unit.objects.filter(organisation=OuterRef("pk"))
    return Organisation.objects.annotate(
        people=_count(here, "organisation"), parts=_count(units, "organisation")
    )


def units(organisation: Organisation) -> QuerySet[Unit]:
    """Return the units of an organisation with how many people they have."""
    here = Membership.objects.filter(unit=OuterRef("pk"), person__left_on=None, person__erased_at=None)
    return organisation.units.select_related("parent").annotate(people=_count(here, "unit"))


def _count(rows: QuerySet[models.Model], by: str) -> models.Func:
    counted = rows.order_by().values(by).annotate(count=models.Count("pk")).values("count")
    return models.functions.Coalesce(Subquery(counted), 0)


def unit_parents(organisation: Organisation) -> dict[int, list[int]]:
    """Return for each unit that is a part of another, that other."""
    found = organisation.units.exclude(parent=None).values_list("pk", "parent_id")
    return {unit: [parent] for unit, parent in found}


def disciplines() -> list[str]:
    """Return the disciplines that people have, in order."""
    found = (
        people().exclude(discipline="").order_by("discipline").values_list("discipline", flat=True).distinct()
    )
    return list(found[:300])


def guests() -> QuerySet[Invitation]:
    """Return the invitations with whom they are for, and their place."""
    return (
        Invitation.objects.filter(person__erased_at=None)
        .select_related("person")
        .prefetch_related(
            Prefetch(
                "person__memberships",
                Membership.objects.filter(is_main=True).select_related("organisation"),
                to_attr="main_places",
            )
        )
    )


def account_is_known(account: Account) -> bool:
    """Tell whether any academy has a person with this account, whichever academy is current."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('vakwerk.account', %s, true)", [str(account.pk)])
        try:
            return Person.objects.filter(account=account).exists()
        finally:
            cursor.execute("SELECT set_config('vakwerk.account', '', true)")
