"""Who is written to, in which language, and what goes into their calendar? Every letter to people leaves here."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from vakwerk.foundation import calendars, invitations
from vakwerk.foundation.calendars import CANCEL, Entry
from vakwerk.foundation.mail import Letter, letter_from, post
from vakwerk.foundation.models import Academy
from vakwerk.foundation.times import moment_in_full
from vakwerk.people.models import Person

log = structlog.get_logger(__name__)

Facts = Mapping[str, Any] | Callable[[Person], Mapping[str, Any]]


@dataclass(frozen=True)
class ForCalendars:
    """What a letter does to the calendars of its readers.

    ``method``: ``REQUEST`` or ``CANCEL``, as in ``foundation.calendars``. ``entries``: makes the events, in the
    language that is on; each reader hears of those that are new to them, or that they were sent before.
    """

    method: str
    entries: Callable[[], Iterable[Entry]]


def to_people(
    template: str,
    people: Iterable[Person],
    *,
    academy: Academy,
    now: datetime,
    facts: Facts | None = None,
    calendar: ForCalendars | None = None,
    is_personal: bool = False,
) -> int:
    """Write to people and keep the letters for sending; return how many people are written to."""
    written = list(
        letters_to(
            template,
            people,
            academy=academy,
            now=now,
            facts=facts,
            calendar=calendar,
            is_personal=is_personal,
        )
    )
    post(written)
    return len({letter.about_id for letter in written})


def letters_to(
    template: str,
    people: Iterable[Person],
    *,
    academy: Academy,
    now: datetime,
    facts: Facts | None = None,
    calendar: ForCalendars | None = None,
    is_personal: bool = False,
) -> Iterator[Letter]:
    """Write to those who may be written to, each in their own language; needs their accounts.

    ``facts``: what the template says, besides ``person``; a function gives it for each reader, in their language.
    ``is_personal``: about somebody's own learning, so that no administrator sees that it was sent. Where one event
    changes, the letter itself carries it; where more do, each follows in a mail of its own, since calendar
    programs take one from a mail (decision 0011); the letter says so at its end.
    """
    readers = [person for person in people if may_be_written_to(person)]
    due = _due(calendar, readers, now)
    written = _Written(calendar.method if calendar else "", academy, now)
    for person in readers:
        with translation.override(language_of(person)):
            entries = due.get(person.pk, [])
            context = {"person": person, **(facts(person) if callable(facts) else facts or {})}
            letter = letter_from(
                template,
                context,
                academy=academy,
                to=person.email,
                about_id=person.pk,
                postscript=_for_calendar(entries, written.method),
                is_personal=is_personal,
            )
            if len(entries) == 1:
                yield written.with_calendar(letter, entries[0])
                continue
            yield letter
            for entry in entries:
                yield written.with_calendar(_calendar_letter(entry, written.method, person, academy), entry)


def letter_as_read(
    template: str, person: Person, *, academy: Academy, facts: Mapping[str, Any] | None = None
) -> Letter:
    """Return a letter as somebody would get it, to look at before it goes out to others."""
    return letter_from(template, {"person": person, **(facts or {})}, academy=academy, to=person.email)


def to_outsider(
    template: str,
    to: str,
    *,
    academy: Academy,
    language: str,
    facts: Mapping[str, Any],
    about_id: int | None = None,
    is_personal: bool = False,
) -> None:
    """Write to an address that somebody gave, of a reader who takes no part, or none yet."""
    with translation.override(language):
        letter = letter_from(
            template, dict(facts), academy=academy, to=to, about_id=about_id, is_personal=is_personal
        )
    post([letter])


def may_be_written_to(person: Person) -> bool:
    """Tell whether letters go to a person: not once they left or were erased, nor without an address."""
    return bool(person.email) and person.left_on is None and person.erased_at is None


def _due(calendar: ForCalendars | None, readers: list[Person], now: datetime) -> dict[int, list[Entry]]:
    """Return for each reader the events to send, in their language, in order of time."""
    due: dict[int, list[Entry]] = {}
    if calendar is None:
        return due
    by_language: dict[str, dict[int, str]] = {}
    for person in readers:
        by_language.setdefault(language_of(person), {})[person.pk] = person.email
    for language, to in by_language.items():
        with translation.override(language):
            entries = sorted(calendar.entries(), key=lambda entry: entry.starts_at)
            due |= invitations.keep_sent(entries, method=calendar.method, to=to, now=now)
    return due


def _for_calendar(entries: Sequence[Entry], method: str) -> str:
    facts = {"count": len(entries), "removes": method == CANCEL}
    return render_to_string("foundation/mail/for_calendar.txt", facts).strip()


def _calendar_letter(entry: Entry, method: str, person: Person, academy: Academy) -> Letter:
    facts = {
        "person": person,
        "removes": method == CANCEL,
        "what": entry.summary,
        "when": moment_in_full(entry.starts_at, entry.ends_at),
        "place": entry.place,
    }
    return letter_from(
        "foundation/mail/calendar.txt", facts, academy=academy, to=person.email, about_id=person.pk
    )


class _Written:
    """The calendars of one round of letters: each written once and then made out to every reader."""

    def __init__(self, method: str, academy: Academy, now: datetime) -> None:
        self.method = method
        self._organiser = organiser_of(academy)
        self._now = now
        self._texts: dict[Entry, str] = {}

    def with_calendar(self, letter: Letter, entry: Entry) -> Letter:
        """Return a letter with an event; one that cannot be written leaves the letter as it is."""
        try:
            text = self._text(entry)
        except (OverflowError, ValueError):
            log.exception("letter.without_calendar", uid=entry.uid)
            return letter
        return replace(letter, calendar=calendars.addressed(text, letter.to), calendar_method=self.method)

    def _text(self, entry: Entry) -> str:
        if entry not in self._texts:
            self._texts[entry] = calendars.message(
                entry,
                method=self.method,
                now=self._now,
                organiser=self._organiser,
                attendee=calendars.NOBODY,
            )
        return self._texts[entry]


def language_of(person: Person) -> str:
    """Return the language in which somebody reads letters; needs the account."""
    known = {code for code, _name in settings.LANGUAGES}
    wanted = person.account.language if person.account else ""
    return wanted if wanted in known else settings.LANGUAGE_CODE


def host() -> str:
    """Return the name of this Vakwerk on the network."""
    return urlsplit(settings.BASE_URL).hostname or "vakwerk"


def address(name: str, academy: Academy, *arguments: Any) -> str:
    """Return the whole address of a page, as a letter needs it."""
    return settings.BASE_URL + reverse(name, args=[academy.slug, *arguments])


def organiser_of(academy: Academy) -> str:
    """Return the address that invites to what an academy does."""
    return academy.contact_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
