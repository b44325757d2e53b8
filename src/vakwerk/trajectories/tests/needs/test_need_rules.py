"""Who says what they need, and what of it is shown? Truth tables, and an attacker who only subtracts."""

from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vakwerk.trajectories.needs import rules
from vakwerk.trajectories.needs.rules import Count, NeedRefusal, Shown


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"development": "cuts"}, None),
        ({"competencies": []}, NeedRefusal.NOTHING_DESCRIBED),
        ({"competency": "onbekend"}, NeedRefusal.UNKNOWN_COMPETENCY),
        ({"level": 9}, NeedRefusal.UNKNOWN_LEVEL),
        ({"development": "maanreis"}, NeedRefusal.UNKNOWN_DEVELOPMENT),
        ({"said": ["connecting"]}, NeedRefusal.SAID_ALREADY),
    ],
)
def test_which_needs_can_be_said(change: dict[str, object], reason: NeedRefusal | None) -> None:
    usual: dict[str, object] = {
        "competency": "connecting",
        "level": 2,
        "development": "",
        "competencies": ["connecting"],
        "levels": [1, 2, 3],
        "developments": ["cuts"],
        "said": [],
    }
    assert rules.reason_not_to_say(**{**usual, **change}) == reason  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("roles", "leads", "people", "reason"),
    [
        (["coordinator"], False, 5, None),
        (["participant"], True, 5, None),
        (["participant"], False, 5, NeedRefusal.NOT_YOUR_UNIT),
        (["participant"], True, 6, NeedRefusal.MORE_THAN_UNIT),
    ],
)
def test_who_enters_the_need_of_a_unit(roles: list[str], leads: bool, people: int, reason: object) -> None:
    assert rules.reason_not_to_enter(roles=roles, leads=leads, people=people, in_unit=5) == reason


def test_guests_say_none_and_needs_end_once() -> None:
    assert not rules.may_say(["guest"])
    assert rules.may_say(["guest", "participant"])
    assert rules.reason_not_to_end("open") is None
    assert rules.reason_not_to_end("met") == NeedRefusal.NOT_OPEN
    assert rules.reason_not_to_reopen(state="open", said_again=False) == NeedRefusal.STILL_OPEN
    assert rules.reason_not_to_reopen(state="met", said_again=True) == NeedRefusal.SAID_ALREADY
    assert rules.reason_not_to_reopen(state="withdrawn", said_again=False) is None


def parts(*people: int) -> Count:
    return Count("all", sum(people), tuple(Count(f"p{n}", number) for n, number in enumerate(people)))


@pytest.mark.parametrize(
    ("people", "shown", "rest"),
    [
        ((20, 15), {"p0": 20, "p1": 15}, None),
        # One part below eight: the smallest other one goes with it, or taking it from the whole would tell.
        ((20, 15, 3), {"p0": 20}, 18),
        # Two parts below eight, together eight or more: they hide each other.
        ((20, 7, 3), {"p0": 20}, 10),
        # Two parts below eight, together fewer than eight: the smallest other one goes with them.
        ((20, 15, 3, 2), {"p0": 20}, 20),
        # Only two parts: neither can be shown.
        ((20, 7), {}, 27),
        # Nobody is about nobody.
        ((20, 0), {"p0": 20}, None),
        ((9,), {"p0": 9}, None),
        ((4, 4), {}, 8),
    ],
)
def test_which_parts_are_shown(people: tuple[int, ...], shown: dict[str, int], rest: int | None) -> None:
    found = rules.shown(parts(*people))
    assert {one.key: one.people for one in found.parts} == shown
    assert found.rest == rest


@pytest.mark.parametrize("people", [0, 1, 7])
def test_fewer_than_eight_is_never_shown_and_nothing_below_it(people: int) -> None:
    assert rules.shown(Count("all", people, (Count("a", people),))) == Shown("all", None)


def test_hattem_with_seven_is_held_back_with_the_smaller_of_the_two_others() -> None:
    """The three municipalities of the domain reference, part 9."""
    found = rules.shown(
        Count("region", 45, (Count("amsterdam", 24), Count("apeldoorn", 14), Count("hattem", 7)))
    )
    assert [(one.key, one.people) for one in found.parts] == [("amsterdam", 24)]
    assert found.rest == 21


