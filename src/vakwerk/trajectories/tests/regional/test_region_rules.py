"""What crosses to a region, what differs, and what is taken over? Without a database."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vakwerk.trajectories.regional import rules
from vakwerk.trajectories.regional.rules import Change, RegionRefusal


def goal(key: str, text: str = "Je verbindt", **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "text": {"nl": text},
        "competency": "connecting",
        "competency_name": {"nl": "Verbinden"},
        "level": 2,
        "proofs": [{"key": f"{key}p", "text": {"nl": "Een gesprek"}, "indicator": ""}],
        **more,
    }


def source(key: str, side: str = "outside", text: str = "Een boek") -> dict[str, Any]:
    return {"key": key, "side": side, "text": {"nl": text}, "source_id": 12, "local": False}


def step(key: str, *sources: dict[str, Any], goals: tuple[str, ...] = ("g1",), **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "title": {"nl": f"Stap {key}"},
        "description": {},
        "kind": "session",
        "minutes": 120,
        "url": "",
        "asks_own_case": False,
        "goals": list(goals),
        "sources": list(sources),
        **more,
    }


def document(**more: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "title": {"nl": "Verbinden"},
        "summary": {},
        "for_whom": {"nl": "Iedereen"},
        "weeks": 8,
        "why_long": "",
        "sessions_needed": None,
        "proofs_needed": False,
        "goals": [goal("g1"), goal("g2", "Je legt uit")],
        "activities": [step("s1", source("o1")), step("s2", goals=("g1", "g2"))],
        **more,
    }


@pytest.mark.parametrize(
    ("has_region", "faults", "names", "is_new", "reason"),
    [
        (True, 0, [], True, None),
        (False, 0, [], True, RegionRefusal.NO_REGION),
        (True, 2, [], True, RegionRefusal.UNSOUND),
        (True, 0, ["Gea Stegeman"], True, RegionRefusal.NAMES_PEOPLE),
        (True, 0, [], False, RegionRefusal.NOTHING_NEW),
    ],
)
def test_what_is_shared(
    has_region: bool, faults: int, names: list[str], is_new: bool, reason: RegionRefusal | None
) -> None:
    found = rules.reason_not_to_share(has_region=has_region, faults=faults, names=names, is_new=is_new)
    assert found == reason


@pytest.mark.parametrize(
    ("is_ours", "is_shared", "adopted", "reason"),
    [
        (False, True, False, None),
        (False, False, False, RegionRefusal.NOT_SHARED),
        (True, True, False, RegionRefusal.OWN_TEMPLATE),
        (False, True, True, RegionRefusal.ADOPTED_ALREADY),
    ],
)
def test_what_is_taken_over(is_ours: bool, is_shared: bool, adopted: bool, reason: object) -> None:
    assert rules.reason_not_to_adopt(is_ours=is_ours, is_shared=is_shared, adopted=adopted) == reason
    assert rules.reason_not_to_update(is_variant=False, is_shared=True) == RegionRefusal.NO_VARIANT
    assert rules.reason_not_to_update(is_variant=True, is_shared=False) == RegionRefusal.TEMPLATE_GONE
    assert rules.reason_not_to_update(is_variant=True, is_shared=True) is None


def test_knowledge_from_inside_and_people_to_ask_stay_at_home() -> None:
    mine = document(
        activities=[
            step(
                "s1", source("i1", "inside", "Gea Stegeman"), source("o1"), source("o2", text="Noor Bakker")
            ),
            step("s2", source("o3")),
        ]
    )
    crossing = rules.without_people(mine, stays={"o2"})
    first, second = crossing["activities"]
    assert first["sources"] == [
        {"key": "o1", "side": "outside", "text": {"nl": "Een boek"}, "source_key": ""}
    ]
    assert first["asks_own_case"]
    assert not second["asks_own_case"]
    assert "source_id" not in str(crossing)
    assert "Gea" not in str(crossing)
    assert "Noor" not in str(crossing)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Samen met Gea Stegeman, handhaver", ["gea stegeman"]),
        ("GEA STEGEMAN", ["gea stegeman"]),
        ("Dirk van Loon's keuze", []),
        ("Dirk van Loon kiest", ["dirk van loon"]),
        ("Vraag het Gea", []),
        ("Stegeman Gea", []),
    ],
)
def test_full_names_are_found_and_first_names_say_nobody(text: str, found: list[str]) -> None:
    assert rules.names_in([text], {"gea stegeman", "dirk van loon", "gea"}) == found


def test_an_update_is_told_from_a_local_change_and_from_both() -> None:
    base = document()
    here, template = deepcopy(base), deepcopy(base)
    here["title"] = {"nl": "Onze titel"}
    here["weeks"] = 10
    template["weeks"] = 12
    template["goals"][1]["level"] = 3
    here["activities"][0]["sources"].append(source("mine", "inside", "Onze casus"))
    found = {one.path: one.change for one in rules.differences(base=base, here=here, template=template)}
    assert found == {
        "title": Change.HERE,
        "weeks": Change.BOTH,
        "goal/g2/competency": Change.TEMPLATE,
        "step/s1/source/mine": Change.HERE,
    }


def test_a_new_step_is_one_part_and_stands_where_it_belongs() -> None:
    base = document()
    here, template = deepcopy(base), deepcopy(base)
    here["activities"].insert(1, step("own"))
    template["activities"].insert(1, step("new", source("o9")))
    found = [one.path for one in rules.differences(base=base, here=here, template=template)]
    assert found == ["step/new", "step/own"]
    taken = rules.taken_over(here, template, ["step/new"])
    assert [one["key"] for one in taken["activities"]] == ["s1", "new", "own", "s2"]
    # What differs now is only what was added here.
    base = rules.taken_over(base, template, ["step/new"])
    left = rules.differences(base=base, here=taken, template=template)
    assert [(one.path, one.change) for one in left] == [("step/own", Change.HERE)]


def test_a_goal_that_the_template_dropped_leaves_with_its_ties() -> None:
    base = document()
    template = document(goals=[goal("g1")], activities=[step("s1", source("o1")), step("s2")])
    found = rules.differences(base=base, here=base, template=template)
    assert {(one.path, one.change) for one in found} == {
        ("goal/g2", Change.TEMPLATE),
        ("step/s2/goals", Change.TEMPLATE),
    }
    taken = rules.taken_over(base, template, ["goal/g2"])
    assert [one["key"] for one in taken["goals"]] == ["g1"]
    assert taken["activities"][1]["goals"] == ["g1"]


def test_goals_added_here_stay_tied_when_the_ties_of_the_template_are_taken_over() -> None:
    base = document()
    here = deepcopy(base)
    here["goals"].append(goal("own"))
    here["activities"][0]["goals"].append("own")
    template = deepcopy(base)
    template["activities"][0]["goals"] = ["g1", "g2"]
    taken = rules.taken_over(here, template, ["step/s1/goals"])
    assert taken["activities"][0]["goals"] == ["g1", "g2", "own"]


PATHS = sorted(rules.parts_of(document(goals=[goal("g1"), goal("g3")], activities=[step("s1"), step("s3")])))


@given(st.sets(st.sampled_from(PATHS)))
def test_what_was_added_here_survives_whatever_is_taken_over(paths: set[str]) -> None:
    base = document()
    here = deepcopy(base)
    here["goals"].append(goal("own"))
    here["activities"].append(step("mine", source("casus", "inside"), goals=("own",)))
    template = document(
        goals=[goal("g1", "Anders"), goal("g3")], activities=[step("s3"), step("s1", source("o1"))]
    )
    taken = rules.taken_over(here, template, paths)
    assert "own" in {one["key"] for one in taken["goals"]}
    mine = next(one for one in taken["activities"] if one["key"] == "mine")
    assert mine == here["activities"][-1]
    assert len({one["key"] for one in taken["activities"]}) == len(taken["activities"])


def test_everything_taken_over_leaves_nothing_that_differs_in_the_template() -> None:
    base, template = (
        document(),
        document(
            title={"nl": "Nieuw"},
            goals=[goal("g1", "Anders"), goal("g3")],
            activities=[step("s3", source("o7")), step("s1", source("o1", text="Ander boek"))],
        ),
    )
    paths = [
        one.path for one in rules.differences(base=base, here=base, template=template) if one.can_be_taken
    ]
    taken = rules.taken_over(base, template, paths)
    assert rules.differences(base=template, here=taken, template=template) == []
