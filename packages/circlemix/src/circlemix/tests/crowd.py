"""People and wishes for tests: the house's own named people, and crowds of any size."""

from __future__ import annotations

import numpy as np

from circlemix import Count, Distinct, Meetings, Pairs, People, Size, Together, Weight, Wishes

NAMES = (
    "Femke de Wit", "Kwame Mensah", "Gea Stegeman", "Nadia Bouzid", "Rik Terpstra", "Joke Lammers", "Ibrahim Sesay",
    "Bert Wolters", "Pieter Kamphuis", "Marit Hofman", "Farida Amrani", "Koen Scholten",
    "Anouk Verbeek", "Lucia Fernandes",
)  # fmt: skip


def round_of_fourteen() -> tuple[People, Wishes]:
    """Return two circles' worth of named people with every kind of rule."""
    kinds = ["colleague"] * 4 + ["partner"] + ["resident"] * 2 + ["colleague"] * 5 + ["partner"] * 2
    people = People.of(
        [name.split()[0].lower() for name in NAMES],
        labels=NAMES,
        categories={
            "discipline": ["permits", "permits", "order", "youth", "housing", None, None, "permits", "law", "area",
                           "care", "economy", "economy", "care"],
            "organisation": ["Amsterdam", "Amsterdam", "Hattem", "Apeldoorn", "De Drie Bruggen", "Ons Erf", "Sociaal",
                             "Apeldoorn", "Amsterdam", "Apeldoorn", "Amsterdam", "Hattem", "Binnenstad", "Dichtbij"],
            "kind": kinds,
        },
        numbers={"years": [3, 5, 12, 8, 2, None, 4, 31, 7, 15, 9, 20, 1, 6]},
        slots=np.array([[1, 0, 0]] + [[1, 1, k % 2] for k in range(13)]),
        slot_names=["tue 13.30", "wed 9.30", "thu 9.30"],
    )  # fmt: skip
    wishes = Wishes(
        size=Size(6, 8),
        apart=Pairs.of([(0, 1, "manager"), (5, 7, "decides")]),
        together=(Together((5, 6), "companion"),),
        counts=(
            Count("kind", ("resident",), never_one=True, name="lone"),
            Count("kind", ("partner", "resident"), at_least=1, name="externals"),
        ),
        distinct=(Distinct("discipline", 3),),
        locked={0: 1},
        mix={"discipline": Weight.MUCH, "organisation": Weight.SOME, "years": Weight.SOME},
        balance={"kind": Weight.SOME},
        meetings=Weight.SOME,
        met=Meetings.of([(2, 4), (7, 9, 2), (10, 13)]),
    )
    return people, wishes


def crowd(
    n: int, seed: int = 0, *, slots: int = 10, municipalities: int = 12, chosen: float = 0.35
) -> tuple[People, Wishes]:
    """Return n people with all rules and aims on, as a large call for circles would have them."""
    rng = np.random.default_rng(seed)
    kind = rng.choice(["colleague", "partner", "resident"], n, p=[0.65, 0.2, 0.15])
    town = np.char.add("m", (rng.zipf(1.3, n) % municipalities).astype(str))
    partner = np.char.add("o", rng.integers(0, max(5, municipalities // 3), n).astype(str))
    free = rng.random((n, slots)) < chosen
    for _ in range(2):
        free[np.arange(n), rng.integers(0, slots, n)] = True
    people = People.of(
        range(n),
        categories={
            "discipline": np.char.add("d", rng.integers(0, 15, n).astype(str)).tolist(),
            "organisation": np.where(kind == "colleague", town, partner).tolist(),
            "kind": kind.tolist(),
            "seniority": rng.choice(["junior", "medior", "senior"], n).tolist(),
            "orientation": [None if x > 3 else f"g{x}" for x in rng.integers(0, 5, n).tolist()],
        },
        slots=free,
    )
    apart = rng.integers(0, n, (n, 2))
    apart = apart[apart[:, 0] != apart[:, 1]]
    met = rng.integers(0, n, (3 * n, 2))
    met = met[met[:, 0] != met[:, 1]]
    forbidden = {frozenset(pair) for pair in apart.tolist()}
    couples = rng.permutation(n)[: 2 * (n // 50)].reshape(-1, 2).tolist()
    wishes = Wishes(
        size=Size(6, 8),
        apart=Pairs.of([(a, b, "manager") for a, b in apart.tolist()]),
        together=tuple(
            Together((a, b), "companion")
            for a, b in couples
            if (free[a] & free[b]).any() and frozenset((a, b)) not in forbidden
        ),
        counts=(
            Count("kind", ("resident",), never_one=True, name="lone"),
            Count("kind", ("partner", "resident"), at_least=1, name="externals"),
        ),
        distinct=(Distinct("discipline", 3), Distinct("organisation", 2)),
        mix={"discipline": 3, "organisation": 1, "orientation": 1, "seniority": 1},
        balance={"kind": 1, "seniority": 1},
        meetings=1,
        met=Meetings.of([(a, b) for a, b in met.tolist()]),
    )
    return people, wishes
