"""What an assessor does. One transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from vakwerk.craft.assessment import letters, queries, rules
from vakwerk.craft.evidence import queries as evidence_queries
from vakwerk.craft.models import Evidence, EvidenceIndicator, IndicatorVerdict, ReachedLevel
from vakwerk.foundation import own_acts
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person


@transaction.atomic
def decide(
    *,
    evidence: Evidence,
    by: Person,
    verdicts: Mapping[int, rules.Verdict],
    now: datetime,
    skipped_reason: str = "",
) -> list[ReachedLevel]:
    """Keep what an assessor says of each behaviour, and return the levels that are reached by it.

    ``verdicts``: by the id of the ``EvidenceIndicator``, for all that are not confirmed yet.
    ``skipped_reason``: why a level counts though a lower one was not shown.

    :raises Refused: with a ``VerdictRefusal``.
    """
    evidence = evidence_queries.locked(evidence)
    # Two pieces of one person, decided at once, may together reach a level: take turns.
    Person.objects.select_for_update().get(pk=evidence.person_id)
    shows = {one.pk: one for one in evidence.shows.all()}
    open_ones = {key for key, one in shows.items() if one.verdict != EvidenceIndicator.Verdict.CONFIRMED}
    reason = rules.reason_not_to_decide(
        state=evidence.state, is_assessor_of_it=evidence.assessor_id == by.pk
    ) or rules.reason_not_to_take(verdicts, open_ones=open_ones)
    if reason:
        raise Refused(reason)
    submission = evidence.submissions.latest("number")
    for key, one in verdicts.items():
        IndicatorVerdict.objects.create(
            submission=submission,
            shows=shows[key],
            verdict=one.verdict,
            reason=one.reason.strip(),
            by=by,
            at=now,
        )
        shows[key].verdict = one.verdict
        shows[key].save(update_fields=["verdict"])
    submission.ended_at = now
    submission.save(update_fields=["ended_at"])
    evidence.state = rules.outcome(one.verdict for one in shows.values())
    evidence.decided_at, evidence.due_on = now, None
    evidence.save(update_fields=["state", "decided_at", "due_on"])
    own_acts.keep(f"craft.evidence_{evidence.state}", on=evidence, of=evidence.person_id, by=by)
    reached = _reach(evidence, by=by, now=now, skipped_reason=skipped_reason.strip())
    letters.tell_outcome(evidence, reached=reached)
    return reached


def _reach(evidence: Evidence, *, by: Person, now: datetime, skipped_reason: str) -> list[ReachedLevel]:
    found = levels(evidence, with_reason=bool(skipped_reason))
    made = []
    for level in found.new:
        one = ReachedLevel.objects.create(
            person=evidence.person,
            competency=evidence.competency,
            level=level,
            on=timezone.localdate(now),
            assessor=by,
            evidence=evidence,
            skipped_reason=skipped_reason if level in found.skipping else "",
        )
        own_acts.keep("craft.level_reached", of=evidence.person_id, by=by, level=level)
        made.append(one)
    return made


def levels(
    evidence: Evidence, *, with_reason: bool, confirming: Iterable[EvidenceIndicator] = ()
) -> rules.Levels:
    """Return which levels are reached with what is confirmed now; with ``confirming``, if that were too."""
    person, competency = evidence.person, evidence.competency
    confirmed = [*queries.confirmed_shows(person, competency), *confirming]
    keys = queries.confirmed_keys(confirmed, competency)
    return rules.levels_reached(
        {level: len(found) for level, found in keys.items()},
        levels=[one.number for one in competency.framework.levels.all()],
        had=queries.levels_had(person, competency),
        with_reason=with_reason,
    )
