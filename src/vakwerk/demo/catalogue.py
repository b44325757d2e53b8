"""What else do the demo academies offer? Short trajectories made from dilemmas, given at varied days and places."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from vakwerk.demo.editions import Given, Giving, on
from vakwerk.demo.people import Population
from vakwerk.demo.trajectories import COORDINATOR, Designing
from vakwerk.foundation.tenancy import in_academy
from vakwerk.trajectories.catalogue import operations as catalogue
from vakwerk.trajectories.editions import operations
from vakwerk.trajectories.editions.operations import Terms
from vakwerk.trajectories.enrolment import operations as enrolment
from vakwerk.trajectories.models import Activity, Edition, Trajectory

SEED = 20141206
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
OPENED_BEFORE = 60
"""Days before the first session at which people could begin to enrol, where nothing else is said."""


@cache
def content() -> dict[str, Any]:
    """Return what is offered, by academy, as written in content/catalogue.yaml."""
    text = files("vakwerk.demo").joinpath("content/catalogue.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def load(populations: dict[str, Population], *, today: date) -> None:
    """Let every academy publish what it offers, give it, and have people take part."""
    for slug, population in populations.items():
        with in_academy(population.academy):
            designing = Designing(population, today)
            giving = _Offering(population, today, COORDINATOR[slug], seed=SEED)
            for key, one in content()[slug].items():
                trajectory = designing.make(key, {**one, "state": Trajectory.State.PUBLISHED})
                for nth, edition in enumerate(one["editions"], start=1):
                    giving.offer(trajectory, edition, key=f"{key}-{nth}", minutes=one["minutes"])
            catalogue.catch_up()


class _Offering(Giving):
    """Gives editions as they are written in the content."""

    def offer(self, trajectory: Trajectory, one: Mapping[str, Any], *, key: str, minutes: int) -> None:
        """Plan and open one edition, with people in it, and end it when it is over."""
        sessions = trajectory.activities.filter(kind=Activity.Kind.SESSION).count()
        # People cannot enrol in what is still to be announced.
        opened = min(one["first"] - one.get("opened", OPENED_BEFORE), -1)
        edition = self.open(
            trajectory,
            Given(
                key=key,
                days=[one["first"] + one["every"] * step for step in range(sessions)],
                weekday=WEEKDAYS.index(one["weekday"]),
                starts=time.fromisoformat(one["at"]),
                minutes=minutes,
                capacity=one["seats"],
                terms=_terms(one),
                opened_days=opened,
            ),
        )
        if names := one.get("led_by"):
            self.lead(edition, [], *names, days=opened)
        asked = opened + max(1, min(10, (one["first"] - opened) // 2)) if one["first"] < 0 else opened
        enrolment.enrol_people(
            edition=edition, people=self.some(one["enrolled"]), by=self.by, now=self._on(asked)
        )
        edition.refresh_from_db()
        if one["first"] < 0:
            self.keep_lists(edition)
        if one.get("closed"):
            operations.close_edition(edition=edition, by=self.by, now=self._on(one["first"] - 7))
        if one.get("ended"):
            operations.complete_edition(edition=edition, by=self.by, now=self._on(-7))

    def _on(self, days: int) -> datetime:
        return on(self.today, days)


def _terms(one: Mapping[str, Any]) -> Terms:
    online = one.get("online", "")
    return Terms(
        name=one.get("name", ""),
        form=Edition.Form.ONLINE if online else Edition.Form.ON_PLACE,
        place=one.get("place", ""),
        online_url=online,
        cost=one["cost"],
        guests_welcome=one.get("guests", False),
    )
