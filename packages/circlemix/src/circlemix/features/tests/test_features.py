"""Matching halves: right by brute force, for any sizes, and as good as it was."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circlemix.errors import InputError
from circlemix.features import divide, search
from circlemix.features.halving import levels_for


def normal(count: Any, width: int = 8, seed: int = 1) -> Any:
    return np.random.default_rng(seed).normal(size=(count, width))


def share_of(x: Any, groups: Any) -> Any:
    rest = x - x.mean(axis=0)
    between = sum(
        (groups == g).sum() * (rest[groups == g].mean(axis=0) ** 2).sum() for g in np.unique(groups)
    )
    return between / (rest**2).sum()


@settings(max_examples=40)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.integers(1, 4), st.integers(0, 99))
def test_any_sizes_are_kept_and_everybody_has_one_group(sizes: Any, width: Any, seed: Any) -> None:
    x = normal(sum(sizes), width, seed)
    found = divide(x, sizes=sizes, passes=2, seed=seed)
    assert np.bincount(found.groups, minlength=len(sizes)).tolist() == sizes
    if sum(sizes) > 1:
        assert found.between_share == pytest.approx(share_of(x, found.groups), abs=1e-5)


@pytest.mark.parametrize("sizes", [{8: 3}, {7: 2, 8: 3}, {8: 3, 9: 1}, {1: 2, 2: 3}, {5: 1}])
def test_halves_add_up_to_the_sizes(sizes: Any) -> None:
    made = Counter({1: sum(size * count for size, count in sizes.items())})
    for level in levels_for(Counter(sizes)):
        assert level.count == level.whole + level.uneven
        made = Counter({2 * level.half: level.whole}) + Counter({level.half + level.other: level.uneven})
    assert made == Counter(sizes)


@pytest.mark.parametrize("count", [1, 2, 5, 6])
def test_the_assignment_is_the_best_of_all(count: Any) -> None:
    from circlemix.features import kernels

    rng = np.random.default_rng(count)
    for _ in range(20):
        cost = np.zeros((10, 10), np.float32)
        cost[:count, :count] = rng.integers(-20, 20, size=(count, count))
        link = np.zeros((4, 10), np.int32)
        kernels.assign(cost, count, np.zeros((3, 10), np.float32), link)
        total = sum(cost[link[0, j] - 1, j - 1] for j in range(1, count + 1))
        best = min(sum(cost[i, p[i]] for i in range(count)) for p in itertools.permutations(range(count)))
        assert total == best


def test_the_kernel_and_its_twin_in_plain_python_match_alike() -> None:
    from circlemix.features import kernels
    from circlemix.features.matching import Matcher

    values = np.random.default_rng(1).integers(-9, 10, size=(160, 3)).astype(np.float32)
    ends = []
    for function in (kernels.match, cast("Any", kernels.match).py_func):
        matcher = Matcher(80, 3, seed=1)
        left, right = np.arange(80, dtype=np.int32), np.arange(80, 160, dtype=np.int32)
        before = float(np.einsum("ij,ij->", values[left], values[right]))
        scratch = (
            matcher.key,
            matcher.spare,
            matcher.direction,
            matcher.stack,
            matcher.cost,
            matcher.price,
            matcher.link,
        )
        gain = function(values, left, right, False, 32, matcher.state, *scratch)
        assert before - float(np.einsum("ij,ij->", values[left], values[right])) == pytest.approx(gain)
        ends.append(gain)
    assert ends[0] == pytest.approx(ends[1])
    assert ends[0] > 0


def test_the_same_seed_and_passes_give_the_same_groups_whoever_does_the_work(monkeypatch: Any) -> None:
    monkeypatch.setattr(search, "BLOCK", 256)
    x = normal(1000)
    alone = divide(x, passes=2, seed=4)
    with ThreadPoolExecutor(2) as pool:
        together = divide(x, passes=2, seed=4, executor=pool, workers=2)
    assert alone.groups.tolist() == together.groups.tolist()
    assert divide(x, passes=2, seed=5).groups.tolist() != alone.groups.tolist()


@pytest.mark.parametrize(("count", "share"), [(200, 0.0065), (1000, 0.00127), (10_000, 0.00045)])
def test_quality_does_not_fall(count: Any, share: Any) -> None:
    found = [divide(normal(count, seed=seed), passes=16, seed=seed).between_share for seed in (1, 2, 3)]
    assert float(np.mean(found)) < share


def test_seconds_are_kept() -> None:
    divide(normal(100), passes=1)
    assert divide(normal(5000), seconds=0.3).seconds < 0.6


@pytest.mark.parametrize(
    ("x", "reason"),
    [
        (np.zeros(3), "1 dimensions"),
        (np.zeros((0, 2)), "empty"),
        (np.array([["a"]]), "numbers"),
        (np.array([[1.0, 2.0], [3.0, np.nan]]), "row 1, column 1: not a finite number"),
    ],
)
def test_what_cannot_be_divided_gets_the_reason(x: Any, reason: Any) -> None:
    with pytest.raises(InputError, match=reason):
        divide(x)


def test_rows_that_are_all_the_same_can_be_divided() -> None:
    assert divide(np.ones((20, 3)), size=5).between_share == 0


def test_the_command_divides_an_array(tmp_path: Any) -> None:
    x = normal(203)
    np.save(tmp_path / "x.npy", x)
    words = [
        "features",
        str(tmp_path / "x.npy"),
        "--size",
        "8",
        "--seconds",
        "0.2",
        "-o",
        str(tmp_path / "out.csv"),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "circlemix.cli", *words], capture_output=True, text=True, check=True
    )
    report = json.loads(done.stdout.splitlines()[-1])
    rows = np.loadtxt(tmp_path / "out.csv", delimiter=",", skiprows=1, dtype=int)
    assert report["between_share"] == pytest.approx(share_of(x, rows[:, 1]), abs=1e-5)
    assert (report["groups"], report["smallest"], report["largest"]) == (25, 8, 9)
