"""How long does Vakwerk take to open, and how much memory do its processes share out among them?

Starts ``vakwerk serve`` on a database that exists, several times, and waits for the first page. Memory is the sum of
PSS of all its processes, without PostgreSQL; so what processes share counts once. The last time it also waits for the
process that compiles the search soon after a start, and counts that along.
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress

import psutil

from report import write_section

STARTS = 5
WARM_UP = 20.0  # seconds, in which the search is compiled
PORT = int(os.environ.get("VAKWERK_BENCH_PORT", "18765"))


def main() -> None:
    """Measure and write the section."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"VAKWERK_DATA_DIR": folder, "VAKWERK_DEMO": "1"}
        for words in (["migrate", "--quiet"], ["demo"]):
            subprocess.run([sys.executable, "-m", "vakwerk.cli", *words], env=environment, check=True)
        starts = [_start(environment) for _ in range(STARTS)]
        most = _start(environment, watch=WARM_UP)[2]
    seconds = [start[0] for start in starts]
    processor = statistics.median(start[1] for start in starts)
    memory = max(start[2] for start in starts)
    write_section(
        "serve",
        f"""## Vakwerk opens

`bench/serve.py`: `vakwerk serve` on the embedded database with the demo in it, until the first page is answered.

| what | measured | promise |
|---|---:|---:|
| start to first answer, median of {STARTS} | {statistics.median(seconds):.1f} s | 2.5 s |
| start to first answer, slowest | {max(seconds):.1f} s | |
| processor time until then, median | {processor:.1f} s | |
| memory of web and worker after some pages (PSS) | {memory:.0f} MB | 250 MB |
| the most while the search is compiled, for a few seconds after a start | {most:.0f} MB | |
""",
    )


def _start(environment: dict[str, str], *, watch: float = 0.0) -> tuple[float, float, float]:
    """Return seconds and processor seconds to the first answer, and the memory in MB after some pages.

    ``watch``: for how many seconds to look for the most memory.
    """
    words = [sys.executable, "-m", "vakwerk.cli", "serve", "--port", str(PORT)]
    began = time.perf_counter()
    served = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _answers("/account/login/"):
            time.sleep(0.01)
        seconds = time.perf_counter() - began
        spent = sum(sum(process.cpu_times()[:2]) for process in _family(served.pid))
        for _ in range(20):
            _answers("/account/login/")
            _answers("/demo/")
        time.sleep(1)
        most, until = _memory(served.pid), time.monotonic() + watch
        while time.monotonic() < until:
            time.sleep(0.2)
            most = max(most, _memory(served.pid))
        return seconds, spent, most
    finally:
        served.send_signal(signal.SIGTERM)
        served.wait(30)


def _family(pid: int) -> list[psutil.Process]:
    first = psutil.Process(pid)
    return [first, *first.children(recursive=True)]


def _memory(pid: int) -> float:
    """Return the PSS of a process and all below it, in MB."""
    total = 0
    for process in _family(pid):
        with suppress(psutil.NoSuchProcess):
            total += process.memory_full_info().pss
    return total / 1e6


def _answers(path: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=5) as answer:
            answer.read()
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    main()
