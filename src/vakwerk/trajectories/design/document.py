"""How is a trajectory written down as a whole? As a document of plain values, and back.

Revisions, copies, regional templates and local variants are all this document. Parts carry keys, so that writing
it over a trajectory that is there changes what differs and keeps every row that others point at.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from vakwerk.craft.frameworks import queries as craft
from vakwerk.craft.models import Competency, Indicator
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.tenancy import current_academy_id
from vakwerk.knowledge.models import Source
from vakwerk.trajectories.models import (
    Activity,
    ActivityGoal,
    ActivitySource,
    LearningGoal,
    ProofWay,
    Trajectory,
)

FORMAT: Final = 1
WORDS: Final = ("title", "summary", "for_whom")
FACTS: Final = ("weeks", "why_long", "sessions_needed", "proofs_needed")
ACTIVITY_FACTS: Final = ("kind", "minutes", "url", "asks_own_case")

Document = dict[str, Any]


def document_of(trajectory: Trajectory) -> Document:
    """Write a trajectory down, with everything of it that this academy keeps."""
    goals = list(
        trajectory.goals.select_related("competency")
        .prefetch_related("proof_ways__indicator")
        .order_by("position", "id")
    )
    keys = {goal.pk: goal.key for goal in goals}
    activities = trajectory.activities.prefetch_related("goal_links", "source_links").order_by(
        "position", "id"
    )
    return {
        "format": FORMAT,
        **{name: dict(getattr(trajectory, name)) for name in WORDS},
        **{name: getattr(trajectory, name) for name in FACTS},
        "goals": [_goal(goal) for goal in goals],
        "activities": [_activity(activity, keys) for activity in activities],
    }


def _goal(goal: LearningGoal) -> Document:
    return {
        "key": goal.key,
        "text": dict(goal.text),
        "competency": goal.competency.key if goal.competency else "",
        "competency_name": dict(goal.competency.name) if goal.competency else {},
        "level": goal.level,
        "proofs": [
            {
                "key": way.key,
                "text": dict(way.text),
                "indicator": way.indicator.key if way.indicator else "",
            }
            for way in goal.proof_ways.all()
        ],
    }


def _activity(activity: Activity, keys: Mapping[int, str]) -> Document:
    return {
        "key": activity.key,
        "title": dict(activity.title),
        "description": dict(activity.description),
        **{name: getattr(activity, name) for name in ACTIVITY_FACTS},
        "goals": [
            key for pk, key in keys.items() if pk in {link.goal_id for link in activity.goal_links.all()}
        ],
        "sources": [
            {
                "key": link.key,
                "side": link.side,
                "text": dict(link.text),
                "source_id": link.source_id,
                "shared_source_id": link.shared_source_id,
                "local": link.local,
            }
            for link in activity.source_links.all()
        ],
    }


def write(trajectory: Trajectory, document: Document) -> None:
    """Make a kept trajectory what a document says, keeping the rows of parts that stay."""
    for name in WORDS:
        setattr(trajectory, name, Bilingual(document[name]))
    for name in FACTS:
        setattr(trajectory, name, document[name])
    trajectory.save()
    goals = _write_goals(trajectory, document["goals"])
    _write_activities(trajectory, document["activities"], goals)


def _write_goals(trajectory: Trajectory, wanted: list[Document]) -> dict[str, LearningGoal]:
    there = {goal.key: goal for goal in trajectory.goals.all()}
    _drop(there, wanted)
    competencies = competencies_named(
        {one["competency"] for one in wanted if one["competency"]}, there.values()
    )
    made = {}
    for position, one in enumerate(wanted):
        goal = there.get(one["key"]) or LearningGoal(trajectory=trajectory, key=one["key"])
        goal.position, goal.text, goal.level = position, Bilingual(one["text"]), one["level"]
        goal.competency = competencies.get(one["competency"])
        goal.save()
        _write_proofs(goal, one["proofs"])
        made[goal.key] = goal
    return made


def competencies_named(keys: Iterable[str], goals: Iterable[LearningGoal] = ()) -> dict[str, Competency]:
    """Find competencies by key: in the framework that holds here, or where these goals have them already."""
    framework = craft.adopted_framework()
    known = {goal.competency.key: goal.competency for goal in goals if goal.competency}
    if framework:
        known.update(
            (one.key, one) for one in Competency.objects.filter(framework=framework, key__in=set(keys))
        )
    return known


def _write_proofs(goal: LearningGoal, wanted: list[Document]) -> None:
    there = {way.key: way for way in goal.proof_ways.all()}
    _drop(there, wanted)
    indicators: dict[str, Indicator] = {}
    if goal.competency and any(one["indicator"] for one in wanted):
        indicators = {one.key: one for one in goal.competency.indicators.all()}
    for position, one in enumerate(wanted):
        way = there.get(one["key"]) or ProofWay(goal=goal, key=one["key"])
        way.position, way.text = position, Bilingual(one["text"])
        way.indicator = indicators.get(one["indicator"])
        way.save()


def _write_activities(
    trajectory: Trajectory, wanted: list[Document], goals: Mapping[str, LearningGoal]
) -> None:
    there = {activity.key: activity for activity in trajectory.activities.all()}
    _drop(there, wanted)
    for position, one in enumerate(wanted):
        activity = there.get(one["key"]) or Activity(trajectory=trajectory, key=one["key"])
        activity.position = position
        activity.title, activity.description = Bilingual(one["title"]), Bilingual(one["description"])
        for name in ACTIVITY_FACTS:
            setattr(activity, name, one[name])
        activity.save()
        tie_goals(activity, [goals[key] for key in one["goals"] if key in goals])
        _write_sources(activity, one["sources"])


def tie_goals(activity: Activity, goals: Iterable[LearningGoal]) -> None:
    """Have an activity work on these goals and no others."""
    wanted = {goal.pk for goal in goals}
    there = set(activity.goal_links.values_list("goal_id", flat=True))
    activity.goal_links.filter(goal_id__in=there - wanted).delete()
    ActivityGoal.objects.bulk_create(
        ActivityGoal(activity=activity, goal_id=goal_id) for goal_id in sorted(wanted - there)
    )


def _write_sources(activity: Activity, wanted: list[Document]) -> None:
    there = {link.key: link for link in activity.source_links.all()}
    _drop(there, wanted)
    kept = kept_sources({one["source_id"] for one in wanted if one.get("source_id")})
    for one in wanted:
        link = there.get(one["key"]) or ActivitySource(activity=activity, key=one["key"])
        link.side, link.text, link.local = one["side"], Bilingual(one["text"]), one["local"]
        link.source_id = one["source_id"] if one.get("source_id") in kept else None
        link.shared_source_id = one.get("shared_source_id")
        link.save()


def kept_sources(ids: Iterable[int]) -> set[int]:
    """Tell which of these sources the academy still has of its own."""
    ours = Source.objects.filter(pk__in=set(ids), academy_id=current_academy_id())
    return set(ours.values_list("pk", flat=True))


def _drop(there: dict[str, Any], wanted: list[Document]) -> None:
    """Delete the parts that a document no longer has."""
    for key in set(there) - {one["key"] for one in wanted}:
        there.pop(key).delete()
