"""Makes trajectories, needs and templates by walking the operations, so that no test starts from the impossible."""

from typing import Any

from django.utils import timezone

from vakwerk.craft.frameworks import queries as craft
from vakwerk.craft.models import Competency, Framework
from vakwerk.craft.tests.framework_factories import adopted
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.models import Academy
from vakwerk.foundation.tests.founding import a_region, change
from vakwerk.people.models import Bond, Membership, Organisation, Person, Unit
from vakwerk.people.tests import factories as people
from vakwerk.trajectories.design import operations, queries
from vakwerk.trajectories.design.operations import ActivityWish, GoalWish, Head, ProofWish, SourceWish
from vakwerk.trajectories.models import Activity, LearningGoal, LearningNeed, RegionalTemplate, Trajectory
from vakwerk.trajectories.needs import operations as needs
from vakwerk.trajectories.needs.operations import NeedWish
from vakwerk.trajectories.regional import operations as regional


def both(text: str) -> Bilingual:
    """Return a text in both languages."""
    return Bilingual(nl=text, en=f"{text} (en)")


def head(title: str = "Samenwerken in de regio", **more: Any) -> Head:
    """Return what is said of a trajectory as a whole."""
    usual = {"title": both(title), "summary": both("Kort."), "for_whom": both("Collega's uit drie gemeenten")}
    return Head(**{**usual, **more})


def framework() -> Framework:
    """Return the framework that holds here; adopt the starter if none does."""
    return craft.adopted_framework() or adopted()


def competency(key: str = "collaborating") -> Competency:
    """Return a competency of the framework that holds here."""
    found = framework().competencies.select_related("framework").get(key=key)
    return next(one for one in craft.competencies_of(found.framework) if one.pk == found.pk)


def draft(by: Person | None = None, title: str = "Samenwerken in de regio", **more: Any) -> Trajectory:
    """Make a trajectory with nothing in it."""
    return operations.make_trajectory(head=head(title, **more), by=by)


def step(
    trajectory: Trajectory, title: str = "Het goede moment kiezen", *, sides: str = "", **more: Any
) -> Activity:
    """Add a session. ``sides``: "inside outside" for which sides it has knowledge, in words."""
    wish = ActivityWish(title=both(title), **{"minutes": 120, **more})
    made = operations.add_activity(trajectory=trajectory, wish=wish, by=None)
    for side in sides.split():
        operations.add_source(
            activity=made, wish=SourceWish(side=side, text=both(f"{title}, {side}")), by=None
        )
    return made


def goal(
    trajectory: Trajectory,
    *steps: Activity,
    key: str = "collaborating",
    level: int = 2,
    proofs: tuple[str, ...] = ("Een afspraak",),
) -> LearningGoal:
    """Add a goal that these steps work on."""
    wish = GoalWish(
        text=both("Je maakt een afspraak die blijft staan."),
        competency=competency(key),
        level=level,
        activities=steps,
        proofs=[ProofWish(both(proof)) for proof in proofs],
    )
    return operations.add_goal(trajectory=trajectory, wish=wish, by=None)


def sound(by: Person | None = None, title: str = "Samenwerken in de regio") -> Trajectory:
    """Make a draft that may be published: two steps, a goal, knowledge from both sides."""
    made = draft(by, title)
    first = step(made, "Elkaars taal leren", sides="inside outside")
    step(made, "Afspraken die standhouden", sides="inside")
    goal(made, first)
    made.refresh_from_db()
    return made


def published(by: Person | None = None, title: str = "Samenwerken in de regio") -> Trajectory:
    """Make a published trajectory."""
    return operations.publish_trajectory(trajectory=sound(by, title), by=by, now=timezone.now())


def reasons(trajectory: Trajectory) -> list[str]:
    """Return why a trajectory is not sound."""
    return [fault.reason.name for fault in queries.loaded(trajectory).faults]


def need(person: Person, key: str = "connecting", level: int = 2, **more: str) -> LearningNeed:
    """Let somebody say what they want to learn."""
    return needs.say_need(person=person, wish=NeedWish(key, level, **more), now=timezone.now())


def team(
    name: str, size: int, *, organisation: str = "Apeldoorn", manager: Person | None = None
) -> list[Person]:
    """Make the people of a unit, with a manager if there is one."""
    place = Organisation.objects.get_or_create(name=organisation)[0]
    unit = Unit.objects.get_or_create(organisation=place, name=name)[0]
    made = []
    for nth in range(size):
        one = people.person(f"{name}{nth}", "Jansen")
        one.memberships.all().delete()
        Membership.objects.create(person=one, organisation=place, unit=unit)
        if manager:
            Bond.objects.create(person=one, senior=manager, kind=Bond.Kind.MANAGER)
        made.append(one)
    return made


def in_region(academy: Academy, name: str = "IJssel en Veluwe") -> Academy:
    """Put an academy in a region."""
    change(academy, region=a_region("regio", name))
    return academy


def template(by: Person | None, academy: Academy) -> RegionalTemplate:
    """Share a sound trajectory with the region."""
    return regional.share_trajectory(
        trajectory=sound(by), academy=in_region(academy), note=Bilingual(), by=by, now=timezone.now()
    )


def examples(owner: Person, secret: str) -> dict[str, Any]:
    """Return one object for every gap in the addresses of this part; ``secret`` stands where people write."""
    made = draft(owner, secret)
    one = step(made, secret, sides="inside")
    aim = goal(made, one, key="connecting", proofs=(secret,))
    member = team(secret, 1, manager=owner)[0]
    unit = member.memberships.get().unit
    assert unit
    wish = NeedWish("connecting", 2)
    entered = needs.enter_unit_need(unit=unit, wish=wish, people=1, by=owner, now=timezone.now())
    return {
        "trajectory_id": made.pk,
        "goal_id": aim.pk,
        "activity_id": one.pk,
        "link_id": one.source_links.get().pk,
        "side": "outside",
        "what": "doel",
        "part_id": aim.pk,
        "need_id": need(owner, "connecting", dilemma=secret).pk,
        "unit_need_id": entered.pk,
        "competency_key": "connecting",
        "template_id": RegionalTemplate.objects.create(
            key=f"sjabloon-{made.pk}",
            version=1,
            title=both(secret),
            content={"goals": [], "activities": [], "title": {"nl": secret}},
            trajectory=made,
        ).pk,
    }
