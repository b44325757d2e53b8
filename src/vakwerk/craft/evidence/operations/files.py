"""Adding files to evidence, and taking them away."""

from datetime import datetime

from django.db import transaction

from vakwerk.craft.evidence import kinds, photos, queries, rules, storage
from vakwerk.craft.models import Evidence, EvidenceFile
from vakwerk.foundation import own_acts
from vakwerk.foundation.refusals import Refused


@transaction.atomic
def add_file(*, evidence: Evidence, name: str, content: bytes, now: datetime) -> EvidenceFile:
    """Keep a file with a piece of evidence; of a photo only what is seen in it.

    :raises Refused: when its content is not what its name says, it is too big or damaged, or the piece is being read.
    """
    evidence = queries.locked(evidence)
    name = kinds.clean_name(name)
    reason = (
        rules.reason_not_to_change(evidence.state)
        or rules.reason_not_to_add_file(evidence.files.count())
        or kinds.reason_not_to_take(name, content)
    )
    if reason:
        raise Refused(reason, {"name": name})
    kind = kinds.KINDS[kinds.ending(name)]
    try:
        content = photos.without_traces(content, kind=kind)
    except Refused as refused:
        raise Refused(refused.reason, {"name": name}) from refused
    added = EvidenceFile.objects.create(
        evidence=evidence,
        name=name,
        kind=kind,
        size=len(content),
        key=storage.write(content),
        added_at=now,
    )
    evidence.changed_at = now
    evidence.save(update_fields=["changed_at"])
    own_acts.keep("craft.file_added", on=evidence, of=evidence.person_id, by=evidence.person_id)
    return added


@transaction.atomic
def remove_file(*, file: EvidenceFile, now: datetime) -> None:
    """Take a file away, from the disk too.

    :raises Refused: while the piece is being read, or once it is confirmed.
    """
    evidence = queries.locked(file.evidence)
    if reason := rules.reason_not_to_change(evidence.state):
        raise Refused(reason)
    storage.remove_after_commit(file)
    file.delete()
    evidence.changed_at = now
    evidence.save(update_fields=["changed_at"])
    own_acts.keep("craft.file_removed", on=evidence, of=evidence.person_id, by=evidence.person_id)
