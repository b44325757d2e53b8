"""How is kept who comes and who was there? Each function is one transaction."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from vakwerk.foundation import audit
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person
from vakwerk.trajectories.attendance import queries, rules
from vakwerk.trajectories.attendance.rules import AttendanceRefusal, EvaluationRefusal
from vakwerk.trajectories.completion import operations as completion
from vakwerk.trajectories.enrolment.letters import tell
from vakwerk.trajectories.models import (
    Apology,
    Attendance,
    CodeTry,
    Edition,
    EditionSession,
    Enrolment,
    Evaluation,
)


def _locked(session: EditionSession) -> EditionSession:
    return (
        EditionSession.objects.select_for_update(of=("self",))
        .select_related("edition__trajectory", "activity")
        .get(pk=session.pk)
    )


def reason_not_to_apologise(
    session: EditionSession, person: Person, *, now: datetime
) -> AttendanceRefusal | None:
    """Tell why somebody cannot say that they stay away, or ``None`` if they can."""
    return rules.reason_not_to_apologise(
        is_enrolled=queries.is_enrolled(person, session.edition_id),
        is_cancelled=session.is_cancelled,
        starts_at=session.starts_at,
        now=now,
    )


@transaction.atomic
def apologise(*, session: EditionSession, person: Person, now: datetime) -> Apology:
    """Keep that somebody cannot come, and tell who leads the edition, or else the coordinators.

    :raises Refused: with an ``AttendanceRefusal``.
    """
    session = _locked(session)
    if reason := reason_not_to_apologise(session, person, now=now):
        raise Refused(reason)
    apology, is_new = Apology.objects.get_or_create(session=session, person=person, defaults={"told_at": now})
    if is_new:
        takers = queries.trainers_or_coordinators(session.edition)
        tell("apology", edition=session.edition, people=takers, sessions=[session.pk], who=person.name)
        audit.record(
            "trajectories.stays_away",
            by=person,
            on=session,
            about=person,
            title=session.edition.trajectory.title,
        )
    return apology


@transaction.atomic
def come_after_all(*, session: EditionSession, person: Person, now: datetime) -> None:
    """Keep that somebody comes after all.

    :raises Refused: with an ``AttendanceRefusal``.
    """
    session = _locked(session)
    if reason := reason_not_to_apologise(session, person, now=now):
        raise Refused(reason)
    deleted, _rows = Apology.objects.filter(session=session, person=person).delete()
    if deleted:
        audit.record(
            "trajectories.comes_after_all",
            by=person,
            on=session,
            about=person,
            title=session.edition.trajectory.title,
        )


def reason_not_to_show_code(session: EditionSession, *, now: datetime) -> AttendanceRefusal | None:
    """Tell why a code does not count at this moment."""
    return rules.reason_not_to_show_code(
        is_cancelled=session.is_cancelled, starts_at=session.starts_at, ends_at=session.ends_at, now=now
    )


@transaction.atomic
def show_code(*, session: EditionSession, by: Person, now: datetime) -> str:
    """Make a code that counts until the session ends; an earlier one counts no more.

    :raises Refused: with an ``AttendanceRefusal``.
    """
    session = _locked(session)
    if reason := reason_not_to_show_code(session, now=now):
        raise Refused(reason)
    code = new_code()
    while queries.session_with_code(code, now=now):
        code = new_code()
    session.code = code
    session.save(update_fields=["code"])
    audit.record("trajectories.code_shown", by=by, on=session, title=session.edition.trajectory.title)
    return code


def new_code() -> str:
    """Return a code that can be read from the back of a room."""
    return "".join(secrets.choice(rules.SIGNS) for _nth in range(rules.CODE_LENGTH))


@transaction.atomic
def check_in(*, person: Person, code: str, now: datetime) -> EditionSession | AttendanceRefusal:
    """Keep that somebody is there who entered the code on the screen.

    Returns the reason instead of raising it: a wrong try must be kept, and a refusal would undo that.
    """
    # One after the other for one person: else many tries at once would all be the first.
    Person.objects.select_for_update().get(pk=person.pk)
    if reason := rules.reason_not_to_try(tries=queries.tries_of(person, now=now), now=now):
        return reason
    session = queries.session_with_code(rules.plain_code(code), now=now)
    if session is None:
        CodeTry.objects.create(person=person, at=now)
        return AttendanceRefusal.NO_SUCH_CODE
    if not queries.is_enrolled(person, session.edition_id):
        return AttendanceRefusal.NOT_ENROLLED
    Attendance.objects.update_or_create(
        session=session,
        person=person,
        defaults={
            "was_there": True,
            "how": Attendance.How.CODE,
            "kept_at": now,
            "kept_by_id": person.pk,
        },
    )
    CodeTry.objects.filter(person=person).delete()
    audit.record(
        "trajectories.checked_in", by=person, on=session, about=person, title=session.edition.trajectory.title
    )
    _settle(session, [person.pk], now=now)
    return session


def reason_not_to_keep_list(session: EditionSession, *, now: datetime) -> AttendanceRefusal | None:
    """Tell why nobody can keep who was at a session now."""
    return rules.reason_not_to_keep_list(
        edition_state=session.edition.state,
        is_cancelled=session.is_cancelled,
        starts_at=session.starts_at,
        now=now,
    )


@transaction.atomic
def keep_list(
    *, session: EditionSession, was_there: Mapping[int, bool | None], by: Person, now: datetime
) -> int:
    """Keep for each person on the list whether they were there; ``None``: not known. Return how many changed.

    People who are not enrolled are left out.

    :raises Refused: with an ``AttendanceRefusal``.
    """
    session = _locked(session)
    if reason := reason_not_to_keep_list(session, now=now):
        raise Refused(reason)
    enrolled = set(
        Enrolment.objects.filter(
            edition=session.edition, state=Enrolment.State.ENROLLED, person__in=list(was_there)
        ).values_list("person_id", flat=True)
    )
    before = {one.person_id: one for one in Attendance.objects.filter(session=session)}
    changed = [pk for pk in enrolled if was_there[pk] != (before[pk].was_there if pk in before else None)]
    Attendance.objects.filter(session=session, person__in=changed).delete()
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            person_id=pk,
            was_there=bool(was_there[pk]),
            how=Attendance.How.LIST,
            kept_at=now,
            kept_by_id=by.pk,
        )
        for pk in changed
        if was_there[pk] is not None
    )
    session.list_kept_at = session.list_kept_at or now
    session.save(update_fields=["list_kept_at"])
    audit.record(
        "trajectories.list_kept",
        by=by,
        on=session,
        title=session.edition.trajectory.title,
        count=len(changed),
    )
    _settle(session, changed, now=now)
    return len(changed)


def _settle(session: EditionSession, person_ids: list[int], *, now: datetime) -> None:
    """Keep who completed the edition by this; only once its last session has begun."""
    edition = session.edition
    if edition.ends_at is None or session.ends_at < edition.ends_at:
        return
    if len(person_ids) > 1:
        completion.settle_all(edition=edition, now=now)
        return
    for one in Enrolment.objects.filter(
        edition=edition, person__in=person_ids, state=Enrolment.State.ENROLLED
    ).select_related("edition__trajectory", "person"):
        completion.settle(enrolment=one, now=now)


def reason_not_to_evaluate(
    edition: Edition, enrolment: Enrolment | None, *, now: datetime
) -> EvaluationRefusal | None:
    """Tell why somebody cannot evaluate an edition now."""
    return rules.reason_not_to_evaluate(
        is_enrolled=enrolment is not None and enrolment.state == Enrolment.State.ENROLLED,
        has_evaluated=enrolment is not None and enrolment.has_evaluated,
        edition_state=edition.state,
        ends_at=edition.ends_at,
        now=now,
    )


@transaction.atomic
def evaluate(
    *, enrolment: Enrolment, answers: Mapping[str, int], kept: str, better: str, now: datetime
) -> None:
    """Keep what somebody thought, apart from who it was; there is no entry in the trail, since that has a time.

    :raises Refused: with an ``EvaluationRefusal``.
    """
    one = Enrolment.objects.select_for_update(of=("self",)).select_related("edition").get(pk=enrolment.pk)
    reason = reason_not_to_evaluate(one.edition, one, now=now) or rules.reason_not_to_keep_answers(
        answers, [kept, better]
    )
    if reason:
        raise Refused(reason)
    Evaluation.objects.create(
        edition=one.edition,
        answers={question: answers[question] for question in rules.QUESTIONS if question in answers},
        kept=kept.strip(),
        better=better.strip(),
    )
    one.has_evaluated = True
    one.save(update_fields=["has_evaluated"])
