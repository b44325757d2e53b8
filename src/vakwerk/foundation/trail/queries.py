"""Who did what? Entries of the trail, with the names of those who did it and those it concerned."""

from django.db.models import Q, QuerySet

from vakwerk.foundation import names
from vakwerk.foundation.models import AuditEntry, OwnAct


def entries() -> "QuerySet[AuditEntry]":
    """Return the whole trail of the academy, newest first."""
    return AuditEntry.objects.annotate(
        actor_name=names.name_of("actor_id"), about_name=names.name_of("about_id")
    )


def entries_around(person_id: int) -> "QuerySet[AuditEntry]":
    """Return what a person did and what was done about them, newest first."""
    return entries().filter(Q(actor_id=person_id) | Q(about_id=person_id))


def own_acts_of(person_id: int) -> "QuerySet[OwnAct]":
    """Return what happened with somebody's own learning and what they did for that of others, newest first."""
    return OwnAct.objects.annotate(
        actor_name=names.name_of("actor_id"), about_name=names.name_of("person_id")
    ).filter(Q(person_id=person_id) | Q(actor_id=person_id))


def by_person(found: "QuerySet[AuditEntry]", text: str) -> "QuerySet[AuditEntry]":
    """Narrow entries to those by or about the persons whom ``text`` finds."""
    people = names.found_by(text)
    return found.filter(Q(actor_id__in=people) | Q(about_id__in=people))
