"""Which trajectories are there, what are they made of, and are they sound?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from vakwerk.craft.frameworks import queries as craft
from vakwerk.craft.frameworks.rules import Gap
from vakwerk.craft.models import Competency, Framework, Indicator, Level
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.knowledge.models import Source
from vakwerk.trajectories.design import rules
from vakwerk.trajectories.models import (
    Activity,
    ActivitySource,
    LearningGoal,
    ProofWay,
    Revision,
    Trajectory,
)


def trajectories() -> QuerySet[Trajectory]:
    """Return every trajectory of the academy, of every state."""
    return Trajectory.objects.all()


def trajectories_for_table() -> QuerySet[Trajectory]:
    """Return every trajectory with its numbers of goals and activities, newest change first."""
    return (
        Trajectory.objects.select_related("academy", "owner")
        .annotate(
            goal_count=Count("goals", distinct=True),
            activity_count=Count("activities", distinct=True),
            session_count=Count(
                "activities", filter=Q(activities__kind=Activity.Kind.SESSION), distinct=True
            ),
        )
        .order_by("-changed_at", "pk")
    )


def trajectory_or_404(trajectory_id: int) -> Trajectory:
    """Return a trajectory of the academy for its coordinator.

    :raises Http404: when there is none.
    """
    return get_object_or_404(Trajectory.objects.select_related("owner", "academy"), pk=trajectory_id)


def locked(trajectory: Trajectory) -> Trajectory:
    """Return a trajectory as it is now, and make whoever else changes it wait."""
    return Trajectory.objects.select_for_update().get(pk=trajectory.pk)


def editions_of(trajectory: Trajectory) -> int:
    """Count how often a trajectory is or was given."""
    return trajectory.editions.count()


def last_revision(trajectory: Trajectory) -> Revision | None:
    """Return what a trajectory was before its last change, if that was kept."""
    return trajectory.revisions.order_by("-id").first()


@dataclass(frozen=True)
class Describing:
    """The framework that holds here, as far as goals need it. ``framework`` is ``None`` while nothing holds."""

    framework: Framework | None
    levels: Sequence[Level]
    names: Mapping[int, Bilingual]
    competencies: Mapping[str, Competency]

    def now(self, competency: Competency | None) -> Competency | None:
        """Return a competency as it is described now, or as it was where the framework no longer has it."""
        return self.competencies.get(competency.key, competency) if competency else None

    def level_name(self, number: int | None) -> Bilingual | str:
        """Return what a level is called here."""
        return self.names.get(number, "") if number else ""


def describing() -> Describing:
    """Load the adopted framework with levels and indicators, in four queries."""
    framework = craft.adopted_framework()
    if framework is None:
        return Describing(None, (), {}, {})
    found = list(craft.competencies_of(framework))
    levels = list(found[0].framework.levels.all()) if found else craft.levels_of(framework)
    names = {one.number: one.called(framework.level_naming) for one in levels}
    return Describing(framework, levels, names, {one.key: one for one in found})


@dataclass(frozen=True)
class SourceOfActivity:
    """A piece of knowledge as pages show it. ``source``: where it is kept, of this academy or of its region."""

    link: ActivitySource
    source: Source | None

    @property
    def words(self) -> str:
        """What or who it is."""
        return str(self.link.text) or (self.source.title if self.source else "")

    @property
    def is_gone(self) -> bool:
        """Whether it was a kept source that is no longer there."""
        return self.source is None and bool(self.link.source_id or self.link.shared_source_id)


@dataclass
class LoadedActivity:
    """An activity with what belongs to it. ``number`` counts from one."""

    number: int
    activity: Activity
    goal_ids: frozenset[int]
    sources: Sequence[SourceOfActivity]

    def on(self, side: str) -> list[SourceOfActivity]:
        """Return the knowledge it draws on from one side."""
        return [one for one in self.sources if one.link.side == side]

    @property
    def inside(self) -> list[SourceOfActivity]:
        """Return the knowledge from inside."""
        return self.on(rules.INSIDE)

    @property
    def outside(self) -> list[SourceOfActivity]:
        """Return the knowledge from outside."""
        return self.on(rules.OUTSIDE)


@dataclass
class LoadedGoal:
    """A goal with what belongs to it, its competency as it is described now."""

    number: int
    goal: LearningGoal
    competency: Competency | None
    level_name: Bilingual | str
    gaps: Sequence[Gap]
    proofs: Sequence[ProofWay]
    activities: Sequence[int]

    @property
    def title(self) -> str:
        """What the goal is called in a list: its competency, or its own words without one."""
        return str(self.competency.name if self.competency else self.goal.text)


@dataclass
class Loaded:
    """A trajectory with everything of it."""

    trajectory: Trajectory
    goals: Sequence[LoadedGoal]
    activities: Sequence[LoadedActivity]
    described: Describing

    @property
    def sessions(self) -> list[LoadedActivity]:
        """Return the activities that are sessions."""
        return [one for one in self.activities if one.activity.kind == Activity.Kind.SESSION]

    @cached_property
    def design(self) -> rules.Design:
        """Return the trajectory as the rules know it."""
        one = self.trajectory
        texts = [
            one.title,
            one.for_whom,
            *(goal.goal.text for goal in self.goals),
            *(activity.activity.title for activity in self.activities),
        ]
        return rules.Design(
            has_title=bool(one.title.get("nl")),
            has_for_whom=bool(one.for_whom.get("nl")),
            weeks=one.weeks,
            has_why_long=bool(one.why_long.strip()),
            goals=[_goal_facts(goal) for goal in self.goals],
            activities=[_activity_facts(activity) for activity in self.activities],
            lacks_english=any(not text.get("en") for text in texts),
        )

    @cached_property
    def faults(self) -> list[rules.Fault]:
        """Return what keeps it from being published."""
        return rules.faults(self.design)


def _goal_facts(one: LoadedGoal) -> rules.GoalFacts:
    return rules.GoalFacts(
        number=one.number,
        has_words=bool(one.goal.text.get("nl")),
        has_competency=one.competency is not None,
        has_level=one.goal.level is not None,
        is_described=not one.gaps,
        activities=len(one.activities),
        proofs=len(one.proofs),
    )


def _activity_facts(one: LoadedActivity) -> rules.ActivityFacts:
    return rules.ActivityFacts(
        number=one.number,
        kind=one.activity.kind,
        has_title=bool(one.activity.title.get("nl")),
        goals=len(one.goal_ids),
        sides=tuple(source.link.side for source in one.sources),
        asks_own_case=one.activity.asks_own_case,
    )


def loaded(trajectory: Trajectory, described: Describing | None = None) -> Loaded:
    """Load all of a trajectory in a constant number of queries."""
    described = described or describing()
    goals = list(
        trajectory.goals.select_related("competency__framework")
        .prefetch_related("proof_ways", "competency__indicators", "competency__framework__levels")
        .order_by("position", "id")
    )
    activities = list(
        trajectory.activities.prefetch_related("goal_links", "source_links__source").order_by(
            "position", "id"
        )
    )
    shared = _shared(link for activity in activities for link in activity.source_links.all())
    numbered = [
        LoadedActivity(
            number=number,
            activity=activity,
            goal_ids=frozenset(link.goal_id for link in activity.goal_links.all()),
            sources=[
                SourceOfActivity(link, link.source or shared.get(link.shared_source_id or 0))
                for link in activity.source_links.all()
            ],
        )
        for number, activity in enumerate(activities, start=1)
    ]
    return Loaded(
        trajectory,
        [_loaded_goal(number, goal, numbered, described) for number, goal in enumerate(goals, start=1)],
        numbered,
        described,
    )


def _loaded_goal(
    number: int, goal: LearningGoal, activities: Iterable[LoadedActivity], described: Describing
) -> LoadedGoal:
    competency = described.now(goal.competency)
    return LoadedGoal(
        number=number,
        goal=goal,
        competency=competency,
        level_name=described.level_name(goal.level),
        gaps=craft.describable(competency) if competency else (),
        proofs=list(goal.proof_ways.all()),
        activities=[one.number for one in activities if goal.pk in one.goal_ids],
    )


def _shared(links: Iterable[ActivitySource]) -> dict[int, Source]:
    ids = {link.shared_source_id for link in links if link.shared_source_id}
    return Source.objects.in_bulk(ids) if ids else {}


def indicators_of(competency: Competency | None, level: int | None) -> list[Indicator]:
    """Return the behaviour that shows a level of a competency; each is a way to show that a goal was met."""
    if competency is None or level is None:
        return []
    return [one for one in competency.indicators.all() if one.level == level]


def gaps_of(competency: Competency) -> Sequence[Gap]:
    """Return what a competency lacks before anybody can tell whether it is mastered."""
    return craft.describable(competency)


def as_if(design: rules.Design, goal: rules.GoalFacts) -> rules.Design:
    """Return a design as it would be with this goal in the place of the one with its number, or after the last."""
    goals = [goal if one.number == goal.number else one for one in design.goals]
    return replace(design, goals=goals if goal.number <= len(design.goals) else [*goals, goal])


def key_is_taken(key: str) -> bool:
    """Tell whether the academy has a trajectory with this key."""
    return Trajectory.objects.filter(key=key).exists()


def goal_or_404(trajectory: Trajectory, goal_id: int) -> LearningGoal:
    """Return a goal of a trajectory.

    :raises Http404: when there is none.
    """
    return get_object_or_404(trajectory.goals.select_related("competency"), pk=goal_id)


def activity_or_404(trajectory: Trajectory, activity_id: int) -> Activity:
    """Return an activity of a trajectory.

    :raises Http404: when there is none.
    """
    return get_object_or_404(trajectory.activities, pk=activity_id)
