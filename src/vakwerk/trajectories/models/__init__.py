"""What does the trajectories room keep?"""

from vakwerk.trajectories.models.design import (
    Activity,
    ActivityGoal,
    ActivitySource,
    LearningGoal,
    ProofWay,
    Trajectory,
)

__all__ = [
    "Activity",
    "ActivityGoal",
    "ActivitySource",
    "LearningGoal",
    "ProofWay",
    "Trajectory",
]
