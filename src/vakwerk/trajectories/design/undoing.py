"""What else goes back when the last change of a trajectory is taken back? Parts register; the operation calls them."""

from collections.abc import Callable, Mapping
from typing import Any

from vakwerk.trajectories.models import Trajectory

Undo = Callable[[Trajectory, Mapping[str, Any]], None]
_undoes: dict[str, Undo] = {}


def undoes(act: str) -> Callable[[Undo], Undo]:
    """Register what takes back the rest of an act, given the trajectory as it is again and what was kept beside it.

    It runs inside the transaction of the undoing. Import its module in the room's ``AppConfig.ready``.
    """

    def register(function: Undo) -> Undo:
        _undoes[act] = function
        return function

    return register


def run(act: str, trajectory: Trajectory, beside: Mapping[str, Any]) -> None:
    """Take back the rest of an act, where a part has something to take back."""
    if act in _undoes and beside:
        _undoes[act](trajectory, beside)
