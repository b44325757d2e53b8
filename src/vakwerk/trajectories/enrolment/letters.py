"""Which letters go out about editions? Kept as a job with the act, written by the worker, one language at a time.

Writing a letter with a calendar takes longer than giving a seat. So an act only keeps who is to hear what, and
the row that two hundred people wait for is free again at once.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.foundation import calendars as calendar_files
from vakwerk.foundation import jobs
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.letters import ForCalendars, address, to_people
from vakwerk.people.models import Person
from vakwerk.trajectories.enrolment import calendars
from vakwerk.trajectories.models import Edition, EditionSession, Enrolment, Trainer

KIND: Final = "trajectories.letters"
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
    "terms_changed": "",
    "apology": "",
    "reminder": "",
    "evaluate": "",
}

# What is told to people because they are there no more.
_GONE: Final = frozenset({"let_go", "withdrawn"})


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
        jobs.start(
            KIND,
            title=_("Letters about %(title)s") % {"title": edition.trajectory.title},
            by=None,
            is_quiet=True,
            news=news,
            edition_id=edition.pk,
            person_ids=ids,
            session_ids=None if sessions is None else list(sessions),
            facts=facts,
        )


@jobs.job(KIND)
def write(
    work: jobs.Work,
    *,
    news: str,
    edition_id: int,
    person_ids: list[int],
    session_ids: list[int] | None,
    facts: dict[str, Any],
) -> None:
    """Write the letters and keep them for sending, all in one transaction."""
    with in_academy(work.academy_id):
        edition = Edition.objects.select_related("trajectory", "academy").filter(pk=edition_id).first()
        if edition is None:
            return
        ids = _concerned(news, edition, person_ids)
        people = Person.objects.filter(pk__in=ids).select_related("account").order_by("pk")
        sessions = _sessions(edition, session_ids)
        to_people(
            f"trajectories/mail/{news}.txt",
            people,
            academy=edition.academy,
            now=timezone.now(),
            facts={**_facts(edition, sessions), **_with_moments(facts)},
            calendar=_for_calendars(news, edition, sessions),
        )


def _concerned(news: str, edition: Edition, person_ids: list[int]) -> list[int]:
    """Return for whom the news still holds: a job may wait, or be done again after it failed.

    It invites nobody who withdrew since, and takes nothing away from somebody who came back.
    """
    if NEWS[news] == REQUEST:
        there = _there(edition)
        return [person_id for person_id in person_ids if person_id in there]
    if news in _GONE:
        there = _there(edition)
        return [person_id for person_id in person_ids if person_id not in there]
    return person_ids


def _there(edition: Edition) -> set[int]:
    """Return who comes or leads now."""
    if edition.state == Edition.State.CANCELLED:
        return set()
    comes = Enrolment.objects.filter(edition=edition, state=Enrolment.State.ENROLLED)
    leads = Trainer.objects.filter(edition=edition, person__isnull=False)
    return {*comes.values_list("person_id", flat=True), *leads.values_list("person_id", flat=True)}


def _sessions(edition: Edition, session_ids: list[int] | None) -> list[EditionSession]:
    found = EditionSession.objects.filter(edition=edition).select_related(
        "activity", "edition__trajectory", "edition__academy"
    )
    if session_ids is None:
        return list(found.filter(is_cancelled=False, ends_at__gt=timezone.now()))
    return list(found.filter(pk__in=session_ids))


def _facts(edition: Edition, sessions: list[EditionSession]) -> dict[str, Any]:
    return {
        "edition": edition,
        "trajectory": edition.trajectory,
        "sessions": sessions,
        "url": address("trajectories:my_edition", edition.academy, edition.pk),
        "evaluate_url": address("trajectories:evaluate", edition.academy, edition.pk),
        "manage_url": address("trajectories:edition", edition.academy, edition.pk),
    }


def _for_calendars(news: str, edition: Edition, sessions: list[EditionSession]) -> ForCalendars | None:
    method = NEWS[news]
    if not method or not sessions:
        return None
    return ForCalendars(method, lambda: calendars.entries(sessions, academy=edition.academy))


def _with_moments(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the moments that went through JSON back into moments; their names end in ``_at``."""
    return {
        name: datetime.fromisoformat(value) if name.endswith("_at") else value
        for name, value in facts.items()
    }
