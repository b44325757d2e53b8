"""When to stop searching: after a time, a number of steps, when nothing improves, or when somebody says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class State:
    """How far a search is: seconds since the start, steps tried, and both since the last improvement."""

    seconds: float
    iterations: int
    stalled_seconds: float = 0.0
    stalled_iterations: int = 0


class Stop(Protocol):
    """What every way to stop can tell."""

    def reason(self, state: State) -> str | None:
        """Tell why to stop now (``seconds``, ``iterations``, ``stalled``, ``asked``), or ``None`` to go on."""

    def done(self, state: State) -> float:
        """Return the share of the way that is behind us, 0 … 1; 0 when that cannot be known."""


@dataclass(frozen=True)
class Seconds:
    """Stop after this many seconds on the clock."""

    limit: float

    def reason(self, state: State) -> str | None:
        return "seconds" if state.seconds >= self.limit else None

    def done(self, state: State) -> float:
        return min(1.0, state.seconds / self.limit) if self.limit > 0 else 1.0


@dataclass(frozen=True)
class Iterations:
    """Stop after this many steps tried; the same seed then gives the same groups on any machine."""

    limit: int

    def reason(self, state: State) -> str | None:
        return "iterations" if state.iterations >= self.limit else None

    def done(self, state: State) -> float:
        return min(1.0, state.iterations / self.limit) if self.limit > 0 else 1.0


@dataclass(frozen=True)
class Stalled:
    """Stop when this many steps, or seconds, brought nothing better; ``None`` does not count."""

    iterations: int | None = None
    seconds: float | None = None

    def reason(self, state: State) -> str | None:
        steps = self.iterations is not None and state.stalled_iterations >= self.iterations
        time = self.seconds is not None and state.stalled_seconds >= self.seconds
        return "stalled" if steps or time else None

    def done(self, state: State) -> float:
        return 0.0


@dataclass(frozen=True)
class Asked:
    """Stop when a function says so: a stop button (``threading.Event().is_set``) or a row in a database.

    Asked at most some ten times a second, in the process that called ``compose``.
    """

    ask: Callable[[], bool]

    def reason(self, state: State) -> str | None:
        return "asked" if self.ask() else None

    def done(self, state: State) -> float:
        return 0.0


@dataclass(frozen=True, init=False)
class FirstOf:
    """Stop as soon as one of several says so."""

    stops: tuple[Stop, ...]

    def __init__(self, *stops: Stop) -> None:
        object.__setattr__(self, "stops", stops)

    def reason(self, state: State) -> str | None:
        return next((why for each in self.stops if (why := each.reason(state))), None)

    def done(self, state: State) -> float:
        return max((each.done(state) for each in self.stops), default=0.0)
