"""How does long work run? In the background, with progress, a stop button, and a second life after a crash.

A room registers a function with ``job``; an operation starts it with ``start``. The row in ``Job`` is what
people see; the task in django-tasks is only how a worker hears of it. Both are written in one transaction,
so a job that is seen is a job that will run.
"""

import threading
import traceback
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from vakwerk.foundation.audit import Whom, number_of
from vakwerk.foundation.models import Job
from vakwerk.foundation.tenancy import current_academy_id, in_academy

log = structlog.get_logger(__name__)

BEAT_SECONDS = 1.0
SILENT_AFTER = timedelta(seconds=15)
# A worker whose sessions are gone may only be finding its way back to a database that started again.
GONE_AFTER = timedelta(seconds=3)
MOST_ATTEMPTS = 3
# A database that starts again is back by then.
AFTER_TROUBLE = timedelta(seconds=5)
_DATABASE_WENT = [f"{kind.__module__}.{kind.__qualname__}" for kind in (OperationalError, InterfaceError)]

_functions: dict[str, Callable[..., None]] = {}


class Work:
    """What a running job's function holds: it reports, asks whether to stop, and hands in the outcome.

    ``report`` only keeps the figures; a thread of its own writes them every second, over its own
    connection, so they are seen even while the work is inside one long transaction.
    """

    def __init__(self, job: Job, *, academy_id: int) -> None:
        self.academy_id = academy_id
        self.job_id = job.pk
        self.asked_by_id = job.asked_by_id
        self.attempt = job.attempts
        self._stop = threading.Event()
        self._over = threading.Event()
        self._figures: dict[str, Any] = {}
        self._finished = False

    @property
    def stop_asked(self) -> bool:
        """Whether somebody pressed stop: keep the best so far, or leave nothing behind."""
        return self._stop.is_set()

    def report(
        self, *, done: int | None = None, total: int | None = None, note: str | None = None, **progress: Any
    ) -> None:
        """Say how far the work is. ``note``: a short sentence; ``progress``: what this kind's page shows."""
        if done is not None:
            self._figures["done"] = done
        if total is not None:
            self._figures["total"] = total
        if note is not None:
            self._figures["note"] = note[:300]
        if progress:
            self._figures["progress"] = progress

    def finish(self, *, stopped: bool = False, result_url: str = "", **outcome: Any) -> None:
        """Hand in the outcome; inside the transaction that does the work, so both are kept or neither."""
        self._finished = True
        Job.objects.filter(pk=self.job_id).update(
            **self._figures,
            state=Job.State.STOPPED if stopped else Job.State.DONE,
            ended_at=timezone.now(),
            outcome=outcome,
            result_url=result_url,
        )

    def beat_until_over(self) -> None:
        """Write the figures and read the stop button, every second, until ``end``."""
        try:
            while not self._over.wait(BEAT_SECONDS):
                self._beat()
        finally:
            connection.close()

    def _beat(self) -> None:
        try:
            with in_academy(self.academy_id):
                mine = Job.objects.filter(pk=self.job_id, state=Job.State.RUNNING)
                mine.update(**dict(self._figures), alive_at=timezone.now())
                if mine.filter(stop_asked=True).exists():
                    self._stop.set()
        except Exception:
            # One missed beat does no harm; a dead database ends the work by itself.
            log.exception("job.beat_failed", job_id=self.job_id)

    def end(self) -> None:
        """Stop writing figures."""
        self._over.set()


def job(kind: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function ``f(work, **arguments)`` as what runs for jobs of this kind.

    It runs outside any academy and opens ``in_academy(work.academy_id)`` itself, for as short or long as it
    needs. It may run again after a crash, from the start, so it must do its work in one transaction or
    recognise what it did before.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _functions[kind] = function
        return function

    return register


@transaction.atomic
def start(
    kind: str,
    *,
    title: str,
    by: Whom,
    is_quiet: bool = False,
    run_after: datetime | None = None,
    **arguments: Any,
) -> Job:
    """Start a job in the current academy, once the surrounding transaction is kept.

    ``is_quiet``: people see it only when it fails, and nothing of it is kept when it is done. ``run_after``:
    not before then.
    """
    if kind not in _functions:
        message = f"No function is registered for jobs of kind {kind!r}."
        raise LookupError(message)
    new = Job.objects.create(
        kind=kind, title=title[:200], arguments=arguments, asked_by_id=number_of(by), is_quiet=is_quiet
    )
    run_job.using(run_after=run_after).enqueue(academy_id=current_academy_id(), job_id=new.pk)
    return new


def jobs_of(*kinds: str, **arguments: Any) -> QuerySet[Job]:
    """Return the jobs of these kinds that were started with these arguments, the newest first."""
    asked = {f"arguments__{name}": value for name, value in arguments.items()}
    return Job.objects.filter(kind__in=kinds, **asked).order_by("-pk")


def under_way(*kinds: str, **arguments: Any) -> Job | None:
    """Return the newest of these jobs that waits or runs, or ``None``."""
    return jobs_of(*kinds, **arguments).filter(state__in=[Job.State.WAITING, Job.State.RUNNING]).first()


@transaction.atomic
def do_again(*, job: Job) -> bool:
    """Have a failed job done once more, from the start; return whether there was one to do."""
    failed = Job.objects.filter(pk=job.pk, state=Job.State.FAILED)
    if not failed.update(
        state=Job.State.WAITING, attempts=0, note="", error="", done=0, ended_at=None, stop_asked=False
    ):
        return False
    run_job.enqueue(academy_id=current_academy_id(), job_id=job.pk)
    return True


def ask_to_stop(*, job: Job) -> None:
    """Ask a job to stop; one that has not begun stops at once."""
    if not Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(
        state=Job.State.STOPPED, ended_at=timezone.now(), stop_asked=True
    ):
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(stop_asked=True)


@task()
def run_job(academy_id: int, job_id: int) -> None:
    """Run one job from start to end; the worker calls this."""
    found = _claim(academy_id, job_id)
    if found is None:
        return
    work = Work(found, academy_id=academy_id)
    beat = threading.Thread(target=work.beat_until_over, name=f"job-{job_id}", daemon=True)
    beat.start()
    try:
        _functions[found.kind](work, **found.arguments)
        _end(work, found)
    except (OperationalError, InterfaceError) as error:
        # The database was away: that says nothing about the work, so it is done once more.
        log.warning("job.database_away", job_id=job_id, kind=found.kind, error=str(error))
        _put_back(work, found, error)
    except Exception as error:
        log.exception("job.failed", job_id=job_id, kind=found.kind)
        _fail(work, error)
    except SystemExit:
        # Told to end at once: the next worker takes the job up from the start.
        with in_academy(academy_id):
            if Job.objects.filter(pk=job_id, state=Job.State.RUNNING).update(state=Job.State.WAITING):
                run_job.enqueue(academy_id=academy_id, job_id=job_id)
        raise
    finally:
        work.end()
        beat.join()


def _end(work: Work, job: Job) -> None:
    """Note that a job is done; of a quiet one nothing is kept."""
    with in_academy(work.academy_id):
        if job.is_quiet:
            Job.objects.filter(pk=job.pk).exclude(state=Job.State.FAILED).delete()
            return
        # A function that handed nothing in has simply done its work.
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
            state=Job.State.DONE, ended_at=timezone.now()
        )


