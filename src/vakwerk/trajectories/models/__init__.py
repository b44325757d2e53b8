"""What does the trajectories room keep?"""

from vakwerk.trajectories.models.design import (
    Activity,
    ActivityGoal,
    ActivitySource,
    LearningGoal,
    ProofWay,
    Trajectory,
)
from vakwerk.trajectories.models.editions import (
    Apology,
    Attendance,
    CatalogueEntry,
    CatalogueImport,
    CatalogueSetting,
    CodeTry,
    Edition,
    EditionSession,
    Enrolment,
    Evaluation,
    MemberSeats,
    Trainer,
)

__all__ = [
    "Activity",
    "ActivityGoal",
    "ActivitySource",
    "Apology",
    "Attendance",
    "CatalogueEntry",
    "CatalogueImport",
    "CatalogueSetting",
    "CodeTry",
    "Edition",
    "EditionSession",
    "Enrolment",
    "Evaluation",
    "LearningGoal",
    "MemberSeats",
    "ProofWay",
    "Trainer",
    "Trajectory",
]
