"""What people do with calls. Each function is one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from vakwerk.circles.models import (
    Pairing,
    Round,
    RoundAudience,
    SignUp,
    SignUpSlot,
    Slot,
    default_aims,
)
from vakwerk.circles.rounds import queries, rules
from vakwerk.foundation import audit
from vakwerk.foundation.audit import number_of
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.statistics import refresh_after_commit
from vakwerk.people.models import Person


@transaction.atomic
def create_round(*, plan: rules.Plan, by: Person | None, now: datetime) -> Round:
    """Make a round in draft.

    :raises Refused: with the ``RoundRefusal`` that makes its sizes impossible.
    """
    if reason := rules.reason_against_size(plan):
        raise Refused(reason)
    round_ = Round(made_by_id=number_of(by), made_at=now)
    _fill(round_, plan)
    audit.record("circles.round_made", by=round_.made_by_id, on=round_, title=round_.title)
    return round_


@transaction.atomic
def change_round(*, round_: Round, plan: rules.Plan, by: Person, now: datetime) -> Round:
    """Change a round as far as nobody relies on what it was.

    :raises Refused: with a ``RoundRefusal``.
    """
    round_ = queries.locked(round_)
    before = queries.plan_of(round_)
    signed = queries.signed_up_ids(round_)
    still = queries.invited(plan.audience, today=timezone.localdate(now)).filter(pk__in=signed).count()
    reason = rules.reason_not_to_change(
        before,
        plan,
        state=round_.state,
        chosen=queries.chosen_slots(round_),
        signed_up=len(signed),
        left_out=len(signed) - still,
    )
    if reason:
        raise Refused(reason, {"count": len(signed) - still})
    _fill(round_, plan)
    audit.record("circles.round_changed", by=by, on=round_, title=round_.title)
    return round_


def _fill(round_: Round, plan: rules.Plan) -> None:
    for name in [
        "title",
        "closes_on",
        "purpose",
        "sessions",
        "weeks_between",
        "size_min",
        "size_max",
        "min_externals",
        "min_disciplines",
        "min_organisations",
        "place",
    ]:
        setattr(round_, name, getattr(plan, name))
    round_.aims = {**default_aims(), **(plan.aims or {})}
    round_.save()
    # A moment that changed is a new one: nobody chose the old one, or the change was refused.
    held = set(queries.plan_of(round_).moments)
    kept = held.intersection(plan.moments)
    round_.slots.exclude(pk__in=[moment.slot_id for moment in kept if moment.slot_id is not None]).delete()
    Slot.objects.bulk_create(
        Slot(round=round_, first_date=moment.first_date, starts_at=moment.starts_at, ends_at=moment.ends_at)
        for moment in plan.moments
        if moment not in kept
    )
    round_.audience.all().delete()
    RoundAudience.objects.bulk_create(
        RoundAudience(round=round_, organisation_id=one.organisation_id, unit_id=one.unit_id)
        for one in dict.fromkeys(plan.audience)
    )


@transaction.atomic
def open_round(*, round_: Round, by: Person | None, now: datetime) -> Round:
    """Open a call, so that whom it is for can sign up.

    :raises Refused: with the first ``RoundRefusal`` that keeps it from opening.
    """
    round_ = queries.locked(round_)
    if reason := rules.reason_not_to_move("open", round_.state):
        raise Refused(reason)
    plan = queries.plan_of(round_)
    today = timezone.localdate(now)
    invited = queries.invited(plan.audience, today=today).count()
    if reasons := rules.reasons_not_to_open(plan, invited=invited, today=today):
        raise Refused(reasons[0], {"count": invited, "size": plan.size_min})
    return _move(round_, "open", by, invited=invited)


@transaction.atomic
def close_round(*, round_: Round, by: Person | None, now: datetime) -> Round:
    """End sign-up, so that circles can be composed."""
    round_ = queries.locked(round_)
    if reason := rules.reason_not_to_move("close", round_.state):
        raise Refused(reason)
    return _move(round_, "close", by)


@transaction.atomic
def reopen_round(*, round_: Round, by: Person, now: datetime) -> Round:
    """Open sign-up once more, up to the closing day."""
    round_ = queries.locked(round_)
    if reason := rules.reason_not_to_reopen(
        state=round_.state, closes_on=round_.closes_on, today=timezone.localdate(now)
    ):
        raise Refused(reason)
    return _move(round_, "reopen", by)


def _move(round_: Round, act: str, by: Person | None, **facts: int) -> Round:
    round_.state = rules.TRANSITIONS[act][1]
    round_.save(update_fields=["state"])
    audit.record(f"circles.round_{act}", by=by, on=round_, title=round_.title, **facts)
    return round_


@transaction.atomic
def delete_round(*, round_: Round, by: Person) -> None:
    """Throw a draft away."""
    round_ = queries.locked(round_)
    if reason := rules.reason_not_to_delete(state=round_.state, signed_up=len(queries.signed_up_ids(round_))):
        raise Refused(reason)
    audit.record("circles.round_deleted", by=by, on=round_, title=round_.title)
    round_.delete()


@dataclass(frozen=True)
class Answer:
    """What somebody answers to a call. Empty discipline and experience: as the person's file says."""

    person: Person
    slot_ids: Collection[int]
    discipline: str = ""
    seniority: str = ""
    brings: str = ""
    wishes: str = ""


