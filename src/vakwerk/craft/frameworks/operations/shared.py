"""What do all changes to a framework share? Locking, the trail, and keys."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from vakwerk.craft.frameworks import queries, rules
from vakwerk.craft.models import Competency, Framework
from vakwerk.foundation import audit
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person


def draft(framework: Framework) -> Framework:
    """Return a framework locked, and known to be a draft.

    :raises Refused: when it is not.
    """
    found = queries.locked(framework)
    if reason := rules.reason_not_to_edit(found.state):
        raise Refused(reason)
    return found


def record(act: str, *, framework: Framework, by: Person | None, **facts: Any) -> None:
    """Write in the trail what happened to a framework, with its name and version."""
    audit.record(
        f"craft.{act}", by=by, on=framework, title=framework.name, version=framework.version, **facts
    )


def free_key(text: str, taken: Collection[str], *, otherwise: str) -> str:
    """Make a key out of a name that no other has."""
    base = slugify(text)[:70] or otherwise
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key


def touch(competency: Competency, *, framework: Framework, now: datetime) -> None:
    """Note that a description is not what people could read before."""
    if framework.readable_since:
        competency.readable_since = timezone.localdate(now)
        competency.save(update_fields=["readable_since"])
