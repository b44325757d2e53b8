"""How fast are the pages of an academy with 10,000 people, on one core?

Fills an academy of the demo up in a database of its own, signs all up for its open round, composes two rounds of
1,000 people and publishes one, pins itself to one core, and asks for every page many times through Django's test
client: all the work of a page but the network.
"""

import atexit
import gc
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from report import write_section

PEOPLE = 10_000
IN_A_ROUND = 1_000
TIMES = 60


def main() -> None:
    """Measure and write the section."""
    folder = tempfile.mkdtemp()
    # Runs after the database has stopped, since that asks to be stopped later than this.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {"VAKWERK_DATA_DIR": folder, "VAKWERK_DEMO": "1", "VAKWERK_LOG_LEVEL": "WARNING"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vakwerk.settings")
    for words in (["migrate", "--quiet"], ["demo"]):
        subprocess.run([sys.executable, "-m", "vakwerk.cli", *words], check=True)
    from vakwerk.commands.setup import prepare
    from vakwerk.commands.web import look_for_garbage_less

    prepare()
    look_for_garbage_less()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rows, acts = _measure()
    pages = "\n".join(
        f"| {name} | {first:.0f} ms | {statistics.median(ms):.0f} ms"
        f" | {sorted(ms)[int(len(ms) * 0.95)]:.0f} ms | {cpu:.0f} ms | {queries} |"
        for name, first, ms, cpu, queries in rows
    )
    done = "\n".join(f"| {name} | {seconds:.2f} s |" for name, seconds in acts.items())
    write_section(
        "pages",
        f"""## Pages with {PEOPLE:,} people

`bench/pages.py`: {TIMES} times each, on one core, database beside it. The promise is p95 under 100 ms for overviews.
"first" is the very first time, just after everybody was signed up: with templates still to be read, and statistics
of the database as they are then. "processor" is the median of what Vakwerk itself takes, without the database: unlike
the rest it hardly depends on what else the machine does.

| page | first | median | p95 | processor | queries |
|---|---:|---:|---:|---:|---:|
{pages}

| act | takes |
|---|---:|
{done}
""",
    )


def _measure() -> tuple[list[tuple[str, float, list[float], float, int]], dict[str, float]]:
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from pages_data import Grown

    settings.ALLOWED_HOSTS = ["*"]
    grown = Grown(people=PEOPLE, in_a_round=IN_A_ROUND)
    # What filling made is no part of a web process, which freezes what it loaded before it serves.
    gc.collect()
    gc.freeze()
    rows = []
    for name, (visitor, address) in grown.pages().items():

        def ask(visitor: Any = visitor, address: str = address) -> None:
            answer = visitor.get(address)
            if answer.status_code != 200:
                message = f"{address} answers {answer.status_code}"
                raise RuntimeError(message)

        first, _ = _ms(ask)
        with CaptureQueriesContext(connection) as seen:
            ask()
        queries = len(seen)
        took = [_ms(ask) for _ in range(TIMES)]
        cpu = statistics.median(processor for _, processor in took)
        rows.append((name, first, [wall for wall, _ in took], cpu, queries))
    return rows, grown.acts


def _ms(act: Callable[[], None]) -> tuple[float, float]:
    """Return how many milliseconds it took by the clock, and of the processor."""
    began, spent = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - began) * 1000, (time.process_time() - spent) * 1000


if __name__ == "__main__":
    main()
