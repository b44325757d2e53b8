"""Which calls are there, whom are they for, and who signed up?"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from vakwerk.circles.models import Pairing, Proposal, Round, RoundAudience, SignUp, Slot
from vakwerk.circles.rounds import rules
from vakwerk.people.models import Bond, Membership, Person, Unit


def rounds() -> QuerySet[Round]:
    """Return every round of the academy, with how many signed up."""
    return Round.objects.annotate(
        signed=Count("sign_ups", filter=Q(sign_ups__state=SignUp.State.SIGNED), distinct=True)
    )


def round_for_composing(round_id: int) -> Round:
    """Return a round with its slots and audience."""
    return Round.objects.prefetch_related("slots", "audience__organisation", "audience__unit").get(
        pk=round_id
    )


def locked(round_: Round) -> Round:
    """Return the round as it is now, held until the transaction ends so that changes take turns."""
    return Round.objects.select_for_update().get(pk=round_.pk)


def plan_of(round_: Round) -> rules.Plan:
    """Return a round as the rules know it."""
    return rules.Plan(
        title=round_.title,
        closes_on=round_.closes_on,
        moments=[
            rules.Moment(slot.first_date, slot.starts_at, slot.ends_at, slot.pk)
            for slot in round_.slots.all()
        ],
        audience=[rules.Audience(one.organisation_id, one.unit_id) for one in round_.audience.all()],
        purpose=round_.purpose,
        sessions=round_.sessions,
        weeks_between=round_.weeks_between,
        size_min=round_.size_min,
        size_max=round_.size_max,
        min_externals=round_.min_externals,
        min_disciplines=round_.min_disciplines,
        min_organisations=round_.min_organisations,
        aims=round_.aims,
        place=round_.place,
    )


def with_everything_below(unit_ids: Collection[int]) -> frozenset[int]:
    """Return the units and all parts of them, however deep."""
    if not unit_ids:
        return frozenset()
    parts: dict[int | None, list[int]] = {}
    for pk, parent in Unit.objects.values_list("pk", "parent_id"):
        parts.setdefault(parent, []).append(pk)
    found, todo = set(), list(unit_ids)
    while todo:
        if (unit := todo.pop()) not in found:
            found.add(unit)
            todo.extend(parts.get(unit, ()))
    return frozenset(found)


def _in_audience(audience: Iterable[rules.Audience]) -> Q:
    rows = list(audience)
    whole = {one.organisation_id for one in rows if one.unit_id is None}
    units = with_everything_below({one.unit_id for one in rows if one.unit_id is not None})
    return Q(organisation__in=whole) | Q(unit__in=units)


def invited(audience: Iterable[rules.Audience], *, today: date) -> QuerySet[Person]:
    """Return the people whom an audience comes down to; without any, everybody who takes part in circles."""
    rows = list(audience)
    people = Person.objects.filter(left_on=None)
    current = Membership.objects.filter(person=OuterRef("pk")).filter(Q(until=None) | Q(until__gte=today))
    if not rows:
        return people.filter(Exists(current))
    return people.filter(Exists(current.filter(_in_audience(rows))))


def invited_to(round_: Round, *, today: date) -> QuerySet[Person]:
    """Return the people whom a round is for."""
    return invited(
        (rules.Audience(one.organisation_id, one.unit_id) for one in round_.audience.all()), today=today
    )


def is_invited(round_: Round, person: Person, *, today: date) -> bool:
    """Tell whether a round is for this person."""
    return invited_to(round_, today=today).filter(pk=person.pk).exists()


def not_signed_up(round_: Round, *, today: date) -> QuerySet[Person]:
    """Return who is invited and has not answered; who withdrew has answered."""
    answered = SignUp.objects.filter(round=round_, person=OuterRef("pk"))
    return invited_to(round_, today=today).filter(~Exists(answered))


def chosen_slots(round_: Round) -> frozenset[int]:
    """Return the slots that somebody relies on."""
    return frozenset(
        Slot.objects.filter(round=round_, chosen_by__sign_up__state=SignUp.State.SIGNED).values_list(
            "pk", flat=True
        )
    ) | frozenset(Slot.objects.filter(round=round_, circles__isnull=False).values_list("pk", flat=True))


def signed_up_ids(round_: Round) -> frozenset[int]:
    """Return the people who signed up."""
    return frozenset(
        SignUp.objects.filter(round=round_, state=SignUp.State.SIGNED).values_list("person_id", flat=True)
    )


def sign_ups(round_: Round) -> QuerySet[SignUp]:
    """Return who signed up, with ``organisation_id``, ``organisation_name`` and ``organisation_kind``."""
    return (
        SignUp.objects.filter(round=round_, state=SignUp.State.SIGNED)
        .select_related("person")
        .prefetch_related("slots")
        .annotate(
            main=FilteredRelation("person__memberships", condition=Q(person__memberships__is_main=True)),
            organisation_id=F("main__organisation_id"),
            organisation_name=F("main__organisation__name"),
            organisation_kind=F("main__organisation__kind"),
        )
    )


def sign_up_of(round_: Round, person: Person) -> SignUp | None:
    """Return somebody's sign-up, withdrawn or not, or ``None``."""
    return SignUp.objects.filter(round=round_, person=person).prefetch_related("slots").first()


