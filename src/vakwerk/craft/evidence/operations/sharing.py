"""Letting a manager read something, and taking that back."""

from datetime import datetime

from django.db import transaction

from vakwerk.craft.evidence import queries, rules
from vakwerk.craft.models import Evidence, Share
from vakwerk.foundation import own_acts
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person


@transaction.atomic
def share(*, person: Person, reader: Person, now: datetime, evidence: Evidence | None = None) -> Share:
    """Let a manager read one piece, or, without one, the growth page.

    :raises Refused: when that person does not manage them, or reads it already.
    """
    already = Share.objects.filter(person=person, reader=reader, evidence=evidence).exists()
    is_manager = reader in queries.managers_of(person)
    if reason := rules.reason_not_to_share(is_manager=is_manager, already=already):
        raise Refused(reason, {"name": reader.name})
    made = Share.objects.create(person=person, reader=reader, evidence=evidence, since=now)
    what = "evidence" if evidence else "levels"
    own_acts.keep("craft.shared", of=person, by=person, reader_id=reader.pk, what=what)
    return made


@transaction.atomic
def stop_sharing(*, share: Share) -> None:
    """Take back what a manager could read, from this moment on."""
    own_acts.keep("craft.share_ended", of=share.person_id, by=share.person_id, reader_id=share.reader_id)
    share.delete()
