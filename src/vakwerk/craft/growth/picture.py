"""Where are the marks of the pictures of growth? Places across are in percent, so that text keeps its size.

Pure: no Django. Templates draw it as SVG; the same facts stand beside it in words and a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

ROW: Final = 40
"""How high one level is, in pixels; the list of names beside the picture has the same."""


@dataclass(frozen=True)
class Node:
    """One level of a ladder. ``x``: in percent."""

    x: str
    name: str
    is_done: bool
    is_now: bool
    is_target: bool


@dataclass(frozen=True)
class Ladder:
    """A line with a mark per level. ``start``, ``end``: of the line; ``proof``: from where to where it is thick."""

    nodes: list[Node]
    start: str
    end: str
    proof: tuple[str, str]


def ladder(
    numbers: Sequence[int],
    names: Sequence[str],
    *,
    now: int,
    is_estimate: bool,
    target: int | None,
    confirmed: int,
    needed: int,
) -> Ladder:
    """Return a ladder: ticks up to ``now``, a ring at ``target``, a thick line for confirmed evidence on the way.

    Thick is what was confirmed: up to ``now``, unless that is an own estimate, and from there to the next level
    as ``confirmed`` gets to ``needed``. It never says what part of a person is done.
    """
    across = [100 * (place + 0.5) / len(numbers) for place in range(len(numbers))]
    below = [x for number, x in zip(numbers, across, strict=True) if number <= now]
    above = [x for number, x in zip(numbers, across, strict=True) if number > now]
    here = below[-1] if below else across[0]
    part = confirmed / needed if above else 0
    further = above[0] if above else here
    proof = here + (further - here) * part if below else across[0]
    return Ladder(
        nodes=[
            Node(_percent(x), name, number <= now, number == now, number == target)
            for number, name, x in zip(numbers, names, across, strict=True)
        ],
        start=_percent(across[0]),
        end=_percent(across[-1]),
        proof=(_percent(here if is_estimate else across[0]), _percent(proof)),
    )


@dataclass(frozen=True)
class Line:
    """A straight line: across in percent, down in pixels."""

    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True)
class Mark:
    """A moment: confirmed (disc) or the person's own estimate (ring)."""

    x: str
    y: int
    is_estimate: bool


@dataclass(frozen=True)
class Picture:
    """A competency over time. ``levels``: highest first; ``target_y``: ``None`` without a target."""

    levels: list[str]
    height: int
    rows: list[int]
    target_y: int | None
    marks: list[Mark]
    steps: list[Line]
    since: date
    until: date


def over_time(
    numbers: Sequence[int],
    names: Sequence[str],
    *,
    reached: Sequence[tuple[date, int]],
    estimates: Sequence[tuple[date, int]],
    target: int | None,
    today: date,
) -> Picture | None:
    """Return the picture of a competency, or ``None`` while there is nothing to draw.

    An estimate below the first level lies just below it.
    """
    if not (reached or estimates):
        return None
    since = min(on for on, _level in (*reached, *estimates))
    days = max((today - since).days, 1)

    def x(on: date) -> str:
        return _percent(3 + 94 * min((on - since).days, days) / days)

    def y(level: int) -> int:
        place = list(numbers).index(level) if level in numbers else -1
        # "Not at the first level yet" lies on the bottom edge.
        return min(ROW * (len(numbers) - place) - ROW // 2, ROW * len(numbers))

    marks = [Mark(x(on), y(level), False) for on, level in reached]
    marks += [Mark(x(on), y(level), True) for on, level in estimates]
    return Picture(
        levels=list(reversed(names)),
        height=ROW * len(numbers) + 8,
        rows=[y(number) for number in reversed(numbers)],
        target_y=y(target) if target in numbers and target is not None else None,
        marks=marks,
        steps=_steps([(x(on), y(level)) for on, level in sorted(reached)]),
        since=since,
        until=today,
    )


def _steps(points: Sequence[tuple[str, int]]) -> list[Line]:
    """Return the line of what was confirmed: it goes up by steps, and never down."""
    if not points:
        return []
    found: list[Line] = []
    ends: list[tuple[str, int | None]] = [*points[1:], (_percent(97), None)]
    for (across, down), (then, lower) in zip(points, ends, strict=True):
        height = min([down, *(line.y2 for line in found)])
        found.append(Line(across, height, then, height))
        if lower is not None and lower < height:
            found.append(Line(then, height, then, lower))
    return found


def _percent(number: float) -> str:
    return f"{number:.2f}%"
