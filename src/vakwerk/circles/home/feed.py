"""The calendar that follows somebody's sessions: made and ended by them, read by their calendar program."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vakwerk.circles.home import operations, queries
from vakwerk.circles.published import calendars, downloads
from vakwerk.circles.published import queries as meetings
from vakwerk.foundation.calendars import Entry, published
from vakwerk.foundation.invitations import as_sent
from vakwerk.foundation.models import Academy
from vakwerk.foundation.pages import confirm_page
from vakwerk.foundation.places import place
from vakwerk.foundation.posting.stale import Shown
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.people.letters import address, host, language_of, organiser_of
from vakwerk.people.models import Person
from vakwerk.trajectories.enrolment import calendars as editions
from vakwerk.trajectories.enrolment import own as enrolment

# More sessions than anybody has ahead.
LONG = 500
# How often a program is asked to look again.
REFRESH = timedelta(hours=1)
# What has been stays in a calendar for a while; a program drops what a feed no longer has.
KEPT = timedelta(days=180)
IN_SESSION = "calendar_feed"


def entries_of(person: Person, academy: Academy, *, after: datetime, url: str) -> list[Entry]:
    """Return the sessions of a person after a moment, of circles and of trajectories."""
    found = [
        *calendars.entries(meetings.sessions_for(person, after=after), host=host(), url=url),
        *editions.entries(
            enrolment.next_sessions_of(enrolment.TakingPart(person), now=after, limit=LONG), academy=academy
        ),
    ]
    return as_sent(found, about_id=person.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page_for()
def my_feed(request: PersonRequest) -> HttpResponse:
    """Make or end the secret address of one's calendar; the address is shown once, when it is made."""
    found = queries.feed_of(request.person)

    def act() -> str:
        if "end" in request.POST:
            operations.end_feed(person=request.person)
            return _("Your calendar program no longer gets anything.")
        request.session[IN_SESSION] = operations.make_feed(person=request.person, now=timezone.now())
        return ""

    def context() -> dict[str, Any]:
        token = request.session.pop(IN_SESSION, "")
        url = address("circles:feed", request.academy, token) if token else ""
        return {"feed": found, "url": url, "webcal": url.replace("https:", "webcal:", 1)}

    return confirm_page(
        request,
        act,
        # When a program last read it changes by itself, and which address it is does not.
        of=Shown(found.made_at if found else None),
        template="circles/home/feed.html",
        done=reverse("circles:my_feed", args=[request.academy.slug]),
        context=context,
    )


@require_safe
def feed(request: HttpRequest, academy: str, token: str) -> HttpResponse:
    """Give a calendar program the sessions of whoever made this secret address.

    Nobody signs in here: who has the address may read it. It says when and where, never with whom. A program that
    has it already is told so without reading it all again.
    """
    found = queries.feed_with(token) if getattr(request, "academy", None) else None
    if found is None:
        raise Http404
    now = timezone.now()
    operations.keep_read(feed=found, now=now)
    home = address(place("home").page, found.academy)
    with translation.override(language_of(found.person)):
        entries = entries_of(found.person, found.academy, after=now - KEPT, url=home)
    organiser = organiser_of(found.academy)
    words = repr((entries, found.academy.name, organiser))
    digest = hashlib.sha256(words.encode()).hexdigest()
    changed_at = operations.keep_content(feed=found, digest=digest, now=now)
    etag, seconds = f'"{digest}"', int(changed_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=seconds)
    if response is None:
        text = published(
            entries, name=found.academy.name, now=changed_at, organiser=organiser, refresh=REFRESH
        )
        response = HttpResponse(text, content_type=downloads.CALENDAR)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(seconds)
    response.headers["Cache-Control"] = "private, max-age=900"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
