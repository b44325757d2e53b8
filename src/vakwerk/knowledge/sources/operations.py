"""What people do with sources. Each function is one transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from vakwerk.foundation import audit
from vakwerk.foundation.models import Academy
from vakwerk.foundation.refusals import Refusal, Refused
from vakwerk.foundation.tenancy import current_academy_id
from vakwerk.knowledge.models import LocalContext, Source
from vakwerk.knowledge.sources import letters, queries, rules
from vakwerk.people.models import Person


@dataclass(frozen=True)
class SourceFacts:
    """What is known of a source, as people write it."""

    kind: str
    side: str
    title: str
    language: str = "nl"
    author: str = ""
    summary: str = ""
    body: str = ""
    url: str = ""
    year: int | None = None
    minutes: int | None = None
    competencies: list[str] = field(default_factory=list)
    developments: list[str] = field(default_factory=list)
    governance_models: list[str] = field(default_factory=list)
    sizes: list[str] = field(default_factory=list)
    policy_fields: list[str] = field(default_factory=list)
    person: Person | None = None
    owner: Person | None = None
    licence: str = ""
    review_on: date | None = None


def facts_of(source: Source) -> SourceFacts:
    """Return what is known of a source."""
    return SourceFacts(**{one.name: getattr(source, one.name) for one in fields(SourceFacts)})


@transaction.atomic
def add_source(*, facts: SourceFacts, by: Person | None, now: datetime, key: str = "") -> Source:
    """Add a source that everybody finds at once. ``by``: ``None`` for Vakwerk itself.

    :raises Refused: when it says nothing to learn from, or is a person to ask without a person.
    """
    return _add(facts, by, now, state=Source.State.PUBLISHED, key=key)


@transaction.atomic
def propose_source(*, facts: SourceFacts, by: Person, now: datetime) -> Source:
    """Propose a source; a coordinator decides.

    :raises Refused: when ``by`` is a guest, or it says nothing to learn from.
    """
    _check(rules.reason_not_to_propose(roles=by.roles))
    return _add(facts, by, now, state=Source.State.PROPOSED)


@transaction.atomic
def change_source(*, source: Source, facts: SourceFacts, by: Person | None, now: datetime) -> list[str]:
    """Change what is known of a source; return the names of what changed.

    :raises Refused: when it is not theirs to keep, or it would say nothing to learn from.
    """
    if by is not None:
        _check(rules.reason_not_to_keep(**_standing(source, by)))
    kept = queries.locked(source)
    _check_facts(facts, is_shared=kept.shared_region_id is not None)
    changed = [one.name for one in fields(facts) if getattr(kept, one.name) != getattr(facts, one.name)]
    if changed:
        for name in changed:
            setattr(kept, name, getattr(facts, name))
        kept.changed_at = now
        kept.save()
        audit.record("knowledge.changed", by=by, on=kept, what=changed)
    return changed


@transaction.atomic
def accept(*, source: Source, by: Person, now: datetime) -> None:
    """Take over a proposal, so that everybody finds it, and tell who proposed it.

    :raises Refused: when it was decided already, or by somebody who is no coordinator.
    """
    kept = _undecided(source, by)
    kept.state, kept.changed_at = Source.State.PUBLISHED, now
    kept.save(update_fields=["state", "changed_at"])
    audit.record("knowledge.accepted", by=by, on=kept, about=kept.owner_id)
    letters.tell_proposer(kept, by)


@transaction.atomic
def decline(*, source: Source, reason: str, by: Person, now: datetime) -> None:
    """Turn a proposal down, with the reason, and tell who proposed it.

    :raises Refused: without a reason, when it was decided already, or by somebody who is no coordinator.
    """
    kept = _undecided(source, by)
    if not reason.strip():
        raise Refused(rules.SourceRefusal.NO_REASON)
    kept.state, kept.declined_because, kept.changed_at = Source.State.DECLINED, reason.strip(), now
    kept.save(update_fields=["state", "declined_because", "changed_at"])
    audit.record("knowledge.declined", by=by, on=kept, about=kept.owner_id)
    letters.tell_proposer(kept, by)


@transaction.atomic
def withdraw(*, source: Source, by: Person) -> None:
    """Delete one's own proposal, as long as nobody took it over.

    :raises Refused: when it is not theirs, or was taken over.
    """
    kept = queries.locked(source)
    if not queries.owns(by, kept):
        raise Refused(rules.SourceRefusal.NOT_YOURS_TO_KEEP)
    if kept.state == Source.State.PUBLISHED:
        raise Refused(rules.SourceRefusal.NO_LONGER_PROPOSED)
    audit.record("knowledge.withdrawn", by=by, on=kept)
    kept.delete()


@transaction.atomic
def share(*, source: Source, academy: Academy, by: Person, now: datetime) -> None:
    """Let every academy of the region read a source. Its owner does not cross with it.

    :raises Refused: when it is a person to ask, not published, or the academy is in no region.
    """
    kept = queries.locked(source)
    standing = _standing(kept, by)
    _check(
        rules.reason_not_to_share(
            roles=standing["roles"],
            is_ours=standing["is_ours"],
            kind=kept.kind,
            state=kept.state,
            is_retired=kept.retired_at is not None,
            has_region=academy.region_id is not None,
        )
    )
    _save(kept, now, shared_region_id=academy.region_id)
    audit.record("knowledge.shared", by=by, on=kept)


@transaction.atomic
def stop_sharing(*, source: Source, by: Person, now: datetime) -> None:
    """Keep a source to this academy again. What others noted with it stays with them, out of sight.

    :raises Refused: when it is not theirs to keep.
    """
    _check(rules.reason_not_to_keep(**_standing(source, by)))
    _save(queries.locked(source), now, shared_region_id=None)
    audit.record("knowledge.unshared", by=by, on=source)


@transaction.atomic
def retire(*, source: Source, by: Person | None, now: datetime) -> None:
    """Take a source out of the list, and out of the region. It can come back.

    :raises Refused: when it is neither theirs to keep, nor are they the person to ask.
    """
    if by is not None:
        _check(rules.reason_not_to_retire(**_standing(source, by), is_asked=queries.is_asked(by, source)))
    _save(queries.locked(source), now, retired_at=now, shared_region_id=None)
    audit.record("knowledge.retired", by=by, on=source)


@transaction.atomic
def bring_back(*, source: Source, by: Person, now: datetime) -> None:
    """Put a source that was taken out in the list again.

    :raises Refused: when it is not theirs to keep.
    """
    _check(rules.reason_not_to_keep(**_standing(source, by)))
    _save(queries.locked(source), now, retired_at=None)
    audit.record("knowledge.brought_back", by=by, on=source)


@transaction.atomic
def reviewed(*, source: Source, next_on: date | None, by: Person, now: datetime) -> None:
    """Note that a source was looked at and still holds, and when to look again.

    :raises Refused: when it is not theirs to keep.
    """
    _check(rules.reason_not_to_keep(**_standing(source, by)))
    _save(queries.locked(source), now, review_on=next_on)
    audit.record("knowledge.reviewed", by=by, on=source)


@transaction.atomic
def note_locally(*, source: Source, text: str, by: Person, now: datetime) -> LocalContext:
    """Write what a source means here; "" takes the note away. Works on what other academies share too.

    :raises Refused: when they may not, which on a shared source only coordinators may.
    """
    _check(rules.reason_not_to_note(**_standing(source, by)))
    local = local_context(source)
    local.note, local.note_by, local.note_at = text.strip(), by, now
    local.save(update_fields=["note", "note_by", "note_at"])
    audit.record("knowledge.noted", by=by, on=source)
    return local


def local_context(source: Source) -> LocalContext:
    """Return what this academy adds to a source, made at the first need."""
    local, _made = LocalContext.objects.get_or_create(
        source_id=source.pk,
        defaults={"source_academy_id": source.academy.pk, "source_key": source.key},
    )
    return local


def _add(facts: SourceFacts, by: Person | None, now: datetime, *, state: str, key: str = "") -> Source:
    _check_facts(facts, is_shared=False)
    source = Source(state=state, made_at=now, changed_at=now)
    for one in fields(facts):
        setattr(source, one.name, getattr(facts, one.name))
    source.owner = facts.owner or by
    source.key = free_key(key or facts.title, lambda one: queries.key_is_taken(one, current_academy_id()))
    source.save()
    verb = "knowledge.added" if state == Source.State.PUBLISHED else "knowledge.proposed"
    audit.record(verb, by=by, on=source)
    return source


def free_key(text: str, is_taken: Callable[[str], bool]) -> str:
    """Return a key made of a text that nothing has yet."""
    base = slugify(text)[:70].strip("-") or "bron"
    key, number = base, 1
    while is_taken(key):
        number += 1
        key = f"{base}-{number}"
    return key


def _undecided(source: Source, by: Person) -> Source:
    kept = queries.locked(source)
    standing = _standing(kept, by)
    _check(rules.reason_not_to_decide(roles=standing["roles"], is_ours=standing["is_ours"], state=kept.state))
    return kept


def _standing(source: Source, by: Person) -> dict[str, Any]:
    return {
        "roles": by.roles,
        "is_ours": source.academy_id == by.academy_id,
        "owns": queries.owns(by, source),
    }


def _save(source: Source, now: datetime, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(source, name, value)
    source.changed_at = now
    source.save(update_fields=[*changes, "changed_at"])


def _check_facts(facts: SourceFacts, *, is_shared: bool) -> None:
    _check(
        rules.reason_not_to_describe_so(
            kind=facts.kind,
            has_person=facts.person is not None,
            says_something=bool(facts.url or facts.body or facts.summary),
            is_shared=is_shared,
        )
    )


def _check(reason: Refusal | None) -> None:
    if reason is not None:
        raise Refused(reason)
