"""Which work is there, and who may follow it?"""

from django.db.models import QuerySet

from vakwerk.foundation import names
from vakwerk.foundation.access import Someone
from vakwerk.foundation.models import Job
from vakwerk.foundation.roles import Role

SEE_ALL = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})


def jobs_for(person: Someone) -> "QuerySet[Job]":
    """Return the work that a person may follow: all of it for who runs the academy, else what they asked for."""
    jobs = Job.objects.annotate(asked_by_name=names.name_of("asked_by_id"))
    return jobs if person.roles & SEE_ALL else jobs.filter(asked_by_id=person.pk)
