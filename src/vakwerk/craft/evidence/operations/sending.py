"""Sending evidence to an assessor, and taking it back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from vakwerk.craft.evidence import apart, letters, queries, rules
from vakwerk.craft.models import Evidence, Submission
from vakwerk.foundation import own_acts
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Person


@transaction.atomic
def submit(*, evidence: Evidence, assessor: Person, now: datetime, answer: str = "") -> Submission:
    """Send a piece to an assessor, who hears of it by mail and has fourteen days.

    ``answer``: what the person says to the question or refusal before. From now on the two are never put in
    one circle, see ``ties``.

    :raises Refused: with an ``EvidenceRefusal``, ``AssessorRefusal``, or, when the competency may not be
        assessed, an ``AssessmentRefusal`` of the frameworks.
    """
    evidence = queries.locked(evidence)
    person = evidence.person
    today = timezone.localdate(now)
    reason = (
        rules.reason_not_to_submit(
            state=evidence.state,
            situation=evidence.situation,
            action=evidence.action,
            indicators=evidence.shows.count(),
            answer=answer,
        )
        or queries.reason_not_to_assess(evidence, today=today)
        or rules.reason_not_to_assess(
            person=person.pk,
            assessor=assessor.pk,
            is_assessor=Role.ASSESSOR in assessor.roles and assessor.left_on is None,
            managers={one.pk for one in queries.managers_of(person)},
            managed=queries.managed_ids(person),
            meets=apart.kept_apart_from(person),
        )
    )
    if reason:
        raise Refused(reason)
    sent = Submission.objects.create(
        evidence=evidence,
        number=evidence.submissions.count() + 1,
        assessor=assessor,
        at=now,
        answer=answer.strip(),
        texts={
            name: getattr(evidence, name) for name in ("title", "situation", "action", "effect", "learned")
        },
    )
    evidence.state, evidence.assessor = Evidence.State.WAITING, assessor
    evidence.submitted_at, evidence.due_on, evidence.decided_at = now, rules.due_on(today), None
    evidence.save(update_fields=["state", "assessor", "submitted_at", "due_on", "decided_at"])
    # What was confirmed before stays so; the rest is open again.
    evidence.shows.exclude(verdict="confirmed").update(verdict="")
    letters.ask_assessor(evidence)
    own_acts.keep("craft.evidence_submitted", on=evidence, of=person, by=person)
    return sent


@transaction.atomic
def withdraw(*, evidence: Evidence, now: datetime) -> None:
    """Take a piece back: nobody else reads it any more.

    :raises Refused: when it was not sent in, or is confirmed.
    """
    evidence = queries.locked(evidence)
    if reason := rules.reason_not_to_withdraw(evidence.state):
        raise Refused(reason)
    evidence.submissions.filter(ended_at=None).update(ended_at=now)
    evidence.state, evidence.due_on = Evidence.State.WITHDRAWN, None
    evidence.changed_at = now
    evidence.save(update_fields=["state", "due_on", "changed_at"])
    evidence.shares.all().delete()
    own_acts.keep("craft.evidence_withdrawn", on=evidence, of=evidence.person_id, by=evidence.person_id)
