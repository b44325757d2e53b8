"""Who may be named where everybody reads it?"""

from collections.abc import Collection

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import StrIndex

from vakwerk.people import rules
from vakwerk.people.models import Organisation
from vakwerk.people.queries.persons import people
from vakwerk.people.queries.places import main_places


def _colleagues() -> Exists:
    """Tell who works for the municipality: they are named in their work."""
    return Exists(
        main_places().filter(person=OuterRef("pk"), organisation__kind=Organisation.Kind.MUNICIPALITY)
    )


def nameable_in_public(person_ids: Collection[int]) -> set[int]:
    """Return who of these may be named where everybody reads it.

    Colleagues of the municipality in their work; partners, residents and people of no organisation only if they
    said so themselves.
    """
    found = people().filter(_colleagues() | ~Q(named_in_public_at=None), pk__in=person_ids)
    return set(found.values_list("pk", flat=True))


def unnamed_in_public(text: str) -> list[str]:
    """Return the full names of all others, of those only whose surname stands in ``text``.

    There are far more people than anybody writes about at once.
    """
    surname = Func(F("sort_key"), Value(", "), Value(1), function="split_part", output_field=CharField())
    found = (
        people()
        .filter(~_colleagues(), named_in_public_at=None)
        .exclude(family_name="")
        .annotate(at=StrIndex(Value(rules.search_key(text)), surname))
        .filter(at__gt=0)
    )
    return [f"{given} {family}" for given, family in found.values_list("given_name", "family_name")]
