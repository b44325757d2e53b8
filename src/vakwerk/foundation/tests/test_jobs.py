"""Does long work survive what happens to its worker?"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

import vakwerk
from vakwerk.foundation import jobs
from vakwerk.foundation.mail import Letter, post
from vakwerk.foundation.models import Academy, Job
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy

pytestmark = pytest.mark.django_db
KIND = "test.count"


@pytest.fixture
def academy() -> Academy:
    return an_academy()


@pytest.fixture
def ran() -> Iterator[list[int]]:
    """A kind of job that keeps how often it ran."""
    kept: list[int] = []

    @jobs.job(KIND)
    def count(work: jobs.Work) -> None:
        kept.append(work.attempt)

    yield kept
    jobs._functions.pop(KIND)


def _started(academy: Academy, **facts: Any) -> "tuple[Job, DBTaskResult[Any, Any]]":
    with in_academy(academy):
        job = jobs.start(KIND, title="Tellen", by=None)
        Job.objects.filter(pk=job.pk).update(**facts)
    return job, DBTaskResult.objects.get()


def _claimed(row: "DBTaskResult[Any, Any]", *, seconds_ago: float) -> None:
    row.claim("killed")
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(seconds=seconds_ago))


def _is_ready(row: "DBTaskResult[Any, Any]") -> bool:
    row.refresh_from_db()
    return bool(row.status == TaskResultStatus.READY)


@pytest.mark.parametrize(
    ("living", "seconds", "taken"),
    [
        ({"other"}, 4, True),  # its sessions are gone
        ({"other"}, 1, False),  # perhaps it is only connecting again
        ({"killed"}, 4, False),  # it lives, and may be busy
        ({"killed"}, 16, True),  # it lives, and is stuck: no beat came
    ],
)
def test_a_job_is_taken_up_when_its_worker_is_gone_or_silent(
    academy: Academy, ran: list[int], *, living: set[str], seconds: float, taken: bool
) -> None:
    sign = timezone.now() - timedelta(seconds=seconds)
    _, row = _started(academy, state=Job.State.RUNNING, attempts=1, alive_at=sign)
    _claimed(row, seconds_ago=60)
    assert jobs.take_up_lost_tasks(now=timezone.now(), living=living) == int(taken)
    assert _is_ready(row) == taken


def test_mail_of_a_worker_that_died_is_taken_up_as_well(academy: Academy) -> None:
    with in_academy(academy):
        post([Letter(to="bert@apeldoorn.example", subject="Kring", text="Beste Bert")])
    row = DBTaskResult.objects.get()
    _claimed(row, seconds_ago=5)
    assert jobs.take_up_lost_tasks(now=timezone.now(), living={"killed"}) == 0
    assert jobs.take_up_lost_tasks(now=timezone.now(), living=set()) == 1
    assert _is_ready(row)


@pytest.mark.parametrize(
    ("error", "state", "taken"),
    [
        ("django.db.utils.OperationalError", Job.State.WAITING, True),
        ("django.db.utils.InterfaceError", Job.State.RUNNING, True),
        ("django.db.utils.OperationalError", Job.State.FAILED, False),
        ("django.db.utils.OperationalError", Job.State.DONE, False),
        ("builtins.SystemExit", Job.State.WAITING, False),
    ],
)
def test_a_job_that_the_database_let_down_before_it_began_is_taken_up(
    academy: Academy, ran: list[int], error: str, state: Job.State, *, taken: bool
) -> None:
    """Its task failed, and nothing else would ever run the job, nor show that it waits in vain."""
    _job, row = _started(academy, state=state)
    DBTaskResult.objects.filter(pk=row.pk).update(status=TaskResultStatus.FAILED, exception_class_path=error)
    assert jobs.take_up_lost_tasks(now=timezone.now(), living={"alive"}) == int(taken)
    assert _is_ready(row) == taken
    assert jobs.take_up_lost_tasks(now=timezone.now(), living={"alive"}) == 0
    assert ran == []


def test_a_job_that_is_over_does_not_run_again(academy: Academy, ran: list[int]) -> None:
    job, _ = _started(academy)
    jobs.run_job.call(academy_id=academy.pk, job_id=job.pk)
    jobs.run_job.call(academy_id=academy.pk, job_id=job.pk)
    assert ran == [1]


def test_what_breaks_its_worker_three_times_is_given_up_and_says_so(academy: Academy, ran: list[int]) -> None:
    job, _ = _started(academy, state=Job.State.RUNNING, attempts=jobs.MOST_ATTEMPTS)
    jobs.run_job.call(academy_id=academy.pk, job_id=job.pk)
    with in_academy(academy):
        job.refresh_from_db()
    assert ran == []
    assert job.state == Job.State.FAILED
    assert "3" in job.note


def test_a_worker_told_to_end_at_once_leaves_the_job_for_the_next(academy: Academy) -> None:
    @jobs.job(KIND)
    def end(work: jobs.Work) -> None:
        raise SystemExit(1)

    job, _ = _started(academy)
    DBTaskResult.objects.all().delete()
    with pytest.raises(SystemExit):
        jobs.run_job.call(academy_id=academy.pk, job_id=job.pk)
    with in_academy(academy):
        job.refresh_from_db()
    assert job.state == Job.State.WAITING
    assert DBTaskResult.objects.get().args_kwargs["kwargs"] == {"academy_id": academy.pk, "job_id": job.pk}
    jobs._functions.pop(KIND)


def test_a_job_of_an_unknown_kind_does_not_start(academy: Academy) -> None:
    with in_academy(academy), pytest.raises(LookupError):
        jobs.start("test.unknown", title="?", by=None)


def _quiet(academy: Academy) -> Job:
    with in_academy(academy):
        return jobs.start(KIND, title="Mail over een leertraject", by=None, is_quiet=True)


def test_of_a_quiet_job_nothing_stays_but_its_failure(academy: Academy) -> None:
    trouble = ["kapot"]

    @jobs.job(KIND)
    def fail_once(work: jobs.Work) -> None:
        if trouble:
            raise OverflowError(trouble.pop())

    job = _quiet(academy)
    jobs.run_job.call(academy_id=academy.pk, job_id=job.pk)
    with in_academy(academy):
        job.refresh_from_db()
        assert (job.state, job.note) == (Job.State.FAILED, "kapot")
        assert jobs.do_again(job=job)
        assert not jobs.do_again(job=job), "two clicks at once do it once"
    jobs.run_job.call(academy_id=academy.pk, job_id=job.pk)
    with in_academy(academy):
        assert not Job.objects.exists()
    jobs._functions.pop(KIND)


def test_a_database_that_was_away_fails_no_job(academy: Academy) -> None:
    @jobs.job(KIND)
    def lose_the_database(work: jobs.Work) -> None:
        raise OperationalError("terminating connection due to administrator command")

    job = _quiet(academy)
    states = []
    for _time in range(jobs.MOST_ATTEMPTS):
        jobs.run_job.call(academy_id=academy.pk, job_id=job.pk)
        with in_academy(academy):
            job.refresh_from_db()
        states.append(str(job.state))
    assert states == ["waiting", "waiting", "failed"]
    jobs._functions.pop(KIND)


def test_no_work_runs_as_a_task_of_its_own() -> None:
    source = Path(vakwerk.__file__).parent
    tasks = [
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if "tests" not in path.parts
        and re.search(r"^@task\b|^from django_tasks import .*\btask\b", path.read_text(), re.MULTILINE)
    ]
    assert tasks == ["foundation/jobs.py"]
