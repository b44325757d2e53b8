"""What else composes groups: plain exchange and batch assignment, written only here, and packages from PyPI."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import numpy as np

from circlemix import matrix


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
    """Solve a model with one Boolean per element and group and one per pair, from a random grouping as a hint.

    Making the model does not count. Returns the value of that grouping when nothing better was found in time.
    """
    from ortools.sat.python import cp_model

    model, n, m = cp_model.CpModel(), problem.elements, problem.groups
    start = problem.random_groups(np.random.default_rng(seed))
    x = [[model.new_bool_var("") for _ in range(m)] for _ in range(n)]
    for i, row in enumerate(x):
        model.add_exactly_one(row)
        for g, variable in enumerate(row):
            model.add_hint(variable, bool(start[i] == g))
    for g in range(m):
        members = sum(x[i][g] for i in range(n))
        model.add_linear_constraint(members, int(problem.lower[g]), int(problem.upper[g]))
    together, worth = [], []
    for i in range(n):
        for j in range(i + 1, n):
            variable = model.new_bool_var("")
            model.add_hint(variable, bool(start[i] == start[j]))
            for g in range(m):
                model.add_bool_or(variable.negated(), x[i][g].negated(), x[j][g])
            together.append(variable)
            worth.append(round(1000 * problem.dissimilarity[i, j]))
    model.maximize(cp_model.LinearExpr.weighted_sum(together, worth))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    # Simplifying the larger models alone takes longer than the seconds there are.
    solver.parameters.cp_model_presolve = n <= 30
    status = solver.solve(model)
    found = solver.objective_value / 1000 if status in {cp_model.OPTIMAL, cp_model.FEASIBLE} else 0.0
    return max(problem.diversity(start), found)


def batch_assignment(x: np.ndarray, size: int) -> list[float]:
    """Assign elements, far from the middle first, batch by batch to the groups they balance best.

    Returns the seconds and the share between groups.
    """
    from scipy.optimize import linear_sum_assignment

    begun = time.perf_counter()
    rest = x - x.mean(axis=0)
    count = len(x) // size
    order = np.argsort(-(rest**2).sum(axis=1))
    sums = np.zeros((count, x.shape[1]))
    for k in range(size):
        batch = rest[order[k * count : (k + 1) * count]]
        rows, columns = linear_sum_assignment(batch @ sums.T)
        sums[columns] += batch[rows]
    return [time.perf_counter() - begun, float((sums**2).sum() / size / (rest**2).sum())]


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
"""Run in an environment of its own, because the package needs numpy before 2."""


def anti_clustering(x: np.ndarray, size: int, folder: Path) -> list[float] | None:
    """Return the seconds and the share between groups; ``None`` when it cannot be had or takes over five minutes."""
    file = folder / "features-for-peer.npy"
    np.save(file, x)
    # Make says where its uv is.
    uv = os.environ.get("UV", ".uv/bin/uv")
    command = [uv, "run", "--no-project", "--python", "3.11", "--with", "anti-clustering"]
    command += ["--with", "numpy<2", "python", "-c", ANTI_CLUSTERING, str(file), str(size)]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=300, check=True, env=environment
        )
        found: list[float] = json.loads(done.stdout.splitlines()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None
    finally:
        file.unlink()
    return found
