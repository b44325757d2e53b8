"""What stands in the database that bench/pages.py asks for pages? Made by the operations that people use."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time as clock
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from vakwerk.circles.composing import job as composing
from vakwerk.circles.composing import queries
from vakwerk.circles.models import Circle, Pairing, Proposal, Round
from vakwerk.circles.rounds import operations, rules
from vakwerk.foundation.jobs import Work, run_job
from vakwerk.foundation.models import Academy, Job
from vakwerk.foundation.statistics import refresh_after_commit
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Account, Membership, Orientation, Person, Seniority, Unit
from vakwerk.people.rules import search_key

DISCIPLINES = ("jeugd", "wonen", "zorg", "economie", "recht", "ruimte", "milieu", "financiën")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Long enough for circles that keep the rules; how good they are is another script's question.
SECONDS_TO_SEARCH = 3.0


class Grown:
    """The demo's academy, grown. ``acts``: how many seconds it took to do what people wait for."""

    def __init__(self, *, people: int, in_a_round: int) -> None:
        self.acts: dict[str, float] = {}
        self.academy = Academy.objects.get(slug="apeldoorn")
        self.coordinator = self._client("jeroen@apeldoorn.example")
        composing.seconds_to_search = lambda people: SECONDS_TO_SEARCH  # type: ignore[assignment]
        with in_academy(self.academy):
            self.open = Round.objects.get(state=Round.State.OPEN)
            made = self._people(people - Person.objects.count())
            self.member = made[0]
            self.member.account = Account.objects.create_user(self.member.email)
            self.member.save()
        with in_academy(self.academy), self._timed(f"sign up {len(made):,} people at once"):
            self._sign_up(self.open, made)
        with in_academy(self.academy):
            waiting = made[in_a_round : in_a_round + 60]
            Pairing.objects.bulk_create(
                Pairing(round=self.open, person=one, other=other, kind=Pairing.Kind.APART)
                for one, other in zip(waiting[::2], waiting[1::2], strict=True)
            )
        published = self._composed("Eerste grote ronde", made[:in_a_round])
        self._publish(published, in_a_round)
        self.published = published.round_id
        self.draft = self._composed("Tweede grote ronde", made[:in_a_round])

    def _client(self, email: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(email=email), backend=BACKEND)
        return client

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.acts[name] = time.perf_counter() - began

    def _people(self, count: int) -> list[Person]:
        units = list(Unit.objects.select_related("organisation"))
        people = Person.objects.bulk_create(
            [_person(number) for number in range(count)],
            batch_size=1000,
        )
        Membership.objects.bulk_create(
            [
                Membership(
                    person=person,
                    unit=units[at % len(units)],
                    organisation=units[at % len(units)].organisation,
                )
                for at, person in enumerate(people)
            ],
            batch_size=1000,
        )
        refresh_after_commit(Person, Membership, rows=count)
        return people

    def _sign_up(self, round_: Round, people: list[Person]) -> None:
        slots = [slot.pk for slot in round_.slots.all()]
        answers = [
            operations.Answer(person, {slots[(at + more) % len(slots)] for more in (0, 1, 3)})
            for at, person in enumerate(people)
        ]
        operations.sign_up_many(round_=round_, answers=answers, by=None, now=timezone.now())

    def _composed(self, title: str, people: list[Person]) -> Proposal:
        today, now = timezone.localdate(), timezone.now()
        moments = [
            rules.Moment(today + timedelta(30 + at), clock(9, 30), clock(11, 30), None) for at in range(8)
        ]
        plan = rules.Plan(title=title, closes_on=today + timedelta(7), moments=moments)
        with in_academy(self.academy):
            round_ = operations.create_round(plan=plan, by=None, now=now)
            round_ = operations.open_round(round_=round_, by=None, now=now)
            self._sign_up(round_, people)
            round_ = operations.close_round(round_=round_, by=None, now=now)
            job = Job.objects.create(kind="circles.compose", title=title, state=Job.State.RUNNING)
        composing.compose_round(Work(job, academy_id=self.academy.pk), round_id=round_.pk, seed=1)
        with in_academy(self.academy):
            return Proposal.objects.select_related("round").get(round=round_)

    def _publish(self, proposal: Proposal, people: int) -> None:
        address = self._address("publish_proposal", proposal.round_id, proposal.number)
        with self._timed(f"publish {people:,} people: until the page answers"):
            answer = self.coordinator.post(address)
        if "/beheer/taken/" not in answer.headers["Location"]:
            with in_academy(self.academy):
                broken = queries.broken_rules(proposal)
            message = f"not published: {answer.headers['Location']}, {broken[:3]}"
            raise RuntimeError(message)
        with in_academy(self.academy):
            job = Job.objects.latest("pk")
        with self._timed(f"publish {people:,} people: until everybody is written to, in the background"):
            run_job.call(academy_id=self.academy.pk, job_id=job.pk)
        with in_academy(self.academy):
            job.refresh_from_db()
            if job.state != Job.State.DONE:
                raise RuntimeError(job.error)

    def _address(self, name: str, *more: Any) -> str:
        return reverse(f"circles:{name}", args=[self.academy.slug, *more])

    def pages(self) -> dict[str, tuple[Client, str]]:
        """Return who asks for which page, by its name in the report."""
        people = reverse("people:persons", args=[self.academy.slug])
        member = self._client(self.member.email)
        with in_academy(self.academy):
            circle = Circle.objects.get(proposal__round=self.published, seats__person=self.member)

        def ask(name: str, *more: Any) -> tuple[Client, str]:
            return self.coordinator, self._address(name, *more)

        sign_ups = ask("sign_ups", self.open.pk)[1]
        return {
            "round with all signed up": ask("round", self.open.pk),
            "sign-ups": (self.coordinator, sign_ups),
            "sign-ups, page 100": (self.coordinator, f"{sign_ups}?page=100"),
            "sign-ups, partners by organisation": (
                self.coordinator,
                f"{sign_ups}?kind=partner&order=-organisation",
            ),
            "add people": ask("add_sign_ups", self.draft.round_id),
            "together or apart": ask("pairings", self.open.pk),
            "rounds": ask("rounds"),
            "coordination": ask("coordination"),
            "compose": ask("compose", self.draft.round_id),
            "proposal of 1,000 people": ask("proposal", self.draft.round_id, self.draft.number),
            "circles of a round": ask("round_circles", self.published),
            "one circle, for the coordinator": ask("manage_circle", circle.pk),
            "my page": (member, self._address("home")),
            "my circles": (member, self._address("circles")),
            "my circle": (member, self._address("circle", circle.pk)),
            "people": (self.coordinator, people),
            "people, last page": (self.coordinator, f"{people}?page=last"),
            "people, searched": (self.coordinator, f"{people}?q=achternaam42"),
            "organisations": (self.coordinator, reverse("people:organisations", args=[self.academy.slug])),
        }


def _person(number: int) -> Person:
    given, family = f"Voornaam{number}", f"Achternaam{number % 700}"
    return Person(
        given_name=given,
        family_name=family,
        email=f"p{number}@bench.example",
        sort_key=search_key(f"{family} {given}"),
        search_key=search_key(f"{given} {family}"),
        discipline=DISCIPLINES[number % len(DISCIPLINES)],
        seniority=Seniority.values[number % len(Seniority.values)],
        orientation=Orientation.values[number % len(Orientation.values)],
    )
