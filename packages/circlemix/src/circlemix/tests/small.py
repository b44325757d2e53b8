"""Small random cases, and an independent answer to whether they can be solved: OR-Tools CP-SAT."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from circlemix import Count, Distinct, Pairs, People, Size, Together, Wishes


@st.composite
def cases(draw: st.DrawFn, most: int = 12) -> tuple[People, Wishes]:
    """Draw people and wishes, about half of which can be solved."""
    n = draw(st.integers(2, most))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    low = draw(st.integers(1, 4))
    slots = draw(st.integers(0, 4))
    free = (rng.random((n, slots)) < draw(st.sampled_from([0.4, 0.7, 0.9]))) if slots else None
    people = People.of(
        range(n),
        categories={
            "kind": rng.choice(["colleague", "partner", "resident"], n, p=[0.6, 0.2, 0.2]).tolist(),
            "work": [None if x == 0 else f"w{x}" for x in rng.integers(0, 5, n).tolist()],
        },
        slots=free,
    )

    def pairs(count: int) -> list[tuple[int, int]]:
        drawn = rng.integers(0, n, (count, 2)).tolist()
        return [(a, b) for a, b in drawn if a != b]

    counts = []
    if draw(st.booleans()):
        counts.append(Count("kind", ("resident",), never_one=True, name="lone"))
    if draw(st.booleans()):
        counts.append(Count("kind", ("partner", "resident"), at_least=1, name="externals"))
    if draw(st.booleans()):
        counts.append(Count("kind", ("partner",), at_most=1, name="few partners"))
    locked = {int(rng.integers(n)): 0} if draw(st.booleans()) else {}
    return people, Wishes(
        size=Size(low, low + draw(st.integers(0, 2))),
        waiting=draw(st.sampled_from([0, 0, 1, 2])),
        slot_capacity=draw(st.sampled_from([None, 1, 2])),
        apart=Pairs.of([(a, b, "manager") for a, b in pairs(draw(st.integers(0, n)))]),
        together=tuple(Together(pair) for pair in pairs(draw(st.integers(0, 2)))),
        counts=tuple(counts),
        distinct=(Distinct("work", 2),) if draw(st.booleans()) else (),
        locked=locked,
        mix={"work": 1},
        balance={"kind": 1},
    )


def can_be_solved(people: People, wishes: Wishes) -> bool:
    """Tell whether some number of groups has a division that keeps all hard rules."""
    assert isinstance(wishes.size, Size)
    most = len(people) // wishes.size.smallest
    return any(_solved(people, wishes, wishes.size, groups) for groups in range(1, most + 1))


def _solved(people: People, wishes: Wishes, size: Size, groups: int) -> bool:
    n, model = len(people), cp_model.CpModel()
    sits = [[model.new_bool_var("") for _ in range(groups)] for _ in range(n)]
    waits = [model.new_bool_var("") for _ in range(n)]
    for person in range(n):
        model.add_exactly_one([*sits[person], waits[person]])
    model.add(sum(waits) <= wishes.waiting)
    for person, group in wishes.locked.items():
        if group >= groups:
            return False
        model.add(sits[person][group] == 1)
    for a, b in zip(wishes.apart.first.tolist(), wishes.apart.second.tolist(), strict=True):
        for group in range(groups):
            model.add(sits[a][group] + sits[b][group] <= 1)
    for rule in wishes.together:
        for other in rule.people[1:]:
            for group in range(groups):
                model.add(sits[rule.people[0]][group] == sits[other][group])
    for group in range(groups):
        members = [sits[person][group] for person in range(n)]
        model.add_linear_constraint(sum(members), size.smallest, size.largest)
        _group_rules(model, people, wishes, members)
    _meet(model, people, wishes, sits, groups)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return bool(solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE))


def _group_rules(model: Any, people: People, wishes: Wishes, members: list[Any]) -> None:
    for rule in wishes.counts:
        number = sum(
            seat
            for person, seat in enumerate(members)
            if people.categories[rule.category].word(person) in rule.values
        )
        allowed = [
            c
            for c in range(len(people) + 1)
            if c >= rule.at_least and c <= (rule.at_most or len(people)) and not (rule.never_one and c == 1)
        ]
        total = model.new_int_var_from_domain(cp_model.Domain.from_values(allowed), "")
        model.add(total == number)
    for distinct in wishes.distinct:
        category = people.categories[distinct.category]
        present = []
        for code in range(len(category.values)):
            having = [members[p] for p in range(len(people)) if category.codes[p] == code]
            here = model.new_bool_var("")
            model.add(sum(having) >= 1).only_enforce_if(here)
            present.append(here)
        model.add(sum(present) >= distinct.at_least)


def _meet(model: Any, people: People, wishes: Wishes, sits: list[list[Any]], groups: int) -> None:
    if people.slots is None:
        return
    slots = people.slots.shape[1]
    meets = [[model.new_bool_var("") for _ in range(slots)] for _ in range(groups)]
    for group in range(groups):
        model.add_exactly_one(meets[group])
        for slot in range(slots):
            for person in range(len(people)):
                if not people.slots[person, slot]:
                    model.add(sits[person][group] + meets[group][slot] <= 1)
    if wishes.slot_capacity is not None:
        for slot in range(slots):
            model.add(sum(meets[group][slot] for group in range(groups)) <= wishes.slot_capacity)
