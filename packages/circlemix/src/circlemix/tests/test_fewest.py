"""Whether the fewest rules to let go of are found, held against trying all sets of rules."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings

from circlemix import Count, Iterations, Pairs, People, Size, Together, Wishes, compose
from circlemix.case import Case
from circlemix.clash import find_clash
from circlemix.exact import division_of
from circlemix.fewest import fewest_to_relax
from circlemix.tests.small import cases


@settings(max_examples=40)
@given(cases(most=7))
def test_no_smaller_set_of_rules_would_do(case: tuple[People, Wishes]) -> None:
    hard = Case.of(*case)
    clash = find_clash(*case)
    if clash is None:
        return
    everything = frozenset(hard.rules())
    found = fewest_to_relax(hard, clash.numbered, everything, seconds=20)
    assert found is not None
    assert found.fewest

    def rest_can_hold(gone: set[tuple[str, int]]) -> bool:
        return division_of(hard.only(rule for rule in hard.rules() if rule not in gone)) is not None

    assert rest_can_hold(set(found.rules))
    for fewer in combinations(hard.rules(), len(found.rules) - 1):
        assert not rest_can_hold(set(fewer))


def test_one_pair_to_let_go_of_is_certainly_the_fewest() -> None:
    wishes = Wishes(together=(Together((1, 2)), Together((2, 3))), apart=Pairs.of([(1, 3, "m")]))
    clash = compose(People.of(range(28)), wishes, stop=Iterations(20_000)).clash
    assert clash
    assert len(clash.relax) == 1
    assert clash.fewest


def test_two_clashes_apart_from_each_other_need_two_rules_and_that_is_known_for_many_people_too() -> None:
    slots = np.ones((28, 2), dtype=bool)
    slots[3] = slots[17] = False
    clash = compose(People.of(range(28), slots=slots), Wishes(), stop=Iterations(20_000)).clash
    assert clash
    assert sorted(rule.people for rule in clash.relax) == [(3,), (17,)]
    assert clash.fewest


def test_it_says_so_when_fewer_cannot_be_excluded() -> None:
    people = People.of(range(28), categories={"kind": ["partner"] * 2 + ["colleague"] * 26})
    apart = Pairs.of([(a, b, "m") for a in range(8) for b in range(a)])
    wishes = Wishes(size=Size(6, 8), apart=apart, counts=(Count("kind", ("partner",), at_least=1),))
    clash = compose(people, wishes, stop=Iterations(20_000)).clash
    assert clash
    assert clash.proved
    assert not clash.fewest
