"""What does the trajectories room keep?"""

from vakwerk.trajectories.models.catalogue import CatalogueEntry, CatalogueImport, CatalogueSetting
from vakwerk.trajectories.models.design import (
    Activity,
    ActivityGoal,
    ActivitySource,
    LearningGoal,
    ProofWay,
    Revision,
    Trajectory,
)
from vakwerk.trajectories.models.editions import (
    Apology,
    Attendance,
    CodeTry,
    Edition,
    EditionSession,
    Enrolment,
    Evaluation,
    MemberSeats,
    Trainer,
)
from vakwerk.trajectories.models.needs import LearningNeed, NeedState, UnitNeed
from vakwerk.trajectories.models.regional import Adoption, RegionalTemplate

__all__ = [
    "Activity",
    "ActivityGoal",
    "ActivitySource",
    "Adoption",
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
    "LearningNeed",
    "MemberSeats",
    "NeedState",
    "ProofWay",
    "RegionalTemplate",
    "Revision",
    "Trainer",
    "Trajectory",
    "UnitNeed",
]
