"""Measure how good circlemix composes, beside its peers.

FOLDER holds MDGPLIB files, plain or .gz. Lines already in the results file are not measured again, so a run can be
broken off and taken up. Peers: OR-Tools CP-SAT, the package anti-clustering (in an environment of its own, because it
needs an older numpy), and plain exchange and batch assignment, written only here.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from pathlib import Path

import numpy as np

from circlemix import features, matrix
from circlemix.matrix.families import generate

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
"""What three-phase search with dynamic population (Yang et al. 2022), in C, reached in about n seconds."""


def exchange(problem: matrix.Problem, seconds: float, seed: int) -> float:
    """Swap while it helps, from random groups, again and again."""
    rng, best, until = np.random.default_rng(seed), 0.0, time.perf_counter() + seconds
    d, everyone = problem.dissimilarity, np.arange(problem.elements)
    while time.perf_counter() < until:
        groups = problem.random_groups(rng)
        better = True
        while better and time.perf_counter() < until:
            better = False
            for i in rng.permutation(problem.elements):
                table = problem.table(groups)
                own = table[groups, everyone]
                gain = table[groups, i] - own[i] + table[groups[i]] - own - 2 * d[i]
                gain[groups == groups[i]] = 0
                j = int(np.argmax(gain))
                if gain[j] > 1e-9:
                    groups[i], groups[j] = groups[j], groups[i]
                    better = True
        best = max(best, problem.diversity(groups))
    return best


def cp_sat(problem: matrix.Problem, seconds: float, seed: int) -> float:
    """Solve a model with one Boolean per element and group, and one per pair; 0 when none was found in time."""
    from ortools.sat.python import cp_model  # noqa: PLC0415

    model, n = cp_model.CpModel(), problem.elements
    x = [[model.new_bool_var("") for _ in range(problem.groups)] for _ in range(n)]
    for row in x:
        model.add_exactly_one(row)
    for g in range(problem.groups):
        model.add_linear_constraint(
            sum(x[i][g] for i in range(n)), int(problem.lower[g]), int(problem.upper[g])
        )
    terms = []
    for i in range(n):
        for j in range(i + 1, n):
            together = model.new_bool_var("")
            for g in range(problem.groups):
                model.add_bool_or(together.negated(), x[i][g].negated(), x[j][g])
            terms.append(round(1000 * problem.dissimilarity[i, j]) * together)
    model.maximize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    status = solver.solve(model)
    return solver.objective_value / 1000 if status in {cp_model.OPTIMAL, cp_model.FEASIBLE} else 0.0


def batch_assignment(x: np.ndarray, size: int) -> float:
    """Assign elements, far from the middle first, batch by batch to the groups they balance best; the share between."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    rest = x - x.mean(axis=0)
    count = len(x) // size
    order = np.argsort(-(rest**2).sum(axis=1))
    sums = np.zeros((count, x.shape[1]))
    for k in range(size):
        batch = rest[order[k * count : (k + 1) * count]]
        rows, columns = linear_sum_assignment(batch @ sums.T)
        sums[columns] += batch[rows]
    return float((sums**2).sum() / size / (rest**2).sum())


ANTI_CLUSTERING = """
import json, sys, time, numpy as np, pandas as pd
from anti_clustering import ExchangeHeuristicAntiClustering
x = np.load(sys.argv[1]); k = len(x) // int(sys.argv[2])
frame = pd.DataFrame(x, columns=[f"c{i}" for i in range(x.shape[1])])
begun = time.perf_counter()
out = ExchangeHeuristicAntiClustering().run(frame, list(frame.columns), [], k, "group")
g = pd.factorize(out["group"])[0]; rest = x - x.mean(0)
s = np.stack([np.bincount(g, rest[:, i], k) for i in range(x.shape[1])], 1)
took = time.perf_counter() - begun
print(json.dumps([took, float(((s**2).sum(1) / np.bincount(g, minlength=k)).sum() / (rest**2).sum())]))
"""