@transaction.atomic
def sign_up(
    *,
    round_: Round,
    person: Person,
    slots: Collection[Slot],
    by: Person | None,
    now: datetime,
    discipline: str = "",
    seniority: str = "",
    brings: str = "",
    wishes: str = "",
) -> SignUp:
    """Sign a person up, or change what they answered. ``by`` is the person, or the coordinator who does it.

    :raises Refused: with a ``SignUpRefusal``.
    """
    answer = Answer(person, [slot.pk for slot in slots], discipline, seniority, brings, wishes)
    round_ = queries.locked(round_)
    today = timezone.localdate(now)
    reason = rules.reason_not_to_sign_up(
        state=round_.state,
        closes_on=round_.closes_on,
        today=today,
        invited=queries.is_invited(round_, person, today=today),
        chosen=answer.slot_ids,
        offered=_offered(round_),
        by_coordinator=_for_another(by, person),
    )
    if reason:
        raise Refused(reason)
    return _keep_answer(round_, answer, by, now)


def sign_up_for_circle(
    *, round_: Round, person: Person, slot_id: int | None, by: Person, now: datetime
) -> SignUp:
    """Keep that a person joins a circle that meets; whoever calls asked the rules for a seat.

    What they answered before stays, with this moment added.
    """
    answer = Answer(person, {slot_id} if slot_id else set())
    if before := SignUp.objects.filter(round=round_, person=person).first():
        chosen = before.slots.values_list("slot_id", flat=True)
        answer = replace(_filled_in(answer, before), slot_ids={*answer.slot_ids, *chosen})
    return _keep_answer(round_, answer, by, now)


def _filled_in(answer: Answer, before: SignUp | None) -> Answer:
    """Return an answer given for a person, with what they wrote themselves where it says nothing."""
    if before is None:
        return answer
    return replace(
        answer,
        discipline=answer.discipline or before.discipline,
        seniority=answer.seniority or before.seniority,
        brings=answer.brings or before.brings,
        wishes=answer.wishes or before.wishes,
    )


def _for_another(by: Person | None, person: Person) -> bool:
    return by is None or by.pk != person.pk


def _offered(round_: Round) -> frozenset[int]:
    return frozenset(round_.slots.values_list("pk", flat=True))


def _keep_answer(round_: Round, answer: Answer, by: Person | None, now: datetime) -> SignUp:
    person = answer.person
    given = SignUp.objects.filter(round=round_, person=person).first() or SignUp(round=round_, person=person)
    given.state = SignUp.State.SIGNED
    given.discipline = answer.discipline or person.discipline
    given.seniority = answer.seniority or person.seniority
    given.orientation = person.orientation
    given.brings, given.wishes = answer.brings, answer.wishes
    given.signed_by_id = number_of(by) if _for_another(by, person) else None
    given.signed_at = now
    given.save()
    given.slots.exclude(slot_id__in=answer.slot_ids).delete()
    held = set(given.slots.values_list("slot_id", flat=True))
    SignUpSlot.objects.bulk_create(
        SignUpSlot(sign_up=given, slot_id=slot_id) for slot_id in set(answer.slot_ids) - held
    )
    audit.record("circles.signed_up", by=by, on=round_, about=person, title=round_.title)
    return given


