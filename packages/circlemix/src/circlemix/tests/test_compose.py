"""Whether what is composed keeps the rules, and what cannot be composed is explained truthfully."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings

from circlemix import (
    Asked,
    Count,
    FirstOf,
    InputError,
    Iterations,
    Pairs,
    Params,
    People,
    Progress,
    Seconds,
    Size,
    Stalled,
    Together,
    Wishes,
    compose,
    evaluate,
)
from circlemix.tests.crowd import crowd, round_of_fourteen
from circlemix.tests.small import can_be_solved, cases

SOON = settings(max_examples=60)


@SOON
@given(cases())
def test_a_small_case_is_solved_exactly_when_it_can_be(case: tuple[People, Wishes]) -> None:
    people, wishes = case
    result = compose(people, wishes, stop=Iterations(20_000))
    assert result.feasible == can_be_solved(people, wishes)
    assert (result.clash is None) == result.feasible
    assert evaluate(people, wishes, result.groups).feasible == result.feasible


def test_named_people_are_divided_with_every_rule_kept() -> None:
    people, wishes = round_of_fourteen()
    result = compose(people, wishes, stop=Iterations(300_000))
    assert result.feasible, result.broken
    assert result.groups[people.at("femke")] == 1
    assert result.groups[people.at("kwame")] != 1
    assert result.groups[people.at("joke")] == result.groups[people.at("ibrahim")]
    assert result.slots[1] == 0


def test_three_hundred_people_with_all_rules_break_none() -> None:
    people, wishes = crowd(300)
    result = compose(people, wishes, stop=Iterations(600_000))
    assert result.feasible, result.broken
    assert result.objective > 0.95


def test_the_same_seed_and_number_of_steps_give_the_same_groups() -> None:
    people, wishes = crowd(120)
    one, same, other = (compose(people, wishes, stop=Iterations(100_000), seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.groups, same.groups)
    assert not np.array_equal(one.groups, other.groups)


def test_more_time_makes_no_worse() -> None:
    people, wishes = crowd(120)
    short, long = (compose(people, wishes, stop=Iterations(steps), seed=3) for steps in (20_000, 1_000_000))
    assert (len(long.broken), -long.objective) <= (len(short.broken), -short.objective)


def test_a_large_crowd_in_blocks_gives_the_same_with_and_without_an_executor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("circlemix.search.IN_BLOCKS", 500)
    monkeypatch.setattr("circlemix.blocks.GROUPS", 40)
    people, wishes = crowd(1_000)
    alone = compose(people, wishes, stop=Iterations(600_000))
    for kind in (ThreadPoolExecutor, ProcessPoolExecutor):
        with kind(2) as executor:
            helped = compose(people, wishes, stop=Iterations(600_000), executor=executor)
        assert np.array_equal(alone.groups, helped.groups)
    assert alone.feasible


def test_several_starts_give_the_best_of_them_wherever_they_run() -> None:
    people, wishes = crowd(80)
    params, stop = Params(starts=3, workers=2), Iterations(60_000)
    here = compose(people, wishes, stop=stop, params=params)
    with ProcessPoolExecutor(2) as executor:
        there = compose(people, wishes, stop=stop, params=params, executor=executor)
    assert np.array_equal(here.groups, there.groups)
    alone = [compose(people, wishes, stop=Iterations(20_000), seed=start) for start in range(3)]
    best = max(alone, key=lambda result: (-len(result.broken), result.objective))
    assert np.array_equal(here.groups, best.groups)
    assert here.iterations >= 60_000


def test_starts_elsewhere_end_when_asked_and_need_a_limit() -> None:
    people, wishes = crowd(40)
    with ThreadPoolExecutor(1) as executor:
        params = Params(starts=4)
        stop = FirstOf(Seconds(4), Asked(lambda: True))
        result = compose(people, wishes, stop=stop, params=params, executor=executor)
        assert result.seconds < 3
        with pytest.raises(InputError, match="need a limit"):
            compose(people, wishes, stop=Asked(lambda: True), params=params, executor=executor)
    with pytest.raises(InputError, match="1 at least"):
        Params(starts=0)


def test_a_stop_button_keeps_the_best_so_far_and_progress_is_told() -> None:
    people, wishes = crowd(200)
    heard: list[Progress] = []
    result = compose(
        people, wishes, stop=FirstOf(Seconds(20), Asked(lambda: len(heard) >= 4)), on_progress=heard.append
    )
    assert result.stopped_by == "asked"
    assert result.seconds < 10
    assert result.feasible
    assert heard[-1].objective == pytest.approx(result.objective, abs=0.05)


def test_a_time_limit_is_kept() -> None:
    people, wishes = crowd(200)
    result = compose(people, wishes, stop=Seconds(0.5))
    assert result.stopped_by == "seconds"
    assert result.seconds < 1.0


def test_without_a_limit_it_ends_when_nothing_improves() -> None:
    people, wishes = round_of_fourteen()
    assert compose(people, wishes, stop=Stalled(iterations=500_000)).stopped_by == "stalled"


def test_people_wait_only_when_that_is_allowed_and_needed() -> None:
    people = People.of(range(11))
    assert compose(people, Wishes(size=Size(6, 8)), stop=Iterations(10_000)).clash is not None
    result = compose(people, Wishes(size=Size(6, 8), waiting=4), stop=Iterations(10_000))
    assert result.feasible
    assert len(result.waiting) == 3
    enough = compose(People.of(range(14)), Wishes(size=Size(6, 8), waiting=4), stop=Iterations(10_000))
    assert enough.waiting == ()


def test_groups_of_different_sizes_get_their_own_size() -> None:
    people = People.of(range(20), categories={"work": [f"w{k % 5}" for k in range(20)]})
    sizes = (Size(4, 4), Size(6, 6), Size(10, 10))
    result = compose(people, Wishes(size=sizes, mix={"work": 1}), stop=Iterations(50_000))
    assert np.bincount(result.groups).tolist() == [4, 6, 10]


def test_no_more_groups_meet_at_a_slot_than_fit() -> None:
    people = People.of(range(24), slots=np.ones((24, 3)))
    result = compose(people, Wishes(size=Size(6, 6), slot_capacity=(1, 1, 2)), stop=Iterations(20_000))
    assert result.feasible
    assert sorted(result.slots.tolist()) == [0, 1, 2, 2]


def test_groups_get_equal_means_of_a_number() -> None:
    people = People.of(range(24), numbers={"years": list(range(24))})
    result = compose(people, Wishes(size=Size(6, 6), mix={"years": 1}), stop=Iterations(300_000))
    means = [float(np.mean(np.flatnonzero(result.groups == group))) for group in range(4)]
    assert means == pytest.approx([11.5] * 4, abs=0.4)
    assert result.terms[0].share > 0.99


def test_one_resident_among_all_is_named() -> None:
    people = People.of(range(28), categories={"kind": ["resident"] + ["colleague"] * 27})
    wishes = Wishes(size=Size(6, 8), counts=(Count("kind", ("resident",), never_one=True, name="lone"),))
    clash = compose(people, wishes, stop=Iterations(20_000)).clash
    assert clash
    assert clash.proved
    assert [(rule.rule, rule.reason, rule.people) for rule in clash.rules] == [("count", "lone", (0,))]
    assert clash.focus == (0,)


def test_people_who_must_and_must_not_sit_together_are_named_along_the_chain() -> None:
    people = People.of(range(28))
    wishes = Wishes(
        together=(Together((1, 2)), Together((2, 3)), Together((8, 9))),
        apart=Pairs.of([(1, 3, "m"), (4, 5, "x")]),
    )
    clash = compose(people, wishes, stop=Iterations(20_000)).clash
    assert clash
    assert {rule.people for rule in clash.rules} == {(1, 2), (2, 3), (1, 3)}
    assert len(clash.relax) == 1


def test_who_shares_no_slot_with_enough_others_is_named() -> None:
    slots = np.zeros((28, 3), dtype=bool)
    slots[:14, 0], slots[14:, 1] = True, True
    slots[7] = [False, False, True]
    clash = compose(People.of(range(28), slots=slots), Wishes(), stop=Iterations(20_000)).clash
    assert clash
    assert clash.kind == "lonely_slot"
    assert clash.focus == (7,)
    assert [rule.people for rule in clash.relax] == [(7,)]


def test_too_few_externals_and_impossible_sizes_are_named_with_their_figures() -> None:
    people = People.of(range(28), categories={"kind": ["partner"] * 2 + ["colleague"] * 26})
    wishes = Wishes(counts=(Count("kind", ("partner",), at_least=1, name="externals"),))
    clash = compose(people, wishes, stop=Iterations(20_000)).clash
    assert clash
    assert {rule.rule for rule in clash.rules} == {"size", "count"}
    assert clash.numbers["found"] == 2
    sizes = compose(People.of(range(11)), Wishes(), stop=Iterations(20_000)).clash
    assert sizes
    assert sizes.kind == "sizes"


def test_managers_of_one_another_need_as_many_groups() -> None:
    apart = Pairs.of([(a, b, "manager") for a in range(6) for b in range(a)])
    clash = compose(People.of(range(28)), Wishes(apart=apart), stop=Iterations(20_000)).clash
    assert clash
    assert clash.proved
    assert {rule.rule for rule in clash.rules} == {"size", "apart"}
    assert len(clash.focus) == 5
