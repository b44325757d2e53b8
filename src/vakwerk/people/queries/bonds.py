"""Who stands above whom?"""

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from vakwerk.foundation.many import one_of
from vakwerk.people.models import Bond, Person
from vakwerk.people.queries.persons import here


def bonds_above(person: Person) -> list[Bond]:
    """Return who stands above a person."""
    return list(person.bonds_above.select_related("senior").order_by("kind", "senior__sort_key", "id"))


def bonds_below(person: Person) -> QuerySet[Bond]:
    """Return whom a person stands above."""
    return person.bonds_below.select_related("person").order_by("kind", "person__sort_key", "id")


def with_bonds_above(found: QuerySet[Person]) -> QuerySet[Person]:
    """Add who stands above each person, for downloads."""
    return found.prefetch_related(
        Prefetch("bonds_above", Bond.objects.select_related("senior").order_by("id"))
    )


def bonds_of(ids: Iterable[int]) -> QuerySet[Bond]:
    """Return what ties people to those above and below them."""
    if not (people := list(ids)):
        return Bond.objects.none()
    return Bond.objects.filter(Q(person__in=one_of(people)) | Q(senior__in=one_of(people)))


def managed_by(person: Person) -> QuerySet[Person]:
    """Return the people whom a person manages, also those who left."""
    return Person.objects.filter(bonds_above__senior=person, bonds_above__kind=Bond.Kind.MANAGER)


def managers_of(person: Person) -> QuerySet[Person]:
    """Return the people who manage a person and are here."""
    return here().filter(bonds_below__person=person, bonds_below__kind=Bond.Kind.MANAGER)


def managers() -> dict[int, set[int]]:
    """Return for everybody who has one the people who manage them."""
    found: dict[int, set[int]] = {}
    for person, senior in Bond.objects.filter(kind=Bond.Kind.MANAGER).values_list("person_id", "senior_id"):
        found.setdefault(person, set()).add(senior)
    return found
