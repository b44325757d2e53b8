"""What stands in whose calendar? What was sent to each person, so that a later letter changes or removes that.

A program believes the highest sequence of a UID. So each letter to a person carries a higher one than the last
to them, also to somebody who left and comes again; and only what was sent can be removed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from vakwerk.foundation.calendars import CANCEL, Entry
from vakwerk.foundation.models import SentEntry


def keep_sent(
    entries: Sequence[Entry], *, method: str, to: Mapping[int, str], now: datetime
) -> dict[int, list[Entry]]:
    """Keep what is about to be sent, and return for each person the events to send, with their sequence.

    ``to``: persons with their address. ``CANCEL`` leaves out whatever a person was never sent, or had removed
    before; an invitation leaves out what does not go on.
    """
    uids = [entry.uid for entry in entries]
    before = {
        (row.about_id, row.uid): row
        for row in SentEntry.objects.select_for_update().filter(about_id__in=list(to), uid__in=uids)
    }
    due: dict[int, list[Entry]] = {}
    rows: list[SentEntry] = []
    for about_id, address in to.items():
        for entry in entries:
            last = before.get((about_id, entry.uid))
            if not _is_due(entry, last, method):
                continue
            sequence = max(entry.sequence, last.sequence + 1) if last else entry.sequence
            due.setdefault(about_id, []).append(replace(entry, sequence=sequence))
            rows.append(
                SentEntry(
                    about_id=about_id,
                    uid=entry.uid,
                    to=address,
                    sequence=sequence,
                    is_removed=method == CANCEL,
                    sent_at=now,
                )
            )
    SentEntry.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["academy", "about_id", "uid"],
        update_fields=["to", "sequence", "is_removed", "sent_at"],
    )
    return due


def _is_due(entry: Entry, last: SentEntry | None, method: str) -> bool:
    if method == CANCEL:
        return last is not None and not last.is_removed
    return not entry.is_cancelled


def as_sent(entries: Iterable[Entry], *, about_id: int) -> list[Entry]:
    """Return events with the sequence of the last letter to a person, so that a file of theirs is no older."""
    found = list(entries)
    sent = dict(
        SentEntry.objects.filter(about_id=about_id, uid__in=[entry.uid for entry in found]).values_list(
            "uid", "sequence"
        )
    )
    return [replace(entry, sequence=max(entry.sequence, sent.get(entry.uid, 0))) for entry in found]
