"""Small publications to try things with."""

import copy
import random
from collections.abc import Mapping
from typing import Any

LABELS = ("region", "organisation", "unit")


def tables(people: list[dict[str, Any]], wanted: list[dict[str, Any]], **other: Any) -> dict[str, Any]:
    """Return ``cellguard/tables`` about one question, ``room``, unless told otherwise."""
    return copy.deepcopy({
        "format": "cellguard/tables", "version": 1, "least": 8, "width": 0.1667,
        "measures": {"room": {"min": 1, "max": 7}}, "breakdowns": [list(LABELS), ["years"]], "cells": [],
        "people": people, "wanted": wanted, "published": [],
    } | other)  # fmt: skip


def person(
    number: int, answers: Mapping[str, float | None], wave: str = "w1", **labels: str
) -> dict[str, Any]:
    """Return somebody who took part in one wave."""
    return {"id": f"p{number}", "waves": {wave: {"in": labels, "answers": answers}}}


def towns(**sizes: int) -> list[dict[str, Any]]:
    """Return people of towns in one region, whose answers go up and down."""
    names = [town for town, size in sizes.items() for _ in range(size)]
    return [
        person(number, {"room": 1 + number * 5 % 7}, region="IJV", organisation=town)
        for number, town in enumerate(names)
    ]


BY_TOWN = [
    {"wave": "w1", "measure": "room", "by": ["region"]},
    {"wave": "w1", "measure": "room", "by": ["region", "organisation"]},
]


def drawn(seed: int, kind: str) -> dict[str, Any]:
    """Draw a publication: ``trees``, ``crossings`` or ``waves`` with their change; some questions are skipped."""
    rng = random.Random(seed)
    orgs = [f"O{i}" for i in range(rng.randint(2, 5))]
    units = {org: [f"{org}U{i}" for i in range(rng.randint(1, 3))] for org in orgs}
    years = ["0-2", "3-9", "10+"][: rng.randint(2, 3)]
    waves = ["w1", "w2"] if kind == "waves" else ["w1"]
    people = [
        _drawn_person(rng, f"p{i}", units, years=years, waves=waves) for i in range(rng.randint(30, 80))
    ]
    measures = {
        "Q1": {"min": 1, "max": 7},
        "Q2": {"min": 1, "max": 7},
        "both": {"min": 1, "max": 7, "mean_of": ["Q1", "Q2"], "min_valid": rng.choice([1, 2])},
    }
    asked = ["Q1"] if kind != "trees" or rng.random() < 0.5 else ["both", "Q1", "Q2"]
    tree = [["region"], ["region", "organisation"], ["region", "organisation", "unit"]]
    by = [["organisation"], ["years"], ["organisation", "years"]] if kind == "crossings" else tree
    wanted: list[dict[str, Any]] = [
        {"wave": wave, "measure": asked, "by": labels} for wave in waves for labels in by
    ]
    if kind == "waves":
        wanted += [{"wave": waves, "change": True, "measure": ["Q1"], "by": labels} for labels in tree[:2]]
    cells = [{"region": "R", "organisation": org, "unit": unit} for org in orgs for unit in units[org]]
    return tables(people, wanted, measures=measures, cells=cells)


def _drawn_person(
    rng: random.Random, name: str, units: dict[str, list[str]], *, years: list[str], waves: list[str]
) -> dict[str, Any]:
    org = rng.choices(list(units), range(1, len(units) + 1))[0]
    entries = {}
    for wave in waves:
        if len(waves) > 1 and rng.random() < 0.2:
            continue
        given = {item: rng.randint(1, 7) if rng.random() > 0.07 else None for item in ("Q1", "Q2")}
        labels = {
            "region": "R",
            "organisation": org,
            "unit": rng.choice(units[org]),
            "years": rng.choice(years),
        }
        entries[wave] = {"in": labels, "answers": given}
    return {"id": name, "waves": entries}


def handed_round(data: dict[str, Any], seed: int) -> dict[str, Any]:
    """Return the same publication in which those who answered a question swapped their answers."""
    rng = random.Random(seed)
    given: dict[tuple[str, str], list[float]] = {}
    for one in data["people"]:
        for wave, entry in one["waves"].items():
            for item, answer in entry["answers"].items():
                if answer is not None:
                    given.setdefault((wave, item), []).append(answer)
    for answers in given.values():
        rng.shuffle(answers)
    people = [
        {
            "id": one["id"],
            "waves": {
                wave: {
                    "in": entry["in"],
                    "answers": {
                        item: None if answer is None else given[wave, item].pop()
                        for item, answer in entry["answers"].items()
                    },
                }
                for wave, entry in one["waves"].items()
            },
        }
        for one in data["people"]
    ]
    return data | {"people": people}
