"""How do goals of a trajectory come and go?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from vakwerk.craft.models import Competency, Indicator
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.ordering import number_of, numbered, swapped
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person
from vakwerk.trajectories.design import rules
from vakwerk.trajectories.design.operations.shared import changing
from vakwerk.trajectories.models import Activity, ActivityGoal, LearningGoal, ProofWay, Trajectory


@dataclass(frozen=True)
class ProofWish:
    """A way to show it. ``indicator``: the behaviour that it follows, if it follows one."""

    text: Bilingual
    indicator: Indicator | None = None


@dataclass(frozen=True)
class GoalWish:
    """What a goal is to be. ``activities``: those that work on it."""

    text: Bilingual
    competency: Competency | None
    level: int | None
    activities: Sequence[Activity] = ()
    proofs: Sequence[ProofWish] = ()


@transaction.atomic
def add_goal(*, trajectory: Trajectory, wish: GoalWish, by: Person | None) -> LearningGoal:
    """Add a goal below the others.

    :raises Refused: when there are too many, or it would leave a published trajectory unsound.
    """
    number = trajectory.goals.count()
    if reason := rules.reason_against_goal(goals=number):
        raise Refused(reason, {"most": rules.MOST_GOALS})
    with changing(trajectory, "goal_added", by=by, number=number + 1) as changed:
        goal = LearningGoal(trajectory=changed, position=number)
        _fill(goal, wish)
    return goal


@transaction.atomic
def change_goal(*, goal: LearningGoal, wish: GoalWish, by: Person | None) -> LearningGoal:
    """Change a goal, what works on it and how it is shown.

    :raises Refused: when it would leave a published trajectory unsound.
    """
    with changing(goal.trajectory, "goal_changed", by=by, number=_number(goal)):
        _fill(goal, wish)
    return goal


def _fill(goal: LearningGoal, wish: GoalWish) -> None:
    goal.text, goal.competency, goal.level = wish.text, wish.competency, wish.level
    goal.save()
    wanted = {activity.pk for activity in wish.activities}
    there = set(goal.activity_links.values_list("activity_id", flat=True))
    goal.activity_links.filter(activity_id__in=there - wanted).delete()
    ActivityGoal.objects.bulk_create(
        ActivityGoal(goal=goal, activity_id=activity_id) for activity_id in sorted(wanted - there)
    )
    _fill_proofs(goal, wish.proofs)


def _fill_proofs(goal: LearningGoal, wishes: Sequence[ProofWish]) -> None:
    """Keep the rows of ways that stay, since a regional template knows them by their key."""
    there = list(goal.proof_ways.all())
    kept = []
    for position, wish in enumerate(wishes):
        way = next((one for one in there if _is_same(one, wish) and one not in kept), None)
        way = way or ProofWay(goal=goal)
        way.position, way.text, way.indicator = position, wish.text, wish.indicator
        way.save()
        kept.append(way)
    goal.proof_ways.exclude(pk__in=[one.pk for one in kept]).delete()


def _is_same(way: ProofWay, wish: ProofWish) -> bool:
    if wish.indicator:
        return way.indicator_id == wish.indicator.pk
    return way.indicator_id is None and way.text == wish.text


@transaction.atomic
def delete_goal(*, goal: LearningGoal, by: Person | None) -> None:
    """Take a goal out.

    :raises Refused: when it would leave a published trajectory unsound.
    """
    with changing(goal.trajectory, "goal_deleted", by=by, number=_number(goal)) as changed:
        goal.delete()
        LearningGoal.objects.bulk_update(numbered(list(changed.goals.all())), ["position"])


@transaction.atomic
def move_goal(*, goal: LearningGoal, up: bool, by: Person | None) -> None:
    """Let a goal and its neighbour change places; at the end nothing happens.

    :raises Refused: when the trajectory has retired.
    """
    with changing(goal.trajectory, "goal_moved", by=by, number=_number(goal)) as changed:
        LearningGoal.objects.bulk_update(swapped(list(changed.goals.all()), goal, up=up), ["position"])


def _number(goal: LearningGoal) -> int:
    return number_of(goal, goal.trajectory.goals.all())
