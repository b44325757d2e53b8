"""What a search has spent, and what that says about the steps it still has."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from circlemix.stop import Stop, Way

SPEED = 2_000_000.0
"""Steps a second, until something was measured."""


@dataclass(eq=False)
class Clock:
    """Time and steps since the start, and when the best was found."""

    stop: Stop
    started: float = field(default_factory=time.monotonic)
    iterations: int = 0
    best_at: tuple[float, int] = (0.0, 0)
    _pieces: tuple[float, int] = (0.0, 0)

    def seconds(self) -> float:
        return time.monotonic() - self.started

    def way(self) -> Way:
        seconds = self.seconds()
        return Way(seconds, self.iterations, seconds - self.best_at[0], self.iterations - self.best_at[1])

    def spend(self, steps: int, work: Callable[[], object]) -> None:
        """Do some steps, and learn from them how fast we are."""
        begun = time.monotonic()
        work()
        self.iterations += steps
        took = time.monotonic() - begun
        seconds, done = self._pieces
        # Older pieces count less: the first one may include compilation.
        self._pieces = (0.7 * seconds + took, int(0.7 * done) + steps)

    def remaining(self) -> float:
        """Return the steps left before the stop, infinite when nobody can tell."""
        seconds, done = self._pieces
        return self.stop.remaining(self.way(), done / seconds if seconds > 0 and done else SPEED)

    def improved(self) -> None:
        self.best_at = (self.seconds(), self.iterations)
