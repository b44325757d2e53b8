"""Which work is there, who may follow it, and what of it failed?"""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from vakwerk.foundation import names
from vakwerk.foundation.access import Someone
from vakwerk.foundation.models import Academy, Job, OutgoingMail
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy

SEE_ALL = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
FAILED = Q(state=Job.State.FAILED)


def jobs_for(person: Someone) -> "QuerySet[Job]":
    """Return the work that a person may follow: all of it for those who run the academy, else what they asked for.

    Of work that nobody asked for, such as letters, only what failed.
    """
    jobs = Job.objects.filter(FAILED | Q(is_quiet=False)).annotate(asked_by_name=names.name_of("asked_by_id"))
    return jobs if person.roles & SEE_ALL else jobs.filter(asked_by_id=person.pk)


def failed_count() -> int:
    """Return how much work of the current academy failed, and waits for somebody to have it done again."""
    return Job.objects.filter(FAILED).count()


@dataclass(frozen=True)
class Failures:
    """What went wrong in one academy and was not done again since. ``doubted``: letters that perhaps were sent."""

    academy: str
    jobs: int
    letters: int
    doubted: int


def failures_everywhere() -> list[Failures]:
    """Return the academies in which work or letters failed, or are in doubt; runs outside any academy."""
    found = []
    for academy in Academy.objects.order_by("slug"):
        with in_academy(academy):
            unsettled = OutgoingMail.objects.filter(state__in=OutgoingMail.UNSETTLED)
            letters = dict(unsettled.order_by().values_list("state").annotate(Count("pk")))
            if (jobs := failed_count()) or letters:
                failed, doubted = OutgoingMail.State.FAILED, OutgoingMail.State.PERHAPS
                found.append(Failures(academy.slug, jobs, letters.get(failed, 0), letters.get(doubted, 0)))
    return found
