"""Rows in an order of their own keep it, whatever moves and whatever gaps there were."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from vakwerk.foundation.ordering import number_of, numbered, swapped


@dataclass
class Row:
    pk: int
    position: int


def rows(*positions: int) -> list[Row]:
    return [Row(pk, position) for pk, position in enumerate(positions, start=1)]


def test_a_row_and_its_neighbour_change_places_and_leave_the_others() -> None:
    """Gaps stay, since what only this swap touches need not be written anew by another."""
    order = rows(0, 4, 9)

    moved = swapped(order, order[1], up=True)

    assert [(row.pk, row.position) for row in moved] == [(2, 0), (1, 4), (3, 9)]


def test_at_the_end_nothing_moves() -> None:
    order = rows(0, 1, 2)

    assert [row.pk for row in swapped(order, order[0], up=True)] == [1, 2, 3]
    assert [row.pk for row in swapped(order, order[2], up=False)] == [1, 2, 3]


def test_two_at_the_same_place_are_numbered_anew() -> None:
    order = rows(3, 3, 7)

    moved = swapped(order, order[0], up=False)

    assert [(row.pk, row.position) for row in moved] == [(2, 0), (1, 1), (3, 2)]


@given(st.lists(st.integers(0, 9), min_size=1).map(sorted), st.data(), st.booleans())
def test_the_order_that_is_read_is_the_order_that_was_made(
    positions: list[int], data: st.DataObject, up: bool
) -> None:
    order = rows(*positions)
    row = data.draw(st.sampled_from(order))

    moved = swapped(order, row, up=up)

    assert sorted(moved, key=lambda each: each.position) == moved
    assert {each.pk for each in moved} == {each.pk for each in order}
    assert abs(number_of(row, moved) - row.pk) <= 1


def test_what_is_numbered_has_no_gaps() -> None:
    assert [row.position for row in numbered(rows(2, 2, 8))] == [0, 1, 2]
