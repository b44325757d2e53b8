"""How is a trajectory published, and how does it end?"""

from datetime import datetime

from django.db import transaction

from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person
from vakwerk.trajectories.design import queries, rules
from vakwerk.trajectories.design.operations.shared import record
from vakwerk.trajectories.models import Trajectory


@transaction.atomic
def publish_trajectory(*, trajectory: Trajectory, by: Person | None, now: datetime) -> Trajectory:
    """Let people find a trajectory; also one that had retired.

    :raises Refused: with ``UNSOUND`` and, under ``faults``, everything that is to be mended.
    """
    trajectory = queries.locked(trajectory)
    faults = queries.loaded(trajectory).faults
    if reason := rules.reason_not_to_publish(state=trajectory.state, faults=faults):
        raise Refused(reason, {"faults": faults, "count": len(faults)})
    trajectory.published_at = now
    return _move(trajectory, "publish", "trajectory_published", by)


@transaction.atomic
def retire_trajectory(*, trajectory: Trajectory, by: Person | None) -> Trajectory:
    """End the offer. What runs goes on; it can be published again.

    :raises Refused: when it is not published.
    """
    trajectory = queries.locked(trajectory)
    if reason := rules.reason_not_to_retire(state=trajectory.state):
        raise Refused(reason)
    return _move(trajectory, "retire", "trajectory_retired", by)


@transaction.atomic
def withdraw_trajectory(*, trajectory: Trajectory, by: Person | None) -> Trajectory:
    """Make a published trajectory that was never given a draft again.

    :raises Refused: when it is not published, or was planned or given.
    """
    trajectory = queries.locked(trajectory)
    reason = rules.reason_not_to_withdraw(state=trajectory.state, editions=queries.editions_of(trajectory))
    if reason:
        raise Refused(reason)
    trajectory.published_at = None
    return _move(trajectory, "withdraw", "trajectory_withdrawn", by)


def _move(trajectory: Trajectory, step: str, act: str, by: Person | None) -> Trajectory:
    trajectory.state = rules.TRANSITIONS[step][1]
    trajectory.save(update_fields=["state", "published_at"])
    record(act, trajectory, by=by)
    return trajectory


@transaction.atomic
def delete_trajectory(*, trajectory: Trajectory, by: Person | None) -> None:
    """Throw a draft away.

    :raises Refused: when it is not a draft, or was planned or given.
    """
    trajectory = queries.locked(trajectory)
    reason = rules.reason_not_to_delete(state=trajectory.state, editions=queries.editions_of(trajectory))
    if reason:
        raise Refused(reason)
    record("trajectory_deleted", trajectory, by=by)
    trajectory.delete()
