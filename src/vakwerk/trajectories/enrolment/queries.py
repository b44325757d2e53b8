"""Who takes part in what, and what does somebody have ahead?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from vakwerk.foundation.roles import Role
from vakwerk.people.models import Membership, Person
from vakwerk.trajectories.enrolment import rules
from vakwerk.trajectories.models import (
    Edition,
    EditionSession,
    Enrolment,
    MemberSeats,
    Trainer,
)

LIVE = tuple(rules.LIVE)
SHOWN = (Edition.State.OPEN, Edition.State.CLOSED, Edition.State.COMPLETED, Edition.State.CANCELLED)


@dataclass(frozen=True)
class Comer:
    """Somebody who comes, as far as enrolling goes. ``organisation_id``: whose seats they sit on."""

    person: Person
    organisation_id: int | None
    is_guest: bool


def comers(people: Sequence[Person]) -> list[Comer]:
    """Return for each person their main organisation and whether they are only a guest, in two queries."""
    ids = [person.pk for person in people]
    places = dict(
        Membership.objects.filter(person__in=ids, is_main=True).values_list("person_id", "organisation_id")
    )
    roles: dict[int, set[str]] = {}
    for person_id, role in Person.objects.filter(pk__in=ids).values_list("pk", "role_assignments__role"):
        roles.setdefault(person_id, set()).add(role)
    return [
        Comer(
            person=person,
            organisation_id=places.get(person.pk),
            # Who is also a participant or coordinator is one of the academy's own.
            is_guest=Role.GUEST in roles.get(person.pk, set())
            and not roles[person.pk] - {Role.GUEST.value, None},
        )
        for person in people
    ]


def comer(person: Person) -> Comer:
    """Return one person's main organisation, and whether they are only a guest."""
    return comers([person])[0]


def locked(edition: Edition | int) -> Edition:
    """Return an edition that nobody else changes or enrols in until this transaction ends."""
    pk = edition if isinstance(edition, int) else edition.pk
    return Edition.objects.select_for_update(of=("self",)).select_related("trajectory").get(pk=pk)


def still_here(people: Sequence[int]) -> set[int]:
    """Return who of these people did not leave, and keep them from leaving until this transaction ends.

    Asked before the edition is locked, as leaving does: whoever leaves at that moment gets no place, or gives it up.
    """
    found = Person.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=people, left_on=None)
    return set(found.order_by("pk").values_list("pk", flat=True))


def standing_in(edition: Edition, person: Person) -> tuple[bool, bool, bool]:
    """Return whether somebody takes part already, whether they lead it, and whether seats are kept for anybody.

    One query, and after the lock: asked with the lock it would see what was there before the wait.
    """
    live = Enrolment.objects.filter(edition=OuterRef("pk"), person=person, state__in=LIVE)
    leads = Trainer.objects.filter(edition=OuterRef("pk"), person=person)
    kept = MemberSeats.objects.filter(edition=OuterRef("pk"))
    return (
        Edition.objects.filter(pk=edition.pk)
        .annotate(is_live=Exists(live), leads=Exists(leads), keeps=Exists(kept))
        .values_list("is_live", "leads", "keeps")
        .get()
    )


def seats_of(edition: Edition, *, keeps: bool = True) -> rules.Seats:
    """Return the seats of an edition as the rules see them; ask it under the lock.

    ``keeps``: whether seats may be kept for an organisation.
    """
    if not keeps:
        return rules.Seats(edition.capacity, {}, {None: edition.taken})
    kept = dict(MemberSeats.objects.filter(edition=edition).values_list("organisation_id", "seats"))
    if not kept:
        return rules.Seats(edition.capacity, {}, {None: edition.taken})
    counts = (
        Enrolment.objects.filter(edition=edition, state=Enrolment.State.ENROLLED)
        .order_by()
        .values_list("organisation_id")
        .annotate(count=Count("pk"))
    )
    return rules.Seats(edition.capacity, kept, dict(counts))


def free_for(editions: Sequence[Edition], organisation_id: int | None) -> dict[int, int]:
    """Return for each edition how many seats people of an organisation can take, in two queries."""
    kept: dict[int, dict[int, int]] = {}
    for edition_id, place, seats in MemberSeats.objects.filter(edition__in=editions).values_list(
        "edition_id", "organisation_id", "seats"
    ):
        kept.setdefault(edition_id, {})[place] = seats
    taken: dict[int, dict[int | None, int]] = {}
    if kept:
        rows = (
            Enrolment.objects.filter(edition__in=list(kept), state=Enrolment.State.ENROLLED)
            .order_by()
            .values_list("edition_id", "organisation_id")
            .annotate(count=Count("pk"))
        )
        for edition_id, place, count in rows:
            taken.setdefault(edition_id, {})[place] = count
    return {
        one.pk: rules.Seats(
            one.capacity, kept.get(one.pk, {}), taken.get(one.pk, {}) if one.pk in kept else {None: one.taken}
        ).free_for(organisation_id)
        for one in editions
    }


