"""What people do when a circle empties. Each function is one transaction, and letters and calendars follow."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from vakwerk.circles.models import Absence, Circle, Proposal, Round, Seat, Session, SignUp
from vakwerk.circles.published import operations as published
from vakwerk.circles.published import queries as circles
from vakwerk.circles.published import rules as of_seats
from vakwerk.circles.published.calendars import CANCEL, REQUEST
from vakwerk.circles.published.handovers import settle_facilitator, settle_when_over, settle_when_whole
from vakwerk.circles.published.joining import newcomers, opening
from vakwerk.circles.published.letters import News, send
from vakwerk.circles.refilling import queries, rules
from vakwerk.circles.rounds import operations as joining
from vakwerk.circles.rounds import queries as rounds
from vakwerk.circles.rounds.letters import tell_called_off
from vakwerk.circles.rounds.rules import TRANSITIONS
from vakwerk.foundation import audit
from vakwerk.foundation.refusals import Refusal, Refused
from vakwerk.people.models import Person


@transaction.atomic
def take_back(*, circle: Circle, seat: Seat, by: Person, now: datetime) -> Seat:
    """Give a former member a seat again, with the sessions still to come; that they were away stays known.

    :raises Refused: with a ``RefillRefusal`` or ``SeatRefusal``.
    """
    seat.person = circles.held([seat.person])[0]
    circle = published.locked_circle(circle)
    if reason := reason_not_to_take_back(circle, seat, now=now):
        raise Refused(reason)
    SignUp.objects.filter(round=circle.proposal.round, person=seat.person).update(state=SignUp.State.SIGNED)
    return published.seat_replacement(circle=circle, person=seat.person, by=by, now=now)


def reason_not_to_take_back(circle: Circle, seat: Seat, *, now: datetime) -> Refusal | None:
    """Tell why a former member is not taken back, or ``None`` if they may come."""
    sits = seat.person_id in circles.member_ids(circle)
    return rules.reason_not_to_take_back(
        left_here=seat.left_at is not None, sits_here=sits
    ) or published.reason_not_to_seat(circle, seat.person, now=now, signing_up=True)


@transaction.atomic
def sign_up_later(*, circle: Circle, people: Sequence[Person], by: Person, now: datetime) -> list[Seat]:
    """Sign people up for a round whose circles meet, with seats in one of them, in one act.

    :raises Refused: with a ``RefillRefusal`` or ``SeatRefusal``, and of several people whom it is about as
        ``{"about": …}``.
    """
    people = circles.held(people)
    circle = published.locked_circle(circle)
    *along, last = people
    if found := reasons_not_to_sign_up_later(circle, [last], along=along, now=now)[last.pk]:
        reason, about = found
        raise Refused(reason, {"about": about.name} if along else {})
    for person in people:
        joining.sign_up_for_circle(
            round_=circle.proposal.round, person=person, slot_id=circle.slot_id, by=by, now=now
        )
    return published.seat_together(circle=circle, people=people, by=by, now=now)


def reasons_not_to_sign_up_later(
    circle: Circle, people: Sequence[Person], *, along: Sequence[Person] = (), now: datetime
) -> dict[int, tuple[Refusal, Person] | None]:
    """Tell of each person why they are not signed up for this circle, with whom it is about; ``None`` if they may.

    ``along``: who is signed up in the same act; every rule is asked of them together.
    """
    everybody = {one.pk: one for one in (*along, *people)}
    known = newcomers(circle, list(everybody.values()), now=now, signing_up=True)
    here = opening(circle, now=now)
    invited = rounds.invited_among(circle.proposal.round, everybody, today=timezone.localdate(now))

    def reason_of(person: Person) -> tuple[Refusal, Person] | None:
        party = [*along, person]
        for one in party:
            reason = rules.reason_not_to_sign_up_later(standing=circle.standing, invited=one.pk in invited)
            if reason:
                return reason, one
        found = of_seats.reason_not_to_seat_all([known[one.pk] for one in party], here)
        return found and (found[0], everybody[found[1].person_id])

    return {one.pk: reason_of(one) for one in people}


@transaction.atomic
def merge(*, into: Circle, other: Circle, facilitator: Person | None, by: Person, now: datetime) -> Circle:
    """Have the people of one circle go on in another of the same round, at its moment.

    What was held stays with the circle that ends. ``facilitator``: who facilitates from now on.

    :raises Refused: with a ``RefillRefusal``.
    """
    # In one order: two who merge the same circles the other way round take turns.
    locked = {one.pk: published.locked_circle(one) for one in sorted((into, other), key=lambda one: one.pk)}
    into, other = locked[into.pk], locked[other.pk]
    if reason := reason_not_to_merge(into, other, facilitator=facilitator, now=now):
        raise Refused(reason)
    moving = list(Person.objects.filter(seats__circle=other, seats__left_at=None).select_related("account"))
    _close(other, by=by, now=now, merged_into=into)
    Seat.objects.bulk_create(Seat(proposal=into.proposal, circle=into, person=one) for one in moving)
    ended = _cancel_sessions(other, now=now)
    send(News("merged_away", ended, CANCEL, {"into": into}), circle=other, to=_with(moving, other), now=now)
    before = into.facilitator
    into.facilitator = facilitator
    into.save(update_fields=["facilitator"])
    if facilitator:
        settle_facilitator(into, by=by, now=now)
    settle_when_whole(into, by=by, now=now)
    ahead = list(circles.sessions_ahead([into], now=now))
    if before and before != facilitator:
        send(News("facilitates_no_more", ahead, CANCEL), circle=into, to=[before], now=now)
    newly = [facilitator] if facilitator and facilitator != before else []
    send(News("published", ahead, REQUEST), circle=into, to=[*moving, *newly], now=now)
    stayed = [one for one in circles.letter_takers(into) if one.pk not in {p.pk for p in [*moving, *newly]}]
    send(News("merged_in", facts={"count": len(moving)}), circle=into, to=stayed, now=now)
    audit.record("circles.merged", by=by, on=into, number=other.number, into=into.number)
    return into


def _with(people: Sequence[Person], circle: Circle) -> list[Person]:
    return [*people, *([circle.facilitator] if circle.facilitator else [])]


def reason_not_to_merge(
    into: Circle, other: Circle, *, facilitator: Person | None, now: datetime
) -> rules.RefillRefusal | None:
    """Tell why two circles are not merged, or ``None`` if they may."""
    return rules.reason_not_to_merge(
        queries.company_of(into, now=now),
        queries.company_of(other, now=now),
        queries.around(into, other, facilitator=facilitator, now=now),
    )


def _close(circle: Circle, *, by: Person, now: datetime, merged_into: Circle | None = None) -> None:
    Seat.objects.filter(circle=circle, left_at=None).update(left_at=now)
    circle.closed_at, circle.merged_into = now, merged_into
    circle.save(update_fields=["closed_at", "merged_into"])
    settle_when_over(circle, by=by, now=now)


def _cancel_sessions(circle: Circle, *, now: datetime) -> list[Session]:
    ahead = list(circles.sessions_ahead([circle], now=now))
    for session in ahead:
        session.is_cancelled = True
        session.sequence += 1
    Session.objects.bulk_update(ahead, ["is_cancelled", "sequence"])
    Absence.objects.filter(session__in=ahead).delete()
    return ahead


@transaction.atomic
def call_off_circle(*, circle: Circle, stay_signed_up: bool, by: Person, now: datetime) -> Circle:
    """Have a circle meet no more. ``stay_signed_up``: its people wait for a place in another, or are done.

    :raises Refused: with a ``RefillRefusal``.
    """
    circle = published.locked_circle(circle)
    if reason := rules.reason_not_to_call_off(standing=circle.standing):
        raise Refused(reason)
    _call_off(circle, then="wait" if stay_signed_up else "over", by=by, now=now)
    audit.record("circles.called_off", by=by, on=circle, number=circle.number)
    return circle


def _call_off(circle: Circle, *, then: str, by: Person, now: datetime) -> None:
    """Close one circle. ``then``: what its members read comes next: "wait", "over" or "again"."""
    takers = circles.letter_takers(circle)
    members = circles.member_ids(circle)
    ended = _cancel_sessions(circle, now=now)
    _close(circle, by=by, now=now)
    if then == "over":
        SignUp.objects.filter(round=circle.proposal.round, person__in=members).update(
            state=SignUp.State.WITHDRAWN, wishes=""
        )
    send(News("circle_called_off", ended, CANCEL, {"then": then}), circle=circle, to=takers, now=now)


@transaction.atomic
def call_off_round(*, round_: Round, again: bool, by: Person, now: datetime) -> Round:
    """Call off a round with all its circles. ``again``: sign-ups stay, and circles can be composed anew.

    :raises Refused: with a ``RefillRefusal``.
    """
    round_ = rounds.locked(round_)
    reason = rules.reason_not_to_call_off_round(
        state=round_.state, again=again, sessions_held=queries.held_sessions(round_, now=now)
    )
    if reason:
        raise Refused(reason)
    for circle in queries.open_circles(round_):
        _call_off(published.locked_circle(circle), then="again" if again else "over", by=by, now=now)
    if again:
        Proposal.objects.filter(round=round_, state=Proposal.State.PUBLISHED).update(
            state=Proposal.State.CALLED_OFF
        )
    else:
        # Whoever sat in a circle heard of it above; now those who still wait.
        waiting = SignUp.objects.filter(round=round_, state=SignUp.State.SIGNED)
        tell_called_off(round_, to=list(waiting.select_related("person__account")), now=now)
        SignUp.objects.filter(round=round_).exclude(state=SignUp.State.WITHDRAWN, wishes="").update(
            state=SignUp.State.WITHDRAWN, wishes=""
        )
    act = "compose_again" if again else "call_off"
    round_.state = TRANSITIONS[act][1]
    round_.save(update_fields=["state"])
    audit.record(f"circles.round_{act}", by=by, on=round_, title=round_.title)
    return round_
