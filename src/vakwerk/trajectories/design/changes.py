"""Who wants to know that a trajectory changed? Folders register a function; design calls it."""

from collections.abc import Callable

from vakwerk.trajectories.models import Trajectory

_followers: list[Callable[[Trajectory], None]] = []


def follows(function: Callable[[Trajectory], None]) -> Callable[[Trajectory], None]:
    """Register a function that is called, in the same transaction, after a trajectory was made or changed.

    Import its module in the room's ``AppConfig.ready``.
    """
    if function not in _followers:
        _followers.append(function)
    return function


def tell(trajectory: Trajectory) -> None:
    """Call every follower."""
    for function in _followers:
        function(trajectory)
