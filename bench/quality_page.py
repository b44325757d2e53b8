"""Write what was measured as a page."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

THREE_PHASE = {
    "RanInt_n120_ss_01": 47909,
    "RanInt_n240_ss_01": 155535,
    "RanInt_n480_ss_01": 380110,
    "RanReal_n120_ss_01": 47363.21,
    "RanReal_n240_ss_01": 155178.33,
    "RanReal_n480_ss_01": 379088.56,
    "Geo_n120_ss_01": 101595.78,
    "Geo_n240_ss_01": 188830.63,
    "Geo_n480_ss_01": 551999.48,
}
"""What three-phase search with dynamic population (Yang et al. 2022, doi 10.1016/j.ejor.2022.02.003) reached.

As implemented in C in the R package anticlust 0.8.11, in about n seconds, one seed, on one core of a machine with two.
"""

GOALS = {
    (1000, 0.2): 0.0020,
    (10_000, 0.15): 0.0016,
    (10_000, 1): 0.0012,
    (100_000, 1): 0.0020,
    (100_000, 10): 0.0011,
    (1_000_000, 5): 0.0035,
    (1_000_000, 60): 0.0015,
}
"""The share between groups to reach, by rows and seconds."""

Row = dict[str, Any]


BEGIN, END = "<!-- made by bench/composition.py -->", "<!-- from here on written by hand -->"


def write_page(out: Path, known: list[Row], clock: str) -> None:
    """Write what was measured between the marks, and leave alone what was written by hand below."""
    before = out.read_text(encoding="utf-8") if out.exists() else ""
    _, _, by_hand = before.partition(END)
    out.write_text(f"{BEGIN}\n{made(known, clock)}\n{END}\n{by_hand.lstrip()}", encoding="utf-8")


def made(known: list[Row], clock: str) -> str:
    """Return the tables; ``clock`` tells in words what the seconds are."""
    shares = sorted({row["key"][2] for row in known if row["key"][0] == "matrix"})
    parts = [head(known, clock)]
    parts += [f"### In {100 * share:g} % of n seconds\n\n{matrices(known, share)}" for share in shares]
    return "\n\n".join([*parts, features(known)]) + "\n"


def head(known: list[Row], clock: str) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    got = [row["core"] for row in known if row.get("core")]
    part = f" On the clock the searches had {100 * float(np.mean(got)):.0f} % of a core." if got else ""
    return f"""# Composition quality

Made by `bench/composition.py FOLDER` on {datetime.now(UTC):%d %B %Y}: one process on one core of a machine with
{os.cpu_count()} cores and {memory:.0f} GiB, Python {platform.python_version()}, numpy {np.__version__}.
Seconds are {clock}.{part}

- *Instances* are those of the benchmark library MDGPLIB: `ss` with equal group sizes, `ds` with different ones. n is
  the number of elements. *Generated* ones follow the definitions in the literature.
- *Three-phase* is the strongest published search we know (Yang et al. 2022, in C, in the R package anticlust 0.8.11),
  in about **n seconds**, with one seed. It was measured once, on such a machine. A gap above 0 is better than it.
- *Peers* run here, in the same time, with one seed: *exchange* is plain exchange with restarts; *CP-SAT* is OR-Tools
  with one worker, from a random grouping as a hint (making the model not counted).
- *Runs* tells how often a row was measured, as a rule with another seed each time. What is empty in a table, or
  not in it, was not run.

## Matrices

The sum of dissimilarities within groups: higher is better."""


def matrices(known: list[Row], share: float) -> str:
    cells: dict[str, dict[str, list[float]]] = {}
    for row in known:
        if row["key"][0] == "matrix" and row["key"][2] == share:
            cells.setdefault(row["key"][1], {}).setdefault(row["key"][3], []).append(row["value"])
    lines = [
        "| instance | runs | mean | best | three-phase, n s | gap of mean, % | gap of best, % | exchange | CP-SAT |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    gaps = []
    for name, by in sorted(cells.items(), key=lambda item: (" " in item[0], item[0].split("_")[::-1], item)):
        own = by.get("circlemix", [])
        words = [name, str(len(own)), *(["", ""] if not own else [f"{np.mean(own):.2f}", f"{max(own):.2f}"])]
        words += ["", "", ""]
        if name in THREE_PHASE and own:
            goal = THREE_PHASE[name]
            gaps.append(100 * float(np.mean(own)) / goal - 100)
            words[4:] = [f"{goal:.2f}", f"{gaps[-1]:+.4f}", f"{100 * max(own) / goal - 100:+.4f}"]
        for peer in ("exchange", "CP-SAT"):
            words.append(f"{by[peer][0]:.2f}" if peer in by else "")
        lines.append(f"| {' | '.join(words)} |")
    if gaps:
        lines += ["", f"Gap of the mean over these {len(gaps)}: {np.mean(gaps):+.4f} % on average,"]
        lines[-1] += f" {min(gaps):+.4f} % at worst."
    return "\n".join(lines)


def features(known: list[Row]) -> str:
    lines = [
        "## Features",
        "",
        "Squared Euclidean, d = 8 standard normal, groups of 8: the part of the total sum of squares that lies between",
        "groups, with one seed. Lower is better; random groups have 0.125. Seconds include the start.",
        "",
        "| rows | method | seconds asked | seconds used | share between groups | goal |",
        "|---|---|---|---|---|---|",
    ]
    for row in sorted((row for row in known if row["key"][0] != "matrix"), key=lambda row: row["key"][1]):
        method, rows, *asked = row["key"]
        if row["value"] is None:
            lines.append(f"| {rows:,} | {method} |  |  | not in five minutes, or not to be had |  |")
            continue
        used, share = row["value"]
        goal = GOALS.get((rows, asked[0])) if asked else None
        words = [
            f"{rows:,}",
            "circlemix" if method == "features" else method,
            f"{asked[0]:g}" if asked else "",
        ]
        words += [f"{used:.2f}", f"{share:.6f}", f"{goal:.4f}" if goal else ""]
        lines.append(f"| {' | '.join(words)} |")
    return "\n".join(lines)
