"""Writing evidence, changing it, and throwing it away."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from vakwerk.craft.evidence import queries, rules, storage
from vakwerk.craft.models import Competency, Evidence, EvidenceIndicator, Indicator, ResponseAnswer
from vakwerk.foundation import own_acts
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person


@dataclass(frozen=True)
class Texts:
    """What a piece of evidence says."""

    title: str
    situation: str = ""
    action: str = ""
    effect: str = ""
    learned: str = ""


@transaction.atomic
def write(
    *, person: Person, competency: Competency, texts: Texts, indicators: Collection[Indicator], now: datetime
) -> Evidence:
    """Keep a new draft, which only its writer sees.

    :raises Refused: when a behaviour belongs to another competency.
    """
    evidence = Evidence(person=person, competency=competency, made_at=now)
    _fill(evidence, texts, indicators, now)
    own_acts.keep("craft.evidence_written", on=evidence, of=person, by=person)
    return evidence


@transaction.atomic
def change(*, evidence: Evidence, texts: Texts, indicators: Collection[Indicator], now: datetime) -> Evidence:
    """Change a piece that nobody is reading now. What was seen earlier stays in its submissions.

    :raises Refused: while it waits, once it is confirmed, or when a behaviour belongs to another competency.
    """
    evidence = queries.locked(evidence)
    if reason := rules.reason_not_to_change(evidence.state):
        raise Refused(reason)
    _fill(evidence, texts, indicators, now)
    own_acts.keep("craft.evidence_changed", on=evidence, of=evidence.person_id, by=evidence.person_id)
    return evidence


def _fill(evidence: Evidence, texts: Texts, indicators: Collection[Indicator], now: datetime) -> None:
    if any(one.competency_id != evidence.competency_id for one in indicators):
        raise Refused(rules.EvidenceRefusal.OTHER_COMPETENCY)
    for name, text in asdict(texts).items():
        setattr(evidence, name, text)
    evidence.changed_at = now
    evidence.save()
    wanted = {one.pk for one in indicators}
    # What an assessor spoke about stays linked, so that their words keep their place.
    evidence.shows.filter(verdicts=None).exclude(indicator__in=wanted).delete()
    linked = set(evidence.shows.values_list("indicator_id", flat=True))
    EvidenceIndicator.objects.bulk_create(
        EvidenceIndicator(evidence=evidence, indicator_id=one) for one in sorted(wanted - linked)
    )


@transaction.atomic
def carry_over(*, evidence: Evidence, now: datetime) -> Evidence:
    """Move a draft to the version of the framework that holds now.

    Behaviour that reads the same comes along, with what others saw of it; of the rest the writer chooses again.

    :raises Refused: when it was sent in, its version holds, or its competency is gone.
    """
    evidence = queries.locked(evidence)
    if reason := queries.reason_not_to_carry_over(evidence):
        raise Refused(reason)
    after = queries.next_version_of(evidence)
    assert after is not None
    same = {one.key: one for one in after.indicators.all()}
    for shows in evidence.shows.select_related("indicator"):
        found = same.get(shows.indicator.key)
        if found is None or (found.level, found.text) != (shows.indicator.level, shows.indicator.text):
            shows.delete()
            continue
        ResponseAnswer.objects.filter(response__evidence=evidence, indicator=shows.indicator).update(
            indicator=found
        )
        shows.indicator = found
        shows.save(update_fields=["indicator"])
    evidence.competency, evidence.changed_at = after, now
    evidence.save(update_fields=["competency", "changed_at"])
    own_acts.keep("craft.evidence_carried_over", on=evidence, of=evidence.person_id, by=evidence.person_id)
    return evidence


@transaction.atomic
def delete(*, evidence: Evidence) -> None:
    """Delete a piece with its files, responses and what was said about it. A level that was reached stays.

    :raises Refused: while an assessor reads it.
    """
    evidence = queries.locked(evidence)
    if reason := rules.reason_not_to_delete(evidence.state):
        raise Refused(reason)
    for file in evidence.files.all():
        storage.remove_after_commit(file)
    own_acts.keep("craft.evidence_deleted", on=evidence, of=evidence.person_id, by=evidence.person_id)
    evidence.delete()
