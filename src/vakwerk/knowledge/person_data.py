"""What does knowledge know of a person, and what of it goes when the person is erased?"""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from vakwerk.knowledge.models import LocalContext, Mention, Post, PostReport, PostVersion, Source
from vakwerk.people.erasure import erases
from vakwerk.people.export import exports
from vakwerk.people.models import Person


@exports("knowledge")
def known_of(person: Person) -> dict[str, Any]:
    """Give what somebody keeps, wrote and reported, and where others called them."""
    posts = Post.objects.filter(author=person).select_related("local").prefetch_related("versions")
    calls = Mention.objects.filter(person=person).select_related("post__local")
    return {
        "keeps": list(
            Source.objects.filter(owner=person).order_by("key").values("key", "title", "state", "made_at")
        ),
        "is_person_to_ask": list(Source.objects.filter(person=person).order_by("key").values("key", "title")),
        "local_notes": list(
            LocalContext.objects.filter(note_by=person).order_by("pk").values("source_key", "note", "note_at")
        ),
        "said": [
            {
                "source": post.local.source_key,
                "text": post.text,
                "at": post.made_at,
                "before": [{"text": one.text, "until": one.replaced_at} for one in post.versions.all()],
                "hidden_because": post.hidden_because,
            }
            for post in posts.order_by("pk")
        ],
        "called_in": [
            {"source": call.post.local.source_key, "at": call.post.made_at} for call in calls.order_by("pk")
        ],
        "reported": list(
            PostReport.objects.filter(reporter=person).order_by("pk").values("reason", "made_at")
        ),
    }


@erases
def forget(person: Person) -> None:
    """Take the person out: their words go, answers of others stay, and so do sources, without an owner.

    A source that is this person to ask goes with them; where others called them, the name becomes a blank.
    """
    now = timezone.now()
    for source in Source.objects.filter(person=person):
        source.title, source.author, source.summary, source.body, source.url = "–", "", "", "", ""
        # The key was made of the title, which is often a name.
        source.key, source.person, source.owner, source.retired_at = f"vervallen-{source.pk}", None, None, now
        source.save()
    Source.objects.filter(owner=person, state__in=(Source.State.PROPOSED, Source.State.DECLINED)).delete()
    Source.objects.filter(owner=person).update(owner=None)
    LocalContext.objects.filter(note_by=person).update(note_by=None)
    mine = Post.objects.filter(author=person)
    PostVersion.objects.filter(post__in=mine).delete()
    Mention.objects.filter(post__in=mine).delete()
    PostReport.objects.filter(Q(post__in=mine), settled_at=None).update(settled_at=now)
    PostReport.objects.filter(reporter=person).update(reporter=None)
    mine.update(text="", deleted_at=now, author=None, hidden_because="")
    _blank_calls(person)


def _blank_calls(person: Person) -> None:
    names = [f"@{name}" for name in (person.name, person.given_name) if name.strip()]
    for mention in Mention.objects.filter(person=person).select_related("post"):
        for row in (mention.post, *mention.post.versions.all()):
            text = row.text
            for name in names:
                text = text.replace(name, "@…")
            row.text = text
            row.save(update_fields=["text"])
    Mention.objects.filter(person=person).delete()
