"""Makes editions with people by walking the operations, so that no test starts from the impossible."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from vakwerk.craft.models import Competency, Framework
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Account, Membership, Organisation, Person, RoleAssignment
from vakwerk.trajectories.editions import operations
from vakwerk.trajectories.editions.operations import Moment, Terms
from vakwerk.trajectories.enrolment import operations as enrolment
from vakwerk.trajectories.models import (
    Activity,
    ActivityGoal,
    ActivitySource,
    CatalogueImport,
    Edition,
    EditionSession,
    Enrolment,
    LearningGoal,
    Trajectory,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2027, 1, 4, 10, tzinfo=AMSTERDAM)
FIRST = datetime(2027, 2, 2, 13, 30, tzinfo=AMSTERDAM)


def make_organisation(name: str, kind: str = Organisation.Kind.MUNICIPALITY) -> Organisation:
    """Make an organisation, or return the one with this name."""
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def make_person(
    given: str,
    family: str = "Jansen",
    *roles: Role,
    organisation: str = "Apeldoorn",
    email: str | None = None,
) -> Person:
    """Make somebody with an account, a place and roles; a participant if none is given."""
    address = f"{given}.{family}@vakwerk.example".lower().replace(" ", "") if email is None else email
    account = Account.objects.create_user(address) if address else None
    person = Person.objects.create(given_name=given, family_name=family, email=address, account=account)
    Membership.objects.create(person=person, organisation=make_organisation(organisation))
    for role in roles or (Role.PARTICIPANT,):
        RoleAssignment.objects.create(person=person, role=role)
    return person


def make_people(count: int, *, organisation: str = "Apeldoorn", given: str = "Lid") -> list[Person]:
    """Make participants of one organisation."""
    return [make_person(f"{given}{nth:03}", organisation=organisation) for nth in range(count)]


def make_competency(name: str = "Verbinden") -> Competency:
    """Make a competency of an adopted framework."""
    framework, _made = Framework.objects.get_or_create(
        key="nieuw-vakmanschap", defaults={"name": Bilingual(nl="Nieuw vakmanschap"), "state": "adopted"}
    )
    return Competency.objects.create(
        framework=framework, key=name.lower()[:20], code=name[:10], name=Bilingual(nl=name, en=f"{name} (en)")
    )


def make_trajectory(
    key: str = "loslaten",
    title: str = "Leren loslaten",
    *,
    sessions: int = 3,
    minutes: int = 120,
    state: str = Trajectory.State.PUBLISHED,
    competency: Competency | None = None,
    **more: Any,
) -> Trajectory:
    """Make a trajectory with sessions, a goal, and knowledge from both sides."""
    made = Trajectory.objects.create(
        key=key,
        title=Bilingual(nl=title, en=f"{title} (en)"),
        summary=Bilingual(nl="Wat laat je los, en wat niet?", en="What do you let go, and what not?"),
        for_whom=Bilingual(nl="Iedereen met inwoners aan tafel.", en="Everybody who meets residents."),
        state=state,
        published_at=NOW if state == Trajectory.State.PUBLISHED else None,
        **more,
    )
    goal = LearningGoal.objects.create(
        trajectory=made,
        text=Bilingual(nl="Je laat ruimte aan een ander.", en="You leave room to somebody else."),
        competency=competency,
        level=2 if competency else None,
    )
    for nth in range(sessions):
        activity = Activity.objects.create(
            trajectory=made,
            position=nth,
            title=Bilingual(nl=f"Stap {nth + 1}", en=f"Step {nth + 1}"),
            minutes=minutes,
        )
        ActivityGoal.objects.create(activity=activity, goal=goal)
        side = "inside" if nth % 2 == 0 else "outside"
        ActivitySource.objects.create(activity=activity, side=side, text=Bilingual(nl="Een collega"))
    return made


def moments(trajectory: Trajectory, *, first: datetime = FIRST, days: int = 14) -> list[Moment]:
    """Return a moment for each session of a trajectory, on the same weekday."""
    activities = trajectory.activities.filter(kind=Activity.Kind.SESSION)
    return [
        Moment(
            first + timedelta(days=nth * days),
            first + timedelta(days=nth * days, minutes=activity.minutes or 120),
            activity=activity,
        )
        for nth, activity in enumerate(activities)
    ]


def plan(trajectory: Trajectory, *, by: Person | None = None, now: datetime = NOW, **more: Any) -> Edition:
    """Plan an edition with a session for each of the trajectory's."""
    first = more.pop("first", FIRST)
    capacity = more.pop("capacity", 20)
    past = more.pop("past_is_fine", False)
    terms = Terms(**{"place": "Vakhuis, zaal 2", "enrol_until": None, **more})
    return operations.plan_edition(
        trajectory=trajectory,
        terms=terms,
        capacity=capacity,
        by=by,
        now=now,
        moments=moments(trajectory, first=first),
        past_is_fine=past,
    )


def open_edition(
    trajectory: Trajectory | None = None, *, by: Person | None = None, now: datetime = NOW, **more: Any
) -> Edition:
    """Plan and open an edition."""
    made = plan(trajectory or make_trajectory(), by=by, now=now, **more)
    return operations.open_edition(edition=made, by=by, now=now, past_is_fine=True)


def enrol_all(edition: Edition, people: Sequence[Person], *, now: datetime = NOW) -> list[Enrolment]:
    """Have people enrol one after the other."""
    return [enrolment.enrol(edition=edition, person=person, now=now) for person in people]


def held_edition(people: Sequence[Person], *, now: datetime, ago: int = 60) -> Edition:
    """Return an edition whose sessions have all been, with people enrolled."""
    trajectory = make_trajectory(f"gehad-{ago}-{len(people)}", "Al gegeven")
    first = now - timedelta(days=ago)
    edition = open_edition(trajectory, now=first - timedelta(days=20), first=first, capacity=100)
    enrolment.enrol_people(edition=edition, people=people, by=None, now=first - timedelta(days=10))
    edition.refresh_from_db()
    return edition


def sessions_of(edition: Edition) -> list[EditionSession]:
    """Return the sessions of an edition in order."""
    return list(edition.sessions.order_by("number"))


def day(offset: int) -> date:
    """Return a day counted from ``NOW``."""
    return (NOW + timedelta(days=offset)).date()


def example(owner: Person, secret: str) -> dict[str, Any]:
    """Return gap → value for the addresses of editions; the owner takes part, and everything says ``secret``."""
    now = timezone.now()
    trajectory = make_trajectory("voorbeeld-uitvoering", secret)
    edition = open_edition(
        trajectory, by=owner, now=now, first=now + timedelta(days=20), name=secret, place=secret
    )
    made = enrolment.enrol(edition=edition, person=owner, now=now, wishes=secret)
    file = CatalogueImport.objects.create(
        file_name=f"{secret}.csv", content=f"titel;weken\n{secret};4\n".encode(), made_by_id=owner.pk
    )
    return {
        "catalogue_import_id": file.pk,
        "edition_act": "sluiten",
        "edition_id": edition.pk,
        "edition_session_id": sessions_of(edition)[0].pk,
        "enrolment_id": made.pk,
        "offered_id": trajectory.pk,
    }
