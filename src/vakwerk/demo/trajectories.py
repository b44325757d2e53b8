"""What do the demo academies offer and need? Trajectories in their states, a regional template, learning needs."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from vakwerk.craft.frameworks import queries as craft
from vakwerk.craft.models import Competency
from vakwerk.demo.people import Population
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.tenancy import in_academy
from vakwerk.knowledge.models import Development, Side, Source
from vakwerk.people.models import Unit
from vakwerk.trajectories.design import operations, queries
from vakwerk.trajectories.design.operations import ActivityWish, GoalWish, Head, ProofWish, SourceWish
from vakwerk.trajectories.models import Activity, LearningGoal, LearningNeed, RegionalTemplate, Trajectory
from vakwerk.trajectories.needs import operations as needs
from vakwerk.trajectories.needs.operations import NeedWish
from vakwerk.trajectories.regional import operations as regional

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OWNER = "apeldoorn"
MEMBER = "amsterdam"
COORDINATOR = {OWNER: "jeroen", MEMBER: "ilse"}
SHARED = "tr1"
SEED = 20140328
WHY = ["", *Development.values]
# Some developments are on everybody's mind, others on that of a few.
WEIGHTS = [3, 6, 4, 2, 1, 2, 1]


@cache
def content() -> dict[str, Any]:
    """Return what is offered and needed, as written in content/trajectories.yaml."""
    text = files("vakwerk.demo").joinpath("content/trajectories.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def load(populations: dict[str, Population], *, today: date) -> None:
    """Fill the academies: one makes and shares, the other takes over; both have people who need something."""
    owner, member = populations[OWNER], populations[MEMBER]
    with in_academy(owner.academy):
        designing = Designing(owner, today)
        made = {key: designing.make(key, one) for key, one in content()["trajectories"].items()}
        template = designing.share(made[SHARED], Bilingual(), days_ago=80)
        _say_needs(owner, today)
    with in_academy(member.academy):
        Designing(member, today).adopt(template)
        _say_needs(member, today)
    with in_academy(owner.academy):
        designing.update(made[SHARED])


def _at(today: date, days_ago: int) -> datetime:
    return datetime.combine(today - timedelta(days=days_ago), time(10), AMSTERDAM)


class Designing:
    """Makes the trajectories of one academy, as its coordinator would."""

    def __init__(self, population: Population, today: date) -> None:
        self.academy = population.academy
        self.by = population.by_key[COORDINATOR[population.academy.slug]]
        self.today = today
        framework = craft.adopted_framework()
        assert framework
        self.competencies = {one.key: one for one in craft.competencies_of(framework)}

    def make(self, key: str, one: Mapping[str, Any]) -> Trajectory:
        """Make one trajectory, and publish it if that is its state."""
        head = Head(
            title=Bilingual(one["title"]),
            summary=Bilingual(one["summary"]),
            for_whom=Bilingual(one["for_whom"]),
            weeks=one["weeks"],
            is_public=one["state"] == "published",
            sessions_needed=one.get("sessions_needed"),
            proofs_needed=one.get("proofs_needed", False),
        )
        trajectory = operations.make_trajectory(head=head, by=self.by, key=key)
        steps = [self._add_step(trajectory, step, one["minutes"]) for step in one["steps"]]
        for goal in one["goals"]:
            self._add_goal(trajectory, goal, steps)
        if one["state"] == "published":
            operations.publish_trajectory(trajectory=trajectory, by=self.by, now=_at(self.today, 100))
        trajectory.refresh_from_db()
        return trajectory

    def _add_step(self, trajectory: Trajectory, step: Mapping[str, Any], minutes: int) -> Activity:
        wish = ActivityWish(
            title=Bilingual(step["title"]),
            kind=step.get("kind", Activity.Kind.SESSION),
            description=Bilingual(step.get("description", {})),
            minutes=step.get("minutes", minutes),
        )
        activity = operations.add_activity(trajectory=trajectory, wish=wish, by=self.by)
        for side in Side.values:
            self.tie(activity, side, step.get(side, ()))
        return activity

    def tie(self, activity: Activity, side: str, entries: Sequence[Any]) -> None:
        """Tie sources, by key or in words, to a step. A source that another academy keeps to itself is left out."""
        for entry in entries:
            if isinstance(entry, dict):
                wish = SourceWish(side=side, text=Bilingual(entry))
            elif source := Source.objects.filter(key=entry).first():
                wish = SourceWish(side=side, source=source)
            else:
                continue
            operations.add_source(activity=activity, wish=wish, by=self.by)

    def _add_goal(self, trajectory: Trajectory, goal: Mapping[str, Any], steps: Sequence[Activity]) -> None:
        competency = self.competencies[goal["competency"]]
        wish = GoalWish(
            text=Bilingual(goal["text"]),
            competency=competency,
            level=goal["level"],
            activities=[steps[number - 1] for number in goal["practised"]],
            proofs=[self._proof(competency, goal["level"], one) for one in goal["proofs"]],
        )
        operations.add_goal(trajectory=trajectory, wish=wish, by=self.by)

    @staticmethod
    def _proof(competency: Competency, level: int, one: int | dict[str, str]) -> ProofWish:
        if isinstance(one, dict):
            return ProofWish(Bilingual(one))
        indicator = queries.indicators_of(competency, level)[one]
        return ProofWish(indicator.text, indicator)

    def share(self, trajectory: Trajectory, note: Bilingual, *, days_ago: int) -> RegionalTemplate:
        """Share a trajectory with the region."""
        return regional.share_trajectory(
            trajectory=trajectory,
            academy=self.academy,
            note=note,
            by=self.by,
            now=_at(self.today, days_ago),
        )

    def adopt(self, template: RegionalTemplate) -> None:
        """Take the template over, add what is one's own, and publish it."""
        variant, setup = self._variant(template), content()["variant"]
        operations.change_trajectory(
            trajectory=variant,
            head=Head(
                title=variant.title,
                summary=variant.summary,
                for_whom=Bilingual(setup["for_whom"]),
                weeks=variant.weeks,
                sessions_needed=variant.sessions_needed,
                proofs_needed=variant.proofs_needed,
            ),
            by=self.by,
        )
        for side in Side.values:
            for number, entries in setup[side].items():
                self.tie(variant.activities.get(position=number - 1), side, entries)
        goal = variant.goals.get(position=0)
        self._with_proof(goal, ProofWish(Bilingual(setup["proof"])))
        operations.publish_trajectory(trajectory=variant, by=self.by, now=_at(self.today, 60))

    def _variant(self, template: RegionalTemplate) -> Trajectory:
        return regional.adopt_template(
            template=template, academy=self.academy, by=self.by, now=_at(self.today, 70)
        )

    def _with_proof(self, goal: LearningGoal, proof: ProofWish) -> None:
        proofs = [ProofWish(way.text, way.indicator) for way in goal.proof_ways.select_related("indicator")]
        wish = GoalWish(
            text=goal.text,
            competency=goal.competency,
            level=goal.level,
            activities=[link.activity for link in goal.activity_links.select_related("activity")],
            proofs=[*proofs, proof],
        )
        operations.change_goal(goal=goal, wish=wish, by=self.by)

    def update(self, trajectory: Trajectory) -> None:
        """Change the shared trajectory and share it again, so that the other academy has something to look at."""
        setup = content()["update"]
        activity = trajectory.activities.get(position=setup["step"] - 1)
        wish = ActivityWish(
            title=activity.title,
            kind=activity.kind,
            description=Bilingual(setup["description"]),
            minutes=activity.minutes,
            url=activity.url,
            goals=[link.goal for link in activity.goal_links.select_related("goal")],
        )
        operations.change_activity(activity=activity, wish=wish, by=self.by)
        self.tie(activity, Side.OUTSIDE, [setup["outside"]])
        goal = trajectory.goals.select_related("competency").get(position=setup["goal"] - 1)
        assert goal.competency
        assert goal.level
        self._with_proof(goal, self._proof(goal.competency, goal.level, setup["proof"]))
        self.share(trajectory, Bilingual(setup["note"]), days_ago=5)


