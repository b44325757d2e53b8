"""Which circles are there in the demo? One round over, one running with a free place, one with a conflict, one open.

Everything walks the operations that people use, with the clock set to when they would have done it.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from vakwerk.circles.composing import operations as composing
from vakwerk.circles.composing import queries as boards
from vakwerk.circles.composing.rules import Step
from vakwerk.circles.models import Circle, Proposal, Rearrangement, Round, Seat, Slot
from vakwerk.circles.published import operations as published
from vakwerk.circles.rounds import operations
from vakwerk.circles.rounds.operations import Answer
from vakwerk.circles.rounds.rules import Moment, Plan
from vakwerk.demo.people import Population
from vakwerk.foundation.holidays import holiday_on
from vakwerk.people.models import Person

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MORNING, AFTERNOON = (time(9, 30), time(11, 30)), (time(13, 30), time(15, 30))


@cache
def content() -> dict[str, Any]:
    """Return the demo's rounds as written in content/rounds.yaml."""
    text = files("vakwerk.demo").joinpath("content/rounds.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def weekday_from(day: date, weekday: int) -> date:
    """Return the first ``weekday`` (Monday is 0) on or after ``day``."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def clear_of_holidays(first: date, days: Sequence[int]) -> date:
    """Return ``first``, or the day so many weeks later that no moment, so many ``days`` on, is a holiday."""
    while any(holiday_on(first + timedelta(days=day)) for day in days):
        first += timedelta(weeks=1)
    return first


def at(day: date, hour: int = 9) -> datetime:
    """Return that hour of the day in Amsterdam."""
    return datetime.combine(day, time(hour), AMSTERDAM)


class Calls:
    """Makes the rounds of one academy."""

    def __init__(
        self, population: Population, *, coordinator: Person, today: date, chance: random.Random
    ) -> None:
        self.people = population
        self.coordinator = coordinator
        self.today = today
        self.chance = chance
        self._taken: set[int] = set()

    def make(self) -> None:
        """Make every round that the content lists for this academy."""
        for kind, setup in content()[self.people.academy.slug].items():
            getattr(self, f"_make_{kind}")(setup)

    def _make_ended(self, setup: dict[str, Any]) -> None:
        first = weekday_from(self.today - timedelta(weeks=44), 1)
        moments = [Moment(first, *AFTERNOON), Moment(first + timedelta(days=1), *MORNING)]
        round_ = self._open(setup, moments, sessions=4, weeks_between=5, closes=first - timedelta(weeks=3))
        proposal = self._seat(round_, setup["circles"], now=at(first - timedelta(weeks=2)))
        published.publish_round(proposal=proposal, by=self.coordinator, now=at(first - timedelta(weeks=2)))
        published.end_round(round_=round_, by=self.coordinator, now=at(first + timedelta(weeks=17)))

    def _make_published(self, setup: dict[str, Any]) -> None:
        # Three of six sessions are behind us; the fourth is in about two weeks.
        fourth = weekday_from(self.today + timedelta(days=10), 3)
        first = fourth - timedelta(weeks=18)
        moments = [Moment(first, *AFTERNOON), Moment(first - timedelta(days=2), *MORNING)]
        round_ = self._open(
            setup,
            moments,
            sessions=6,
            weeks_between=6,
            closes=first - timedelta(weeks=4),
            min_organisations=1,
        )
        now = at(first - timedelta(weeks=3))
        proposal = self._seat(round_, setup["circles"], now=now)
        published.publish_round(proposal=proposal, by=self.coordinator, now=now)
        for circle, made in zip(proposal.circles.order_by("number"), setup["circles"], strict=True):
            for person in (self.people.by_key[key] for key in made.get("left", ())):
                left = at(self.today - timedelta(days=2))
                published.leave_circle(circle=circle, person=person, by=person, now=left)

    def _make_composed(self, setup: dict[str, Any]) -> None:
        tuesday = clear_of_holidays(weekday_from(self.today + timedelta(weeks=10), 1), [0, 1, 2, 7])
        moments = [
            Moment(tuesday, *AFTERNOON),
            Moment(tuesday + timedelta(days=1), *MORNING),
            Moment(tuesday + timedelta(days=2), *MORNING),
            Moment(tuesday + timedelta(days=7), *MORNING),
        ]
        round_ = self._open(
            setup, moments, sessions=6, weeks_between=6, closes=self.today - timedelta(days=1), sign_up=False
        )
        slots = list(round_.slots.order_by("first_date", "starts_at"))
        members = [(key, circle["moment"]) for circle in setup["circles"] for key in circle["members"]]
        answers = [
            self._answer(self.people.by_key[key], self._slots_of(key, usual, slots, setup["moments_of"]))
            for key, usual in members
        ]
        now = at(self.today - timedelta(days=9))
        operations.sign_up_many(round_=round_, answers=answers, by=None, now=now)
        operations.close_round(round_=round_, by=self.coordinator, now=at(self.today, 8))
        first = first_number()
        self._earlier_proposal(round_, setup, first)
        proposal = self._seat(round_, setup["circles"], now=at(self.today, 14), first=first)
        one, other = (self.people.by_key[key] for key in setup["swapped_by_hand"])
        seats = dict(Seat.objects.filter(proposal=proposal).values_list("person_id", "circle_id"))
        steps = [Step(one.pk, seats[one.pk], seats[other.pk]), Step(other.pk, seats[other.pk], seats[one.pk])]
        composing.rearrange(proposal=proposal, steps=steps, kind=Rearrangement.Kind.SWAP, by=self.coordinator)

    def _earlier_proposal(self, round_: Round, setup: dict[str, Any], first: int) -> None:
        """Make a proposal before the current one, so that there is something to compare with."""
        moved = {a: b for pair in setup["earlier_swaps"] for a, b in (pair, reversed(pair))}
        circles = [
            {**circle, "members": [moved.get(key, key) for key in circle["members"]], "locked": []}
            for circle in setup["circles"]
        ]
        self._seat(round_, circles, now=at(self.today, 11), first=first)

    def _slots_of(
        self, key: str, usual: int, slots: Sequence[Slot], fixed: dict[str, list[int]]
    ) -> list[int]:
        chosen = fixed.get(key)
        if chosen is None:
            others = [index for index in range(len(slots)) if index != usual]
            chosen = [usual, *self.chance.sample(others, self.chance.choice([0, 1, 1, 2]))]
        return [slots[index].pk for index in chosen]

    def _make_open(self, setup: dict[str, Any]) -> None:
        first = clear_of_holidays(weekday_from(self.today + timedelta(weeks=17), 0), [0, 1, 3])
        moments = [
            Moment(first, *MORNING),
            Moment(first + timedelta(days=1), *AFTERNOON),
            Moment(first + timedelta(days=3), *MORNING),
            Moment(first + timedelta(days=3), time(19, 0), time(21, 0)),
        ]
        closes = self.today + timedelta(days=18)
        round_ = self._open(setup, moments, sessions=6, weeks_between=6, closes=closes, sign_up=False)
        spare = {self.people.by_key[key].pk for key in setup["spare"]}
        everybody = [
            *(person for person in self.people.by_key.values() if person.pk not in spare),
            *(person for person, _ in self.people.generated),
        ]
        self._sign_up_some(round_, everybody, setup["sign_ups"])

    def _make_ready(self, setup: dict[str, Any]) -> None:
        first = clear_of_holidays(weekday_from(self.today + timedelta(weeks=6), 0), range(4))
        moments = [
            Moment(first + timedelta(days=day), *part) for day in range(4) for part in (MORNING, AFTERNOON)
        ]
        closes = self.today - timedelta(days=1)
        round_ = self._open(
            setup, moments, sessions=6, weeks_between=6, closes=closes, sign_up=False, min_organisations=1
        )
        self._sign_up_some(round_, [person for person, _ in self.people.generated], setup["sign_ups"])
        operations.close_round(round_=round_, by=self.coordinator, now=at(self.today, 8))

    def _sign_up_some(self, round_: Round, people: Sequence[Person], number: int) -> None:
        slots = [slot.pk for slot in round_.slots.all()]
        answers = [
            self._answer(person, self.chance.sample(slots, self.chance.choice([2, 2, 3])))
            for person in self.chance.sample(people, number)
        ]
        operations.sign_up_many(
            round_=round_, answers=answers, by=None, now=at(self.today - timedelta(days=3))
        )

    def _open(
        self,
        setup: dict[str, Any],
        moments: Sequence[Moment],
        *,
        closes: date,
        sessions: int,
        weeks_between: int,
        sign_up: bool = True,
        min_organisations: int = 2,
    ) -> Round:
        """Make a round, open it four weeks before it closes, and sign up the members that its circles list."""
        opened = at(min(closes, self.today) - timedelta(weeks=4))
        plan = Plan(
            title=f"{setup['title']} {moments[0].first_date.year}",
            purpose=setup.get("purpose", ""),
            closes_on=closes,
            moments=moments,
            sessions=sessions,
            weeks_between=weeks_between,
            min_organisations=min_organisations,
            place=setup.get("place", ""),
        )
        round_ = operations.create_round(plan=plan, by=self.coordinator, now=opened)
        round_ = operations.open_round(round_=round_, by=self.coordinator, now=opened)
        if sign_up:
            answers = list(self._listed_members(round_, setup))
            now = opened + timedelta(days=5)
            operations.sign_up_many(round_=round_, answers=answers, by=None, now=now)
            round_ = operations.close_round(round_=round_, by=self.coordinator, now=at(closes, 17))
        return round_

    def _listed_members(self, round_: Round, setup: dict[str, Any]) -> Iterator[Answer]:
        slots = list(round_.slots.order_by("first_date", "starts_at"))
        # A slot list is in order of time; the content counts them as it names them.
        by_moment = sorted(slots, key=lambda slot: (slot.starts_at != AFTERNOON[0], slot.first_date))
        for key, chosen in setup.get("waits", {}).items():
            yield Answer(self.people.by_key[key], [by_moment[nth].pk for nth in chosen])
        for circle in setup["circles"]:
            extra = self._strangers(circle.get("fill", 0))
            circle["people"] = [*(self.people.by_key[key] for key in circle["members"]), *extra]
            for person in circle["people"]:
                yield self._answer(person, [by_moment[circle["moment"]].pk])

    def _strangers(self, number: int) -> list[Person]:
        """Return generated colleagues who work in different places, so that no two have a bond."""
        found: dict[tuple[str, str], Person] = {}
        for person, post in self.people.generated:
            place = (post.organisation, post.unit)
            is_colleague = bool(post.unit)
            if is_colleague and person.pk not in self._taken and place not in found:
                found[place] = person
            if len(found) == number:
                break
        self._taken.update(person.pk for person in found.values())
        return list(found.values())

    def _answer(self, person: Person, slot_ids: Sequence[int]) -> Answer:
        brings = self.chance.choice(["", "", *content()["brings"]])
        return Answer(person=person, slot_ids=slot_ids, brings=brings)

    def _seat(
        self, round_: Round, circles: Sequence[dict[str, Any]], *, now: datetime, first: int = 1
    ) -> Proposal:
        """Seat people as the content lists them, as the composer would have written it."""
        number = (Proposal.objects.filter(round=round_).count()) + 1
        proposal = Proposal.objects.create(
            round=round_, number=number, made_at=now, made_by_id=self.coordinator.pk
        )
        slots = list(round_.slots.order_by("first_date", "starts_at"))
        if "people" in circles[0]:
            slots.sort(key=lambda slot: (slot.starts_at != AFTERNOON[0], slot.first_date))
        for index, setup in enumerate(circles):
            facilitator = setup.get("facilitator")
            circle = Circle.objects.create(
                proposal=proposal,
                number=first + index,
                slot=slots[setup["moment"]],
                facilitator=self.people.by_key[facilitator] if facilitator else None,
                place=setup.get("place", round_.place),
            )
            locked = {self.people.by_key[key].pk for key in setup.get("locked", ())}
            members = setup.get("people") or [self.people.by_key[key] for key in setup["members"]]
            Seat.objects.bulk_create(
                Seat(proposal=proposal, circle=circle, person=person, is_locked=person.pk in locked)
                for person in members
            )
        board = boards.board_of(round_, proposal)
        proposal.scores = composing.scores_of(board, board.evaluation)
        proposal.save(update_fields=["scores"])
        return proposal


def first_number() -> int:
    """Return the number that the next circle gets: published circles keep theirs."""
    return boards.highest_published_number() + 1
