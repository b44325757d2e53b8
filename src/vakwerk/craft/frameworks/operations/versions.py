"""How does a framework begin, and how does the next version? Starter, copies, drafts."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from vakwerk.craft.frameworks import queries, rules
from vakwerk.craft.frameworks.contents import Contents
from vakwerk.craft.frameworks.operations.shared import draft, free_key, record
from vakwerk.craft.frameworks.starter import starter
from vakwerk.craft.frameworks.storing import contents_of, store
from vakwerk.craft.models import Framework
from vakwerk.foundation.audit import number_of
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person


@dataclass(frozen=True)
class Head:
    """What a framework says of itself."""

    name: Bilingual
    description: Bilingual
    licence: str = ""
    source: str = ""


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
        made_by_id=number_of(by),
        case_identifier=contents.identifier or uuid.uuid4(),
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
    record("starter_added", framework=made, by=by)
    return made


@transaction.atomic
def adapt(*, framework: Framework, name: Bilingual, by: Person | None, now: datetime) -> Framework:
    """Make a draft of one's own out of a framework; where it differs from its origin stays visible.

    :raises Refused: with a ``FrameworkRefusal``.
    """
    framework = queries.locked(framework)
    taken = set(Framework.objects.values_list("key", flat=True))
    if reason := rules.reason_not_to_adapt(framework.state):
        raise Refused(reason)
    key = free_key(name.in_language("nl"), taken, otherwise="raamwerk")
    made = make_framework(
        _as_new(replace(contents_of(framework), name=name)),
        key=key,
        state=Framework.State.DRAFT,
        by=by,
        now=now,
        origin=framework,
    )
    record("framework_adapted", framework=made, by=by, origin=framework.name)
    return made


def _as_new(contents: Contents) -> Contents:
    """Return contents that are nobody else's: another framework has identifiers of its own."""
    return replace(
        contents,
        identifier="",
        competencies=[
            replace(one, identifier="", indicators=[replace(each, identifier="") for each in one.indicators])
            for one in contents.competencies
        ],
    )


@transaction.atomic
def new_version(*, framework: Framework, by: Person | None, now: datetime) -> Framework:
    """Make a draft of the next version; what holds stays as it is until the draft is adopted.

    :raises Refused: with a ``FrameworkRefusal``.
    """
    framework = queries.locked(framework)
    has_draft = queries.draft_of(framework.key) is not None
    if reason := rules.reason_not_to_renew(state=framework.state, has_draft=has_draft):
        raise Refused(reason)
    # Role profiles are kept on what holds, and come along when this is adopted.
    holds = framework.state == Framework.State.ADOPTED
    made = make_framework(
        replace(contents_of(framework, with_profiles=not holds), identifier=""),
        key=framework.key,
        state=Framework.State.DRAFT,
        by=by,
        now=now,
        origin=framework,
    )
    record("framework_version_made", framework=made, by=by)
    return made


@transaction.atomic
def change_head(*, framework: Framework, head: Head, by: Person | None) -> Framework:
    """Change what a draft says of itself.

    :raises Refused: when it is no draft.
    """
    framework = draft(framework)
    for name in ("name", "description", "licence", "source"):
        setattr(framework, name, getattr(head, name))
    framework.save(update_fields=["name", "description", "licence", "source"])
    record("framework_changed", framework=framework, by=by)
    return framework


@transaction.atomic
def delete_draft(*, framework: Framework, by: Person | None) -> None:
    """Throw a draft away that nobody but coordinators read.

    :raises Refused: with a ``FrameworkRefusal``.
    """
    framework = queries.locked(framework)
    reason = rules.reason_not_to_delete(
        state=framework.state, was_readable=framework.readable_since is not None
    )
    if reason:
        raise Refused(reason)
    record("framework_deleted", framework=framework, by=by)
    framework.delete()
