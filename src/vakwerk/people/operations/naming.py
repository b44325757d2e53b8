"""May somebody's name stand where everybody reads it? Only they say so."""

from datetime import datetime

from django.db import transaction

from vakwerk.foundation import audit
from vakwerk.people.models import Person


@transaction.atomic
def allow_public_name(*, person: Person, allowed: bool, now: datetime) -> None:
    """Keep whether pages and files that are open to everybody may name somebody, as they said themselves."""
    if allowed == (person.named_in_public_at is not None):
        return
    person.named_in_public_at = now if allowed else None
    person.save(update_fields=["named_in_public_at"])
    verb = "people.public_name_allowed" if allowed else "people.public_name_taken_back"
    audit.record(verb, by=person, on=person, about=person)