def _fail(work: Work, error: Exception) -> None:
    with in_academy(work.academy_id):
        Job.objects.filter(pk=work.job_id, state=Job.State.RUNNING).update(
            state=Job.State.FAILED,
            ended_at=timezone.now(),
            note=(str(error) or type(error).__name__)[:300],
            error=traceback.format_exc(limit=-8),
        )


def _put_back(work: Work, job: Job, error: DatabaseError | InterfaceError) -> None:
    if not connection.in_atomic_block:
        # A session that broke does not mend itself: the next question opens another.
        connection.close()
    if work.attempt >= MOST_ATTEMPTS:
        _fail(work, error)
        return
    with in_academy(work.academy_id):
        if Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(state=Job.State.WAITING):
            run_job.using(run_after=timezone.now() + AFTER_TROUBLE).enqueue(
                academy_id=work.academy_id, job_id=job.pk
            )


def _claim(academy_id: int, job_id: int) -> Job | None:
    """Take a job for this worker; ``None`` if it is over, gone, or has crashed too often."""
    with in_academy(academy_id):
        found = Job.objects.select_for_update().filter(pk=job_id).first()
        if found is None or found.is_over:
            return None
        if found.attempts >= MOST_ATTEMPTS:
            found.state, found.ended_at = Job.State.FAILED, timezone.now()
            found.note = _("Vakwerk itself stopped %(count)s times while it did this.") % {
                "count": found.attempts
            }
            found.save(update_fields=["state", "ended_at", "note"])
            return None
        found.state, found.attempts = Job.State.RUNNING, found.attempts + 1
        found.started_at = found.started_at or timezone.now()
        found.alive_at = timezone.now()
        found.save(update_fields=["state", "attempts", "started_at", "alive_at"])
        return found


def take_up_lost_tasks(
    *, now: datetime, living: Collection[str], silent_after: timedelta = SILENT_AFTER
) -> int:
    """Give tasks whose worker died back to the queue, and return how many.

    ``living``: the workers that hold a session with the database. A worker that lives also writes a beat every
    second while it runs a job, so a job that is silent for long is lost even if its worker seems to live.
    Works from the tasks that count as running, since those belong to no academy and are few.
    """
    taken = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        last_sign = row.started_at or row.enqueued_at
        is_job = row.task_path == run_job.module_path
        if is_job and (beat := _last_beat(**row.args_kwargs["kwargs"])):
            last_sign = max(beat, last_sign)
        silent = now - last_sign
        gone = not set(row.worker_ids[-1:]) & set(living)
        if (gone and silent > GONE_AFTER) or (is_job and silent > silent_after):
            taken += _give_back(row)
    # What goes wrong in the work is noted with the job; here the database went away before that could be.
    stranded = DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED,
        task_path=run_job.module_path,
        exception_class_path__in=_DATABASE_WENT,
    )
    for row in stranded:
        if _is_open(**row.args_kwargs["kwargs"]):
            taken += _give_back(row)
    return taken


def _give_back(row: "DBTaskResult[Any, Any]") -> int:
    """Put a task back in the queue if it is still as we saw it; return how many were."""
    seen = DBTaskResult.objects.filter(pk=row.pk, status=row.status)
    taken = seen.update(
        status=TaskResultStatus.READY,
        started_at=None,
        finished_at=None,
        exception_class_path="",
        traceback="",
    )
    log.warning("task.taken_up_again", task=row.task_path, **row.args_kwargs["kwargs"])
    return int(taken)


def _is_open(academy_id: int, job_id: int) -> bool:
    with in_academy(academy_id):
        job = Job.objects.filter(pk=job_id).first()
        return job is not None and not job.is_over


def _last_beat(academy_id: int, job_id: int) -> datetime | None:
    with in_academy(academy_id):
        return Job.objects.filter(pk=job_id).values_list("alive_at", flat=True).first()