def slots_with_counts(round_: Round) -> QuerySet[Slot]:
    """Return the slots of a round, each with how many chose it (``chosen``)."""
    return Slot.objects.filter(round=round_).annotate(
        chosen=Count("chosen_by", filter=Q(chosen_by__sign_up__state=SignUp.State.SIGNED))
    )


def pairings(round_: Round) -> QuerySet[Pairing]:
    """Return who must, or must not, sit together."""
    return (
        Pairing.objects.filter(round=round_)
        .select_related("person", "other")
        .order_by("person__sort_key", "id")
    )


def have_bond(one: Person, other: Person) -> bool:
    """Tell whether one of two people manages, assesses or decides about the other."""
    return Bond.objects.filter(Q(person=one, senior=other) | Q(person=other, senior=one)).exists()


def latest_proposal(round_: Round) -> Proposal | None:
    """Return the newest proposal of a round, or ``None``."""
    return Proposal.objects.filter(round=round_).order_by("-number").first()


def calls_for(person: Person, *, today: date) -> list[Round]:
    """Return the open rounds that a person is invited to, the one that closes first in front."""
    open_now = (
        Round.objects.filter(state=Round.State.OPEN, closes_on__gte=today)
        .prefetch_related("audience", "slots")
        .order_by("closes_on", "id")
    )
    places = list(
        Membership.objects.filter(person=person)
        .filter(Q(until=None) | Q(until__gte=today))
        .values_list("organisation_id", "unit_id")
    )
    calls = list(open_now)
    if not places or not calls:
        return []
    units = {unit for _, unit in places if unit}
    above = _units_above(units) if units else frozenset()
    homes = {organisation for organisation, _ in places}
    return [call for call in calls if _is_for(list(call.audience.all()), homes, above)]


def _is_for(audience: list[RoundAudience], homes: Collection[int], units: Collection[int]) -> bool:
    if not audience:
        return True
    whole = any(one.unit_id is None and one.organisation_id in homes for one in audience)
    return whole or any(one.unit_id in units for one in audience)


def _units_above(unit_ids: Collection[int]) -> frozenset[int]:
    parent = dict(Unit.objects.values_list("pk", "parent_id"))
    found: set[int] = set()
    for unit_id in unit_ids:
        at: int | None = unit_id
        while at is not None and at not in found:
            found.add(at)
            at = parent.get(at)
    return frozenset(found)


def sign_ups_of(person: Person) -> QuerySet[SignUp]:
    """Return everything a person signed up for, newest first."""
    return (
        SignUp.objects.filter(person=person)
        .select_related("round")
        .prefetch_related("slots__slot")
        .order_by("-round__closes_on", "-id")
    )
