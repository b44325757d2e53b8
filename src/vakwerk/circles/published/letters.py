"""Which letters go out about circles? Each in the language of its reader, with a calendar where sessions change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from vakwerk.circles.models import Circle, Session
from vakwerk.circles.published import calendars
from vakwerk.foundation.mail import Letter, letter_from, post
from vakwerk.foundation.models import Academy
from vakwerk.people.models import Person


@dataclass(frozen=True)
class News:
    """What happened to a circle: the template that tells it, and the calendar that goes with it.

    ``method``: empty when calendars stay as they are.
    """

    template: str
    sessions: Sequence[Session] = ()
    method: str = ""
    facts: dict[str, Any] | None = None


def host() -> str:
    """Return the name of this Vakwerk on the network."""
    return urlsplit(settings.BASE_URL).hostname or "vakwerk"


def address(name: str, academy: Academy, *arguments: Any) -> str:
    """Return the whole address of a page, as a letter needs it."""
    return settings.BASE_URL + reverse(name, args=[academy.slug, *arguments])


def language_of(person: Person) -> str:
    """Return the language in which somebody reads letters."""
    known = {code for code, _ in settings.LANGUAGES}
    wanted = person.account.language if person.account else ""
    return wanted if wanted in known else settings.LANGUAGE_CODE


def send(news: News, *, circle: Circle, to: Iterable[Person], now: datetime) -> int:
    """Post the news of a circle to people; return how many letters went out."""
    return post(_letter(news, circle, person, now) for person in to)


def _letter(news: News, circle: Circle, person: Person, now: datetime) -> Letter:
    academy = circle.academy
    with translation.override(language_of(person)):
        url = address("circles:circle", academy, circle.pk)
        context = {
            "academy": academy,
            "person": person,
            "circle": circle,
            "round": circle.proposal.round,
            "sessions": news.sessions,
            "url": url,
            "seat_url": address("circles:open_seat", academy, circle.pk),
            "facilitates": person.pk == circle.facilitator_id,
            **(news.facts or {}),
        }
        letter = letter_from(
            f"circles/mail/{news.template}.txt", context, to=person.email, about_id=person.pk
        )
        if not (news.method and news.sessions and person.email):
            return letter
        text = calendars.calendar(
            news.sessions,
            method=news.method,
            now=now,
            host=host(),
            organiser=academy.contact_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            attendee=person.email,
            url=url,
        )
    return replace(letter, calendar=text, calendar_method=news.method)
