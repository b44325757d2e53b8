"""What coordinators do with frameworks as a whole. Each function is one transaction."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from vakwerk.craft.frameworks.contents import Contents
from vakwerk.craft.frameworks.starter import starter
from vakwerk.craft.frameworks.storing import store
from vakwerk.craft.models import Framework
from vakwerk.foundation import audit
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.people.models import Person


def make_framework(
    contents: Contents,
    *,
    key: str,
    state: str,
    by: Person | None,
    now: datetime,
    origin: Framework | None = None,
) -> Framework:
    """Store contents as the next version of the framework ``key``."""
    last = Framework.objects.filter(key=key).aggregate(last=Max("version"))["last"] or 0
    made = Framework.objects.create(
        key=key,
        version=last + 1,
        state=state,
        name=Bilingual(contents.name),
        description=Bilingual(contents.description),
        licence=contents.licence,
        source=contents.source,
        level_naming=contents.level_naming,
        origin=origin,
        foreign=dict(contents.foreign),
        made_at=now,
        made_by_id=by.pk if by else None,
        **({"case_identifier": contents.identifier} if contents.identifier else {}),
    )
    store(made, contents)
    return made


@transaction.atomic
def add_starter(*, by: Person | None, now: datetime) -> Framework:
    """Put the starter framework that comes with Vakwerk in this academy; once, however often it is asked."""
    contents = starter()
    if there := Framework.objects.filter(key=contents.key, state=Framework.State.STARTER).first():
        return there
    made = make_framework(contents, key=contents.key, state=Framework.State.STARTER, by=by, now=now)
    audit.record("craft.starter_added", by_id=made.made_by_id, on=made, title=made.name.in_language("nl"))
    return made