@transaction.atomic
def sign_up_many(
    *,
    round_: Round,
    answers: Sequence[Answer],
    by: Person | None,
    now: datetime,
) -> int:
    """Sign many people up at once, in a constant number of queries; return how many.

    What they wrote themselves before stays where an answer says nothing.

    All or nothing: one answer that is refused refuses them all.

    :raises Refused: with a ``SignUpRefusal`` and ``{"about": name}``.
    """
    round_ = queries.locked(round_)
    today = timezone.localdate(now)
    people = [answer.person.pk for answer in answers]
    invited = set(queries.invited_to(round_, today=today).filter(pk__in=people).values_list("pk", flat=True))
    offered = _offered(round_)
    for answer in answers:
        reason = rules.reason_not_to_sign_up(
            state=round_.state,
            closes_on=round_.closes_on,
            today=today,
            invited=answer.person.pk in invited,
            chosen=answer.slot_ids,
            offered=offered,
            by_coordinator=True,
        )
        if reason:
            raise Refused(reason, {"about": answer.person.name})
    before = {one.person_id: one for one in SignUp.objects.filter(round=round_, person__in=people)}
    answers = [_filled_in(answer, before.get(answer.person.pk)) for answer in answers]
    _keep_many(round_, answers, by, now)
    audit.record("circles.signed_up_many", by=by, on=round_, title=round_.title, count=len(answers))
    refresh_after_commit(SignUp, SignUpSlot, rows=len(answers))
    return len(answers)


def _keep_many(round_: Round, answers: Sequence[Answer], by: Person | None, now: datetime) -> None:
    rows = SignUp.objects.bulk_create(
        [
            SignUp(
                round=round_,
                person=answer.person,
                discipline=answer.discipline or answer.person.discipline,
                seniority=answer.seniority or answer.person.seniority,
                orientation=answer.person.orientation,
                brings=answer.brings,
                wishes=answer.wishes,
                signed_by_id=number_of(by),
                signed_at=now,
            )
            for answer in answers
        ],
        update_conflicts=True,
        unique_fields=["academy", "round", "person"],
        update_fields=[
            "state",
            "discipline",
            "seniority",
            "orientation",
            "brings",
            "wishes",
            "signed_by_id",
            "signed_at",
        ],
    )
    SignUpSlot.objects.filter(sign_up__in=[row.pk for row in rows]).delete()
    SignUpSlot.objects.bulk_create(
        SignUpSlot(sign_up=row, slot_id=slot_id)
        for row, answer in zip(rows, answers, strict=True)
        for slot_id in sorted(set(answer.slot_ids))
    )


@transaction.atomic
def withdraw(*, sign_up: SignUp, by: Person | None, now: datetime) -> None:
    """Take a sign-up back; the person may sign up again until the closing day.

    :raises Refused: with a ``SignUpRefusal``.
    """
    round_ = queries.locked(sign_up.round)
    reason = rules.reason_not_to_withdraw(
        state=round_.state,
        closes_on=round_.closes_on,
        today=timezone.localdate(now),
        signed_up=sign_up.state == SignUp.State.SIGNED,
        by_coordinator=by is None or by.pk != sign_up.person_id,
    )
    if reason:
        raise Refused(reason)
    sign_up.state = SignUp.State.WITHDRAWN
    sign_up.wishes = ""
    sign_up.save(update_fields=["state", "wishes"])
    Pairing.objects.filter(round=round_, person=sign_up.person_id).delete()
    Pairing.objects.filter(round=round_, other=sign_up.person_id).delete()
    audit.record("circles.withdrew", by=by, on=round_, about=sign_up.person_id, title=round_.title)


@transaction.atomic
def set_pairing(
    *,
    round_: Round,
    one: Person,
    other: Person,
    kind: str,
    by: Person | None,
    reason: str = "",
) -> Pairing:
    """Have two people sit together (``Pairing.Kind.TOGETHER``) or apart (``APART``) in a round.

    :raises Refused: with a ``PairingRefusal``.
    """
    round_ = queries.locked(round_)
    refusal = rules.reason_not_to_pair(
        state=round_.state,
        one=one.pk,
        other=other.pk,
        signed_up=queries.signed_up_ids(round_),
        together=kind == Pairing.Kind.TOGETHER,
        bonded=queries.have_bond(one, other),
    )
    if refusal:
        raise Refused(refusal, {"one": one.name, "other": other.name})
    first, second = sorted((one, other), key=lambda person: person.pk)
    pairing, _ = Pairing.objects.update_or_create(
        round=round_, person=first, other=second, defaults={"kind": kind, "reason": reason}
    )
    audit.record("circles.paired", by=by, on=round_, title=round_.title)
    return pairing


@transaction.atomic
def remove_pairing(*, pairing: Pairing, by: Person) -> None:
    """Let two people sit as it comes."""
    audit.record("circles.unpaired", by=by, on=pairing.round, title=pairing.round.title)
    pairing.delete()
