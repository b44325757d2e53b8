"""Rows that people put in an order of their own: which number has one, and what becomes of the others?"""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar


class Placed(Protocol):
    """A row with a place among others, counted from 0."""

    pk: Any
    position: int


P = TypeVar("P", bound=Placed)


def number_of(row: Placed, rows: Sequence[Placed]) -> int:
    """Return where a row stands for who reads the list, counted from 1."""
    return [other.pk for other in rows].index(row.pk) + 1


def numbered(rows: Sequence[P]) -> list[P]:
    """Return rows with their places anew, without gaps."""
    for position, row in enumerate(rows):
        row.position = position
    return list(rows)


def swapped(rows: Sequence[P], row: P, *, up: bool) -> list[P]:
    """Return rows in their new order, numbered, after one changed places with its neighbour; at the end it stays."""
    order = list(rows)
    at = number_of(row, order) - 1
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    places = sorted(other.position for other in order)
    if len(set(places)) < len(places):
        return numbered(order)
    for place, other in zip(places, order, strict=True):
        other.position = place
    return order
