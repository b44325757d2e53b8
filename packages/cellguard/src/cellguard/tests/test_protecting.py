"""What is shown, what is not, and can anybody work out more?"""

from itertools import product
from typing import Any

import pytest

from cellguard import Published, Tables, leaks, protect, published_from, tables_from
from cellguard.tests.cases import BY_TOWN, drawn, handed_round, person, tables, towns
from cellguard.writing import key_as_data

KINDS = ("trees", "crossings", "waves")


def _published(data: dict[str, Any]) -> tuple[Tables, Published]:
    known = tables_from(data)
    return known, protect(known)


def _shown(published: Published) -> dict[str, int]:
    """Return the numbers of people, by the last label of each set."""
    return {"+".join(one[0][1] for one in figure.key.of.sets): figure.n for figure in published.figures}


def _lists(published: Published) -> list[Any]:
    return [
        [key_as_data(figure.key) | {"n": figure.n} for figure in published.figures],
        [key_as_data(withheld.key) | {"reason": withheld.reason} for withheld in published.withheld],
    ]


def test_a_region_is_shown_without_the_town_that_would_otherwise_be_worked_out() -> None:
    _, published = _published(tables(towns(Hattem=7, Apeldoorn=14, Amsterdam=24), BY_TOWN))
    assert _shown(published) == {"Amsterdam+Apeldoorn": 38, "Amsterdam": 24, "Apeldoorn": 14}
    assert [(withheld.key.of.sets[0][0][1], withheld.reason) for withheld in published.withheld] == [
        ("IJV", "guard"),
        ("Hattem", "few"),
    ]


def test_a_town_in_which_nobody_answered_is_as_hidden_as_one_in_which_few_did() -> None:
    cells = [{"region": "IJV", "organisation": "Hattem"}]
    _, published = _published(tables(towns(Apeldoorn=14, Amsterdam=24), BY_TOWN, cells=cells))
    assert _shown(published) == {"Amsterdam+Apeldoorn": 38, "Amsterdam": 24, "Apeldoorn": 14}
    assert [withheld.reason for withheld in published.withheld] == ["guard", "few"]


def test_groups_that_are_all_as_large_as_few_can_be_are_not_added_up() -> None:
    known, published = _published(tables(towns(A=24, B=7, C=7, D=7), BY_TOWN))
    assert _shown(published) == {"A": 24}
    assert not leaks(known, published)


def test_a_mean_near_the_end_of_the_range_is_printed_coarsely() -> None:
    people = [person(i, {"room": 7}, region="IJV", organisation="A") for i in range(9)]
    known, published = _published(tables(people, BY_TOWN[1:]))
    (figure,) = published.figures
    assert figure.sd is None
    assert figure.step == 0.5 or figure.low < figure.high
    assert not leaks(known, published)


def test_what_was_published_earlier_counts() -> None:
    earlier = tables(towns(Hattem=7, Apeldoorn=14, Amsterdam=24), BY_TOWN)
    total = {
        "wave": "w1", "measure": "room", "of": [{"region": "IJV"}], "n": 45, "step": 0.01, "base": [],
        "mean": round(sum(one["waves"]["w1"]["answers"]["room"] for one in earlier["people"]) / 45, 2),
    }  # fmt: skip
    known, published = _published(earlier | {"published": [total]})
    assert set(_shown(published)) & {"Amsterdam", "Apeldoorn"} != {"Amsterdam", "Apeldoorn"}
    assert not leaks(known, published)


def test_the_attacker_finds_a_town_that_is_left_over() -> None:
    known = tables_from(tables(towns(Hattem=7, Apeldoorn=14, Amsterdam=24), BY_TOWN))
    figures = [
        {"wave": "w1", "measure": "room", "of": [of], "n": n, "mean": 4.0, "step": 0.01, "base": []}
        for of, n in (
            ({"region": "IJV"}, 45),
            ({"organisation": "Amsterdam"}, 24),
            ({"organisation": "Apeldoorn"}, 14),
        )
    ]
    data = {"format": "cellguard/published", "version": 1, "figures": figures, "withheld": []}
    assert {leak.kind for leak in leaks(known, published_from(data, known))} >= {"exact", "number"}


def test_the_attacker_finds_who_skipped_a_question() -> None:
    answers = [{"Q1": 1 + i % 7, "Q2": None if i < 3 else 4} for i in range(20)]
    people = [person(i, given, region="R", organisation="A") for i, given in enumerate(answers)]
    measures = {
        "Q1": {"min": 1, "max": 7}, "Q2": {"min": 1, "max": 7},
        "both": {"min": 1, "max": 7, "mean_of": ["Q1", "Q2"], "min_valid": 1},
    }  # fmt: skip
    wanted = [{"wave": "w1", "measure": ["Q1", "Q2", "both"], "by": ["organisation"]}]
    known = tables_from(tables(people, wanted, measures=measures))
    figures = [
        {
            "wave": "w1",
            "measure": name,
            "of": [{"organisation": "A"}],
            "n": n,
            "mean": 4.0,
            "step": 0.01,
            "base": [],
        }
        for name, n in (("Q1", 20), ("Q2", 17), ("both", 20))
    ]
    data = {"format": "cellguard/published", "version": 1, "figures": figures, "withheld": []}
    assert "exact" in {leak.kind for leak in leaks(known, published_from(data, known))}
    assert len(protect(known).figures) == 2


@pytest.mark.parametrize(("kind", "seed"), list(product(KINDS, range(5))))
def test_nothing_leaks_from_what_is_drawn(kind: str, seed: int) -> None:
    known, published = _published(drawn(seed, kind))
    assert published.figures
    assert leaks(known, published) == []


@pytest.mark.parametrize(("kind", "seed"), list(product(KINDS, range(4))))
def test_the_lists_stay_when_answers_are_handed_round(kind: str, seed: int) -> None:
    data = drawn(seed, kind)
    _, published = _published(data)
    for again in range(2):
        _, other = _published(handed_round(data, again))
        assert _lists(other) == _lists(published)


@pytest.mark.parametrize(("kind", "least_share"), [("trees", 0.68), ("crossings", 0.77), ("waves", 0.79)])
def test_most_of_what_may_be_shown_is_shown(kind: str, least_share: float) -> None:
    shown = withheld = 0
    for seed in range(12):
        _, published = _published(drawn(100 + seed, kind))
        guarded = sum(one.reason == "guard" for one in published.withheld)
        unions = sum(len(figure.key.of.sets) > 1 for figure in published.figures)
        shown += len(published.figures) - unions
        withheld += guarded
    assert shown / (shown + withheld) >= least_share
