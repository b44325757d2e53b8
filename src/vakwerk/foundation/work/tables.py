"""How is the list of long work shown?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vakwerk.foundation.models import Job
from vakwerk.foundation.tables import Column, Filter, Table


def _address(job: Job) -> str:
    return reverse("foundation:job", args=[job.academy.slug, job.pk])


def _asked_by(job: Any) -> str:
    # Annotated by jobs_for.
    return job.asked_by_name or "Vakwerk"


def _counted(count: int) -> str:
    return ngettext("%(count)s task", "%(count)s tasks", count) % {"count": count}


JOBS: Table[Job] = Table(
    name=_("tasks"),
    columns=(
        Column("title", _("task"), lambda job: job.title, link=_address, order=("title",)),
        Column(
            "state",
            _("status"),
            lambda job: job.get_state_display(),
            note=lambda job: job.note if job.state == Job.State.FAILED else "",
            order=("state", "-asked_at"),
        ),
        Column("asked_by", _("requested by"), _asked_by, order=("asked_by_name",)),
        Column("asked_at", _("requested on"), lambda job: job.asked_at, order=("asked_at",)),
        Column("ended_at", _("done on"), lambda job: job.ended_at or "", order=("ended_at",)),
    ),
    filters=(
        Filter(
            "state",
            _("Status"),
            lambda: Job.State.choices,
            lambda rows, state: rows.filter(state=state),
        ),
    ),
    order="-asked_at",
    counted=_counted,
    empty=_(
        "Nothing has been requested yet. Long work appears here when you import people or compose circles."
    ),
)
