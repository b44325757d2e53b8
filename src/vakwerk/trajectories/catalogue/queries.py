"""What is on offer, and what of it fits what somebody looks for?

Row-level security keeps PostgreSQL from using an index for words, since its operators could leak. So the
catalogue looks through a narrow row for each trajectory of the academy, by keys that one rule made, and asks
for editions by an index that begins with academy, trajectory and state.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils import timezone

from vakwerk.craft.frameworks import queries as frameworks
from vakwerk.craft.models import Competency, Level
from vakwerk.foundation import days
from vakwerk.trajectories import searching
from vakwerk.trajectories.catalogue import rules
from vakwerk.trajectories.catalogue.rules import Sides, Where, Wish
from vakwerk.trajectories.models import (
    Activity,
    ActivitySource,
    CatalogueEntry,
    CatalogueSetting,
    Edition,
    EditionSession,
    LearningGoal,
    Trainer,
    Trajectory,
)

PUBLISHED = Trajectory.State.PUBLISHED


def is_public() -> bool:
    """Tell whether the academy shows its catalogue to everybody."""
    return CatalogueSetting.objects.filter(is_public=True).exists()


def out_of_date() -> list[Trajectory]:
    """Return the published trajectories that the catalogue does not know as they are now."""
    known = CatalogueEntry.objects.filter(trajectory=OuterRef("pk"), as_of__gte=OuterRef("changed_at"))
    return list(Trajectory.objects.filter(~Exists(known), state=PUBLISHED))


def _enrollable(today: date, now: datetime) -> QuerySet[Edition]:
    """Return the editions in which people can enrol now, for a trajectory of an outer query."""
    return Edition.objects.filter(
        Q(enrol_until=None) | Q(enrol_until__gte=today),
        trajectory=OuterRef("trajectory"),
        state=Edition.State.OPEN,
        starts_at__gt=now,
    )


def _fitting(wish: Wish, today: date, now: datetime) -> QuerySet[Edition]:
    found = _enrollable(today, now)
    if wish.free_only:
        found = found.filter(taken__lt=F("capacity"))
    if wish.where is Where.ONLINE:
        found = found.exclude(form=Edition.Form.ON_PLACE)
    if wish.where is Where.ON_PLACE:
        found = found.exclude(form=Edition.Form.ONLINE)
    if wish.when:
        first, last = rules.begins_between(wish.when, today)
        found = found.filter(starts_at__gte=days.at(first, time.min))
        if last:
            found = found.filter(starts_at__lt=days.at(last, time.max))
    return found


def entries(wish: Wish, *, now: datetime, public_only: bool = False) -> QuerySet[Any]:
    """Return what fits a wish, what begins first at the top, each with ``next_at``: when its next edition begins."""
    today = timezone.localdate(now)
    found = CatalogueEntry.objects.filter(trajectory__state=PUBLISHED)
    if public_only:
        found = found.filter(trajectory__is_public=True)
    for _word, has_it in searching.conditions(wish.text):
        found = found.filter(has_it)
    found = _by_goals(found, wish)
    if wish.length:
        least, most = rules.minutes_between(wish.length)
        found = found.filter(minutes__gte=least)
        if most is not None:
            found = found.filter(minutes__lte=most)
    if wish.sides in {Sides.BOTH, Sides.INSIDE}:
        found = found.filter(has_inside=True)
    if wish.sides in {Sides.BOTH, Sides.OUTSIDE}:
        found = found.filter(has_outside=True)
    fitting = _fitting(wish, today, now)
    if wish.asks_for_edition:
        found = found.filter(Exists(fitting))
    # The first of an index in order, not the least of a group: it stops at one row.
    first = fitting.order_by("starts_at").values("starts_at")[:1]
    return found.annotate(next_at=Subquery(first)).order_by(
        F("next_at").asc(nulls_last=True), "sort_key", "pk"
    )


def _by_goals(found: QuerySet[Any], wish: Wish) -> QuerySet[Any]:
    if not wish.competency and wish.level is None:
        return found
    goals = LearningGoal.objects.filter(trajectory=OuterRef("trajectory"))
    if wish.competency:
        goals = goals.filter(competency__key=wish.competency)
    if wish.level is not None:
        goals = goals.filter(level=wish.level)
    return found.filter(Exists(goals))


def shown(ids: Sequence[int], *, now: datetime) -> list[Any]:
    """Return catalogue entries in this order with all that a list shows, in a constant number of queries.

    ``trajectory.ahead``: the editions that are open or still to come.
    """
    editions = (
        Edition.objects.filter(state__in=[Edition.State.OPEN, Edition.State.CLOSED], starts_at__gt=now)
        .order_by("starts_at", "pk")
        .defer("reason", "cost_note")
    )
    rows = (
        CatalogueEntry.objects.filter(pk__in=ids)
        .select_related("trajectory")
        .prefetch_related(
            Prefetch("trajectory__editions", editions, to_attr="ahead"),
            Prefetch(
                "trajectory__goals",
                LearningGoal.objects.select_related("competency").only(
                    "trajectory", "position", "level", "competency__name", "academy"
                ),
            ),
        )
        .defer("search_key", "stems")
    )
    by_id = {one.pk: one for one in rows}
    return [by_id[pk] for pk in ids if pk in by_id]


def competencies() -> list[tuple[str, str]]:
    """Return the competencies that something on offer leads to, as key and name, in order."""
    goals = LearningGoal.objects.filter(competency=OuterRef("pk"), trajectory__state=PUBLISHED)
    found = (
        Competency.objects.filter(Exists(goals))
        .order_by("cluster__position", "position", "-framework__version", "pk")
        .only("key", "name")[:300]
    )
    by_key: dict[str, str] = {}
    for one in found:
        by_key.setdefault(one.key, str(one.name))
    return list(by_key.items())


def level_names() -> dict[int, str]:
    """Return what the levels are called in the academy, by number."""
    framework = frameworks.adopted_framework()
    if framework is None:
        return {}
    return {number: str(name) for number, name in sorted(frameworks.level_names(framework).items())}


def trajectory_or_404(trajectory_id: int, *, public_only: bool = False) -> Any:
    """Return a published trajectory with goals, activities, knowledge and editions, in a constant number of queries.

    :raises Http404: when it is not on offer, or not to this reader.
    """
    found = Trajectory.objects.filter(state=PUBLISHED)
    if public_only:
        found = found.filter(is_public=True)
    editions = (
        Edition.objects.filter(state__in=[Edition.State.OPEN, Edition.State.CLOSED, Edition.State.CANCELLED])
        .order_by("starts_at", "pk")
        .prefetch_related(
            Prefetch("sessions", EditionSession.objects.select_related("activity")),
            Prefetch("trainers", Trainer.objects.select_related("person")),
        )
    )
    return get_object_or_404(
        found.select_related("academy").prefetch_related(
            Prefetch("goals", LearningGoal.objects.select_related("competency__framework")),
            "goals__proof_ways",
            Prefetch(
                "activities",
                Activity.objects.prefetch_related(
                    Prefetch("source_links", ActivitySource.objects.select_related("source"))
                ),
            ),
            Prefetch("editions", editions, to_attr="offered"),
        ),
        pk=trajectory_id,
    )


def everything() -> list[Any]:
    """Return the whole catalogue with goals, activities and editions, for whoever takes it along."""
    return list(
        Trajectory.objects.filter(state=PUBLISHED)
        .order_by("key")
        .prefetch_related(
            Prefetch("goals", LearningGoal.objects.select_related("competency__framework")),
            "goals__proof_ways",
            Prefetch(
                "activities",
                Activity.objects.prefetch_related(
                    Prefetch("source_links", ActivitySource.objects.select_related("source"))
                ),
            ),
            Prefetch(
                "editions",
                Edition.objects.exclude(state=Edition.State.PLANNED)
                .order_by("starts_at", "pk")
                .prefetch_related(
                    Prefetch("sessions", EditionSession.objects.select_related("activity")),
                    Prefetch("trainers", Trainer.objects.select_related("person")),
                    "member_seats__organisation",
                ),
            ),
        )
    )


def levels() -> QuerySet[Level]:
    """Return the levels of the adopted framework."""
    return Level.objects.filter(framework__state="adopted").order_by("number")


def public_count() -> int:
    """Count the published trajectories that everybody may see once the catalogue is public."""
    return Trajectory.objects.filter(state=PUBLISHED, is_public=True).count()
