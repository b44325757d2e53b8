"""What does this room know of a person's editions, and what goes when they are erased?"""

from typing import Any

from django.utils import timezone

from vakwerk.people.erasure import erases
from vakwerk.people.export import exports
from vakwerk.people.models import Person
from vakwerk.trajectories.enrolment import operations, queries
from vakwerk.trajectories.models import Apology, Attendance, CodeTry, Enrolment, Trainer


@exports("trajectories_followed")
def followed(person: Person) -> dict[str, Any]:
    """Give enrolments, apologies and attendance. Evaluations name nobody, so they are nobody's."""
    rows = Enrolment.objects.filter(person=person).select_related("edition__trajectory").order_by("asked_at")
    return {
        "enrolments": [
            {
                "trajectory": dict(one.edition.trajectory.title),
                "edition": one.edition.name or one.edition.key,
                "state": one.state,
                "asked_at": one.asked_at,
                "decided_at": one.decided_at,
                "reason": one.reason,
                "what_helps_to_take_part": one.wishes,
                "completed_on": one.completed_on,
            }
            for one in rows
        ],
        "attendance": [
            {"session": one.session.starts_at, "was_there": one.was_there, "how": one.how}
            for one in Attendance.objects.filter(person=person).select_related("session").order_by("pk")
        ],
        "stayed_away": [
            {"session": one.session.starts_at, "told_at": one.told_at}
            for one in Apology.objects.filter(person=person).select_related("session").order_by("pk")
        ],
        "leads": [
            dict(one.edition.trajectory.title)
            for one in Trainer.objects.filter(person=person).select_related("edition__trajectory")
        ],
    }


@erases
def forget(person: Person) -> None:
    """Free the seats, drop what was written, and keep of what is over that somebody was there."""
    now = timezone.now()
    for one in Enrolment.objects.filter(person=person, state__in=queries.LIVE).select_related("edition"):
        if operations.reason_not_to_withdraw(one, now=now) is None:
            operations.withdraw(enrolment=one, by=person, now=now)
    Enrolment.objects.filter(person=person).update(wishes="", reason="")
    Apology.objects.filter(person=person).delete()
    CodeTry.objects.filter(person=person).delete()
    Trainer.objects.filter(person=person).delete()
