"""When are the demo's trajectories given, and who takes part? Running, with a waiting list, completed, mandatory."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from vakwerk.demo.people import Population
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Membership, Person, RoleAssignment
from vakwerk.trajectories.attendance import operations as attendance
from vakwerk.trajectories.attendance.rules import QUESTIONS
from vakwerk.trajectories.catalogue import operations as catalogue
from vakwerk.trajectories.editions import operations
from vakwerk.trajectories.editions.operations import Moment, Terms
from vakwerk.trajectories.enrolment import operations as enrolment
from vakwerk.trajectories.models import Activity, Edition, Enrolment, Trajectory

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SEED = 20140401
TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3
KEPT = (
    "De tijd voor eigen casussen.",
    "Dat er ondernemers aan tafel zaten.",
    "De rust om na te denken.",
)
BETTER = (
    "Meer tijd tussen de bijeenkomsten om iets te proberen.",
    "De zaal was warm.",
)


@dataclass(frozen=True)
class Given:
    """How an edition is given: on which days from today its sessions are, and at what hours."""

    key: str
    days: Sequence[int]
    weekday: int
    starts: time
    minutes: int
    capacity: int
    terms: Terms
    opened_days: int


def load(populations: dict[str, Population], *, today: date) -> None:
    """Give editions to what the academies published; the academy of Apeldoorn has one in every state."""
    with in_academy(populations["apeldoorn"].academy):
        _Apeldoorn(populations["apeldoorn"], today).give()
        catalogue.catch_up()
    with in_academy(populations["amsterdam"].academy):
        _amsterdam(populations["amsterdam"], today)
        catalogue.catch_up()


def on(today: date, days: int, at: time = time(10)) -> datetime:
    return datetime.combine(today + timedelta(days=days), at, AMSTERDAM)


class Giving:
    """Plans and opens editions as a coordinator would, as of some day before today."""

    def __init__(self, population: Population, today: date, by: str, *, seed: int = SEED) -> None:
        self.today = today
        self.by = population.by_key[by]
        self.people = population.by_key
        guests = set(RoleAssignment.objects.filter(role=Role.GUEST).values_list("person_id", flat=True))
        self.colleagues = [person for person, _post in population.generated if person.pk not in guests]
        self.chance = random.Random(seed)  # noqa: S311 - made-up people need no secrets
        self.chance.shuffle(self.colleagues)

    def some(self, count: int) -> list[Person]:
        """Return colleagues who take part in nothing yet."""
        found, self.colleagues = self.colleagues[:count], self.colleagues[count:]
        return found

    def open(self, trajectory: Trajectory, given: Given) -> Edition:
        """Plan an edition and open it."""
        now = on(self.today, given.opened_days)
        activities = list(trajectory.activities.filter(kind=Activity.Kind.SESSION))
        moments = [
            self._moment(given, days, activities[nth] if nth < len(activities) else None)
            for nth, days in enumerate(given.days)
        ]
        edition = operations.plan_edition(
            trajectory=trajectory,
            terms=given.terms,
            capacity=given.capacity,
            by=self.by,
            now=now,
            key=given.key,
            moments=moments,
        )
        return operations.open_edition(edition=edition, by=self.by, now=now)

    def _moment(self, given: Given, days: int, activity: Activity | None) -> Moment:
        day = self.today + timedelta(days=days)
        # The nearest such weekday, so that the demo looks as planned on any day.
        day += timedelta(days=(given.weekday - day.weekday() + 3) % 7 - 3)
        starts = datetime.combine(day, given.starts, AMSTERDAM)
        return Moment(starts, starts + timedelta(minutes=given.minutes), activity=activity)

    def lead(self, edition: Edition, people: Sequence[Person], *names: str, days: int) -> None:
        """Say who leads an edition."""
        operations.set_trainers(
            edition=edition, people=people, names=names, by=self.by, now=on(self.today, days)
        )

    def enrol(self, edition: Edition, people: Sequence[Person], *, days: int) -> None:
        """Have people enrol by themselves, one after the other."""
        for nth, person in enumerate(people):
            at = on(self.today, days) + timedelta(minutes=7 * nth)
            enrolment.enrol(edition=edition, person=person, now=at)

    def keep_lists(self, edition: Edition, *, absent: int = 1) -> None:
        """Keep who was at the sessions that have been; a few could not come."""
        enrolled = Enrolment.objects.filter(edition=edition, state=Enrolment.State.ENROLLED)
        people = list(enrolled.order_by("number").values_list("person_id", flat=True))
        now = on(self.today, 0, time(0))
        for nth, session in enumerate(edition.sessions.filter(ends_at__lt=now)):
            away = set(people[2 + nth : 2 + nth + absent])
            attendance.keep_list(
                session=session,
                was_there={pk: pk not in away for pk in people},
                by=self.by,
                now=session.ends_at,
            )


class _Apeldoorn(Giving):
    """Gives an edition in every state."""

    def __init__(self, population: Population, today: date) -> None:
        super().__init__(population, today, "jeroen")
        self.trajectories = {one.key: one for one in Trajectory.objects.filter(state="published")}

    def give(self) -> None:
        """Give everything that is published."""
        for key, give in {
            "tr1": self._running,
            "tr2": self._with_waiting_list,
            "tr3": self._completed,
            "tr4": self._mandatory,
        }.items():
            if key in self.trajectories:
                give(self.trajectories[key])

    def _named(self, *keys: str) -> list[Person]:
        return [self.people[key] for key in keys if key in self.people]

    def _running(self, trajectory: Trajectory) -> None:
        edition = self.open(
            trajectory,
            Given(
                "tr1-najaar", (-34, -13, 8, 29), TUESDAY, time(9), 180, 14,
                Terms(name="najaar", place="Vakhuis, zaal 2", cost=24000, guests_welcome=True),
                -80,
            ),
        )  # fmt: skip
        self.lead(edition, self._named("anneke"), "Cliëntenraad Sociaal", days=-79)
        self.enrol(edition, [*self._named("esra", "tom", "lotte"), *self.some(9)], days=-70)
        self.keep_lists(edition)
        edition.refresh_from_db()
        operations.close_edition(edition=edition, by=self.by, now=on(self.today, -36))
        later = self.open(
            trajectory,
            Given(
                "tr1-voorjaar", (64, 85, 106, 127), THURSDAY, time(13, 30), 180, 14,
                Terms(name="voorjaar", place="Stadhuis Apeldoorn, zaal Mercuur", cost=24000, guests_welcome=True),
                -7,
            ),
        )  # fmt: skip
        self.enrol(later, self.some(3), days=-5)

    def _with_waiting_list(self, trajectory: Trajectory) -> None:
        edition = self.open(
            trajectory,
            Given(
                "tr2-1", (22, 36, 50, 64), WEDNESDAY, time(13, 30), 120, 10,
                Terms(
                    place="Dorpshuis Ons Erf, Hattem",
                    enrol_until=self.today + timedelta(days=14),
                    cost=12500,
                    paid_by=Edition.Payer.ORGANISATION,
                    cost_note="Koffie, thee en het boekje zijn erbij.",
                    guests_welcome=True,
                ),
                -30,
            ),
        )  # fmt: skip
        self.lead(edition, [], "Henk Oosterveld, Dorpscoöperatie Ons Erf", days=-29)
        self.enrol(edition, [*self.some(10), *self._named("bert"), *self.some(4)], days=-20)
        self._just_over(trajectory)
        asks = self.open(
            trajectory,
            Given(
                "tr2-2", (78, 92, 106, 120), WEDNESDAY, time(9, 30), 120, 12,
                Terms(
                    name="online",
                    form=Edition.Form.ONLINE,
                    online_url="https://overleg.vakhuis.example/loslaten",
                    needs_approval=True,
                ),
                -10,
            ),
        )  # fmt: skip
        self.enrol(asks, self.some(2), days=-4)

    def _just_over(self, trajectory: Trajectory) -> None:
        """Give one that is over, and that its participants can still look back on."""
        edition = self.open(
            trajectory,
            Given(
                "tr2-0", (-63, -49, -35, -7), TUESDAY, time(13, 30), 120, 10,
                Terms(name="eerste groep", place="Vakhuis, zaal 3", cost=12500), -100,
            ),
        )  # fmt: skip
        self.enrol(edition, [*self._named("tom", "lotte"), *self.some(6)], days=-90)
        self.keep_lists(edition)
        edition.refresh_from_db()
        operations.close_edition(edition=edition, by=self.by, now=on(self.today, -65))

    def _completed(self, trajectory: Trajectory) -> None:
        edition = self.open(
            trajectory,
            Given(
                "tr3-1", (-96, -82, -68), THURSDAY, time(9), 240, 14,
                Terms(place="Vakhuis, zaal 1", cost=31000),
                -130,
            ),
        )  # fmt: skip
        self.lead(edition, [], "Ondernemersvereniging Binnenstad", days=-129)
        people = [*self._named("tom"), *self.some(11)]
        self.enrol(edition, people, days=-120)
        self.keep_lists(edition)
        self._look_back(edition, people[:10])
        operations.complete_edition(edition=edition, by=self.by, now=on(self.today, -46))
        again = self.open(
            trajectory,
            Given(
                "tr3-2", (40, 54, 68), THURSDAY, time(9), 240, 14,
                Terms(name="tweede keer", place="Vakhuis, zaal 1", cost=31000),
                -12,
            ),
        )  # fmt: skip
        self.enrol(again, self.some(6), days=-8)

    def _look_back(self, edition: Edition, people: Sequence[Person]) -> None:
        mine = {one.person_id: one for one in Enrolment.objects.filter(edition=edition)}
        for nth, person in enumerate(people):
            answers: dict[str, int] = {name: self.chance.choice((3, 4, 4, 5)) for name in QUESTIONS}
            answers["pace"] = (2, 5, 4, 4, 1)[nth % 5]
            attendance.evaluate(
                enrolment=mine[person.pk],
                answers=answers,
                kept=KEPT[nth] if nth < len(KEPT) else "",
                better=BETTER[nth - 4] if 4 <= nth < 4 + len(BETTER) else "",
                now=on(self.today, -58 + nth),
            )

    def _mandatory(self, trajectory: Trajectory) -> None:
        unit = self._team()
        edition = self.open(
            trajectory,
            Given(
                "tr4-1", (-19, -5, 9, 23), TUESDAY, time(10), 120, 30,
                Terms(
                    name=unit.name if unit else "",
                    place="Stadhuis Apeldoorn, zaal Mercuur",
                    is_mandatory=True,
                    mandatory_for_id=unit.pk if unit else None,
                    cost=9500,
                    paid_by=Edition.Payer.ORGANISATION,
                ),
                -60,
            ),
        )  # fmt: skip
        team = list(
            Person.objects.filter(memberships__unit=unit, left_on=None).order_by("sort_key", "pk")[:18]
        )
        enrolment.enrol_people(edition=edition, people=team, by=self.by, now=on(self.today, -50))
        self.keep_lists(edition, absent=2)
        edition.refresh_from_db()
        operations.close_edition(edition=edition, by=self.by, now=on(self.today, -21))

    def _team(self) -> Any:
        bert = self.people.get("bert")
        mine = Membership.objects.filter(person=bert, is_main=True).select_related("unit").first()
        return mine.unit if mine else None


def _amsterdam(population: Population, today: date) -> None:
    giving = Giving(population, today, "ilse")
    for nth, trajectory in enumerate(Trajectory.objects.filter(state="published").order_by("key")[:3]):
        count = trajectory.activities.filter(kind=Activity.Kind.SESSION).count()
        edition = giving.open(
            trajectory,
            Given(
                f"{trajectory.key}-1", tuple(30 + 14 * step for step in range(count)), TUESDAY, time(9, 30), 150, 16,
                Terms(place="Academie aan het Water, zaal Amstel", guests_welcome=True),
                -15,
            ),
        )  # fmt: skip
        giving.enrol(edition, giving.some(5 + nth), days=-9)
