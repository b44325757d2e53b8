"""Whether a composition spread over the workers of a Dask cluster survives the loss of one of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from distributed import Client as UntypedClient

from circlemix import Iterations, Progress, compose
from circlemix.tests.crowd import crowd

Client = cast("Any", UntypedClient)


def started(what: str, file: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start what ``dask scheduler`` or ``dask worker`` would, on this machine only."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--scheduler-file", str(file)]
    return subprocess.Popen(
        [*command, "--host", "127.0.0.1", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[Any, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and two workers, and stop them afterwards."""
    file = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        scheduler = started("scheduler", file, "--port", "0", "--no-dashboard")
        workers = [started("worker", file, "--nthreads", "1", "--no-nanny", "--no-dashboard") for _ in "12"]
        for process in (*workers, scheduler):
            stack.callback(process.wait)
            stack.callback(process.kill)
        with Client(scheduler_file=str(file), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
            yield client, workers


def test_a_worker_that_is_killed_is_done_without(
    cluster: tuple[Any, list[subprocess.Popen[bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("circlemix.search.IN_BLOCKS", 500)
    monkeypatch.setattr("circlemix.blocks.GROUPS", 40)
    client, workers = cluster
    people, wishes = crowd(1_000)
    stop = Iterations(2_000_000)
    alone = compose(people, wishes, stop=stop)
    lost: list[Progress] = []

    def lose_one(progress: Progress) -> None:
        if not lost and progress.iterations > 100_000:
            workers[0].kill()
            lost.append(progress)

    spread = compose(people, wishes, stop=stop, executor=client.get_executor(), on_progress=lose_one)
    assert lost
    assert workers[0].wait(10) != 0
    assert len(client.scheduler_info()["workers"]) == 1
    assert np.array_equal(alone.groups, spread.groups)
    assert spread.feasible
