"""Who takes part in what, and what does somebody have ahead?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.http import Http404

from vakwerk.foundation.roles import Role
from vakwerk.people.models import Membership, Person
from vakwerk.trajectories.enrolment import rules
from vakwerk.trajectories.models import (
    Apology,
    Attendance,
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
    found = with_sessions(Edition.objects.filter(state__in=SHOWN)).filter(pk=edition_id).first()
    if found is None:
        raise Http404
    return found


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
    """Return everything somebody enrolled for and did not leave, what begins last first."""
    return (
        Enrolment.objects.filter(person=person, state__in=LIVE)
        .select_related("edition__trajectory")
        .prefetch_related(
            Prefetch("edition__sessions", EditionSession.objects.select_related("activity")),
            Prefetch("edition__trainers", Trainer.objects.select_related("person")),
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


def _enrolled_in_and_led_by(person: Person) -> tuple[set[int], set[int]]:
    """Return the editions that somebody is enrolled in, and those they lead, in one query."""
    enrolled = Enrolment.objects.filter(person=person, state=Enrolment.State.ENROLLED)
    led = Trainer.objects.filter(person=person).values_list("edition_id", Value(True))
    found: tuple[set[int], set[int]] = set(), set()
    for edition_id, leads in enrolled.order_by().values_list("edition_id", Value(False)).union(led, all=True):
        found[leads].add(edition_id)
    return found


def _led_by(person: Person) -> set[int]:
    return set(Trainer.objects.filter(person=person).values_list("edition_id", flat=True))


def next_sessions_for(person: Person, *, now: datetime, limit: int = 8) -> list[Any]:
    """Return the sessions somebody has ahead, soonest first, as participant or trainer.

    Each has ``edition.trajectory``, ``title``, ``where``, ``stays_away``, ``is_enrolled`` and ``total``: of how
    many sessions it is one. The editions are looked up first: an academy may have thousands of sessions ahead.
    """
    enrolled, led = _enrolled_in_and_led_by(person)
    counted = (
        EditionSession.objects.filter(edition=OuterRef("edition"), is_cancelled=False)
        .order_by()
        .values("edition")
        .annotate(count=Count("pk"))
        .values("count")
    )
    found: list[Any] = list(
        sessions()
        .filter(edition__in=enrolled | led, ends_at__gt=now, is_cancelled=False)
        .exclude(edition__state__in=[Edition.State.CANCELLED, Edition.State.PLANNED])
        .annotate(
            stays_away=Exists(Apology.objects.filter(session=OuterRef("pk"), person=person)), total=counted
        )
        .order_by("starts_at", "id")[:limit]
    )
    for one in found:
        one.is_enrolled = one.edition_id in enrolled
    return found


def sessions_ahead(edition: Edition, *, now: datetime) -> list[EditionSession]:
    """Return the sessions of an edition that are still to come."""
    return list(
        EditionSession.objects.filter(edition=edition, is_cancelled=False, ends_at__gt=now)
        .select_related("activity", "edition__trajectory", "edition__academy")
        .order_by("starts_at", "id")
    )


@dataclass(frozen=True)
class Current:
    """A trajectory somebody takes part in now. ``next``: the first session ahead; ``held``: how many have been.

    ``place_in_line``: on the waiting list, 0 for who is not on it.
    """

    enrolment: Enrolment
    edition: Edition
    sessions: Sequence[EditionSession]
    next: EditionSession | None
    held: int
    attended: int
    place_in_line: int


def current_for(person: Person, *, now: datetime) -> list[Current]:
    """Return what somebody takes part in, waits for, or asked for, and that is not over, in few queries."""
    found = [one for one in editions_for(person) if one.edition.is_ahead]
    attended: dict[int, int] = {}
    for edition_id in Attendance.objects.filter(
        person=person, was_there=True, session__edition__in=[one.edition_id for one in found]
    ).values_list("session__edition_id", flat=True):
        attended[edition_id] = attended.get(edition_id, 0) + 1
    before = (
        Enrolment.objects.filter(
            state=Enrolment.State.WAITING, edition=OuterRef("edition"), number__lte=OuterRef("number")
        )
        .order_by()
        .values("edition")
        .annotate(count=Count("pk"))
        .values("count")
    )
    waiting = [one.pk for one in found if one.state == Enrolment.State.WAITING]
    lines = dict(
        Enrolment.objects.filter(pk__in=waiting).annotate(place=before).values_list("pk", "place")
        if waiting
        else ()
    )
    return [_current(one, attended, lines, now) for one in reversed(found)]


def _current(one: Enrolment, attended: dict[int, int], lines: dict[int, int], now: datetime) -> Current:
    held = [session for session in one.edition.sessions.all() if not session.is_cancelled]
    ahead = [session for session in held if session.ends_at > now]
    return Current(
        enrolment=one,
        edition=one.edition,
        sessions=held,
        next=ahead[0] if ahead else None,
        held=len(held) - len(ahead),
        attended=attended.get(one.edition_id, 0),
        place_in_line=lines.get(one.pk, 0),
    )


@dataclass(frozen=True)
class ToDo:
    """Something about trajectories that waits for somebody.

    ``kind``: ``evaluate`` an edition that is over, ``list`` (keep who was at a session) or ``approve`` (people who
    asked for a seat). ``count``: of how many, where that says something.
    """

    kind: str
    edition: Edition
    session: EditionSession | None = None
    count: int = 0


def things_to_do_for(person: Person, *, now: datetime) -> list[ToDo]:
    """Return what waits for somebody, in three queries at most: evaluate, keep a list, approve."""
    evaluate = Enrolment.objects.filter(
        person=person,
        state=Enrolment.State.ENROLLED,
        has_evaluated=False,
        edition__state__in=[Edition.State.OPEN, Edition.State.CLOSED, Edition.State.COMPLETED],
        edition__ends_at__lte=now,
        edition__ends_at__gt=now - rules.EVALUATE_FOR,
    )
    found = [
        ToDo("evaluate", one.edition)
        for one in evaluate.select_related("edition__trajectory").order_by("-edition__ends_at")[:5]
    ]
    found += [
        ToDo("list", one.edition, one)
        for one in sessions()
        .filter(edition__in=_led_by(person), is_cancelled=False, list_kept_at=None, starts_at__lte=now)
        .exclude(edition__state__in=[Edition.State.CANCELLED, Edition.State.PLANNED])
        .filter(edition__taken__gt=0)
        .order_by("-starts_at")[:5]
    ]
    if Role.COORDINATOR in person.roles:
        found += [ToDo("approve", one, count=one.asked) for one in with_questions().order_by("starts_at")[:5]]
    return found


def with_questions() -> QuerySet[Any]:
    """Return the editions where people wait for approval, with how many do in ``asked``."""
    return (
        Edition.objects.filter(state__in=[Edition.State.OPEN, Edition.State.CLOSED])
        .filter(enrolments__state=Enrolment.State.ASKED)
        .annotate(asked=Count("enrolments"))
        .select_related("trajectory")
    )
