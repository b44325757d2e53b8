"""What a search may use: steps, or seconds, and how far it is."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from circlemix.interrupts import Asked, never
from circlemix.matrix.walk import Walk

SLICE = 0.02
"""Seconds after which we look at the clock again, when seconds count."""


@dataclass
class Spending:
    """Steps or seconds in all. With steps only, the result does not depend on the machine."""

    steps: int | None
    seconds: float | None
    begun: float = field(default_factory=time.perf_counter)
    asked: Asked = never
    done: int = 0
    pace: float = 1e-6

    def left(self) -> float:
        """Return how many steps are left, as far as can be told from the pace so far; none when asked to stop."""
        if self.asked():
            return 0.0
        steps = float("inf") if self.steps is None else float(self.steps - self.done)
        if self.seconds is None:
            return max(0.0, steps)
        return max(0.0, min(steps, (self.seconds - (time.perf_counter() - self.begun)) / self.pace))

    def measure(self, walk: Walk, heat: float) -> None:
        """Find out how fast steps are, with a few of them: the second time, when all is in near memory."""
        if self.seconds is not None:
            for steps in (256, 2048):
                self.pace = self._cool(walk, steps, heat, heat)[1]

    def cool(self, walk: Walk, steps: float, hot: float, cold: float, target: float = float("inf")) -> float:
        """Cool down in about so many steps, or in the time they were expected to take; return the part that changed.

        Stops early when the best value reaches ``target``.
        """
        goal = min(steps, self.left())
        if goal < 1:
            return 0.0
        if self.seconds is None:
            return self._in_slices(walk, int(goal), hot, cold, target)
        begun, until = time.perf_counter(), goal * self.pace
        changed, done, gone = 0.0, 0, 0.0
        # Once at least: on a busy machine all the time may be over before we begin.
        while not done or (gone < until and walk.best_value < target and not self.asked()):
            now = min(SLICE, until - gone)
            some = max(1, int(now / self.pace))
            ends = [hot * (cold / hot) ** min(1.0, at / until) for at in (gone, gone + now)]
            changed += some * self._cool(walk, some, ends[0], ends[1])[0]
            done += some
            gone = time.perf_counter() - begun
        return changed / done

    def _in_slices(self, walk: Walk, steps: int, hot: float, cold: float, target: float) -> float:
        changed = 0.0
        piece = max(1, steps // 50)
        for first in range(0, steps, piece):
            last = min(steps, first + piece)
            ends = [hot * (cold / hot) ** (at / steps) for at in (first, last)]
            changed += (last - first) * self._cool(walk, last - first, ends[0], ends[1])[0]
            if walk.best_value >= target or self.asked():
                break
        return changed / max(1, steps)

    def _cool(self, walk: Walk, steps: int, hot: float, cold: float) -> tuple[float, float]:
        """Cool, and learn from it how fast we are; return the part that changed, and the seconds per step."""
        begun = time.perf_counter()
        changed = walk.cool(steps, hot, cold)
        each = max(1e-9, (time.perf_counter() - begun) / steps)
        self.done += steps
        self.pace = 0.7 * self.pace + 0.3 * each
        return changed, each
