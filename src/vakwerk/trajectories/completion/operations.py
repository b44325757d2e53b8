"""When is a trajectory completed? Kept on the day that it turns out, and never taken back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from vakwerk.foundation import own_acts
from vakwerk.trajectories.completion import queries, rules
from vakwerk.trajectories.models import Edition, Enrolment


@transaction.atomic
def settle(*, enrolment: Enrolment, now: datetime) -> bool:
    """Keep that somebody completed an edition, if what the trajectory asks is there; return whether it is new."""
    if enrolment.completed_on or enrolment.state != Enrolment.State.ENROLLED:
        return False
    if not queries.progress_of(enrolment, now=now).is_completed:
        return False
    return bool(_keep([enrolment], now=now))


@transaction.atomic
def settle_all(*, edition: Edition, now: datetime) -> int:
    """Do the same for everybody who is enrolled; return how many completed it now.

    Without proofs it takes a constant number of queries, with them a few for each person.
    """
    waiting = list(
        Enrolment.objects.filter(edition=edition, state=Enrolment.State.ENROLLED, completed_on=None)
        .select_related("person", "edition__trajectory")
        .order_by("number")
    )
    asks_proofs = edition.trajectory.proofs_needed
    stand = queries.sessions_of(edition, [one.person_id for one in waiting], now=now)
    goals = list(edition.trajectory.goals.all()) if asks_proofs else []
    done = [
        one
        for one in waiting
        if not rules.still_needed(stand[one.person_id], proofs_needed=False, proofs={})
        and rules.is_completed(
            stand[one.person_id],
            proofs_needed=asks_proofs,
            proofs=queries.proofs_for(one.person, goals) if asks_proofs else {},
        )
    ]
    return _keep(done, now=now)


def _keep(done: list[Enrolment], *, now: datetime) -> int:
    for one in done:
        one.completed_on = timezone.localdate(now)
        title = one.edition.trajectory.title
        own_acts.keep("trajectories.completed", of=one.person_id, by=None, title=title)
    Enrolment.objects.bulk_update(done, ["completed_on"])
    return len(done)
