"""How fast are people composed into circles with all rules on? From 200 people to the national case.

python bench/compose_rules.py [--parts first,1000,10000,national]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor

import psutil

from circlemix import Iterations, Seconds, compose
from circlemix.tests.crowd import crowd
from report import write_section

FIRST = """
from circlemix import *; from circlemix.loading import load_kernels; from circlemix.tests.crowd import crowd
load_kernels("circlemix.kernels"); compose(*crowd(200), stop=Seconds(0.2))
"""
"""As the commands do: without scipy, which comes with the development packages only."""

NATIONAL = {"slots": 20, "municipalities": 342, "chosen": 0.2}
STEPS = 200_000_000
"""Steps of the national case: 600 for each person."""


def main() -> None:
    """Measure the parts asked for and write them down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", default="first,1000,10000,national")
    parts = parser.parse_args().parts.split(",")
    lines = ["| case | time | processor time | rules broken | objective |", "|---|---|---|---|---|"]
    if "first" in parts:
        lines += first_use()
    for size, seconds in ((1_000, 5), (10_000, 20)):
        if str(size) in parts:
            lines.append(composed(size, seconds))
    if "national" in parts:
        lines += national()
    load = os.getloadavg()[0]
    note = f"At a load of {load:.0f} on 2 cores; compare processor time." if load > 3 else ""
    write_section("compose_rules", "## Circles with all rules on\n\n" + "\n".join(lines) + f"\n\n{note}")


def first_use() -> Iterator[str]:
    """Start twice with an empty cache: the first time compiles, the second does not."""
    with tempfile.TemporaryDirectory() as empty:
        environment = dict(os.environ, NUMBA_CACHE_DIR=empty, PYTHONPATH=os.pathsep.join(sys.path))
        for name in ("first use: start, compile, 200 people in 0.2 s", "later start, 200 people in 0.2 s"):
            begun = time.perf_counter()
            before = sum(os.times()[2:4])
            subprocess.run([sys.executable, "-c", FIRST], check=True, env=environment)
            took, busy = time.perf_counter() - begun, sum(os.times()[2:4]) - before
            yield f"| {name} | {took:.1f} s | {busy:.1f} s | 0 | |"


def composed(size: int, seconds: float) -> str:
    """Compose a crowd on one core."""
    people, wishes = crowd(size)
    begun, before = time.perf_counter(), time.process_time()
    result = compose(people, wishes, stop=Seconds(seconds))
    took, busy = time.perf_counter() - begun, time.process_time() - before
    outcome = f"{len(result.broken)} | {result.objective:.4f}"
    return f"| {size:,} people, one core | {took:.1f} s | {busy:.1f} s | {outcome} |"


def national() -> Iterator[str]:
    """Compose 200,000 people of 342 municipalities in as many steps, on one core and on two processes.

    Two processes on two free cores take as long as the main process and the busier of them are at work, because the
    main process waits while they work. How much faster that is than all of it on one core is told from the processor
    time of one run, so that it does not matter what else the machine did during the other.
    """
    people, wishes = crowd(200_000, **NATIONAL)
    compose(*crowd(200), stop=Iterations(1_000))
    seconds, free = [], 1.0
    for processes in (1, 2):
        executor: Executor | None = ProcessPoolExecutor(2) if processes == 2 else None
        begun, before = time.perf_counter(), time.process_time()
        result = compose(people, wishes, stop=Iterations(STEPS), executor=executor)
        seconds.append(time.perf_counter() - begun)
        own = time.process_time() - before
        others = [sum(child.cpu_times()[:2]) for child in psutil.Process().children()] if executor else []
        if executor:
            executor.shutdown()
            free = (own + sum(others)) / (own + max(others))
        name = f"200,000 people, 342 municipalities, 20 slots, {processes} process{'es' * (processes - 1)}"
        took = " + ".join(f"{each:.0f}" for each in (own, *others))
        yield f"| {name} | {seconds[-1]:.0f} s | {took} s | {len(result.broken)} | {result.objective:.4f} |"
    yield f"| two processes against one, by the clock | {seconds[0] / seconds[1]:.2f} times as fast | | | |"
    yield f"| the same, on two free cores: by processor time | | {free:.2f} times as fast | | |"


if __name__ == "__main__":
    main()
