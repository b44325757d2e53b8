"""Measure how good circlemix composes, beside its peers, and write the page of it.

FOLDER holds MDGPLIB files, plain or .gz. Lines already in the results file are not measured again, so a run can be
broken off and taken up, or spread over several commands.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import numpy as np

from circlemix import features, matrix
from circlemix.matrix.families import generate
from peers import anti_clustering, batch_assignment, cp_sat, exchange
from quality_page import GOALS, Row, write_page


class ProcessorTime:
    """In place of the module ``time``: a clock that stands still while other programs have the core."""

    perf_counter = staticmethod(time.process_time)


class Results:
    """What was measured, each line kept in a file as soon as it is known."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.rows: list[Row] = []
        if file.exists():
            self.rows = [json.loads(line) for line in file.read_text().splitlines()]

    def once(self, key: list[object], measure: Callable[[], object]) -> None:
        if any(row["key"] == key for row in self.rows):
            return
        begun = time.perf_counter(), time.process_time()
        value = measure()
        took = [time.perf_counter() - begun[0], time.process_time() - begun[1]]
        row: Row = {"key": key, "value": value}
        if "circlemix" in key:
            row["core"] = round(took[1] / took[0], 3)
        self.rows.append(row)
        with self.file.open("a") as results:
            results.write(json.dumps(row) + "\n")


def main() -> None:
    options = parser().parse_args()
    if options.folder is None:
        print("This takes hours: say in which folder the MDGPLIB files are.")
        return
    known = Results(options.results)
    # Compiled before anything is measured.
    for module in ("circlemix.matrix.kernels", "circlemix.features.kernels"):
        import_module(module)
    clock = "by the clock"
    if options.processor_time:
        clock = "processor time, because other programs ran beside it"
        for module in ("circlemix.matrix.search", "circlemix.matrix.spending", "circlemix.features.search"):
            vars(import_module(module))["time"] = ProcessorTime
        for module in ("circlemix.features.matching", "peers"):
            vars(import_module(module))["time"] = ProcessorTime
    for name, problem in instances(options):
        measure_matrix(known, options, name, problem)
    for rows in options.rows:
        measure_features(known, options, rows)
    write_page(options.out, known.rows, clock)


def parser() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path, nargs="?")
    asked.add_argument("--only", default="*", help="pattern of the names of files, such as '*_n120_ss_*'")
    asked.add_argument("--limit", type=int, default=3000, help="largest n")
    asked.add_argument("--share", type=float, nargs="*", default=[0.01, 0.1, 1.0], help="of n seconds")
    asked.add_argument("--seeds", type=int, default=3)
    asked.add_argument("--peers", type=float, default=0.1, help="run peers up to this share of n seconds")
    asked.add_argument("--rows", type=int, nargs="*", default=[200, 1000, 10_000, 100_000, 1_000_000])
    asked.add_argument("--generated", type=int, nargs="*", default=[10, 60, 960, 3000])
    asked.add_argument("--processor-time", action="store_true", help="count processor time, not the clock's")
    asked.add_argument("--results", type=Path, default=Path("composition.jsonl"))
    asked.add_argument("--out", type=Path, default=Path("docs/reference/composition-quality.md"))
    return asked


def measure_matrix(known: Results, options: argparse.Namespace, name: str, problem: matrix.Problem) -> None:
    for share in options.share:
        seconds = problem.elements * share
        for seed in range(1, options.seeds + 1):
            known.once(["matrix", name, share, "circlemix", seed], partial(diversity, problem, seconds, seed))
        if share <= options.peers:
            known.once(["matrix", name, share, "exchange", 1], partial(exchange, problem, seconds, 1))
            if problem.elements <= 120:
                known.once(["matrix", name, share, "CP-SAT", 1], partial(cp_sat, problem, seconds, 1))


def measure_features(known: Results, options: argparse.Namespace, rows: int) -> None:
    x = np.random.default_rng(1).normal(size=(rows, 8))
    for seconds in [seconds for count, seconds in GOALS if count == rows] or [1]:
        known.once(["features", rows, seconds], partial(time_and_share, x, seconds))
    if rows <= 10_000:
        known.once(["batch assignment", rows], partial(batch_assignment, x, 8))
    if rows <= 1000:
        known.once(["anti-clustering", rows], partial(anti_clustering, x, 8, options.results.parent))


def diversity(problem: matrix.Problem, seconds: float, seed: int) -> float:
    return matrix.divide(problem, seconds=seconds, seed=seed).objective


def time_and_share(x: np.ndarray, seconds: float) -> list[float]:
    found = features.divide(x, seconds=seconds)
    return [found.seconds, found.between_share]


def instances(options: argparse.Namespace) -> Iterator[tuple[str, matrix.Problem]]:
    for path in sorted(options.folder.glob(f"{options.only}.txt*")):
        problem = matrix.read_mdgplib(path)
        if problem.elements <= options.limit:
            yield path.name.split(".")[0], problem
    for n in options.generated:
        for family in ("RanInt", "RanReal", "Geo"):
            for equal in (True, False):
                if n <= options.limit:
                    name = f"{family} generated n{n} {'equal' if equal else 'different'}"
                    yield name, generate(family, n, equal=equal, seed=1)


if __name__ == "__main__":
    main()
