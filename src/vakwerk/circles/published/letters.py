"""Which letters go out about circles? Each in the language of its reader, with a calendar where sessions change."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import translation

from vakwerk.circles.models import Circle, Session
from vakwerk.circles.published import calendars
from vakwerk.foundation.mail import Letter, letter_from, post
from vakwerk.people.letters import address, host, language_of, organiser_of
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


def send(news: News, *, circle: Circle, to: Iterable[Person], now: datetime) -> int:
    """Post the news of a circle to people; return how many letters went out."""
    return post(letters(news, circle=circle, to=to, now=now))


def letters(news: News, *, circle: Circle, to: Iterable[Person], now: datetime) -> Iterator[Letter]:
    """Write the news of a circle to people. The calendar is made once a language and then addressed to each."""
    made: dict[str, str] = {}
    for person in to:
        language = language_of(person)
        with translation.override(language):
            letter = letter_from(
                f"circles/mail/{news.template}.txt",
                _facts(news, circle, person),
                academy=circle.academy,
                to=person.email,
                about_id=person.pk,
            )
            if news.method and news.sessions and person.email:
                if language not in made:
                    made[language] = _calendar(news, circle, now)
                text = calendars.addressed(made[language], person.email)
                letter = replace(letter, calendar=text, calendar_method=news.method)
        yield letter


def _facts(news: News, circle: Circle, person: Person) -> dict[str, Any]:
    return {
        "person": person,
        "circle": circle,
        "round": circle.proposal.round,
        "sessions": news.sessions,
        "url": address("circles:circle", circle.academy, circle.pk),
        "seat_url": address("circles:open_seat", circle.academy, circle.pk),
        "facilitates": person.pk == circle.facilitator_id,
        **(news.facts or {}),
    }


def _calendar(news: News, circle: Circle, now: datetime) -> str:
    return calendars.calendar(
        news.sessions,
        method=news.method,
        now=now,
        host=host(),
        organiser=organiser_of(circle.academy),
        attendee=calendars.NOBODY,
        url=address("circles:circle", circle.academy, circle.pk),
    )
