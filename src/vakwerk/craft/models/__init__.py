"""What does the craft room keep?"""

from vakwerk.craft.models.frameworks import (
    Cluster,
    Competency,
    Counterweight,
    Framework,
    FrameworkFile,
    Indicator,
    Level,
    LevelNaming,
    PersonProfile,
    RoleProfile,
    Target,
)

__all__ = [
    "Cluster",
    "Competency",
    "Counterweight",
    "Framework",
    "FrameworkFile",
    "Indicator",
    "Level",
    "LevelNaming",
    "PersonProfile",
    "RoleProfile",
    "Target",
]
