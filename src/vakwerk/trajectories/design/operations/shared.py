"""What does every change of a trajectory do? Keep what was, and check what became."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from vakwerk.foundation import audit
from vakwerk.foundation.audit import number_of
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person
from vakwerk.trajectories.design import queries, rules
from vakwerk.trajectories.design.document import document_of
from vakwerk.trajectories.models import Revision, Trajectory


@contextmanager
def changing(
    trajectory: Trajectory,
    act: str,
    *,
    by: Person | None,
    beside: Mapping[str, Any] | None = None,
    **facts: Any,
) -> Iterator[Trajectory]:
    """Change a trajectory inside the block: its row is locked, what was is kept, what becomes is checked.

    ``beside``: what is needed to take the change back, besides what the trajectory was; JSON values.

    :raises Refused: when it is published and would no longer be sound, or has retired; then nothing changed.
    """
    with transaction.atomic():
        trajectory = queries.locked(trajectory)
        before = queries.loaded(trajectory).faults if trajectory.state == Trajectory.State.PUBLISHED else []
        if trajectory.state == Trajectory.State.RETIRED:
            raise Refused(rules.DesignRefusal.RETIRED)
        content = document_of(trajectory)
        yield trajectory
        keep(trajectory, act, content, by=by, beside=beside or {})
        if trajectory.state == Trajectory.State.PUBLISHED:
            after = queries.loaded(trajectory).faults
            if reason := rules.reason_not_to_change(state=trajectory.state, before=before, after=after):
                known = {(one.reason, one.number) for one in before}
                new = next(one for one in after if (one.reason, one.number) not in known)
                raise Refused(reason, {"fault": new})
        trajectory.changed_at = timezone.now()
        trajectory.save()
        record(act, trajectory, by=by, **facts)


def keep(
    trajectory: Trajectory,
    act: str,
    content: dict[str, Any],
    *,
    by: Person | None,
    beside: Mapping[str, Any],
) -> None:
    """Keep what a trajectory was, and let go of what is too long ago to take back."""
    Revision.objects.create(
        trajectory=trajectory, act=act, content=content, beside=beside, by_id=number_of(by)
    )
    old = trajectory.revisions.order_by("-id").values_list("pk", flat=True)[rules.KEPT_REVISIONS :]
    if stale := list(old):
        Revision.objects.filter(pk__in=stale).delete()


def record(act: str, trajectory: Trajectory, *, by: Person | None, **facts: Any) -> None:
    """Add an act to the audit trail."""
    audit.record(f"trajectories.{act}", by=by, on=trajectory, title=trajectory.title, **facts)
