"""What a coordinator does with an edition. Each function is one transaction under a lock on the edition."""

from vakwerk.trajectories.editions.operations.ending import (
    bring_to,
    cancel_edition,
    close_edition,
    complete_edition,
    open_edition,
    reason_not_to_complete,
    reason_not_to_open,
)
from vakwerk.trajectories.editions.operations.planning import change_terms, plan_edition, set_trainers
from vakwerk.trajectories.editions.operations.sessions import (
    add_session,
    cancel_session,
    change_session,
    is_told,
    reason_not_to_touch,
)
from vakwerk.trajectories.editions.operations.shared import TERMS, Moment, Terms, reason_not_to_meet

__all__ = [
    "TERMS",
    "Moment",
    "Terms",
    "add_session",
    "bring_to",
    "cancel_edition",
    "cancel_session",
    "change_session",
    "change_terms",
    "close_edition",
    "complete_edition",
    "is_told",
    "open_edition",
    "plan_edition",
    "reason_not_to_complete",
    "reason_not_to_meet",
    "reason_not_to_open",
    "reason_not_to_touch",
    "set_trainers",
]
