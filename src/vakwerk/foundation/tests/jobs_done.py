"""Runs the jobs that wait for a worker, as the worker would."""

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from vakwerk.foundation import jobs
from vakwerk.foundation.models import Job


def jobs_done(kind: str) -> int:
    """Run the jobs of this kind in the current academy, the first first; return how many there were."""
    count = 0
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=jobs.run_job.module_path
    ).order_by("enqueued_at", "pk")
    for row in list(waiting):
        given = row.args_kwargs["kwargs"]
        if Job.objects.filter(pk=given["job_id"], kind=kind).exists():
            row.delete()
            jobs.run_job.func(**given)
            count += 1
    return count
