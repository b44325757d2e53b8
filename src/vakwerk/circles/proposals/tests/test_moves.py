"""What a change by hand is said to do is what it does."""

from dataclasses import replace
from datetime import date, time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from circlemix.moves import options
from vakwerk.circles.composing.board import Board, Crowd, Member, Moment, Place, Terms, Tie
from vakwerk.circles.composing.rules import made_worse
from vakwerk.circles.proposals.mending import tried, ways_to_mend
from vakwerk.circles.proposals.pages.moving import as_shown, change_rows, preview_of, seen_of

AIMS = {"disciplines": "much", "organisations": "some", "orientations": "some", "comparable": "some"}


@st.composite
def boards(draw: st.DrawFn) -> Board:
    people = draw(st.integers(6, 14))
    circles = draw(st.integers(2, 3))
    word = st.sampled_from("abcd")
    members = tuple(
        Member(
            person_id=100 + k,
            name=f"P{k}",
            given_name=f"P{k}",
            sort_key=f"{k:03}",
            work="",
            organisation=draw(word),
            kind=draw(st.sampled_from(["colleague", "colleague", "partner", "resident"])),
            discipline=draw(word),
            seniority="",
            orientation=draw(word),
            slot_ids=frozenset(draw(st.sets(st.integers(1, 3), min_size=1))),
        )
        for k in range(people)
    )
    pair = st.tuples(st.integers(0, people - 1), st.integers(0, people - 1)).filter(lambda p: p[0] != p[1])
    ties = tuple(Tie(100 + a, 100 + b, "manager") for a, b in draw(st.lists(pair, max_size=4)))
    seats = {m.person_id: circle for m in members if (circle := draw(st.integers(0, circles))) > 0}
    moments = tuple(Moment(s, date(2027, 2, s), time(9), time(11)) for s in (1, 2, 3))
    places = tuple(Place(c, c, 1) for c in range(1, circles + 1))
    return Board(Terms(3, 6, 0, 2, 1, AIMS), Crowd(members, moments, ties), places, seats)


@settings(max_examples=60)
@given(boards(), st.data())
def test_what_is_shown_before_a_change_is_what_stands_after_it(board: Board, data: st.DataObject) -> None:
    one, other = data.draw(
        st.lists(st.sampled_from([m.person_id for m in board.members]), min_size=2, max_size=2, unique=True)
    )
    steps = board.swap(one, other)
    after = board.after(steps)
    afresh = Board(board.terms, replace(board.crowd), after.places, dict(after.seats))
    assert np.isclose(after.evaluation.objective, afresh.evaluation.objective)
    assert set(after.conflicts) == set(afresh.conflicts)
    if steps[0].before != steps[0].after:
        preview = preview_of(board, steps, is_published=False)
        assert preview.rows == change_rows(board, afresh, steps)
        assert bool(preview.refusal) == bool(made_worse(board.conflicts, afresh.conflicts))
        assert as_shown(steps, seen_of(steps)) == steps
        back = after.after(after.swap(one, other))
        assert dict(back.seats) == dict(board.seats)


@settings(max_examples=40)
@given(boards())
def test_measuring_many_moves_at_once_agrees_with_measuring_each(board: Board) -> None:
    found = options(board.evaluation, 0).moves
    for one, each in zip(tried(board.evaluation, [option.moves for option in found]), found, strict=True):
        assert np.isclose(one.objective, each.objective)
        assert one.broken == each.broken


@settings(max_examples=60)
@given(boards())
def test_a_way_to_mend_ends_the_conflict_and_makes_nothing_worse(board: Board) -> None:
    for conflict in board.conflicts:
        ways = ways_to_mend(board, conflict)
        for way in (ways.best, ways.waits):
            if way:
                left = board.after(way.steps).conflicts
                assert not made_worse(board.conflicts, left)
                assert conflict not in left
