"""Where do people belong? Organisations, their units, and who has which place in them."""

from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, FilteredRelation, Func, Model, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from vakwerk.people.models import Membership, Organisation, Person, Unit, joins_as, kinds_joining_as

_Row = TypeVar("_Row", bound=Model)


def memberships_of(person: Person) -> list[Membership]:
    """Return the places of a person, the one that lists show first."""
    return list(person.memberships.select_related("organisation", "unit__parent"))


def main_places() -> QuerySet[Membership]:
    """Return of everybody who has one the place that lists show; it also says as what they join in."""
    return Membership.objects.filter(is_main=True)


def places_on(day: date) -> QuerySet[Membership]:
    """Return the places that have not ended on a day, main or not."""
    return Membership.objects.filter(Q(until=None) | Q(until__gte=day))


def with_main_place(rows: QuerySet[_Row], person: str = "") -> QuerySet[_Row]:
    """Load the place that lists show, for ``whereabouts.main_place``.

    ``person``: the path from a row to its person, for rows that are none.
    """
    places = main_places().select_related("organisation", "unit__parent")
    return rows.prefetch_related(Prefetch(_memberships(person), places, to_attr="main_places"))


def sortable_by_main_place(rows: QuerySet[Any], person: str = "") -> QuerySet[Any]:
    """Let rows be sorted and filtered by ``main``, the place that lists show; looked at only where asked for."""
    path = _memberships(person)
    found: QuerySet[Any] = rows.annotate(main=FilteredRelation(path, condition=Q((f"{path}__is_main", True))))
    return found


def joining_as(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    """Keep who joins in as ``kind``, of rows from ``sortable_by_main_place``."""
    found = Q(main__organisation__kind__in=kinds_joining_as(kind))
    return rows.filter(found | Q(main=None) if kind == joins_as(None) else found)


def _memberships(person: str) -> str:
    return f"{person}__memberships" if person else "memberships"


def organisations() -> QuerySet[Organisation]:
    """Return the organisations, by name."""
    return Organisation.objects.order_by("name", "pk")


def organisations_with_counts() -> QuerySet[Organisation]:
    """Return the organisations with how many people and units they have."""
    units_of = Unit.objects.filter(organisation=OuterRef("pk"))
    return organisations().annotate(
        people=_count(_held_by_those_here().filter(organisation=OuterRef("pk")), "organisation"),
        parts=_count(units_of, "organisation"),
    )


def units() -> QuerySet[Unit]:
    """Return the units of all organisations, by the name of the organisation and their own."""
    return Unit.objects.select_related("organisation").order_by("organisation__name", "name", "pk")


def units_with_counts(organisation: Organisation) -> QuerySet[Unit]:
    """Return the units of an organisation with how many people they have."""
    here = _held_by_those_here().filter(unit=OuterRef("pk"))
    return organisation.units.select_related("parent").annotate(people=_count(here, "unit"))


def _held_by_those_here() -> QuerySet[Membership]:
    return Membership.objects.filter(person__left_on=None, person__erased_at=None)


def _count(rows: QuerySet[Any], by: str) -> Func:
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def unit_parents(organisation: Organisation) -> dict[int, list[int]]:
    """Return for each unit that is a part of another, that other."""
    found = organisation.units.exclude(parent=None).values_list("pk", "parent_id")
    return {unit: [parent] for unit, parent in found}
