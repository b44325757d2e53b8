"""Dissimilarities from attributes, and matrices in plain files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from circlemix import People
from circlemix.errors import InputError
from circlemix.matrix import Problem, divide, gower, read_matrix, write_matrix

PEOPLE = People.of(
    "abcd",
    categories={"work": ["law", "law", "care", None]},
    numbers={"years": [0, 10, 5, None], "age": [20, 20, 20, 20]},
)


def test_differences_are_counted_by_weight_where_both_are_known() -> None:
    d = gower(PEOPLE, {"work": 3, "years": 1})
    assert d[0, 1] == pytest.approx(1 / 4)
    assert d[0, 2] == pytest.approx((3 + 0.5) / 4)
    assert d[1, 2] == pytest.approx((3 + 0.5) / 4)
    assert np.array_equal(d, d.T)
    assert d.diagonal().tolist() == [0] * 4


def test_who_is_unknown_differs_as_people_do_on_average() -> None:
    d = gower(PEOPLE, {"work": 1})
    assert d[0, 3] == pytest.approx(2 / 3)


def test_what_everybody_has_alike_tells_nobody_apart() -> None:
    assert not gower(PEOPLE, {"age": 1}).any()
    assert gower(PEOPLE)[0, 1] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("weights", "reason"), [({"colour": 1}, "no category"), ({"work": 0}, "not more than 0"), ({}, "nothing")]
)
def test_weights_that_cannot_be_are_refused(weights: dict[str, float], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        gower(PEOPLE, weights)


def test_people_are_divided_by_what_sets_them_apart() -> None:
    people = People.of(range(12), categories={"work": [f"w{k % 3}" for k in range(12)]})
    found = divide(Problem.of_equal_groups(gower(people), 4), steps=20_000)
    assert found.objective == 12


@pytest.mark.parametrize("name", ["a.csv", "a.npy"])
def test_a_matrix_written_is_read_back(tmp_path: Path, name: str) -> None:
    d = gower(PEOPLE)
    write_matrix(tmp_path / name, d)
    assert np.array_equal(read_matrix(tmp_path / name), d)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0 1\n1 0 2\n", "line 2: 3 numbers in a matrix of 2 lines"),
        ("0;1\n1;far\n", "line 2: 'far' is not a number"),
    ],
)
def test_a_bad_matrix_gets_the_line_and_the_reason(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "bad.csv").write_text(text)
    with pytest.raises(InputError, match=reason):
        read_matrix(tmp_path / "bad.csv")
