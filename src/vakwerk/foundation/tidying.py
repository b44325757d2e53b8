"""What is thrown away once an hour? Sessions, tasks and rate limits that are over, and what rooms add."""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.core.management import call_command
from django.db import connection

log = structlog.get_logger(__name__)

Tidier = Callable[[datetime], object]
_tidiers: list[Tidier] = []


def every_hour(tidier: Tidier) -> Tidier:
    """Have a function called with the time, once an hour, by a worker; outside any academy."""
    _tidiers.append(tidier)
    return tidier


def tidy(*, now: datetime) -> None:
    """Throw away all that is over. What fails waits for the next hour, and keeps nothing else from going."""
    for tidier in _tidiers:
        try:
            tidier(now)
        except Exception:
            log.exception("tidying.failed", tidier=tidier.__qualname__)
            connection.close()


@every_hour
def forget_sessions(now: datetime) -> None:
    """Forget sessions that are over."""
    call_command("clearsessions")


@every_hour
def forget_tasks(now: datetime) -> None:
    """Forget tasks that ended; the jobs that people see stay."""
    call_command("prune_db_task_results", verbosity=0)


@every_hour
def forget_rate_limits(now: datetime) -> None:
    """Forget what rate limits counted and no longer need; Django's own cache looks only when it is full."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM foundation_cache WHERE expires < %s", [now])
