"""Learn from the letters of before what stands in whose calendar, and make jobs of the tasks that wait."""

import re
from typing import Any

from django.db import migrations

# What ran as a task of its own before everything ran as a job.
KINDS = {
    "vakwerk.foundation.mail.send_mail_batch": ("foundation.mail", "Mail"),
    "vakwerk.trajectories.enrolment.letters.write": ("trajectories.letters", "Mail"),
    "vakwerk.trajectories.enrolment.reminders.remind": ("trajectories.reminder", "Mail"),
}
RUN_JOB = "vakwerk.foundation.jobs.run_job"
_EVENT = re.compile(r"BEGIN:VEVENT(.*?)END:VEVENT", re.DOTALL)
_UID, _SEQUENCE = re.compile(r"^UID:(.+)$", re.MULTILINE), re.compile(r"^SEQUENCE:(\d+)$", re.MULTILINE)


def _enter(schema_editor: Any, academy_id: int) -> None:
    # The policies bind the owner of the tables, who migrates, too.
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('vakwerk.academy', %s, true)", [str(academy_id)])


def learn_what_was_sent(apps: Any, schema_editor: Any) -> None:
    """Fill the table from the mail that is kept; the last letter about an event counts."""
    mails, entries = apps.get_model("foundation", "OutgoingMail"), apps.get_model("foundation", "SentEntry")
    for academy_id in apps.get_model("foundation", "Academy").objects.values_list("pk", flat=True):
        _enter(schema_editor, academy_id)
        found: dict[tuple[int, str], Any] = {}
        letters = mails.objects.exclude(calendar="").exclude(about_id=None).exclude(state="failed")
        for mail in letters.order_by("pk").iterator():
            for uid, sequence in _events(mail.calendar):
                found[mail.about_id, uid] = entries(
                    academy_id=academy_id,
                    about_id=mail.about_id,
                    uid=uid,
                    to=mail.to,
                    sequence=sequence,
                    is_removed=mail.calendar_method == "CANCEL",
                    sent_at=mail.sent_at or mail.made_at,
                )
        entries.objects.bulk_create(found.values(), batch_size=1000)


def _events(calendar: str) -> list[tuple[str, int]]:
    # Long lines are folded: a line that begins with a space goes on with the one before.
    whole = calendar.replace("\r\n", "\n").replace("\n ", "")
    pairs = [(_UID.search(event), _SEQUENCE.search(event)) for event in _EVENT.findall(whole)]
    return [(uid[1], int(sequence[1])) for uid, sequence in pairs if uid and sequence]


def make_jobs(apps: Any, schema_editor: Any) -> None:
    """Give each task that waits a row that people see when it fails; letters that were given up stay so."""
    tasks, jobs = apps.get_model("django_tasks_database", "DBTaskResult"), apps.get_model("foundation", "Job")
    for row in tasks.objects.filter(task_path__in=KINDS, status__in=["READY", "RUNNING"]):
        given = dict(row.args_kwargs["kwargs"])
        academy_id = given.pop("academy_id")
        kind, title = KINDS[row.task_path]
        _enter(schema_editor, academy_id)
        job = jobs.objects.create(
            academy_id=academy_id, kind=kind, title=title, arguments=given, is_quiet=True
        )
        row.task_path = RUN_JOB
        row.args_kwargs = {"args": [], "kwargs": {"academy_id": academy_id, "job_id": job.pk}}
        row.save(update_fields=["task_path", "args_kwargs"])


def forget(apps: Any, schema_editor: Any) -> None:
    """Forget what was learned; the jobs that were made of tasks run as well as before."""
    for academy_id in apps.get_model("foundation", "Academy").objects.values_list("pk", flat=True):
        _enter(schema_editor, academy_id)
        apps.get_model("foundation", "SentEntry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0005_keep_what_was_sent"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [
        migrations.RunPython(learn_what_was_sent, forget),
        migrations.RunPython(make_jobs, migrations.RunPython.noop),
    ]
