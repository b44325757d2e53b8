"""What people do in a conversation. Each function is one transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vakwerk.foundation import audit
from vakwerk.foundation.refusals import Refusal, Refused
from vakwerk.knowledge.conversation import letters, queries, rules
from vakwerk.knowledge.models import LocalContext, Mention, Post, PostReport, PostVersion, Source
from vakwerk.knowledge.sources import operations as sources
from vakwerk.knowledge.sources import rules as source_rules
from vakwerk.people.models import Person


@dataclass(frozen=True)
class Said:
    """What became of something that was said. ``unclear``: names that mean nobody, or several people."""

    post: Post
    mentioned: list[Person]
    unclear: list[str]


@transaction.atomic
def say(*, source: Source, text: str, by: Person, now: datetime, to: Post | None = None) -> Said:
    """Say something under a source, or answer ``to``; whoever is called by ``@Name`` gets mail.

    An answer to an answer goes under the same first contribution: threads are one level deep.

    :raises Refused: when the conversation is closed to them, nothing is said, or what they answer is gone.
    """
    local = sources.local_context(source)
    _check(None if queries.may_read(by, local) else rules.TalkRefusal.CLOSED_TO_GUESTS)
    _check(rules.reason_not_to_say(text=text))
    if to is not None:
        _check(rules.reason_not_to_answer(queries.standing(by, queries.locked(to))))
        to = to.parent or to
    post = Post.objects.create(local=local, parent=to, author=by, text=_clean(text), made_at=now)
    audit.record("knowledge.said", by=by, on=post)
    return _call(post, local, source, by)


@transaction.atomic
def change(*, post: Post, source: Source, text: str, by: Person, now: datetime) -> Said:
    """Change what one said; what it said before stays readable. Only who is newly called gets mail.

    :raises Refused: when it is not theirs, gone or hidden, or nothing is left.
    """
    kept = queries.locked(post)
    _check(rules.reason_not_to_change(queries.standing(by, kept)))
    _check(rules.reason_not_to_say(text=text))
    if _clean(text) == kept.text:
        return Said(kept, [], [])
    PostVersion.objects.create(post=kept, text=kept.text, replaced_at=now)
    kept.text, kept.edited_at = _clean(text), now
    kept.save(update_fields=["text", "edited_at"])
    audit.record("knowledge.said_otherwise", by=by, on=kept)
    return _call(kept, kept.local, source, by)


@transaction.atomic
def delete(*, post: Post, by: Person, now: datetime) -> None:
    """Delete what one said, with what it said before. Answers to it stay.

    :raises Refused: when it is not theirs, or gone or hidden already.
    """
    kept = queries.locked(post)
    _check(rules.reason_not_to_change(queries.standing(by, kept)))
    kept.text, kept.deleted_at = "", now
    kept.save(update_fields=["text", "deleted_at"])
    kept.versions.all().delete()
    kept.mentions.all().delete()
    kept.reports.filter(settled_at=None).update(settled_at=now, outcome=PostReport.Outcome.HIDDEN)
    audit.record("knowledge.unsaid", by=by, on=kept)


@transaction.atomic
def report(*, post: Post, reason: str, by: Person, now: datetime) -> PostReport:
    """Ask the coordinators to look at a contribution.

    :raises Refused: when it is their own, gone, reported by them already, or without a reason.
    """
    kept = queries.locked(post)
    _check(
        rules.reason_not_to_report(
            queries.standing(by, kept), reported_already=queries.reported_already(by, kept)
        )
    )
    if not reason.strip():
        raise Refused(rules.TalkRefusal.NO_REASON)
    made = PostReport.objects.create(post=kept, reporter=by, reason=reason.strip()[:300], made_at=now)
    audit.record("knowledge.reported", by=by, on=kept)
    return made


@transaction.atomic
def hide(*, post: Post, source: Source, reason: str, by: Person, now: datetime) -> None:
    """Hide a contribution from everybody but its author and coordinators; the reason is shown in its place.

    :raises Refused: when they are no coordinator, it is hidden or gone already, or there is no reason.
    """
    kept = queries.locked(post)
    _check(rules.reason_not_to_hide(queries.standing(by, kept), reason=reason))
    kept.hidden_at, kept.hidden_by_id, kept.hidden_because = now, by.pk, reason.strip()[:300]
    kept.save(update_fields=["hidden_at", "hidden_by_id", "hidden_because"])
    _settle(kept, by, now, PostReport.Outcome.HIDDEN)
    audit.record("knowledge.hidden", by=by, on=kept, about=kept.author_id)
    letters.tell_hidden(kept, source)


@transaction.atomic
def show_again(*, post: Post, by: Person, now: datetime) -> None:
    """Show a hidden contribution to everybody again.

    :raises Refused: when they are no coordinator, or its author deleted it.
    """
    kept = queries.locked(post)
    _check(rules.reason_not_to_show_again(queries.standing(by, kept)))
    kept.hidden_at, kept.hidden_by_id, kept.hidden_because = None, None, ""
    kept.save(update_fields=["hidden_at", "hidden_by_id", "hidden_because"])
    audit.record("knowledge.shown_again", by=by, on=kept, about=kept.author_id)


@transaction.atomic
def leave_as_it_is(*, post: Post, by: Person, now: datetime) -> None:
    """Settle the reports of a contribution without hiding it.

    :raises Refused: when they are no coordinator.
    """
    if not source_rules.is_coordinator(by.roles):
        raise Refused(rules.TalkRefusal.ONLY_COORDINATORS)
    _settle(queries.locked(post), by, now, PostReport.Outcome.KEPT)
    audit.record("knowledge.left", by=by, on=post)


@transaction.atomic
def open_to_guests(*, source: Source, is_open: bool, by: Person) -> None:
    """Let guests take part in the conversation under a source, or no longer.

    :raises Refused: when they are no coordinator.
    """
    if not source_rules.is_coordinator(by.roles):
        raise Refused(rules.TalkRefusal.ONLY_COORDINATORS)
    local = sources.local_context(source)
    local.open_to_guests = is_open
    local.save(update_fields=["open_to_guests"])
    audit.record("knowledge.opened" if is_open else "knowledge.closed", by=by, on=source)


def _call(post: Post, local: LocalContext, source: Source, by: Person) -> Said:
    """Find out who is called by name, note it, and send mail to who was not called before."""
    calls = [[queries.name_key(word) for word in words] for words in rules.called(post.text)]
    people = queries.callable_people(rules.first_words(calls), guests_too=local.open_to_guests)
    names = {key: queries.name_key(person.name) for key, person in people.items()}
    near = queries.talking_in(local)
    meant: dict[int, Person] = {}
    unclear = []
    for words in calls:
        found, said = rules.who_is_meant(words, names, near=near)
        if len(found) == 1:
            key = next(iter(found))
            meant[key] = people[key]
        else:
            unclear.append(said)
    before = set(post.mentions.values_list("person_id", flat=True))
    post.mentions.exclude(person_id__in=meant).delete()
    new = [person for key, person in meant.items() if key not in before]
    Mention.objects.bulk_create(Mention(post=post, person=person) for person in new)
    # To call oneself is no news.
    letters.tell_mentioned([one for one in new if one.pk != by.pk], post=post, source=source, by=by)
    return Said(post, new, unclear)


def _settle(post: Post, by: Person, now: datetime, outcome: str) -> None:
    post.reports.filter(settled_at=None).update(settled_at=now, settled_by_id=by.pk, outcome=outcome)


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _check(reason: Refusal | None) -> None:
    if reason is not None:
        raise Refused(reason)
