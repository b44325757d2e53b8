"""Whether shares, broken rules and the changes of moves are what they say they are."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circlemix import Iterations, Meetings, People, Wishes, best_moves, compose, evaluate, what_if
from circlemix.model import compile_model
from circlemix.moves import options
from circlemix.search import Search
from circlemix.state import state_of
from circlemix.tables import Tables
from circlemix.tests.crowd import crowd, round_of_fourteen
from circlemix.whole import assess


def test_shares_are_those_of_the_picture() -> None:
    work = ["a", "a", "b", "c", "d", "e", "e"] * 2
    people = People.of(range(14), categories={"work": [f"{w}{k // 7}" for k, w in enumerate(work)]})
    wishes = Wishes(mix={"work": 1}, meetings=1, met=Meetings.of([(0, 1), (7, 8)]))
    found = evaluate(people, wishes, [0] * 7 + [1] * 7)
    assert found.term("mix", "work").shares.tolist() == [5 / 7, 5 / 7]
    assert found.term("meetings").share == pytest.approx(1 - 2 / 42)
    assert found.feasible


@pytest.mark.parametrize(
    "silent", [{"mix": {"empty": 3}}, {"mix": {"same": 3}}, {"mix": {"number": 3}}, {"balance": {"same": 3}}]
)
def test_an_aim_with_nothing_to_judge_does_not_count_in_the_average(
    silent: dict[str, dict[str, int]],
) -> None:
    categories: dict[str, list[str | None]] = {
        "work": ["a", "a", "b", "c"] * 2, "empty": [None] * 8, "same": ["x"] * 7 + [None]
    }  # fmt: skip
    people = People.of(range(8), categories=categories, numbers={"number": [4.0] * 8})
    alone = evaluate(people, Wishes(mix={"work": 1}, meetings=1), [0, 0, 1, 1] * 2)
    mix = {"work": 1, **silent.get("mix", {})}
    wishes = Wishes(mix=mix, balance=silent.get("balance", {}), meetings=1)
    found = evaluate(people, wishes, [0, 0, 1, 1] * 2)
    assert found.objective == pytest.approx(alone.objective)
    assert found.objective < 1
    assert [term.is_judged for term in found.terms].count(False) == 1
    (change,) = (what_if(people, wishes, found.seats, [(0, 1)], before=found),)
    apart = what_if(people, Wishes(mix={"work": 1}, meetings=1), found.seats, [(0, 1)])
    assert change.objective == pytest.approx(apart.objective)


def test_a_manager_with_their_own_employee_is_reported_and_mended() -> None:
    people, wishes = round_of_fourteen()
    groups = compose(people, wishes, stop=Iterations(200_000)).groups.copy()
    kwame = people.at("kwame")
    groups[kwame] = groups[people.at("femke")]
    found = evaluate(people, wishes, groups)
    assert [(each.people, each.reason) for each in found.broken if each.rule == "apart"] == [
        ((0, 1), "manager")
    ]
    mend = best_moves(people, wishes, groups, group=int(groups[kwame]))[0]
    assert mend.broken < 0
    change = what_if(people, wishes, groups, mend.moves)
    assert change.mends
    assert change.objective == pytest.approx(mend.objective)


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_every_option_changes_what_it_says(seed: int) -> None:
    people, wishes = round_of_fourteen()
    rng = np.random.default_rng(seed)
    before = evaluate(people, wishes, rng.integers(-1, 3, len(people)))
    every = options(before, int(rng.integers(len(people))))
    for option in (*every.moves, *every.swaps):
        change = what_if(people, wishes, before.seats, option.moves, before=before)
        assert option.objective == pytest.approx(change.objective)
        assert option.broken == len(change.after.broken) - len(before.broken)


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_what_the_kernel_counts_along_the_way_is_what_is_there_at_the_end(seed: int) -> None:
    people, wishes = round_of_fourteen() if seed % 2 else crowd(60, seed)
    search = Search(compile_model(Tables(people, wishes, 2 if seed % 2 else 9)), seed)
    start = search.first()
    s = state_of(search.m, start.where, start.slot)
    before = assess(search.m, s)
    gained = search.anneal(s, 2_000, 0.5, 0.01)
    after = assess(search.m, s)
    fresh = state_of(search.m, s.where, s.slot)
    assert np.array_equal(s.counts[:-1], fresh.counts[:-1])
    assert gained == pytest.approx(after[1] - before[1] - search.penalty * (after[0] - before[0]))


def test_compiled_and_plain_kernel_do_the_same() -> None:
    from circlemix import kernels

    plain_kernel: Callable[..., float] = getattr(kernels.anneal, "py_func")  # noqa: B009  numba adds it
    people, wishes = crowd(60)
    ends = []
    for plain in (False, True):
        search = Search(compile_model(Tables(people, wishes, 9)), 4)
        start = search.first()
        s = state_of(search.m, start.where, start.slot)
        with np.errstate(over="ignore"):
            search.anneal(s, 3_000, 0.5, 0.01, kernel=plain_kernel if plain else None)
        ends.append(s.where.tolist())
    assert ends[0] == ends[1]


def test_explaining_needs_no_numba() -> None:
    code = (
        "import sys; from circlemix.tests.crowd import round_of_fourteen as r; from circlemix import *; p, w = r();"
        "g = [0] * 7 + [1] * 7; evaluate(p, w, g); best_moves(p, w, g); assert 'numba' not in sys.modules"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], check=False, env={"PYTHONPATH": ":".join(sys.path)}
        ).returncode
        == 0
    )
