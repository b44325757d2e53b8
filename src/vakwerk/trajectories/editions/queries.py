"""Which editions are there, and what else happens at the same moment?"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from vakwerk.foundation.times import AMSTERDAM
from vakwerk.people.models import Bond, Organisation, Person
from vakwerk.trajectories import searching
from vakwerk.trajectories.editions import rules
from vakwerk.trajectories.enrolment import queries as enrolment
from vakwerk.trajectories.models import (
    Activity,
    Attendance,
    CatalogueEntry,
    Edition,
    EditionSession,
    Enrolment,
    MemberSeats,
    Trainer,
    Trajectory,
)


def editions() -> QuerySet[Edition]:
    """Return every edition with its trajectory, for the coordinator's list."""
    return Edition.objects.select_related("trajectory").prefetch_related(
        Prefetch("trainers", Trainer.objects.select_related("person"))
    )


def searched(found: QuerySet[Edition], text: str) -> QuerySet[Edition]:
    """Keep editions whose trajectory, name, place or key has every word."""
    for word, has_it in searching.conditions(text):
        known = CatalogueEntry.objects.filter(has_it, trajectory=OuterRef("trajectory"))
        found = found.filter(
            Exists(known)
            | Q(trajectory__title__nl__icontains=word)
            | Q(name__icontains=word)
            | Q(place__icontains=word)
            | Q(key__iexact=word)
        )
    return found


def edition_or_404(edition_id: int) -> Any:
    """Return an edition with trajectory, sessions and trainers.

    :raises Http404: when there is none in this academy.
    """
    return get_object_or_404(enrolment.with_sessions(Edition.objects.all()), pk=edition_id)


def parts_to_date(edition: Edition) -> list[Activity]:
    """Return what of the trajectory an edition gives a date, in order: its sessions, and the circles it may plan."""
    kinds = [Activity.Kind.SESSION, Activity.Kind.CIRCLE]
    return list(edition.trajectory.activities.filter(kind__in=kinds))


def undated(edition: Edition) -> list[Activity]:
    """Return the sessions of the trajectory that have no date in this edition, in order.

    Two dates for one session date one session. Circles are planned by a round, so they may do without.
    """
    dated = EditionSession.objects.filter(edition=edition, is_cancelled=False, activity__isnull=False)
    wanted = edition.trajectory.activities.filter(kind=Activity.Kind.SESSION)
    return list(wanted.exclude(pk__in=dated.values("activity_id")))


def session_or_404(session_id: int) -> EditionSession:
    """Return a session with its edition.

    :raises Http404: when there is none in this academy.
    """
    return get_object_or_404(
        EditionSession.objects.select_related("activity", "edition__trajectory", "edition__academy"),
        pk=session_id,
    )


def published_trajectories() -> QuerySet[Trajectory]:
    """Return what can get an edition."""
    return Trajectory.objects.filter(state=Trajectory.State.PUBLISHED).order_by("title__nl", "pk")


def moments(edition: Edition, *, besides: int | None = None) -> list[tuple[datetime, datetime]]:
    """Return when the sessions of an edition are, in the time of Amsterdam, without what was called off."""
    return [
        (one.starts_at.astimezone(AMSTERDAM), one.ends_at.astimezone(AMSTERDAM))
        for one in EditionSession.objects.filter(edition=edition, is_cancelled=False)
        if one.pk != besides
    ]


def trainer_names(edition: Edition) -> frozenset[str]:
    """Return who leads an edition, by name."""
    return frozenset(one.name for one in edition.trainers.all())


def sessions_around(
    spans: Sequence[tuple[datetime, datetime]], *, besides: Collection[int] = ()
) -> list[rules.Elsewhere]:
    """Return the sessions of all editions that touch one of these moments, with who leads them and where.

    ``besides``: sessions that do not count, for instance the one that moves. Two queries.
    """
    if not spans:
        return []
    first, last = min(start for start, _end in spans), max(end for _start, end in spans)
    found = (
        EditionSession.objects.filter(starts_at__lt=last, ends_at__gt=first, is_cancelled=False)
        .exclude(edition__state=Edition.State.CANCELLED)
        .exclude(pk__in=list(besides))
        .select_related("edition__trajectory")
        .prefetch_related(Prefetch("edition__trainers", Trainer.objects.select_related("person")))
        # A year of sessions of one academy at most; clashes beyond that are of no use to anybody.
        .order_by("starts_at")[:2000]
    )
    return [
        rules.Elsewhere(
            one.starts_at,
            one.ends_at,
            frozenset(trainer.name for trainer in one.edition.trainers.all()),
            one.where if one.edition.is_on_place else "",
            str(one.edition.trajectory.title),
        )
        for one in found
        if any(one.starts_at < end and start < one.ends_at for start, end in spans)
    ]


