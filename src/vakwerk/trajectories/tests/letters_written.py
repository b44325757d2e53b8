"""Has the letters written that operations left to the worker, as the worker would, and gives them."""

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from vakwerk.foundation.models import OutgoingMail
from vakwerk.trajectories.enrolment import letters


def letters_written() -> list[OutgoingMail]:
    """Run what waits for the worker and return the mail that came of it, in order."""
    last = OutgoingMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=letters.write.module_path
    ).order_by("enqueued_at", "pk")
    for row in list(waiting):
        letters.write.func(**row.args_kwargs["kwargs"])
        row.delete()
    return list(OutgoingMail.objects.filter(pk__gt=last).order_by("pk"))
