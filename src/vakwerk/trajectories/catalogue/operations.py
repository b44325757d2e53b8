"""How does the catalogue keep up with what it shows?"""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from vakwerk.foundation import audit
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.knowledge.search import queries as knowledge
from vakwerk.people.models import Person
from vakwerk.people.rules import search_key
from vakwerk.trajectories.catalogue import queries
from vakwerk.trajectories.models import (
    Activity,
    CatalogueEntry,
    CatalogueSetting,
    LearningGoal,
    Trajectory,
)


def catch_up() -> int:
    """Write the entries of trajectories that changed since; return how many. One query when there are none."""
    stale = queries.out_of_date()
    return describe(stale) if stale else 0


@transaction.atomic
def describe(trajectories: Sequence[Trajectory]) -> int:
    """Write what the catalogue finds trajectories by."""
    rows = Trajectory.objects.filter(pk__in=[one.pk for one in trajectories]).prefetch_related(
        Prefetch("goals", LearningGoal.objects.select_related("competency")),
        Prefetch("activities", Activity.objects.prefetch_related("source_links")),
    )
    entries = [_entry(one) for one in rows]
    texts = [f"{entry.search_key} {_definitions(one)}" for entry, one in zip(entries, rows, strict=True)]
    for entry, stems in zip(entries, knowledge.stems_in(texts), strict=True):
        entry.stems = f" {' '.join(stems)} "
    CatalogueEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["academy", "trajectory"],
        update_fields=[
            "search_key", "stems", "sort_key", "competency_ids", "sessions", "minutes", "has_inside", "has_outside",
            "as_of",
        ],
        batch_size=500,
    )  # fmt: skip
    return len(entries)


def _entry(trajectory: Trajectory) -> CatalogueEntry:
    goals = list(trajectory.goals.all())
    activities = list(trajectory.activities.all())
    sessions = [one for one in activities if one.kind == Activity.Kind.SESSION]
    sides = {link.side for one in activities for link in one.source_links.all()}
    words = [trajectory.title, trajectory.summary, trajectory.for_whom]
    words += [goal.text for goal in goals]
    competencies = [goal.competency for goal in goals if goal.competency]
    words += [one.name for one in competencies]
    words += [one.title for one in activities]
    return CatalogueEntry(
        trajectory=trajectory,
        search_key=" ".join((_keys(words), *(search_key(one.code) for one in competencies))),
        sort_key=search_key(trajectory.title.in_language("nl"))[:200],
        competency_ids=sorted({goal.competency_id for goal in goals if goal.competency_id}),
        sessions=len(sessions),
        minutes=sum(one.minutes or 0 for one in sessions),
        has_inside="inside" in sides,
        has_outside="outside" in sides,
        as_of=max(trajectory.changed_at, timezone.now()),
    )


def _definitions(trajectory: Trajectory) -> str:
    """Return how the competencies that it leads to are described: its own words stand for parts of words too."""
    return _keys(goal.competency.definition for goal in trajectory.goals.all() if goal.competency)


def _keys(texts: Iterable[Bilingual]) -> str:
    return search_key(" ".join(text for one in texts for text in one.values() if text))


@transaction.atomic
def set_public(*, is_public: bool, by: Person) -> CatalogueSetting:
    """Show the catalogue to everybody, or to the people of the academy only.

    Only trajectories that are marked as visible without signing in are then seen by everybody.
    """
    setting, _made = CatalogueSetting.objects.update_or_create(defaults={"is_public": is_public})
    audit.record(
        "trajectories.catalogue_public" if is_public else "trajectories.catalogue_private", by=by, on=setting
    )
    return setting
