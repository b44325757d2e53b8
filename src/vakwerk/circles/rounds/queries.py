"""Which calls are there, whom are they for, and who signed up?"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from vakwerk.circles.models import (
    Circle,
    Pairing,
    Proposal,
    Round,
    RoundAudience,
    SignUp,
    SignUpSlot,
    Slot,
)
from vakwerk.circles.rounds import files, places, rules
from vakwerk.craft.evidence import ties
from vakwerk.foundation.many import one_of
from vakwerk.foundation.text import numbers_in
from vakwerk.people.models import (
    KIND_OF_ORGANISATION,
    Bond,
    Kind,
    Membership,
    Person,
)
from vakwerk.people.rules import search_key

MOST_FOUND = 20


def rounds() -> QuerySet[Any]:
    """Return every round of the academy, with how many signed up (``signed``)."""
    signed = (
        SignUp.objects.filter(round=OuterRef("pk"), state=SignUp.State.SIGNED)
        .order_by()
        .values("round")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return Round.objects.annotate(signed=Coalesce(Subquery(signed), 0))


def rounds_for_table() -> QuerySet[Any]:
    """Return every round with the number of its published circles (``circle_count``)."""
    circles = (
        Circle.objects.filter(proposal__round=OuterRef("pk"), proposal__state=Proposal.State.PUBLISHED)
        .order_by()
        .values("proposal__round")
        .annotate(count=Count("pk"))
        .values("count")
    )
    found: QuerySet[Any] = (
        rounds().select_related("academy").annotate(circle_count=Coalesce(Subquery(circles), 0))
    )
    return found


def rounds_with_places() -> QuerySet[Any]:
    """Return every round with whom it is for."""
    return rounds().prefetch_related("slots", "audience__organisation", "audience__unit")


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


def _in_audience(audience: Iterable[rules.Audience]) -> Q:
    rows = list(audience)
    whole = {one.organisation_id for one in rows if one.unit_id is None}
    units = places.with_everything_below({one.unit_id for one in rows if one.unit_id is not None})
    return Q(organisation__in=whole) | Q(unit__in=units)


def invited(audience: Iterable[rules.Audience], *, today: date) -> QuerySet[Person]:
    """Return the people whom an audience comes down to; without any, everybody who takes part in circles."""
    rows = list(audience)
    current = Membership.objects.filter(Q(until=None) | Q(until__gte=today))
    if rows:
        current = current.filter(_in_audience(rows))
    # Not as a correlated EXISTS: just after an import, without statistics, that becomes a loop in a loop.
    return Person.objects.filter(left_on=None, pk__in=current.values("person_id"))


def invited_to(round_: Round, *, today: date) -> QuerySet[Person]:
    """Return the people whom a round is for."""
    return invited(
        (rules.Audience(one.organisation_id, one.unit_id) for one in round_.audience.all()), today=today
    )


def is_invited(round_: Round, person: Person, *, today: date) -> bool:
    """Tell whether a round is for this person."""
    return invited_to(round_, today=today).filter(pk=person.pk).exists()


def invited_among(round_: Round, people: Collection[int], *, today: date) -> frozenset[int]:
    """Return for whom of some people a round is."""
    found = invited_to(round_, today=today).filter(pk__in=one_of(people))
    return frozenset(found.values_list("pk", flat=True))


def not_signed_up(round_: Round, *, today: date) -> QuerySet[Person]:
    """Return who is invited and has not answered; who withdrew has answered."""
    answered = SignUp.objects.filter(round=round_)
    return invited_to(round_, today=today).exclude(pk__in=answered.values("person_id"))


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


def sign_ups(round_: Round) -> QuerySet[Any]:
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


def sign_ups_for_table(round_: Round) -> QuerySet[Any]:
    """Return who signed up, with ``person.main_places``; sorts and filters by ``main``, their main place.

    Unlike ``sign_ups`` it looks at places only for the rows of one page, or where asked to sort by them.
    """
    return (
        SignUp.objects.filter(round=round_, state=SignUp.State.SIGNED)
        .select_related("person")
        .prefetch_related(
            "slots",
            Prefetch(
                "person__memberships",
                Membership.objects.filter(is_main=True).select_related("organisation"),
                to_attr="main_places",
            ),
        )
        .annotate(
            main=FilteredRelation("person__memberships", condition=Q(person__memberships__is_main=True))
        )
    )


def search_sign_ups(rows: QuerySet[SignUp], text: str) -> QuerySet[SignUp]:
    """Keep who has every word of ``text`` in name or address."""
    for word in search_key(text).split():
        rows = rows.filter(person__search_key__contains=word)
    return rows


def sign_ups_at(slot_id: str) -> QuerySet[SignUpSlot, int]:
    """Return the keys of who chose a slot."""
    return SignUpSlot.objects.filter(slot_id=slot_id).values_list("sign_up_id", flat=True)


def disciplines_of(round_: Round) -> list[str]:
    """Return the fields of work of who signed up."""
    rows = SignUp.objects.filter(round=round_, state=SignUp.State.SIGNED).exclude(discipline="")
    return list(rows.order_by("discipline").values_list("discipline", flat=True).distinct())


def names_of(person_ids: Collection[int]) -> list[Person]:
    """Return people by name."""
    return list(Person.objects.filter(pk__in=person_ids)) if person_ids else []


def answered_at(round_: Round, people: Collection[int]) -> list[tuple[int, str, str]]:
    """Return of each of these people who answered: who, whether they come, and when they said so last."""
    found = SignUp.objects.filter(round=round_, person__in=people).order_by("person_id")
    return [(one.person_id, one.state, one.signed_at.isoformat()) for one in found]


def to_sign_up(round_: Round, *, today: date) -> QuerySet[Any]:
    """Return who is invited and not signed up, with their main organisation."""
    signed = SignUp.objects.filter(round=round_, state=SignUp.State.SIGNED)
    return (
        invited_to(round_, today=today)
        .exclude(pk__in=signed.values("person_id"))
        .annotate(
            main=FilteredRelation("memberships", condition=Q(memberships__is_main=True)),
            organisation_id=F("main__organisation_id"),
            organisation_name=F("main__organisation__name"),
        )
    )


def people_in_files(round_: Round, *, today: date) -> files.People:
    """Return everybody whom a file can mean, and whether they are invited and signed up."""
    invited_ids = set(invited_to(round_, today=today).values_list("pk", flat=True))
    signed = signed_up_ids(round_)
    by_email, by_reference = {}, {}
    rows = Person.objects.filter(left_on=None)
    for pk, given, family, email, reference in rows.values_list(
        "pk", "given_name", "family_name", "email", "reference"
    ):
        known = files.Known(pk, f"{given} {family}".strip(), pk in invited_ids, pk in signed)
        if email:
            by_email[email.lower()] = known
        if reference:
            by_reference[reference] = known
    return files.People(by_email, by_reference)


def find_signed_up(round_: Round, text: str, *, without: Person | None = None) -> list[Any]:
    """Return who signed up and has every word of ``text`` in name or address, at most one more than shown."""
    rows = search_sign_ups(sign_ups(round_).prefetch_related(None), text)
    if without:
        rows = rows.exclude(person=without)
    return list(rows.order_by("person__sort_key", "pk")[: MOST_FOUND + 1])


def signed_up_with_ids(round_: Round, ids: Iterable[str]) -> dict[str, Person]:
    """Return those people who signed up, by their id as it stands in an address."""
    if not (wanted := numbers_in(ids)):
        return {}
    found = Person.objects.filter(pk__in=wanted, sign_ups__round=round_, sign_ups__state=SignUp.State.SIGNED)
    return {str(person.pk): person for person in found}


def kind_of(person: Person) -> str:
    """Return as what somebody joins in: colleague, partner or resident."""
    main = Membership.objects.filter(person=person, is_main=True).select_related("organisation").first()
    return (
        KIND_OF_ORGANISATION.get(main.organisation.kind, Kind.COLLEAGUE) if main else Kind.COLLEAGUE
    ).value


def sign_up_of(round_: Round, person: Person) -> SignUp | None:
    """Return somebody's sign-up, withdrawn or not, or ``None``."""
    return SignUp.objects.filter(round=round_, person=person).prefetch_related("slots").first()


