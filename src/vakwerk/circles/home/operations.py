"""What people decide about the calendar that follows their sessions. Each function is one transaction."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from vakwerk.circles.home import queries
from vakwerk.circles.models import CalendarFeed
from vakwerk.foundation import audit
from vakwerk.people.models import Person

# How precisely it is kept when a calendar program last read: often enough to see that it still does.
PRECISION = timedelta(hours=1)


@transaction.atomic
def make_feed(*, person: Person, now: datetime) -> str:
    """Give a person a secret address for their calendar program, and return its secret part.

    One that they had before ends. The secret is not kept, so it can be shown only now.
    """
    CalendarFeed.objects.filter(person=person).delete()
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(person=person, token_hash=queries.hash_of(token), made_at=now)
    audit.record("circles.feed_made", by=person, on=person, about=person)
    return token


@transaction.atomic
def end_feed(*, person: Person) -> bool:
    """End a person's secret address; tell whether there was one."""
    deleted, _ = CalendarFeed.objects.filter(person=person).delete()
    if deleted:
        audit.record("circles.feed_ended", by=person, on=person, about=person)
    return bool(deleted)


def keep_content(*, feed: CalendarFeed, digest: str, now: datetime) -> datetime:
    """Keep what a calendar program is given now, and return since when it has been the same."""
    if feed.content_digest != digest or feed.changed_at is None:
        feed.content_digest, feed.changed_at = digest, now.replace(microsecond=0)
        feed.save(update_fields=["content_digest", "changed_at"])
    return feed.changed_at


def keep_read(*, feed: CalendarFeed, now: datetime) -> None:
    """Keep that a calendar program read, once an hour at most."""
    if feed.read_at is None or now - feed.read_at >= PRECISION:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