def anti_clustering(x: np.ndarray, size: int, folder: Path) -> list[float] | None:
    """Run the package in an environment of its own; ``None`` when that cannot be had."""
    np.save(folder / "x.npy", x)
    command = [
        "uv",
        "run",
        "--no-project",
        "--python",
        "3.11",
        "--with",
        "anti-clustering",
        "--with",
        "numpy<2",
    ]
    command += ["python", "-c", ANTI_CLUSTERING, str(folder / "x.npy"), str(size)]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=300, check=True, env=environment
        )
        found: list[float] = json.loads(done.stdout.splitlines()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None
    return found


def main() -> None:  # noqa: C901  a list of what is measured
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=3000, help="largest n")
    parser.add_argument("--share", type=float, nargs="*", default=[0.01, 0.1, 1.0], help="of n seconds")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--rows", type=int, nargs="*", default=[1000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--generated", type=int, nargs="*", default=[10, 60, 960, 3000])
    parser.add_argument("--results", type=Path, default=Path("composition.jsonl"))
    parser.add_argument("--out", type=Path, default=Path("docs/reference/composition-quality.md"))
    options = parser.parse_args()
    known = (
        [json.loads(line) for line in options.results.read_text().splitlines()]
        if options.results.exists()
        else []
    )
    features.divide(np.random.default_rng(1).normal(size=(64, 8)), passes=1)
    matrix.divide(generate("Geo", 10, equal=True, seed=1), steps=10)

    def once(key: list[object], measure: object) -> None:
        if not any(row["key"] == key for row in known):
            known.append({"key": key, "value": measure()})  # type: ignore[operator]
            with options.results.open("a") as results:
                results.write(json.dumps(known[-1]) + "\n")

    for name, problem in instances(options):
        for share in options.share:
            for seed in range(1, options.seeds + 1):
                once(
                    ["matrix", name, share, "circlemix", seed],
                    lambda p=problem, s=share, k=seed: (
                        matrix.divide(p, seconds=p.elements * s, seed=k).objective
                    ),
                )
            once(
                ["matrix", name, share, "exchange", 1],
                lambda p=problem, s=share: exchange(p, p.elements * s, 1),
            )
            if problem.elements <= 120:
                once(
                    ["matrix", name, share, "CP-SAT", 1],
                    lambda p=problem, s=share: cp_sat(p, p.elements * s, 1),
                )
    for rows in options.rows:
        x = np.random.default_rng(1).normal(size=(rows, 8))
        for seconds in {1000: (0.2, 1), 10_000: (0.15, 1), 100_000: (1, 10), 1_000_000: (5, 60)}.get(
            rows, (1,)
        ):
            once(["features", rows, seconds], lambda a=x, s=seconds: timed(a, s))
        if rows <= 10_000:
            once(["batch", rows], lambda a=x: timed_batch(a))
        if rows <= 1000:
            once(["anti-clustering", rows], lambda a=x: anti_clustering(a, 8, options.results.parent))
    options.out.write_text(table(known))


def timed(x: np.ndarray, seconds: float) -> list[float]:
    found = features.divide(x, seconds=seconds)
    return [found.seconds, found.between_share]


def timed_batch(x: np.ndarray) -> list[float]:
    begun = time.perf_counter()
    share = batch_assignment(x, 8)
    return [time.perf_counter() - begun, share]


def instances(options: argparse.Namespace) -> list[tuple[str, matrix.Problem]]:
    found = []
    for path in sorted(options.folder.glob("*.txt*")):
        problem = matrix.read_mdgplib(path)
        if problem.elements <= options.limit:
            found.append((path.name.split(".")[0], problem))
    for n in options.generated:
        for family in ("RanInt", "RanReal", "Geo"):
            for equal in (True, False):
                if n <= options.limit:
                    name = f"{family} generated n{n} {'equal' if equal else 'different'}"
                    found.append((name, generate(family, n, equal=equal, seed=1)))
    return found


def table(known: list[dict[str, object]]) -> str:
    lines = ["# Composition quality", "", "", ""]
    lines[2] = (
        "Made by `bench/composition.py`, one core. The gap is to the three-phase search (Yang et al. 2022, in C) in n"
    )
    lines[3] = "seconds, in percent; above 0 is better than it.\n\n## Matrices\n"
    lines += [
        "| instance | part of n seconds | method | mean | best | gap of mean |",
        "|---|---|---|---|---|---|",
    ]
    cells: dict[tuple[str, float, str], list[float]] = {}
    for row in known:
        if row["key"][0] == "matrix":  # type: ignore[index]
            _, name, share, method, _ = row["key"]  # type: ignore[misc]
            cells.setdefault((name, share, method), []).append(row["value"])  # type: ignore[arg-type]
    for (name, share, method), values in cells.items():
        mean = float(np.mean(values))
        gap = f"{100 * mean / THREE_PHASE[name] - 100:+.4f}" if name in THREE_PHASE else ""
        lines.append(f"| {name} | {share:g} | {method} | {mean:.2f} | {max(values):.2f} | {gap} |")
    lines += [
        "",
        "## Features",
        "",
        "Squared Euclidean, d = 8, groups of 8: the share of the sum of squares between groups.",
        "",
    ]
    lines += ["| rows | method | seconds | share |", "|---|---|---|---|"]
    for row in known:
        key = row["key"]
        if key[0] != "matrix" and row["value"]:  # type: ignore[index]
            seconds, share = row["value"]  # type: ignore[misc]
            method = "circlemix" if key[0] == "features" else key[0]  # type: ignore[index]
            lines.append(f"| {key[1]:,} | {method} | {seconds:.2f} | {share:.6f} |")  # type: ignore[index]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