def _say_needs(population: Population, today: date) -> None:
    slug = population.academy.slug
    for key, competency, level, development, dilemma in content()["needs"][slug]:
        needs.say_need(
            person=population.by_key[key],
            wish=NeedWish(competency, level, development, dilemma),
            now=_at(today, 45),
        )
    LearningNeed.objects.bulk_create(_generated(population, content()["counts"][slug], today))
    for key, unit, competency, level, people in content()["teams"][slug]:
        needs.enter_unit_need(
            unit=Unit.objects.get(name=unit, organisation__memberships__person=population.by_key[key]),
            wish=NeedWish(competency, level),
            people=people,
            by=population.by_key[key],
            now=_at(today, 30),
        )


def _generated(
    population: Population, wanted: Mapping[str, Mapping[str, Any]], today: date
) -> list[LearningNeed]:
    """Let generated colleagues want something: each at most one thing per competency, teams unevenly."""
    chance = random.Random(f"{SEED}-{population.academy.slug}")  # noqa: S311 - made-up people need no secrets
    colleagues = [person for person, post in population.generated if post.unit]
    return [
        LearningNeed(
            person=person,
            competency_key=competency,
            level=chance.choice(one["levels"]),
            development=chance.choices(WHY, WEIGHTS)[0],
            made_at=_at(today, chance.randrange(5, 200)),
        )
        for competency, one in wanted.items()
        for person in chance.sample(colleagues, one["people"])
    ]
