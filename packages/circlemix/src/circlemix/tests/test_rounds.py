"""Several rounds at once: the social golfer problem where the fewest repeated meetings are known."""

from __future__ import annotations

import pytest

from circlemix import Iterations, Meetings, People, Size, Wishes
from circlemix.rounds import compose_rounds, repeated_meetings


@pytest.mark.parametrize(
    ("groups", "size", "rounds", "fewest"),
    [
        # Nobody need meet twice:
        (3, 3, 4, 0),  # the affine plane of order 3
        (4, 2, 7, 0),  # pairs, each with each
        (6, 2, 11, 0),
        (4, 4, 5, 0),  # the affine plane of order 4
        (5, 4, 4, 0),
        (8, 4, 6, 0),
        # Of four who sat together, two must sit together again when there are two groups:
        (2, 4, 2, 4),
        # After four rounds nine people all have met, so each of the nine pairs of a fifth is one too many:
        (3, 3, 5, 9),
    ],
)
def test_golfers_meet_as_few_again_as_can_be(groups: int, size: int, rounds: int, fewest: int) -> None:
    people = People.of(range(groups * size))
    wishes = Wishes(size=Size(size, size))
    results = compose_rounds(people, wishes, rounds=rounds, stop=Iterations(6_000_000), sweeps=60)
    assert all(result.feasible for result in results)
    assert repeated_meetings(results) == fewest


def test_one_more_round_takes_the_earlier_ones_into_account() -> None:
    people, wishes = People.of(range(9)), Wishes(size=Size(3, 3))
    first = compose_rounds(people, wishes, rounds=1, stop=Iterations(10_000))
    met = Meetings.from_rounds([first[0].groups])
    later = compose_rounds(
        people, Wishes(size=Size(3, 3), met=met), rounds=3, stop=Iterations(2_000_000), sweeps=60
    )
    assert repeated_meetings([*first, *later]) == 0
