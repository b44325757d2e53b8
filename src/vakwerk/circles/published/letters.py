"""Which letters go out about circles? Each with the sessions that it puts in calendars, changes or removes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vakwerk.circles.models import Circle, Session
from vakwerk.circles.published import calendars
from vakwerk.foundation.mail import Letter, post
from vakwerk.people.letters import ForCalendars, address, host, letters_to
from vakwerk.people.models import Person


@dataclass(frozen=True)
class News:
    """What happened to a circle: the template that tells it, and the sessions that calendars follow.

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
    """Write the news of a circle to people."""

    def facts(person: Person) -> Mapping[str, Any]:
        return _facts(news, circle, person)

    return letters_to(
        f"circles/mail/{news.template}.txt",
        to,
        academy=circle.academy,
        now=now,
        facts=facts,
        calendar=_for_calendars(news, circle) if news.method and news.sessions else None,
    )


def _for_calendars(news: News, circle: Circle) -> ForCalendars:
    url = address("circles:circle", circle.academy, circle.pk)
    return ForCalendars(news.method, lambda: calendars.entries(news.sessions, host=host(), url=url))


def _facts(news: News, circle: Circle, person: Person) -> dict[str, Any]:
    return {
        "circle": circle,
        "round": circle.proposal.round,
        "sessions": news.sessions,
        "url": address("circles:circle", circle.academy, circle.pk),
        "seat_url": address("circles:open_seat", circle.academy, circle.pk),
        "facilitates": person.pk == circle.facilitator_id,
        **(news.facts or {}),
    }
