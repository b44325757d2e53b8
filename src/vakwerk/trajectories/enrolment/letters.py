"""Which letters go out about editions? Kept as a task with the act, written by the worker, one language at a time.

Writing a letter with a calendar takes longer than giving a seat. So an act only keeps who is to hear what, and
the row that two hundred people wait for is free again at once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django_tasks import task

from vakwerk.foundation import calendars as calendar_files
from vakwerk.foundation.mail import Letter, letter_from, post
from vakwerk.foundation.tenancy import current_academy_id, in_academy
from vakwerk.people.letters import address, language_of
from vakwerk.people.models import Person
from vakwerk.trajectories.enrolment import calendars
from vakwerk.trajectories.models import Edition, EditionSession

REQUEST, CANCEL = calendar_files.REQUEST, calendar_files.CANCEL
# What is told, and what it does to calendars.
NEWS = {
    "enrolled": REQUEST,
    "promoted": REQUEST,
    "waiting": "",
    "asked": "",
    "declined": "",
    "let_go": CANCEL,
    "withdrawn": CANCEL,
    "session_changed": REQUEST,
    "session_added": REQUEST,
    "session_cancelled": CANCEL,
    "edition_cancelled": CANCEL,
    "apology": "",
    "reminder": "",
    "evaluate": "",
}


def tell(
    news: str,
    *,
    edition: Edition,
    people: Iterable[int],
    sessions: Iterable[int] | None = None,
    **facts: Any,
) -> None:
    """Have the worker write to people, once the surrounding transaction is kept.

    ``sessions``: which of them the news is about; ``None`` for all that are still to come. ``facts``: JSON values.
    """
    ids = list(people)
    if ids:
        write.enqueue(
            academy_id=current_academy_id(),
            news=news,
            edition_id=edition.pk,
            person_ids=ids,
            session_ids=None if sessions is None else list(sessions),
            facts=facts,
        )


@task()
def write(
    *,
    academy_id: int,
    news: str,
    edition_id: int,
    person_ids: list[int],
    session_ids: list[int] | None,
    facts: dict[str, Any],
) -> None:
    """Write the letters and keep them for sending, all in one transaction; the worker calls this."""
    with in_academy(academy_id):
        edition = Edition.objects.select_related("trajectory", "academy").filter(pk=edition_id).first()
        if edition is None:
            return
        people = Person.objects.filter(pk__in=person_ids, erased_at=None).select_related("account")
        sessions = _sessions(edition, session_ids)
        post(_letters(news, edition, sessions, list(people.order_by("pk")), facts))


def _sessions(edition: Edition, session_ids: list[int] | None) -> list[EditionSession]:
    found = EditionSession.objects.filter(edition=edition).select_related(
        "activity", "edition__trajectory", "edition__academy"
    )
    if session_ids is None:
        return list(found.filter(is_cancelled=False, ends_at__gt=timezone.now()))
    return list(found.filter(pk__in=session_ids))


def _letters(
    news: str,
    edition: Edition,
    sessions: Sequence[EditionSession],
    people: Sequence[Person],
    facts: dict[str, Any],
) -> Iterator[Letter]:
    made: dict[str, str] = {}
    method = NEWS[news]
    for person in people:
        language = language_of(person)
        with translation.override(language):
            letter = letter_from(
                f"trajectories/mail/{news}.txt",
                {
                    "edition": edition,
                    "trajectory": edition.trajectory,
                    "person": person,
                    "sessions": sessions,
                    "url": address("trajectories:my_edition", edition.academy, edition.pk),
                    "evaluate_url": address("trajectories:evaluate", edition.academy, edition.pk),
                    "manage_url": address("trajectories:edition", edition.academy, edition.pk),
                    **_with_moments(facts),
                },
                academy=edition.academy,
                to=person.email,
                about_id=person.pk,
            )
            if method and sessions and person.email:
                if language not in made:
                    made[language] = calendars.calendar(
                        sessions,
                        academy=edition.academy,
                        method=method,
                        now=timezone.now(),
                        attendee=calendar_files.NOBODY,
                    )
                text = calendar_files.addressed(made[language], person.email)
                letter = replace(letter, calendar=text, calendar_method=method)
        yield letter


def _with_moments(facts: dict[str, Any]) -> dict[str, Any]:
    """Turn the moments that went through JSON back into moments; their names end in ``_at``."""
    return {
        name: datetime.fromisoformat(value) if name.endswith("_at") else value
        for name, value in facts.items()
    }
