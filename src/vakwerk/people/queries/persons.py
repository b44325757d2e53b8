"""Who is there, and in which role? Every way from an id to a person starts here."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from vakwerk.foundation.many import one_of
from vakwerk.foundation.roles import Role
from vakwerk.people import rules
from vakwerk.people.models import Account, Invitation, Person, RoleAssignment
from vakwerk.people.queries.places import sortable_by_main_place, with_main_place


def person_of_account(account_id: int) -> Person | None:
    """Return the person whom an account stands for in the current academy, with roles, or ``None``: one query."""
    held = RoleAssignment.objects.filter(person=OuterRef("pk")).order_by().values("role")
    found = here().filter(account_id=account_id).annotate(held=ArraySubquery(held)).first()
    if found is not None:
        found.roles = frozenset(Role(role) for role in found.held)
    return found


def people() -> QuerySet[Person]:
    """Return everybody who was not erased, in the order of lists."""
    return Person.objects.filter(erased_at=None)


def here() -> QuerySet[Person]:
    """Return everybody who is in the academy now: who did not leave, and was not erased."""
    return people().filter(left_on=None)


def in_role(role: Role) -> QuerySet[Person]:
    """Return everybody who is here and has a role."""
    return here().filter(role_assignments__role=role)


def with_ids(ids: Iterable[int]) -> QuerySet[Person]:
    """Return people by what names them elsewhere, whether or not they left or were erased."""
    wanted = list(ids)
    return Person.objects.filter(pk__in=one_of(wanted)) if wanted else Person.objects.none()


def person_with_id(person_id: int | None) -> Person | None:
    """Return who did something, as far as a number tells; ``None``: nobody in particular, or their row is gone."""
    return Person.objects.filter(pk=person_id).first() if person_id else None


def held(ids: Iterable[int]) -> QuerySet[Person]:
    """Return people as they are now, who can neither leave nor change until the transaction ends.

    Always in the same order, so that two who hold the same people take turns; before what they sit in is held,
    since leaving does it in that order too.
    """
    return with_ids(ids).select_for_update(of=("self",), no_key=True).order_by("pk")


def people_with_place() -> QuerySet[Person]:
    """Return everybody with roles, and their main place in ``main_places``: what lists show."""
    return with_main_place(people().prefetch_related("role_assignments"))


def people_for_table() -> QuerySet[Any]:
    """Return what the list of people shows; it can sort and filter by ``main``, the place that lists show."""
    return sortable_by_main_place(people_with_place())


def person_or_404(person_id: int) -> Person:
    """Return a person of the current academy who was not erased.

    :raises Http404: when there is none.
    """
    return get_object_or_404(people_with_place(), pk=person_id)


def person_with_email(email: str) -> Person | None:
    """Return who has this address, in capitals or not."""
    return Person.objects.filter(email__iexact=email.strip()).first()


def person_with_reference(reference: str) -> Person | None:
    """Return who has this personnel number."""
    return Person.objects.filter(reference=" ".join(reference.split())).first()


def people_like(text: str, *, limit: int = 20) -> list[Person]:
    """Return people whose name or address contains every word of ``text``, to choose from."""
    return list(searched(with_main_place(here()), text)[:limit])


def searched(found: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Keep people whose name or address contains every word of ``text``, or who have it as number."""
    by_words = Q()
    for word in rules.search_key(text).split():
        by_words &= Q(search_key__contains=word)
    return found.filter(by_words | Q(reference__iexact=text.strip()))


def locked_roles(person: Person) -> frozenset[Role]:
    """Return a person's roles, and make whoever changes an administrator wait."""
    list(RoleAssignment.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk"))
    return frozenset(Role(role) for role in person.role_assignments.values_list("role", flat=True))


def administrators_besides(person: Person) -> int:
    """Count the administrators who are here, besides one."""
    return in_role(Role.ADMINISTRATOR).exclude(pk=person.pk).count()


def administrator_ids() -> frozenset[int]:
    """Return the administrators who are here."""
    return frozenset(in_role(Role.ADMINISTRATOR).values_list("pk", flat=True))


def disciplines() -> list[str]:
    """Return the disciplines that people have, in order."""
    found = (
        people().exclude(discipline="").order_by("discipline").values_list("discipline", flat=True).distinct()
    )
    return list(found[:300])


def guests() -> QuerySet[Invitation]:
    """Return the invitations with whom they are for, and their place."""
    found = Invitation.objects.filter(person__erased_at=None).select_related("person")
    return with_main_place(found, "person")


def account_is_known(account: Account) -> bool:
    """Tell whether any academy has a person with this account, whichever academy is current."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('vakwerk.account', %s, true)", [str(account.pk)])
        try:
            return Person.objects.filter(account=account).exists()
        finally:
            cursor.execute("SELECT set_config('vakwerk.account', '', true)")
