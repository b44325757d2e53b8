"""How much faster are two processes than one at a million rows of numbers, by the clock?

Both in turn in one run, several times, so that what else the machine does hits both. The groups are the same.
"""

from __future__ import annotations

import os
import statistics
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from circlemix import features
from report import write_section

ROWS = 1_000_000
COLUMNS = 8
PASSES = 8
TIMES = 3


def main() -> None:
    """Measure and write the section."""
    x = np.random.default_rng(1).normal(size=(ROWS, COLUMNS))
    alone, together = [], []
    with ProcessPoolExecutor(2) as executor:
        # Compiled and loaded, here and in both, before anything is measured.
        features.divide(x[:10_000], passes=1)
        list(executor.map(_load, range(4)))
        for _nth in range(TIMES):
            began = time.perf_counter()
            one = features.divide(x, passes=PASSES)
            alone.append(time.perf_counter() - began)
            began = time.perf_counter()
            two = features.divide(x, passes=PASSES, executor=executor, workers=2)
            together.append(time.perf_counter() - began)
            if not np.array_equal(one.groups, two.groups):
                message = "two processes give other groups than one"
                raise RuntimeError(message)
    ratio = statistics.median(one / two for one, two in zip(alone, together, strict=True))
    write_section(
        "features",
        f"""## A million rows of numbers into groups of eight

`bench/features.py`: {ROWS:,} rows of {COLUMNS} numbers, {PASSES} passes, in turn {TIMES} times, by the clock. Two
processes give the same groups as one; between groups lies {one.between_share:.6f} of the sum of squares (random groups:
0.125). The load of the machine was {os.getloadavg()[0]:.1f} at the end, of which this script makes up to two.

| | time, median | fastest | slowest |
|---|---:|---:|---:|
| one process | {statistics.median(alone):.2f} s | {min(alone):.2f} s | {max(alone):.2f} s |
| two processes | {statistics.median(together):.2f} s | {min(together):.2f} s | {max(together):.2f} s |
| **two against one** | **{ratio:.2f} times as fast** | | |
""",
    )


def _load(number: int) -> int:
    """Load the kernels in a process of the pool, long enough for the other process to get its turn."""
    features.divide(np.random.default_rng(number).normal(size=(1000, COLUMNS)), passes=1)
    time.sleep(0.5)
    return number


if __name__ == "__main__":
    main()
