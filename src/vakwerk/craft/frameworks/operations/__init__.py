"""What coordinators do with frameworks. Each function is one transaction."""

from vakwerk.craft.frameworks.operations.adopting import (
    adopt,
    lay_open,
    name_levels,
    retire,
)
from vakwerk.craft.frameworks.operations.competencies import (
    CompetencyFacts,
    add_competency,
    change_competency,
    delete_competency,
    move_competency,
)
from vakwerk.craft.frameworks.operations.indicators import (
    add_indicator,
    change_indicator,
    delete_indicator,
    move_indicator,
)
from vakwerk.craft.frameworks.operations.parts import (
    add_cluster,
    change_cluster,
    delete_cluster,
    move_cluster,
    set_levels,
)
from vakwerk.craft.frameworks.operations.versions import (
    Head,
    adapt,
    add_starter,
    change_head,
    delete_draft,
    make_framework,
    new_version,
)

__all__ = [
    "CompetencyFacts",
    "Head",
    "adapt",
    "add_cluster",
    "add_competency",
    "add_indicator",
    "add_starter",
    "adopt",
    "change_cluster",
    "change_competency",
    "change_head",
    "change_indicator",
    "delete_cluster",
    "delete_competency",
    "delete_draft",
    "delete_indicator",
    "lay_open",
    "make_framework",
    "move_cluster",
    "move_competency",
    "move_indicator",
    "name_levels",
    "new_version",
    "retire",
    "set_levels",
]
