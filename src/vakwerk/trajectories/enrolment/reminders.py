"""Who is reminded of a session? Everybody who comes, the day before, by a job that waits until then."""

from datetime import datetime, time, timedelta
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.foundation import days, jobs
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.times import AMSTERDAM
from vakwerk.trajectories.enrolment.letters import tell
from vakwerk.trajectories.models import Apology, Edition, EditionSession, Enrolment

KIND: Final = "trajectories.reminder"
HOUR: Final = time(9, 0)


def reminds_at(session: EditionSession) -> datetime:
    """Return when people are reminded: nine in the morning of the day before."""
    day = timezone.localtime(session.starts_at, AMSTERDAM).date() - timedelta(days=1)
    return days.at(day, HOUR)


def remind_of(session: EditionSession) -> None:
    """Have the worker remind people of a session; one that begins sooner needs no reminder."""
    at = reminds_at(session)
    if at > timezone.now():
        jobs.start(
            KIND,
            title=_("Reminder of %(title)s") % {"title": session.edition.trajectory.title},
            by=None,
            is_quiet=True,
            run_after=at,
            session_id=session.pk,
            starts_at=session.starts_at.isoformat(),
        )


@jobs.job(KIND)
def remind(work: jobs.Work, *, session_id: int, starts_at: str) -> None:
    """Remind whoever comes, once; a session that moved has a reminder of its own, so this one keeps still."""
    with in_academy(work.academy_id):
        found = (
            EditionSession.objects.select_for_update(of=("self",))
            .select_related("edition__trajectory")
            .filter(pk=session_id, is_cancelled=False, reminded_at=None)
            .exclude(edition__state__in=[Edition.State.PLANNED, Edition.State.CANCELLED])
            .first()
        )
        if found is None or found.starts_at != datetime.fromisoformat(starts_at):
            return
        away = Apology.objects.filter(session=found, person=OuterRef("person"))
        comes = Enrolment.objects.filter(~Exists(away), edition=found.edition, state=Enrolment.State.ENROLLED)
        people = comes.order_by("number").values_list("person_id", flat=True)
        tell("reminder", edition=found.edition, people=people, sessions=[found.pk])
        found.reminded_at = timezone.now()
        found.save(update_fields=["reminded_at"])
