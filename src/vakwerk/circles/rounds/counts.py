"""How many signed up for a round: per organisation, per moment, and who stays alone?

Counted by the database, never by reading everybody: the pages that show it must stay fast with ten thousand.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from vakwerk.circles.models import Round, SignUp, SignUpSlot, Slot
from vakwerk.people.models import KIND_OF_ORGANISATION, Kind, Membership, Organisation, Person


@dataclass(frozen=True)
class SignedAt:
    """How many of an organisation signed up; ``organisation_id`` is ``None`` for people of no organisation."""

    organisation_id: int | None
    name: str
    kind: str
    people: int


def signed_per_organisation(round_: Round, *, signed: int) -> list[SignedAt]:
    """Return how many of each organisation signed up, by name; those of no organisation come last.

    ``signed``: how many signed up in all.
    """
    rows = SignUp.objects.filter(round=round_, state=SignUp.State.SIGNED)
    # From the places, without a look at the people themselves: there can be ten thousand.
    at = Membership.objects.filter(is_main=True, person__in=rows.values("person_id"))
    counted = dict(at.order_by().values_list("organisation").annotate(people=Count("pk")))
    organisations = Organisation.objects.filter(pk__in=counted).order_by("name", "pk")
    found = [SignedAt(one.pk, one.name, one.kind, counted[one.pk]) for one in organisations]
    homeless = signed - sum(counted.values())
    return [*found, SignedAt(None, "", "", homeless)] if homeless else found


def count_by_kind(organisations: Iterable[SignedAt]) -> dict[str, int]:
    """Return how many colleagues, partners and residents signed up."""
    found = dict.fromkeys(Kind.values, 0)
    for one in organisations:
        found[KIND_OF_ORGANISATION.get(one.kind, Kind.COLLEAGUE)] += one.people
    return found


def slots_with_counts(round_: Round) -> list[Any]:
    """Return the slots of a round, each with how many chose it (``chosen``)."""
    slots: list[Any] = list(Slot.objects.filter(round=round_))
    rows = SignUpSlot.objects.filter(slot__in=[slot.pk for slot in slots])
    chosen = _per_slot(rows)
    # All, less the few who withdrew: quicker than to look up for each choice whether it still holds.
    gone = SignUp.objects.filter(round=round_).exclude(state=SignUp.State.SIGNED)
    withdrawn = _per_slot(rows.filter(sign_up__in=gone.values("pk")))
    for slot in slots:
        slot.chosen = chosen.get(slot.pk, 0) - withdrawn.get(slot.pk, 0)
    return slots


def _per_slot(rows: QuerySet[SignUpSlot]) -> dict[int, int]:
    return dict(rows.order_by().values_list("slot").annotate(count=Count("pk")))


def people_alone(round_: Round, *, full: Collection[int], thin: Collection[int]) -> QuerySet[Person]:
    """Return who signed up only for slots that too few people chose.

    ``full``: slots that enough people chose, ``thin``: the others; nobody signs up without a slot. Starts from
    the few who chose a thin one, so that it is quick with ten thousand.
    """
    if not thin:
        return Person.objects.none()
    rows = SignUp.objects.filter(round=round_, state=SignUp.State.SIGNED)
    rows = rows.filter(pk__in=SignUpSlot.objects.filter(slot__in=thin).values("sign_up_id"))
    served = SignUpSlot.objects.filter(sign_up=OuterRef("pk"), slot__in=full)
    return Person.objects.filter(pk__in=rows.exclude(Exists(served)).values("person_id"))