def conflicts_of(edition: Edition) -> dict[int, list[rules.Conflict]]:
    """Return for each session of an edition that is still to come what speaks against it."""
    now = timezone.now()
    ahead = [one for one in edition.sessions.all() if not one.is_cancelled and one.ends_at > now]
    elsewhere = sessions_around(
        [(one.starts_at, one.ends_at) for one in ahead],
        besides=[one.pk for one in edition.sessions.all()],
    )
    found = {}
    for one in ahead:
        against = list(
            rules.conflicts(
                one.starts_at.astimezone(AMSTERDAM),
                one.ends_at.astimezone(AMSTERDAM),
                trainers=trainer_names(edition),
                room=one.where if edition.is_on_place else "",
                elsewhere=elsewhere,
            )
        )
        if against:
            found[one.pk] = against
    return found


def kept_seats(edition: Edition) -> list[MemberSeats]:
    """Return the seats that are kept for organisations, by name."""
    return list(edition.member_seats.select_related("organisation").order_by("organisation__name"))


def organisations() -> QuerySet[Organisation]:
    """Return the organisations for which seats can be kept."""
    return Organisation.objects.order_by("name")


def takers(edition: Edition, *, states: Iterable[str]) -> list[int]:
    """Return the people who hear what changes: those in these states, and the trainers of the academy."""
    enrolled = Enrolment.objects.filter(edition=edition, state__in=list(states))
    people = list(enrolled.order_by("number").values_list("person_id", flat=True))
    leads = Trainer.objects.filter(edition=edition, person__isnull=False).values_list("person_id", flat=True)
    return list(dict.fromkeys([*people, *(pk for pk in leads if pk)]))


def attendance_counts(edition: Edition) -> dict[int, int]:
    """Return for each session of an edition how many were there."""
    found: dict[int, int] = {}
    for session_id in Attendance.objects.filter(session__edition=edition, was_there=True).values_list(
        "session_id", flat=True
    ):
        found[session_id] = found.get(session_id, 0) + 1
    return found


def mandatory_of_team(manager: Person) -> list[Any]:
    """Return the mandatory editions that people follow whom somebody manages, in one list of enrolments.

    Only those: who attends what by own choice is no business of a manager.
    """
    managed = Bond.objects.filter(senior=manager, kind=Bond.Kind.MANAGER).values("person")
    return list(
        Enrolment.objects.filter(
            person__in=managed,
            state=Enrolment.State.ENROLLED,
            edition__is_mandatory=True,
        )
        .exclude(edition__state__in=[Edition.State.PLANNED, Edition.State.CANCELLED])
        .select_related("person", "edition__trajectory")
        .order_by("-edition__starts_at", "edition_id", "person__sort_key", "pk")[:500]
    )


def soon(*, now: datetime, within: timedelta = timedelta(days=7)) -> list[EditionSession]:
    """Return the sessions of the coming days, for the coordinator's desk."""
    return list(
        EditionSession.objects.filter(starts_at__gt=now, starts_at__lt=now + within, is_cancelled=False)
        .exclude(edition__state__in=[Edition.State.PLANNED, Edition.State.CANCELLED])
        .select_related("edition__trajectory", "activity")
        .prefetch_related("apologies")
        .order_by("starts_at")[:20]
    )


def next_key(trajectory: Trajectory, *, year: int) -> str:
    """Return a free key for an edition: the trajectory's, the year and a number."""
    stem = f"{trajectory.key[:60]}-{year}"
    taken = set(Edition.objects.filter(key__startswith=f"{stem}-").values_list("key", flat=True))
    return next(key for n in range(1, len(taken) + 2) if (key := f"{stem}-{n}") not in taken)


def is_manager(person: Person) -> bool:
    """Tell whether somebody manages anybody."""
    return Bond.objects.filter(senior=person, kind=Bond.Kind.MANAGER).exists()
