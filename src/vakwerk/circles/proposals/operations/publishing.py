"""What happens on publishing, and what keeps it from happening?

Everybody is written to in the same transaction. Beyond some two hundred people that takes longer than somebody
waits for a page, so it then runs as a job.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.circles.composing import queries as composing
from vakwerk.circles.composing.operations import address_of
from vakwerk.circles.models import Circle, Proposal, Seat, Session
from vakwerk.circles.published import operations
from vakwerk.foundation import jobs, refusals
from vakwerk.foundation.models import Job, OutgoingMail
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.statistics import refresh_after_commit
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Person

KIND: Final = "circles.publish"
PUBLISHED_AT_ONCE: Final = 200  # people; writing to as many takes less than half a second


@transaction.atomic
def publish(proposal: Proposal, *, by: Person, now: datetime) -> Job | None:
    """Publish a proposal; with very many people as the job that is returned.

    :raises Refused: with the reason why not.
    """
    seated = Seat.objects.filter(proposal=proposal, left_at=None).count()
    if seated <= PUBLISHED_AT_ONCE:
        operations.publish_round(proposal=proposal, by=by, now=now)
        return None
    # Locked, so that two clicks at once start one job.
    locked = composing.locked_proposal(proposal)
    if running := _running(locked):
        return running
    _refuse(locked, now)
    title = _("Publish the circles of %(round)s") % {"round": locked.round.title}
    return jobs.start(KIND, title=title, by=by, proposal_id=locked.pk)


def _running(proposal: Proposal) -> Job | None:
    going = Job.objects.filter(kind=KIND, state__in=[Job.State.WAITING, Job.State.RUNNING])
    return going.filter(arguments__proposal_id=proposal.pk).first()


def _refuse(proposal: Proposal, now: datetime) -> None:
    """Refuse before the job what the job would refuse."""
    circles = list(Circle.objects.filter(proposal=proposal).select_related("slot").order_by("number"))
    broken = len(composing.broken_rules(proposal))
    answer = operations.reason_not_to_publish(proposal, circles=circles, broken=broken, now=now)
    if answer:
        reason, circle = answer
        raise Refused(reason, {"circle": circle.number if circle else None, "count": broken})


class _StoppedError(Exception):
    """Somebody pressed stop: nothing is published, and nobody is written to."""


@jobs.job(KIND)
def publish_in_background(work: jobs.Work, *, proposal_id: int) -> None:
    """Publish in one transaction: all of it, or after a stop, a refusal or a crash nothing."""
    try:
        with in_academy(work.academy_id):
            _publish(work, Proposal.objects.select_related("round").get(pk=proposal_id))
    except _StoppedError:
        with in_academy(work.academy_id):
            work.finish(stopped=True)
    except Refused as refused:
        # Somebody changed the proposal while the job waited; the job's page says what is in the way.
        raise RuntimeError(refusals.say(refused)) from refused


def _publish(work: jobs.Work, proposal: Proposal) -> None:
    seated = Seat.objects.filter(proposal=proposal, left_at=None).count()
    work.report(done=0, total=seated, note=_("writing to everybody"))

    def step(done: int) -> None:
        work.report(done=min(done, seated))
        if work.stop_asked:
            raise _StoppedError

    by = Person.objects.filter(pk=work.asked_by_id).first() if work.asked_by_id else None
    operations.publish_round(proposal=proposal, by=by, now=timezone.now(), step=step)
    refresh_after_commit(Session, OutgoingMail, rows=seated)
    work.report(done=seated, note="")
    work.finish(result_url=address_of(proposal), people=seated)