def waiting_of(edition: Edition) -> list[Enrolment]:
    """Return who waits, first come first."""
    return list(edition.enrolments.filter(state=Enrolment.State.WAITING).order_by("number"))


def sessions() -> QuerySet[EditionSession]:
    """Return sessions with what they are about."""
    return EditionSession.objects.select_related("activity", "edition__trajectory")


def with_sessions(found: QuerySet[Edition]) -> QuerySet[Any]:
    """Add trajectory, sessions and trainers to editions, in three queries."""
    return found.select_related("trajectory", "academy").prefetch_related(
        Prefetch("sessions", EditionSession.objects.select_related("activity")),
        Prefetch("trainers", Trainer.objects.select_related("person")),
    )


def shown_edition_or_404(edition_id: int) -> Any:
    """Return an edition that people of the academy may see: not one that is still being planned.

    :raises Http404: when there is none.
    """
    return get_object_or_404(with_sessions(Edition.objects.filter(state__in=SHOWN)), pk=edition_id)


def enrolment_of(edition: Edition, person: Person) -> Enrolment | None:
    """Return how somebody stands in an edition: what lives, or else what was last."""
    found = Enrolment.objects.filter(edition=edition, person=person).order_by("-number")
    rows = list(found.select_related("edition__trajectory"))
    return next((one for one in rows if one.is_live), rows[0] if rows else None)


def live_enrolments_of(person: Person, editions: Iterable[Edition]) -> dict[int, Enrolment]:
    """Return for each of these editions how somebody takes part, where they do."""
    found = Enrolment.objects.filter(person=person, edition__in=list(editions), state__in=LIVE)
    return {one.edition_id: one for one in found}


def trains(edition: Edition, person: Person) -> bool:
    """Tell whether somebody leads an edition."""
    return Trainer.objects.filter(edition=edition, person=person).exists()


def place_in_line(enrolment: Enrolment) -> int:
    """Return the place of somebody on the waiting list, from 1."""
    return Enrolment.objects.filter(
        edition=enrolment.edition_id, state=Enrolment.State.WAITING, number__lte=enrolment.number
    ).count()


def editions_for(person: Person) -> QuerySet[Enrolment]:
    """Return everything somebody enrolled for and did not leave, what begins last first, in two queries."""
    return (
        Enrolment.objects.filter(person=person, state__in=LIVE)
        .select_related("edition__trajectory")
        .prefetch_related(
            Prefetch("edition__sessions", EditionSession.objects.select_related("activity")),
        )
        .order_by(F("edition__starts_at").desc(nulls_last=True), "-pk")
    )


def trained_by(person: Person) -> QuerySet[Any]:
    """Return the editions that somebody leads and that were not called off."""
    return with_sessions(
        Edition.objects.filter(Exists(Trainer.objects.filter(edition=OuterRef("pk"), person=person)))
        .exclude(state=Edition.State.CANCELLED)
        .order_by(F("starts_at").desc(nulls_last=True), "-pk")
    )


def is_mine(person: Person) -> Q:
    """Return the condition that a session is of an edition somebody is enrolled in or leads."""
    enrolled = Enrolment.objects.filter(
        edition=OuterRef("edition"), person=person, state=Enrolment.State.ENROLLED
    )
    leads = Trainer.objects.filter(edition=OuterRef("edition"), person=person)
    return Q(Exists(enrolled)) | Q(Exists(leads))


def sessions_ahead(edition: Edition, *, now: datetime) -> list[EditionSession]:
    """Return the sessions of an edition that are still to come."""
    return list(
        EditionSession.objects.filter(edition=edition, is_cancelled=False, ends_at__gt=now)
        .select_related("activity", "edition__trajectory", "edition__academy")
        .order_by("starts_at", "id")
    )


def with_questions() -> QuerySet[Any]:
    """Return the editions where people wait for approval, with how many do in ``asked``."""
    return (
        Edition.objects.filter(state__in=[Edition.State.OPEN, Edition.State.CLOSED])
        .filter(enrolments__state=Enrolment.State.ASKED)
        .annotate(asked=Count("enrolments"))
        .select_related("trajectory")
    )