def trees(depth: int = 2) -> st.SearchStrategy[Count]:
    if not depth:
        return st.builds(lambda people: Count("x", people), st.integers(0, 30))
    return st.lists(trees(depth - 1), min_size=1, max_size=5).map(
        lambda found: Count("x", sum(one.people for one in found), tuple(found))
    )


def named(count: Count, name: str = "0") -> Count:
    """Give every part a key of its own."""
    return Count(name, count.people, tuple(named(one, f"{name}.{n}") for n, one in enumerate(count.parts)))


def cells(count: Count) -> Iterator[Count]:
    yield count
    for one in count.parts:
        yield from cells(one)


def told(shown: Shown) -> Iterator[Shown]:
    yield shown
    for one in shown.parts:
        yield from told(one)


def equations(truths: list[Count], published: dict[str, Shown]) -> list[tuple[dict[str, int], int]]:
    """Return all that an attacker knows: what is shown, what rests, and that parts add up to their whole."""
    known: list[tuple[dict[str, int], int]] = []
    for truth in truths:
        for one in cells(truth):
            seen = published.get(one.key)
            if seen and seen.people is not None:
                known.append(({one.key: 1}, seen.people))
            if one.parts:
                known.append(({one.key: 1, **{part.key: -1 for part in one.parts}}, 0))
            if seen and seen.people is not None and one.parts:
                out = [part.key for part in one.parts if part.people and part.key not in published]
                if out:
                    assert seen.rest is not None
                    known.append((dict.fromkeys(out, 1), seen.rest))
            # A part without anybody is left out, which an attacker may notice.
            known += [({part.key: 1}, 0) for part in one.parts if not part.people]
    return known


def worked_out(known: list[tuple[dict[str, int], int]], unknown: list[str]) -> set[str]:
    """Return the unknowns that have one value only, by elimination."""
    names = sorted({name for row, _ in known for name in row} | set(unknown))
    rows = [[Fraction(row.get(name, 0)) for name in names] for row, _ in known]
    at = 0
    pivots = []
    for column in range(len(names)):
        pivot = next((nth for nth in range(at, len(rows)) if rows[nth][column]), None)
        if pivot is None:
            continue
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][column] for value in rows[at]]
        for nth, row in enumerate(rows):
            if nth != at and row[column]:
                rows[nth] = [a - row[column] * b for a, b in zip(row, rows[at], strict=True)]
        pivots.append((column, at))
        at += 1
    return {names[column] for column, row in pivots if sum(bool(value) for value in rows[row]) == 1} & set(
        unknown
    )


@settings(max_examples=300)
@given(st.lists(trees(), min_size=1, max_size=3))
def test_no_combination_of_what_is_shown_tells_what_is_held_back(found: list[Count]) -> None:
    """Several divisions of one whole, each shown: elimination over all of them finds nothing that was held back."""
    whole = max(found, key=lambda one: one.people).people
    # The same people, divided in several ways: what a division lacks is one more part of it.
    divisions = [
        Count("whole", whole, (*named(one, f"d{n}").parts, *([Count(f"d{n}.more", whole - one.people)])))
        for n, one in enumerate(found)
    ]
    published = {one.key: one for division in divisions for one in told(rules.shown(division))}
    assert all(one.people is None or one.people >= rules.LEAST for one in published.values())
    assert all(one.rest is None or one.rest >= rules.LEAST for one in published.values())
    shown_numbers = {key for key, one in published.items() if one.people is not None}
    held = [
        one.key
        for division in divisions
        for one in cells(division)
        if one.people and one.key not in shown_numbers
    ]
    # Each shown division tells the same whole, and `rest` of its own.
    known = [
        row
        for division in divisions
        for row in equations([division], {one.key: one for one in told(rules.shown(division))})
    ]
    secret = {one.key: one.people for division in divisions for one in cells(division)}
    found_out = worked_out(known, held)
    assert not {key for key in found_out if secret[key] < rules.LEAST}
    if whole >= rules.LEAST:
        assert not found_out