def pairings(round_: Round) -> QuerySet[Pairing]:
    """Return who must, or must not, sit together."""
    return (
        Pairing.objects.filter(round=round_)
        .select_related("person", "other")
        .order_by("person__sort_key", "id")
    )


def have_bond(one: Person, other: Person) -> bool:
    """Tell whether one of two people manages, assesses or decides about the other."""
    pairs = {(one.pk, other.pk), (other.pk, one.pk)}
    known = Bond.objects.filter(Q(person=one, senior=other) | Q(person=other, senior=one)).exists()
    return known or bool(pairs & ties.around([one.pk]))


def latest_proposal(round_: Round) -> Proposal | None:
    """Return the newest proposal of a round, or ``None``."""
    return Proposal.objects.filter(round=round_).order_by("-number").first()


def calls_for(person: Person, *, today: date) -> list[Round]:
    """Return the open rounds that a person is invited to, the one that closes first in front."""
    open_now = (
        Round.objects.filter(state=Round.State.OPEN, closes_on__gte=today)
        .prefetch_related("audience")
        .order_by("closes_on", "id")
    )
    homes_and_units = list(
        Membership.objects.filter(person=person)
        .filter(Q(until=None) | Q(until__gte=today))
        .values_list("organisation_id", "unit_id")
    )
    calls = list(open_now)
    if not homes_and_units or not calls:
        return []
    units = {unit for _, unit in homes_and_units if unit}
    above = places.with_everything_above(units) if units else frozenset()
    homes = {organisation for organisation, _ in homes_and_units}
    return [call for call in calls if _is_for(list(call.audience.all()), homes, above)]


def _is_for(audience: list[RoundAudience], homes: Collection[int], units: Collection[int]) -> bool:
    if not audience:
        return True
    whole = any(one.unit_id is None and one.organisation_id in homes for one in audience)
    return whole or any(one.unit_id in units for one in audience)


def sign_ups_of(person: Person) -> QuerySet[SignUp]:
    """Return everything a person signed up for, newest first."""
    return (
        SignUp.objects.filter(person=person)
        .select_related("round")
        .prefetch_related("slots__slot")
        .order_by("-round__closes_on", "-id")
    )
