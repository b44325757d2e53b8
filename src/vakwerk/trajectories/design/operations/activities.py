"""How do activities of a trajectory come and go?"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.ordering import number_of, numbered, swapped
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person
from vakwerk.trajectories.design import rules
from vakwerk.trajectories.design.document import tie_goals
from vakwerk.trajectories.design.operations.shared import changing
from vakwerk.trajectories.models import Activity, LearningGoal, Trajectory


@dataclass(frozen=True)
class ActivityWish:
    """What an activity is to be. ``goals``: what it works on; ``url``: for what stands elsewhere on the web."""

    title: Bilingual
    kind: str = Activity.Kind.SESSION
    description: Bilingual = field(default_factory=Bilingual)
    minutes: int | None = None
    url: str = ""
    goals: Sequence[LearningGoal] = ()


@transaction.atomic
def add_activity(*, trajectory: Trajectory, wish: ActivityWish, by: Person | None) -> Activity:
    """Add an activity after the others.

    :raises Refused: when there are too many, or it would leave a published trajectory unsound.
    """
    number = trajectory.activities.count()
    if reason := rules.reason_against_activity(activities=number):
        raise Refused(reason, {"most": rules.MOST_ACTIVITIES})
    with changing(trajectory, "activity_added", by=by, number=number + 1) as changed:
        activity = Activity(trajectory=changed, position=number)
        _fill(activity, wish)
    return activity


@transaction.atomic
def change_activity(*, activity: Activity, wish: ActivityWish, by: Person | None) -> Activity:
    """Change an activity and what it works on.

    :raises Refused: when it would leave a published trajectory unsound.
    """
    with changing(activity.trajectory, "activity_changed", by=by, number=_number(activity)):
        _fill(activity, wish)
    return activity


def _fill(activity: Activity, wish: ActivityWish) -> None:
    for name in ("title", "kind", "description", "minutes", "url"):
        setattr(activity, name, getattr(wish, name))
    activity.save()
    tie_goals(activity, wish.goals)


@transaction.atomic
def delete_activity(*, activity: Activity, by: Person | None) -> None:
    """Take an activity out.

    :raises Refused: when it would leave a published trajectory unsound.
    """
    with changing(activity.trajectory, "activity_deleted", by=by, number=_number(activity)) as changed:
        activity.delete()
        Activity.objects.bulk_update(numbered(list(changed.activities.all())), ["position"])


@transaction.atomic
def move_activity(*, activity: Activity, up: bool, by: Person | None) -> None:
    """Let an activity and its neighbour change places; at the end nothing happens.

    :raises Refused: when the trajectory has retired.
    """
    with changing(activity.trajectory, "activity_moved", by=by, number=_number(activity)) as changed:
        Activity.objects.bulk_update(swapped(list(changed.activities.all()), activity, up=up), ["position"])


def _number(activity: Activity) -> int:
    return number_of(activity, activity.trajectory.activities.all())
