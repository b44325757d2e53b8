"""What people do with published circles. Each function is one transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from vakwerk.circles.composing import queries as composing
from vakwerk.circles.models import Absence, Circle, Proposal, Round, Seat, Session, SignUp
from vakwerk.circles.published import joining, queries, rules
from vakwerk.circles.published.calendars import CANCEL, REQUEST
from vakwerk.circles.published.handovers import settle_facilitator, settle_when_whole
from vakwerk.circles.published.letters import News, letters, send
from vakwerk.circles.rounds import queries as rounds
from vakwerk.circles.rounds.rules import TRANSITIONS
from vakwerk.circles.sessions import plan_sessions
from vakwerk.foundation import audit, days
from vakwerk.foundation.mail import Letter, post
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.people.letters import may_be_written_to
from vakwerk.people.models import Person


@transaction.atomic
def publish_round(
    *,
    proposal: Proposal,
    by: Person | None,
    now: datetime,
    step: Callable[[int], None] = lambda done: None,
) -> Proposal:
    """Make a proposal the round's circles: give them their sessions and tell their members.

    Sessions that would fall on a public holiday are a week later. ``step`` hears how many people are told.

    :raises Refused: with a ``PublishRefusal``, and ``{"circle": number}`` or ``{"count": broken rules}``.
    """
    round_ = rounds.locked(proposal.round)
    proposal.refresh_from_db()
    proposal.round = round_
    circles = list(
        Circle.objects.filter(proposal=proposal)
        .select_related("slot", "facilitator__account", "academy")
        .order_by("number")
    )
    broken = len(composing.broken_rules(proposal))
    if answer := reason_not_to_publish(proposal, circles=circles, broken=broken, now=now):
        reason, found = answer
        raise Refused(reason, {"circle": found.number if found else None, "count": broken})
    sessions = Session.objects.bulk_create(
        session for circle in circles for session in _sessions_of(circle, round_)
    )
    proposal.state, proposal.published_at = Proposal.State.PUBLISHED, now
    proposal.save(update_fields=["state", "published_at"])
    round_.state = TRANSITIONS["publish"][1]
    round_.save(update_fields=["state"])
    post(_invitations(proposal, circles, sessions, now, step))
    audit.record("circles.published", by=by, on=round_, title=round_.title, circles=len(circles))
    return proposal


def mails_on_publishing(proposal: Proposal, circles: Sequence[Circle], *, now: datetime) -> int:
    """Return how many mails go out: to each reader a letter, and one per session for their calendar.

    Where one session is to come, the letter carries it.
    """
    takers = queries.letter_takers_of_all(proposal, circles)
    mails = 0
    for circle in circles:
        planned = _sessions_of(circle, proposal.round) if circle.slot else []
        ahead = sum(session.ends_at > now for session in planned)
        readers = sum(may_be_written_to(person) for person in takers.get(circle.pk, ()))
        mails += readers * (ahead if ahead < 2 else 1 + ahead)
    return mails


def _invitations(
    proposal: Proposal,
    circles: Sequence[Circle],
    sessions: Sequence[Session],
    now: datetime,
    step: Callable[[int], None],
) -> Iterator[Letter]:
    takers = queries.letter_takers_of_all(proposal, circles)
    ahead: dict[int, list[Session]] = {}
    for session in sessions:
        if session.ends_at > now:
            ahead.setdefault(session.circle_id, []).append(session)
    told = 0
    for circle in circles:
        circle.proposal = proposal
        if circle.pk in ahead:
            news = News("published", ahead[circle.pk], REQUEST)
            yield from letters(news, circle=circle, to=takers[circle.pk], now=now)
            told += len(takers[circle.pk])
            step(told)


def reason_not_to_publish(
    proposal: Proposal, *, circles: Sequence[Circle], broken: int, now: datetime
) -> tuple[rules.PublishRefusal, rules.CircleToPublish | None] | None:
    """Tell why a proposal may not be published now, with the circle it is about, or ``None``."""
    members: dict[int, set[int]] = {}
    for circle_id, person_id in Seat.objects.filter(proposal=proposal, left_at=None).values_list(
        "circle_id", "person_id"
    ):
        members.setdefault(circle_id, set()).add(person_id)
    bonded = queries.bonded_with_all([one.facilitator_id for one in circles if one.facilitator_id])
    return rules.reason_not_to_publish(
        [_as_rules_know(circle, frozenset(members.get(circle.pk, ())), bonded) for circle in circles],
        proposal_state=proposal.state,
        round_state=proposal.round.state,
        closes_on=proposal.round.closes_on,
        today=timezone.localdate(now),
        signed_up=rounds.signed_up_ids(proposal.round),
        broken=broken,
    )


def _as_rules_know(
    circle: Circle, members: frozenset[int], bonded: Mapping[int, frozenset[int]]
) -> rules.CircleToPublish:
    bonds = members & bonded[circle.facilitator_id] if circle.facilitator_id else frozenset()
    first = circle.slot.first_date if circle.slot else None
    return rules.CircleToPublish(circle.number, members, first, len(bonds))


def _sessions_of(circle: Circle, round_: Round) -> list[Session]:
    slot = circle.slot
    assert slot is not None  # the rule refused circles without one
    planned = plan_sessions(slot.first_date, count=round_.sessions, weeks_between=round_.weeks_between)
    moments = [days.span(one.day, slot.starts_at, slot.ends_at) for one in planned]
    return [
        Session(
            circle=circle,
            number=one.number,
            starts_at=starts_at,
            ends_at=ends_at,
            place=circle.place or round_.place,
            moved_for=one.moved_for,
        )
        for one, (starts_at, ends_at) in zip(planned, moments, strict=True)
    ]


@transaction.atomic
def end_round(*, round_: Round, by: Person, now: datetime) -> Round:
    """End a round whose sessions are over. What people wrote about taking part is emptied.

    :raises Refused: with a ``PublishRefusal``.
    """
    round_ = rounds.locked(round_)
    circles = Circle.objects.filter(queries.PUBLISHED, proposal__round=round_)
    ahead = queries.sessions_ahead(circles, now=now).count()
    if reason := rules.reason_not_to_end(round_state=round_.state, sessions_ahead=ahead):
        raise Refused(reason, {"count": ahead})
    round_.state = TRANSITIONS["end"][1]
    round_.save(update_fields=["state"])
    SignUp.objects.filter(round=round_).exclude(wishes="").update(wishes="")
    audit.record("circles.round_end", by=by, on=round_, title=round_.title)
    return round_


def _locked(session: Session) -> Session:
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("circle__proposal__round", "circle__facilitator", "circle__academy")
        .get(pk=session.pk)
    )


@transaction.atomic
def change_session(
    *, session: Session, starts_at: datetime, ends_at: datetime, place: str, by: Person, now: datetime
) -> Session:
    """Give a session another time or place and tell everybody, in their calendars too.

    :raises Refused: with a ``SessionRefusal``.
    """
    session = _locked(session)
    if reason := reason_not_to_change(session, starts_at=starts_at, ends_at=ends_at, now=now):
        raise Refused(reason)
    before = {"was_at": session.starts_at, "was_until": session.ends_at, "was_place": session.place}
    if (session.starts_at, session.ends_at, session.place) == (starts_at, ends_at, place):
        return session
    if session.starts_at != starts_at:
        # Who could not come then may well be able to come now.
        session.absences.all().delete()
        session.moved_for = ""
    session.starts_at, session.ends_at, session.place = starts_at, ends_at, place
    session.sequence += 1
    session.save(update_fields=["starts_at", "ends_at", "place", "sequence", "moved_for"])
    news = News("session_changed", [session], REQUEST, {"session": session, **before})
    send(news, circle=session.circle, to=queries.letter_takers(session.circle), now=now)
    audit.record("circles.session_changed", by=by, on=session, number=session.number)
    return session


def reason_not_to_change(
    session: Session, *, starts_at: datetime, ends_at: datetime, now: datetime
) -> rules.SessionRefusal | None:
    """Tell why a session may not be at another time, or ``None``; only another place is always possible."""
    if reason := reason_not_to_touch(session, now):
        return reason
    if (session.starts_at, session.ends_at) == (starts_at, ends_at):
        return None
    others = session.circle.sessions.filter(is_cancelled=False).exclude(pk=session.pk)
    return rules.reason_not_to_move_to(
        starts_at, ends_at, now=now, others=list(others.values_list("starts_at", "ends_at"))
    )


def reason_not_to_touch(session: Session, now: datetime) -> rules.SessionRefusal | None:
    """Tell why a session may no longer be changed or called off, or ``None`` if it may."""
    return rules.reason_not_to_touch(
        round_state=session.circle.standing,
        is_cancelled=session.is_cancelled,
        ends_at=session.ends_at,
        now=now,
    )


@transaction.atomic
def cancel_session(*, session: Session, by: Person, now: datetime) -> Session:
    """Call a session off and take it out of everybody's calendar.

    :raises Refused: with a ``SessionRefusal``.
    """
    session = _locked(session)
    if reason := reason_not_to_touch(session, now):
        raise Refused(reason)
    session.is_cancelled = True
    session.sequence += 1
    session.save(update_fields=["is_cancelled", "sequence"])
    news = News("session_cancelled", [session], CANCEL, {"session": session})
    send(news, circle=session.circle, to=queries.letter_takers(session.circle), now=now)
    audit.record("circles.session_cancelled", by=by, on=session, number=session.number)
    return session


@transaction.atomic
def tell_absence(*, session: Session, person: Person, now: datetime) -> Absence:
    """Keep that somebody cannot come, and tell the facilitator, or else the coordinators.

    :raises Refused: with a ``SessionRefusal``.
    """
    session = _locked(session)
    reason = rules.reason_not_to_stay_away(
        is_member=person.pk in queries.member_ids(session.circle),
        is_cancelled=session.is_cancelled,
        ends_at=session.ends_at,
        now=now,
    )
    if reason:
        raise Refused(reason)
    absence, is_new = Absence.objects.get_or_create(session=session, person=person, defaults={"told_at": now})
    if is_new:
        facilitator = session.circle.facilitator
        told = [facilitator] if facilitator and facilitator.email else list(queries.coordinators())
        news = News("absence", [session], facts={"session": session, "absent": person})
        send(news, circle=session.circle, to=told, now=now)
        audit.record("circles.stays_away", by=person, on=session, about=person)
    return absence


@transaction.atomic
def take_back_absence(*, session: Session, person: Person) -> None:
    """Keep that somebody comes after all."""
    deleted, _ = Absence.objects.filter(session=session, person=person).delete()
    if deleted:
        audit.record("circles.comes_after_all", by=person, on=session, about=person)


@transaction.atomic
def leave_circle(*, circle: Circle, person: Person, by: Person, now: datetime) -> Seat:
    """Free somebody's seat, take the sessions out of their calendar and tell the coordinators.

    The others see on the circle's page that the seat is free; nobody is told why.

    :raises Refused: with a ``SeatRefusal``.
    """
    circle = locked_circle(circle)
    seat = Seat.objects.filter(circle=circle, person=person, left_at=None).first()
    reason = rules.reason_not_to_leave(is_member=seat is not None, round_state=circle.standing)
    if reason or seat is None:
        raise Refused(reason or rules.SeatRefusal.NOT_A_MEMBER)
    breaks = composing.broken_by_leaving(circle, person.pk)
    seat.left_at = now
    seat.save(update_fields=["left_at"])
    ahead = list(queries.sessions_ahead([circle], now=now))
    Absence.objects.filter(session__in=ahead, person=person).delete()
    SignUp.objects.filter(round=circle.proposal.round, person=person).update(
        state=SignUp.State.WITHDRAWN, wishes=""
    )
    send(News("left", ahead, CANCEL), circle=circle, to=[person], now=now)
    facts = {"left": person, "breaks": breaks}
    send(News("seat_free", facts=facts), circle=circle, to=queries.coordinators(), now=now)
    if circle.facilitator:
        send(News("member_left", facts=facts), circle=circle, to=[circle.facilitator], now=now)
    audit.record("circles.left", by=by, on=circle, about=person, number=circle.number)
    return seat


def locked_circle(circle: Circle) -> Circle:
    """Return a circle as it is now, held until the transaction ends."""
    return (
        Circle.objects.select_for_update(of=("self",))
        .select_related("proposal__round", "facilitator", "academy")
        .get(pk=circle.pk)
    )


@transaction.atomic
def seat_replacement(*, circle: Circle, person: Person, by: Person, now: datetime) -> Seat:
    """Give somebody who waits an open seat in a published circle, with the sessions still to come.

    :raises Refused: with a ``SeatRefusal``.
    """
    return seat_together(circle=circle, people=[person], by=by, now=now)[0]


@transaction.atomic
def seat_together(*, circle: Circle, people: Sequence[Person], by: Person, now: datetime) -> list[Seat]:
    """Give people who wait open seats in one act, so that a rule may hold for them together.

    :raises Refused: with a ``SeatRefusal``, and of several people whom it is about as ``{"about": …}``.
    """
    people = queries.held(people)
    circle = locked_circle(circle)
    if found := reason_not_to_seat_together(circle, people, now=now):
        reason, about = found
        raise Refused(reason, {"about": about.name} if len(people) > 1 else {})
    seats = [Seat.objects.create(proposal=circle.proposal, circle=circle, person=one) for one in people]
    ahead = list(queries.sessions_ahead([circle], now=now))
    send(News("published", ahead, REQUEST), circle=circle, to=people, now=now)
    if circle.facilitator:
        joined = {"joined": [one.name for one in people]}
        send(News("new_member", facts=joined), circle=circle, to=[circle.facilitator], now=now)
    for one in people:
        audit.record("circles.seated", by=by, on=circle, about=one, number=circle.number)
    settle_when_whole(circle, by=by, now=now)
    return seats


def reason_not_to_seat(
    circle: Circle, person: Person, *, now: datetime, signing_up: bool = False
) -> rules.SeatRefusal | None:
    """Tell why a person may not have a seat in this circle, or ``None`` if they may.

    ``signing_up``: they sign up with the seat.
    """
    found = reason_not_to_seat_together(circle, [person], now=now, signing_up=signing_up)
    return found[0] if found else None


def reason_not_to_seat_together(
    circle: Circle, people: Sequence[Person], *, now: datetime, signing_up: bool = False
) -> tuple[rules.SeatRefusal, Person] | None:
    """Tell why people may not have seats in this circle in one act, with whom it is about, or ``None``."""
    known = joining.newcomers(circle, people, now=now, signing_up=signing_up)
    found = rules.reason_not_to_seat_all([known[one.pk] for one in people], joining.opening(circle, now=now))
    return found and (found[0], next(one for one in people if one.pk == found[1].person_id))


@transaction.atomic
def set_facilitator(*, circle: Circle, facilitator: Person | None, by: Person, now: datetime) -> Circle:
    """Have somebody independent facilitate a circle; ``None``: its members take turns.

    :raises Refused: with a ``FacilitatorRefusal``.
    """
    circle = locked_circle(circle)
    before = circle.facilitator
    if before == facilitator:
        return circle
    if facilitator and (reason := reason_not_to_facilitate(circle, facilitator, now=now)):
        raise Refused(reason)
    circle.facilitator = facilitator
    circle.save(update_fields=["facilitator"])
    if facilitator:
        settle_facilitator(circle, by=by, now=now)
    if circle.proposal.state == Proposal.State.PUBLISHED:
        ahead = list(queries.sessions_ahead([circle], now=now))
        if before:
            send(News("facilitates_no_more", ahead, CANCEL), circle=circle, to=[before], now=now)
        if facilitator:
            send(News("published", ahead, REQUEST), circle=circle, to=[facilitator], now=now)
    audit.record("circles.facilitator_set", by=by, on=circle, about=facilitator, number=circle.number)
    return circle


def reason_not_to_facilitate(
    circle: Circle, person: Person, *, now: datetime
) -> rules.FacilitatorRefusal | None:
    """Tell why a person may not facilitate this circle, or ``None`` if they may."""
    return rules.reason_not_to_facilitate(
        person.pk,
        is_facilitator=person.role_assignments.filter(role=Role.FACILITATOR).exists(),
        members=queries.member_ids(circle),
        bonded=queries.bonded_with(person),
        busy=person.pk in joining.busy_when(circle, [person.pk], now=now),
        round_state=circle.standing,
    )
