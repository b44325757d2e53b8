"""Which conversations are there, and who may see what was said?"""

from collections.abc import Iterable

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from vakwerk.knowledge.conversation import rules
from vakwerk.knowledge.models import LocalContext, Mention, Post, PostReport, Source
from vakwerk.knowledge.sources import queries as sources
from vakwerk.people import rules as people_rules
from vakwerk.people.models import Person


def may_read(person: Person, local: LocalContext | None) -> bool:
    """Tell whether somebody may read the conversation under a source, and take part."""
    return rules.may_read(roles=person.roles, open_to_guests=local is not None and local.open_to_guests)


def _shown() -> QuerySet[Post]:
    mentions = Prefetch("mentions", Mention.objects.select_related("person"))
    return (
        Post.objects.select_related("author").prefetch_related(mentions).annotate(changes=Count("versions"))
    )


def threads(local: LocalContext) -> QuerySet[Post]:
    """Return the first contributions of each thread, with their answers in ``shown_answers``, oldest first.

    What was deleted and has no answer is left out: nothing hangs on it.
    """
    answers = _shown().filter(deleted_at=None).order_by("made_at", "pk")
    return (
        _shown()
        .filter(local=local, parent=None)
        .filter(Q(deleted_at=None) | Q(answers__deleted_at=None, answers__isnull=False))
        .prefetch_related(Prefetch("answers", answers, to_attr="shown_answers"))
        .distinct()
        .order_by("made_at", "pk")
    )


def post_for(person: Person, post_id: int) -> tuple[Post, Source]:
    """Return a contribution that somebody may read, and the source it stands under.

    :raises Http404: when there is none, or the conversation is closed to them.
    """
    post = Post.objects.select_related("local", "author", "parent").filter(pk=post_id).first()
    if post is None or not may_read(person, post.local):
        raise Http404
    return post, sources.source_for(person, post.local.source_id)


def post_or_404(post_id: int) -> Post:
    """Return a contribution for a coordinator, also when its source is out of sight.

    :raises Http404: when there is none.
    """
    return get_object_or_404(Post.objects, pk=post_id)


def locked(post: Post) -> Post:
    """Return a contribution as it is now, and make whoever else changes it wait."""
    return Post.objects.select_for_update().get(pk=post.pk)


def standing(person: Person, post: Post) -> rules.Standing:
    """Return how somebody stands to a contribution."""
    return rules.Standing(
        roles=person.roles,
        is_author=post.author_id == person.pk,
        is_deleted=post.deleted_at is not None,
        is_hidden=post.hidden_at is not None,
    )


def reported_already(person: Person, post: Post) -> bool:
    """Tell whether somebody reported a contribution and waits for an answer."""
    return post.reports.filter(reporter=person, settled_at=None).exists()


def reports() -> QuerySet[PostReport]:
    """Return the reports with what they are about, newest first; the open ones before the settled."""
    return PostReport.objects.select_related("post__author", "post__local", "reporter").order_by(
        F("settled_at").desc(nulls_first=True), "-made_at", "-pk"
    )


def open_reports() -> int:
    """Count the reports that wait for a coordinator."""
    return PostReport.objects.filter(settled_at=None).count()


def talking_in(local: LocalContext) -> set[int]:
    """Return who said something in a conversation."""
    found = Post.objects.filter(local=local, deleted_at=None).exclude(author=None)
    return set(found.values_list("author_id", flat=True).distinct())


def callable_people(first_words: Iterable[str], *, guests_too: bool) -> dict[int, Person]:
    """Return the people whose given name begins with one of these words and who may read the conversation."""
    begins = Q()
    for word in first_words:
        begins |= Q(search_key__startswith=word)
    if not begins:
        return {}
    found = (
        Person.objects.filter(begins, left_on=None, erased_at=None)
        .select_related("account")
        .prefetch_related("role_assignments")[:2000]
    )
    return {one.pk: one for one in found if rules.may_read(roles=one.roles, open_to_guests=guests_too)}


def name_key(text: str) -> str:
    """Return a name as calls compare it."""
    return people_rules.search_key(text)
