"""What an academy adds to the lists with which sources are described. Each function is one transaction."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import audit
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.refusals import Refused
from vakwerk.knowledge.models import Development, ListEntry, PolicyField
from vakwerk.knowledge.sources.rules import SourceRefusal
from vakwerk.people.models import Person

BUILT_IN: Final[tuple[tuple[str, str | Promise, list[str | Promise]], ...]] = (
    (ListEntry.List.DEVELOPMENT, _("Developments"), list(Development.labels)),
    (ListEntry.List.POLICY_FIELD, _("Policy fields"), list(PolicyField.labels)),
)
_KEYS: Final = {
    ListEntry.List.DEVELOPMENT: set(Development.values),
    ListEntry.List.POLICY_FIELD: set(PolicyField.values),
}


@transaction.atomic
def add(*, list_: str, name: Bilingual, by: Person | None) -> ListEntry:
    """Add a development or policy field.

    :raises Refused: when one with this name stands in the list already.
    """
    key = slugify(name.in_language("nl"))[:80] or "eigen"
    if key in _KEYS[ListEntry.List(list_)] or ListEntry.objects.filter(list=list_, key=key).exists():
        raise Refused(SourceRefusal.ENTRY_EXISTS)
    entry = ListEntry.objects.create(list=list_, key=key, name=name)
    audit.record("knowledge.entry_added", by=by, on=entry)
    return entry


@transaction.atomic
def retire(*, entry: ListEntry, is_retired: bool, by: Person, now: datetime) -> None:
    """Offer an entry no longer, or again."""
    entry.retired_at = now if is_retired else None
    entry.save(update_fields=["retired_at"])
    audit.record("knowledge.entry_changed", by=by, on=entry)
