"""What people do to take part. Each function is one short transaction under a lock on the edition.

Whoever holds the lock only counts, seats and keeps who is to hear of it; letters are written by the worker.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from vakwerk.foundation import audit
from vakwerk.foundation.audit import number_of
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person
from vakwerk.trajectories.enrolment import queries, rules
from vakwerk.trajectories.enrolment.letters import tell
from vakwerk.trajectories.enrolment.queries import Comer
from vakwerk.trajectories.enrolment.rules import EnrolRefusal, Seats
from vakwerk.trajectories.models import Apology, Edition, Enrolment, MemberSeats, Trainer

State = Enrolment.State


def terms_of(edition: Edition) -> rules.Terms:
    """Return an edition as the rules see it."""
    return rules.Terms(edition.state, edition.enrol_until, edition.starts_at, edition.guests_welcome)


def reason_not_to_enrol(
    edition: Edition, comer: Comer, *, is_live: bool, is_trainer: bool, now: datetime
) -> EnrolRefusal | None:
    """Tell why somebody may not enrol by themself, or ``None`` if they may."""
    return rules.reason_not_to_enrol(
        terms_of(edition),
        is_guest=comer.is_guest,
        is_live=is_live,
        is_trainer=is_trainer,
        now=now,
        today=timezone.localdate(now),
    )


def enrol(*, edition: Edition, person: Person, now: datetime, wishes: str = "") -> Enrolment:
    """Enrol somebody who asks for it: seated if there is a seat, or else last on the waiting list.

    Where a coordinator approves, it only keeps that they asked, and when.

    :raises Refused: with an ``EnrolRefusal``.
    """
    # Looked up before the lock: two hundred people who come at once wait for each other as short as can be.
    comer = queries.comer(person)
    with transaction.atomic():
        is_here = person.pk in queries.still_here([person.pk])
        edition = queries.locked(edition)
        is_live, leads, keeps = queries.standing_in(edition, person)
        reason = reason_not_to_enrol(edition, comer, is_live=is_live, is_trainer=leads, now=now)
        if not is_here:
            reason = EnrolRefusal.LEFT
        if reason:
            raise Refused(reason, _facts(edition))
        seats = queries.seats_of(edition, keeps=keeps)
        state = State.ASKED if edition.needs_approval else _seat_or_wait(edition, seats, comer)
        one = Enrolment.objects.create(
            edition=edition,
            person=person,
            number=edition.next_number,
            state=state,
            organisation_id=comer.organisation_id,
            wishes=wishes,
            asked_at=now,
            decided_at=now,
        )
        edition.next_number += 1
        _keep_counts(edition, taken=state == State.ENROLLED, waiting=state == State.WAITING)
        tell(_NEWS[state], edition=edition, people=[person.pk])
        audit.record(
            f"trajectories.{_NEWS[state]}", by=person, on=one, about=person, title=edition.trajectory.title
        )
        return one


_NEWS = {State.ENROLLED: "enrolled", State.WAITING: "waiting", State.ASKED: "asked"}


def _seat_or_wait(edition: Edition, seats: Seats, comer: Comer) -> State:
    # With seats kept for organisations somebody may pass who waits for a seat of others.
    return State.ENROLLED if seats.free_for(comer.organisation_id) else State.WAITING


def _facts(edition: Edition) -> dict[str, Any]:
    return {"until": edition.enrol_until, "starts": edition.starts_at, "taken": edition.taken}


def _keep_counts(edition: Edition, *, taken: int = 0, waiting: int = 0) -> None:
    edition.taken += taken
    edition.waiting += waiting
    edition.save(update_fields=["taken", "waiting", "next_number"])


@dataclass(frozen=True)
class Bulk:
    """What enrolling many people did. ``refused``: who could not be enrolled, and why."""

    enrolled: list[Person] = field(default_factory=list)
    waiting: list[Person] = field(default_factory=list)
    refused: list[tuple[Person, EnrolRefusal]] = field(default_factory=list)


@transaction.atomic
def enrol_people(*, edition: Edition, people: Sequence[Person], by: Person | None, now: datetime) -> Bulk:
    """Enrol people for them, in this order, without approval; who finds no seat comes on the waiting list."""
    here = queries.still_here([person.pk for person in people])
    edition = queries.locked(edition)
    result = Bulk()
    live = set(
        Enrolment.objects.filter(edition=edition, state__in=queries.LIVE).values_list("person_id", flat=True)
    )
    trainers = set(Trainer.objects.filter(edition=edition).values_list("person_id", flat=True))
    seats = queries.seats_of(edition)
    rows: list[Enrolment] = []
    for comer in queries.comers(people):
        reason = rules.reason_not_to_be_enrolled(
            terms_of(edition),
            is_guest=comer.is_guest,
            is_live=comer.person.pk in live,
            is_trainer=comer.person.pk in trainers,
            has_left=comer.person.pk not in here,
        )
        if reason:
            result.refused.append((comer.person, reason))
            continue
        state = _seat_or_wait(edition, seats, comer)
        if state == State.ENROLLED:
            seats = seats.with_one_more(comer.organisation_id)
        (result.enrolled if state == State.ENROLLED else result.waiting).append(comer.person)
        live.add(comer.person.pk)
        rows.append(
            Enrolment(
                edition=edition,
                person=comer.person,
                number=edition.next_number,
                state=state,
                organisation_id=comer.organisation_id,
                asked_at=now,
                decided_at=now,
                decided_by_id=number_of(by),
            )
        )
        edition.next_number += 1
    _keep_bulk(edition, rows, result, by=by)
    return result


def _keep_bulk(edition: Edition, rows: list[Enrolment], result: Bulk, *, by: Person | None) -> None:
    Enrolment.objects.bulk_create(rows)
    _keep_counts(edition, taken=len(result.enrolled), waiting=len(result.waiting))
    tell("enrolled", edition=edition, people=[one.pk for one in result.enrolled])
    tell("waiting", edition=edition, people=[one.pk for one in result.waiting])
    for one in rows:
        audit.record(
            f"trajectories.{_NEWS[State(one.state)]}",
            by=by,
            on=one,
            about=one.person_id,
            title=edition.trajectory.title,
        )


def promote(edition: Edition) -> list[Enrolment]:
    """Seat who waits, in order, as far as there are seats. The caller holds the lock on ``edition``.

    Nobody waits for a coordinator: it happens in the transaction that freed the seat.
    """
    if edition.state not in {Edition.State.OPEN, Edition.State.CLOSED} or not edition.waiting:
        return []
    waiting = {one.pk: one for one in queries.waiting_of(edition)}
    chosen = rules.seated_from_waiting(
        [(one.pk, one.organisation_id) for one in waiting.values()], queries.seats_of(edition)
    )
    seated = [waiting[pk] for pk in chosen]
    if not seated:
        return []
    now = timezone.now()
    Enrolment.objects.filter(pk__in=chosen).update(state=State.ENROLLED, decided_at=now, decided_by_id=None)
    _keep_counts(edition, taken=len(seated), waiting=-len(seated))
    tell("promoted", edition=edition, people=[one.person_id for one in seated])
    for one in seated:
        one.state = State.ENROLLED
        audit.record(
            "trajectories.promoted", by=None, on=one, about=one.person_id, title=edition.trajectory.title
        )
    return seated


def _locked_pair(enrolment: Enrolment) -> tuple[Edition, Enrolment]:
    """Lock the edition and read the enrolment again, as it is now."""
    edition = queries.locked(enrolment.edition_id)
    fresh = Enrolment.objects.select_related("person").get(pk=enrolment.pk)
    fresh.edition = edition
    return edition, fresh


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: Person, now: datetime) -> Enrolment:
    """Take an enrolment back; a seat that comes free goes to the first person waiting, at once.

    :raises Refused: with an ``EnrolRefusal``.
    """
    edition, one = _locked_pair(enrolment)
    if reason := reason_not_to_withdraw(one, now=now):
        raise Refused(reason)
    _leave(edition, one, State.WITHDRAWN, by=by, now=now)
    tell("withdrawn", edition=edition, people=[one.person_id])
    audit.record("trajectories.withdrawn", by=by, on=one, about=one.person_id, title=edition.trajectory.title)
    promote(edition)
    return one


def reason_not_to_withdraw(enrolment: Enrolment, *, now: datetime) -> EnrolRefusal | None:
    """Tell why an enrolment cannot be taken back, or ``None`` if it can; needs the edition."""
    edition = enrolment.edition
    return rules.reason_not_to_withdraw(
        state=enrolment.state,
        edition_state=edition.state,
        is_over=edition.ends_at is not None and edition.ends_at <= now,
    )


def _leave(
    edition: Edition, one: Enrolment, state: State, *, by: Person | None, now: datetime, reason: str = ""
) -> None:
    before = one.state
    one.state, one.decided_at, one.reason, one.wishes = state, now, reason, ""
    one.decided_by_id = number_of(by)
    one.save(update_fields=["state", "decided_at", "decided_by_id", "reason", "wishes"])
    _keep_counts(edition, taken=-(before == State.ENROLLED), waiting=-(before == State.WAITING))
    if before == State.ENROLLED:
        one.person.apologies.filter(session__edition=edition, session__ends_at__gt=now).delete()


@transaction.atomic
def free_places(*, edition_id: int, people: Collection[int], now: datetime) -> list[Enrolment]:
    """Take people who leave the academy off an edition, without a letter to them; return who got a place by it."""
    edition = queries.locked(edition_id)
    mine = Enrolment.objects.filter(edition=edition, person__in=people, state__in=queries.LIVE)
    states = list(mine.values_list("state", flat=True))
    mine.update(state=State.WITHDRAWN, decided_at=now, decided_by_id=None, reason="", wishes="")
    _keep_counts(edition, taken=-states.count(State.ENROLLED), waiting=-states.count(State.WAITING))
    ahead = edition.sessions.filter(ends_at__gt=now)
    Apology.objects.filter(session__in=ahead, person__in=people).delete()
    return promote(edition)


@transaction.atomic
def approve(*, enrolment: Enrolment, by: Person, now: datetime) -> Enrolment:
    """Say yes to who asked: seated if there is a seat, or else on the waiting list at the place of asking.

    :raises Refused: with an ``EnrolRefusal``.
    """
    edition, one = _locked_pair(enrolment)
    if reason := rules.reason_not_to_decide("approve", state=one.state, edition_state=edition.state):
        raise Refused(reason)
    comer = Comer(one.person, one.organisation_id, is_guest=False)
    one.state = _seat_or_wait(edition, queries.seats_of(edition), comer)
    one.decided_at, one.decided_by_id = now, by.pk
    one.save(update_fields=["state", "decided_at", "decided_by_id"])
    _keep_counts(edition, taken=one.state == State.ENROLLED, waiting=one.state == State.WAITING)
    news = "enrolled" if one.state == State.ENROLLED else "waiting"
    tell(news, edition=edition, people=[one.person_id])
    audit.record("trajectories.approved", by=by, on=one, about=one.person_id, title=edition.trajectory.title)
    return one


@transaction.atomic
def decline(*, enrolment: Enrolment, reason: str, by: Person, now: datetime) -> Enrolment:
    """Say no to somebody, or take them off, with the reason that they will read.

    :raises Refused: with an ``EnrolRefusal``.
    """
    edition, one = _locked_pair(enrolment)
    refusal = rules.reason_not_to_decide(
        "decline", state=one.state, edition_state=edition.state, reason=reason
    )
    if refusal:
        raise Refused(refusal)
    was_seated = one.state == State.ENROLLED
    _leave(edition, one, State.DECLINED, by=by, now=now, reason=reason.strip())
    news = "let_go" if was_seated else "declined"
    tell(news, edition=edition, people=[one.person_id], reason=one.reason)
    audit.record("trajectories.declined", by=by, on=one, about=one.person_id, title=edition.trajectory.title)
    promote(edition)
    return one


@transaction.atomic
def set_seats(
    *, edition: Edition, capacity: int, kept: Iterable[tuple[int, int]], by: Person, now: datetime
) -> list[Enrolment]:
    """Give an edition another number of seats, and keep some for organisations; return who got one by it.

    ``kept``: organisation and how many, 0 for none. What is kept for an organisation that is not named stays as it
    is, so that no list that shows only some of them can lose the rest.

    :raises Refused: with an ``EnrolRefusal``, and ``{"taken": number}``.
    """
    edition = queries.locked(edition)
    before_kept = dict(edition.member_seats.values_list("organisation_id", "seats"))
    named = dict(kept)
    wanted = {place: seats for place, seats in {**before_kept, **named}.items() if seats}
    if reason := rules.reason_not_to_have_seats(capacity=capacity, kept=wanted, taken=edition.taken):
        raise Refused(reason, {"taken": edition.taken})
    before = edition.capacity
    edition.capacity = capacity
    edition.save(update_fields=["capacity"])
    MemberSeats.objects.filter(edition=edition, organisation__in=before_kept.keys() - wanted.keys()).delete()
    for place, seats in named.items() & wanted.items():
        MemberSeats.objects.update_or_create(
            edition=edition, organisation_id=place, defaults={"seats": seats}
        )
    audit.record(
        "trajectories.seats_set",
        by=by,
        on=edition,
        title=edition.trajectory.title,
        before=before,
        after=capacity,
    )
    return promote(edition)
