"""What coordinators do with trajectories. Each function is one transaction."""

from vakwerk.trajectories.design.operations.activities import (
    ActivityWish,
    add_activity,
    change_activity,
    delete_activity,
    move_activity,
)
from vakwerk.trajectories.design.operations.goals import (
    GoalWish,
    ProofWish,
    add_goal,
    change_goal,
    delete_goal,
    move_goal,
)
from vakwerk.trajectories.design.operations.sources import SourceWish, add_source, remove_source
from vakwerk.trajectories.design.operations.states import (
    delete_trajectory,
    publish_trajectory,
    retire_trajectory,
    withdraw_trajectory,
)
from vakwerk.trajectories.design.operations.trajectories import (
    Head,
    change_trajectory,
    copy_trajectory,
    make_trajectory,
    rewrite,
    undo,
)

__all__ = [
    "ActivityWish",
    "GoalWish",
    "Head",
    "ProofWish",
    "SourceWish",
    "add_activity",
    "add_goal",
    "add_source",
    "change_activity",
    "change_goal",
    "change_trajectory",
    "copy_trajectory",
    "delete_activity",
    "delete_goal",
    "delete_trajectory",
    "make_trajectory",
    "move_activity",
    "move_goal",
    "publish_trajectory",
    "remove_source",
    "retire_trajectory",
    "rewrite",
    "undo",
    "withdraw_trajectory",
]
