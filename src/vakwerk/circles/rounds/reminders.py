"""How do people who are invited hear of a call? By a letter, sent in the background."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.circles.models import Round
from vakwerk.circles.rounds import queries, rules
from vakwerk.foundation import audit, jobs
from vakwerk.foundation.mail import Letter
from vakwerk.foundation.models import Job
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.letters import address, letter_as_read, to_people
from vakwerk.people.models import Person

KIND = "circles.remind"
BATCH = 200
TEMPLATE = "circles/mail/reminder.txt"


def start_reminders(*, round_: Round, by: Person, now: datetime) -> Job:
    """Write to everybody who is invited to an open round and has not answered.

    :raises Refused: when signing up is not possible any more.
    """
    reason = rules.takes_sign_ups(
        state=round_.state, closes_on=round_.closes_on, today=timezone.localdate(now)
    )
    if reason:
        raise Refused(reason)
    title = _("Reminder of %(round)s") % {"round": round_.title}
    return jobs.start(KIND, title=title, by=by, round_id=round_.pk)


class _StoppedError(Exception):
    """Somebody pressed stop: nobody is written to."""


@jobs.job(KIND)
def remind(work: jobs.Work, round_id: int) -> None:
    """Post the letters in one transaction: all of them, or after a stop or crash none."""
    try:
        with in_academy(work.academy_id):
            _remind(work, queries.rounds_with_places().select_related("academy").get(pk=round_id))
    except _StoppedError:
        with in_academy(work.academy_id):
            work.finish(stopped=True)


def _remind(work: jobs.Work, round_: Round) -> None:
    waiting = queries.not_signed_up(round_, today=timezone.localdate()).exclude(email="")
    found = list(waiting.select_related("account").order_by("pk"))
    work.report(done=0, total=len(found))
    for start in range(0, len(found), BATCH):
        if work.stop_asked:
            raise _StoppedError
        some = found[start : start + BATCH]
        to_people(TEMPLATE, some, academy=round_.academy, now=timezone.now(), facts=_facts(round_))
        work.report(done=min(start + BATCH, len(found)))
    audit.record("circles.reminded", by=work.asked_by_id, on=round_, title=round_.title, count=len(found))
    work.finish(count=len(found))


def _facts(round_: Round) -> dict[str, Any]:
    url = address("circles:call", round_.academy, round_.pk)
    return {"round": round_, "url": url, "slots": list(round_.slots.all())}


def example(round_: Round, person: Person) -> Letter:
    """Return the letter as this person would get it, to look at before it goes out."""
    return letter_as_read(TEMPLATE, person, academy=round_.academy, facts=_facts(round_))
