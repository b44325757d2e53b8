"""When to stop searching: after a time, a number of steps, when nothing improves, or when asked to."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Way:
    """How far a search is: seconds since the start, steps tried, and both since the last improvement."""

    seconds: float
    iterations: int
    stalled_seconds: float = 0.0
    stalled_iterations: int = 0


class Stop(Protocol):
    """What every way to stop can tell."""

    def reason(self, way: Way) -> str | None:
        """Tell why to stop (``seconds``, ``iterations``, ``stalled``, ``asked``), or ``None`` to go on."""

    def remaining(self, way: Way, speed: float) -> float:
        """Return how many steps are left at a speed in steps a second; infinite when that cannot be known."""


@dataclass(frozen=True)
class Seconds:
    """Stop after this many seconds on the clock."""

    limit: float

    def reason(self, way: Way) -> str | None:
        return "seconds" if way.seconds >= self.limit else None

    def remaining(self, way: Way, speed: float) -> float:
        return max(0.0, self.limit - way.seconds) * speed


@dataclass(frozen=True)
class Iterations:
    """Stop after this many steps tried; the same seed then gives the same groups on any machine."""

    limit: int

    def reason(self, way: Way) -> str | None:
        return "iterations" if way.iterations >= self.limit else None

    def remaining(self, way: Way, speed: float) -> float:
        return max(0.0, self.limit - way.iterations)


@dataclass(frozen=True)
class Stalled:
    """Stop when this many steps, or seconds, brought nothing better; ``None`` does not count."""

    iterations: int | None = None
    seconds: float | None = None

    def reason(self, way: Way) -> str | None:
        steps = self.iterations is not None and way.stalled_iterations >= self.iterations
        time = self.seconds is not None and way.stalled_seconds >= self.seconds
        return "stalled" if steps or time else None

    def remaining(self, way: Way, speed: float) -> float:
        return math.inf


@dataclass(frozen=True)
class Asked:
    """Stop when a function says so: a stop button (``threading.Event().is_set``) or a row in a database.

    Asked at most some ten times a second, in the process that called ``compose``.
    """

    ask: Callable[[], bool]

    def reason(self, way: Way) -> str | None:
        return "asked" if self.ask() else None

    def remaining(self, way: Way, speed: float) -> float:
        return math.inf


@dataclass(frozen=True, init=False)
class FirstOf:
    """Stop as soon as one of several says so."""

    stops: tuple[Stop, ...]

    def __init__(self, *stops: Stop) -> None:
        object.__setattr__(self, "stops", stops)

    def reason(self, way: Way) -> str | None:
        return next((why for each in self.stops if (why := each.reason(way))), None)

    def remaining(self, way: Way, speed: float) -> float:
        return min((each.remaining(way, speed) for each in self.stops), default=math.inf)


def part_of(stop: Stop, starts: int, in_turn: int, *, elsewhere: bool) -> Stop | None:
    """Return when to stop each of several searches, of which ``in_turn`` come one after another.

    :param elsewhere: in other processes, which cannot be asked; ``None`` when nothing else is left of the stop.
    """
    if isinstance(stop, Seconds):
        return Seconds(stop.limit / in_turn)
    if isinstance(stop, Iterations):
        return Iterations(max(1, stop.limit // starts))
    if isinstance(stop, Asked) and elsewhere:
        return None
    if isinstance(stop, FirstOf):
        parts = [part_of(each, starts, in_turn, elsewhere=elsewhere) for each in stop.stops]
        kept = [each for each in parts if each is not None]
        return FirstOf(*kept) if kept else None
    return stop
