"""How many signed up for a round: per organisation, per moment, and who stays alone?

Counted by the database, never by reading everybody: the pages that show it must stay fast with ten thousand.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from vakwerk.circles.models import Round, SignUp, SignUpSlot, Slot
from vakwerk.circles.rounds import queries
from vakwerk.people.models import KIND_OF_ORGANISATION, Kind, Person


@dataclass(frozen=True)
class SignedAt:
    """How many of an organisation signed up; ``organisation_id`` is ``None`` for people of no organisation."""

    organisation_id: int | None
    name: str
    kind: str
    people: int


def signed_per_organisation(round_: Round) -> list[SignedAt]:
    """Return how many of each organisation signed up, by name."""
    rows = (
        queries.sign_ups(round_)
        .order_by("organisation_name")
        .values_list("organisation_id", "organisation_name", "organisation_kind")
        .annotate(people=Count("pk"))
    )
    return [SignedAt(pk, name or "", kind or "", people) for pk, name, kind, people in rows]


def count_by_kind(organisations: Iterable[SignedAt]) -> dict[str, int]:
    """Return how many colleagues, partners and residents signed up."""
    found = dict.fromkeys(Kind.values, 0)
    for one in organisations:
        found[KIND_OF_ORGANISATION.get(one.kind, Kind.COLLEAGUE)] += one.people
    return found


def slots_with_counts(round_: Round) -> list[Any]:
    """Return the slots of a round, each with how many chose it (``chosen``)."""
    slots: list[Any] = list(Slot.objects.filter(round=round_))
    # Asked apart: as a part of one query, PostgreSQL read the sign-ups once for every slot.
    rows = SignUpSlot.objects.filter(
        slot__in=[slot.pk for slot in slots],
        sign_up__in=SignUp.objects.filter(round=round_, state=SignUp.State.SIGNED).values("pk"),
    )
    chosen = dict(rows.order_by().values_list("slot").annotate(count=Count("pk")))
    for slot in slots:
        slot.chosen = chosen.get(slot.pk, 0)
    return slots


def people_alone(round_: Round, *, full_slots: Collection[int]) -> QuerySet[Person]:
    """Return who signed up for none of the slots that enough people chose."""
    served = SignUpSlot.objects.filter(slot__in=full_slots)
    rows = SignUp.objects.filter(round=round_, state=SignUp.State.SIGNED)
    alone = rows.exclude(pk__in=served.values("sign_up_id"))
    return Person.objects.filter(pk__in=alone.values("person_id"))
