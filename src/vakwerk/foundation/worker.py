"""What does the task worker do? Runs jobs one by one, and beside them looks after what others left lying.

Its database sessions carry the name in ``SESSION_NAME`` and its own, so that everybody who asks the database can
see which workers are there, whatever machine they run on.
"""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta

import structlog
from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from vakwerk.foundation import jobs, tidying

log = structlog.get_logger(__name__)

SESSION_NAME = "vakwerk worker"
INTERVAL = 0.3  # seconds between two looks at the queue
SWEEP_SECONDS = 5.0
TIDY_EVERY = timedelta(hours=1)
# What a composition leaves in memory is given back by starting afresh, once nothing has come in for a while.
_MOST_MEMORY = 180 * 1024 * 1024
_IDLE_SECONDS = 60.0

# The first pages after a start come first.
_WARM_UP_AFTER = 8.0  # seconds
_warm_up: list[str] = []


def warm_up_with(module: str) -> None:
    """Have every worker run a module as a program, soon after it starts, so that later work need not wait.

    In a process of its own: what a worker loads it keeps in memory, as long as it lives.
    """
    if module not in _warm_up:
        _warm_up.append(module)


def run() -> None:
    """Work until SIGTERM or SIGINT; a job that runs then is finished first."""
    worker_id = get_random_string(32)
    os.environ["PGAPPNAME"] = f"{SESSION_NAME} {worker_id}"
    worker = Worker(
        queue_names=["*"],
        interval=INTERVAL,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    threading.Thread(target=_sweep_for_ever, args=[worker], name="sweeper", daemon=True).start()
    threading.Thread(target=_warm_up_later, name="warm-up", daemon=True).start()
    worker.run()


def _warm_up_later() -> None:
    time.sleep(_WARM_UP_AFTER)
    for module in _warm_up:
        words = [sys.executable, "-m", module]
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if done.returncode:
            log.warning("worker.not_warmed_up", module=module, error=done.stderr.decode()[-500:])


def _sweep_for_ever(worker: Worker) -> None:
    tidied = timezone.now() - TIDY_EVERY + timedelta(minutes=1)
    busy = time.monotonic()
    while True:
        now = timezone.now()
        try:
            tidied = sweep(now=now, tidied=tidied)
        except Exception:
            # The next round tries again; what the worker does itself is not touched by this.
            log.exception("worker.sweep_failed")
            connection.close()
        if worker.running_task:
            busy = time.monotonic()
        elif time.monotonic() - busy > _IDLE_SECONDS and _memory_peak() > _MOST_MEMORY:
            log.info("worker.starts_afresh")
            os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(SWEEP_SECONDS)


def sweep(*, now: datetime, tidied: datetime) -> datetime:
    """Give lost tasks back to the queue, tidy up every hour, and return when that last happened."""
    jobs.take_up_lost_tasks(now=now, living=living_workers())
    if now - tidied < TIDY_EVERY:
        return tidied
    tidying.tidy(now=now)
    return now


def living_workers() -> frozenset[str]:
    """Return the workers that hold a session with the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT application_name FROM pg_stat_activity"
            " WHERE datname = current_database() AND starts_with(application_name, %s)",
            [f"{SESSION_NAME} "],
        )
        return frozenset(name.removeprefix(f"{SESSION_NAME} ") for (name,) in cursor.fetchall())


def _memory_peak() -> int:
    """Return the most memory this process has used, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
