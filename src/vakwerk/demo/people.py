"""Who lives in the demo? The named people, and generated colleagues so that lists feel real."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from vakwerk.demo.written import content, email_of
from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.people import operations
from vakwerk.people.guests.models import Invitation
from vakwerk.people.models import Bond, Membership, Organisation, Person, RoleAssignment, Seniority, Unit

EXTERNAL_ROLE = {Organisation.Kind.RESIDENTS, Organisation.Kind.CIVIL_SOCIETY, Organisation.Kind.COMPANY}
SPAN_OF_CONTROL = 12


@dataclass(frozen=True)
class Post:
    """Where somebody works and as what."""

    organisation: str
    unit: str
    job_title: str
    discipline: str
    seniority: str
    orientation: str


class Population:
    """Fills one academy with its people. ``by_key`` then holds the named ones."""

    def __init__(self, academy: Academy, *, today: date, chance: random.Random) -> None:
        self.academy = academy
        self.today = today
        self.chance = chance
        self.by_key: dict[str, Person] = {}
        self.generated: list[tuple[Person, Post]] = []
        self._organisations: dict[str, Organisation] = {}
        self._units: dict[tuple[str, str], Unit] = {}
        self._emails: set[str] = set()

    def fill(self) -> None:
        """Make everybody, with memberships, bonds, roles and accounts."""
        setup = content()["academies"][self.academy.slug]
        named = self._named(setup)
        made = [*named, *self._generated(setup["generated"])]
        people = Person.objects.bulk_create(person for person, _ in made)
        self._make_places([post for _, post in made])
        Membership.objects.bulk_create(
            Membership(
                person=person,
                organisation=self._organisations[post.organisation],
                unit=self._units.get((post.organisation, post.unit)),
                job_title=post.job_title,
                since=self.today - timedelta(days=self.chance.randrange(90, 9000)),
            )
            for person, post in made
        )
        RoleAssignment.objects.bulk_create(self._roles(setup["roles"], made))
        Invitation.objects.bulk_create(self._invitations(setup))
        Bond.objects.bulk_create([*self._named_bonds(), *self._generated_bonds()])
        operations.give_accounts(people=people)

    def _named(self, setup: dict[str, Any]) -> list[tuple[Person, Post]]:
        everybody = content()["people"]
        keys = [k for k in setup.get("only", everybody) if k not in setup.get("without", ())]
        made = []
        for key in keys:
            given, family, *place = everybody[key]
            organisation, unit, job, discipline, seniority, orientation = place
            post = Post(organisation, unit, job, discipline, seniority, orientation)
            person = self._person(given, family, email_of(key, organisation), post)
            self.by_key[key] = person
            made.append((person, post))
        return made

    def _generated(self, wanted: dict[str, int]) -> Iterator[tuple[Person, Post]]:
        units = content()["units"]
        given_names = content()["given_names"].split()
        surnames = [name.strip() for name in content()["surnames"].split("|")]
        for place, number in wanted.items():
            posts = [(place, unit, *work) for unit, works in units[place].items() for work in works]
            if place == "partners":
                posts = [(organisation, "", *work) for _, organisation, *work in posts]
            for index in range(number):
                organisation, unit, job, discipline, orientation = posts[index % len(posts)]
                post = Post(organisation, unit, job, discipline, self._seniority(), orientation)
                given, family = self.chance.choice(given_names), self.chance.choice(surnames)
                person = self._person(given, family, self._free_email(given, family, organisation), post)
                self.generated.append((person, post))
                yield person, post

    def _person(self, given: str, family: str, email: str, post: Post) -> Person:
        person = Person(
            given_name=given,
            family_name=family,
            email=email,
            discipline=post.discipline,
            seniority=post.seniority,
            orientation=post.orientation,
            # Long enough ago to have read what they are assessed on.
            joined_at=datetime.combine(
                self.today - timedelta(days=600), time(9), timezone.get_current_timezone()
            ),
        )
        person.fill_keys()
        self._emails.add(email)
        return person

    def _free_email(self, given: str, family: str, organisation: str) -> str:
        """Return an address that nobody has yet, as personnel offices do it: with a number behind the name."""
        for number in range(1, 1000):
            name = f"{given} {family}" + (f" {number}" if number > 1 else "")
            if (email := email_of(name, organisation)) not in self._emails:
                return email
        message = f"There are too many people called {given} {family}."
        raise LookupError(message)

    def _seniority(self) -> str:
        return self.chance.choices(
            [Seniority.STARTING, Seniority.EXPERIENCED, Seniority.SENIOR], weights=[3, 4, 3]
        )[0].value

    def _make_places(self, posts: list[Post]) -> None:
        known = content()["organisations"]
        names = dict.fromkeys(post.organisation for post in posts)
        for organisation in Organisation.objects.bulk_create(
            Organisation(name=name, kind=known[name]["kind"]) for name in names
        ):
            self._organisations[organisation.name] = organisation
        places = dict.fromkeys((post.organisation, post.unit) for post in posts if post.unit)
        for unit in Unit.objects.bulk_create(
            Unit(organisation=self._organisations[organisation], name=name) for organisation, name in places
        ):
            self._units[unit.organisation.name, unit.name] = unit

    def _roles(
        self, given: dict[str, list[str]], made: list[tuple[Person, Post]]
    ) -> Iterator[RoleAssignment]:
        special = {self.by_key[key].pk: roles for key, roles in given.items() if key in self.by_key}
        for person, post in made:
            is_external = self._organisations[post.organisation].kind in EXTERNAL_ROLE
            usual = [Role.GUEST if is_external else Role.PARTICIPANT]
            for role in special.get(person.pk, usual):
                yield RoleAssignment(person=person, role=role, since=self.today)

    def _invitations(self, setup: dict[str, Any]) -> Iterator[Invitation]:
        """Say when each named guest was asked; most have been here since."""
        coordinator = next(key for key, roles in setup["roles"].items() if "coordinator" in roles)
        guests = [key for key, roles in setup["roles"].items() if "guest" in roles and key in self.by_key]
        for nth, key in enumerate(guests):
            is_new = key in setup.get("invited", ())
            asked = datetime.combine(
                self.today - timedelta(days=4 + nth if is_new else 300 + 11 * nth),
                time(10, 15),
                timezone.get_current_timezone(),
            )
            yield Invitation(
                person=self.by_key[key],
                made_by_id=self.by_key[coordinator].pk,
                made_at=asked,
                sent_at=asked,
                accepted_at=None if is_new else asked + timedelta(days=1, hours=nth),
            )

    def _named_bonds(self) -> Iterator[Bond]:
        for key, senior, kind, source in content()["bonds"]:
            if key in self.by_key and senior in self.by_key:
                yield Bond(
                    person=self.by_key[key],
                    senior=self.by_key[senior],
                    kind=kind,
                    source=source,
                    since=self.today.replace(day=1) - timedelta(days=20),
                )

    def _generated_bonds(self) -> Iterator[Bond]:
        """Give every team of generated colleagues one of them as manager."""
        teams: dict[tuple[str, str], list[Person]] = {}
        for person, post in self.generated:
            if post.unit:
                teams.setdefault((post.organisation, post.unit), []).append(person)
        for (organisation, _), members in teams.items():
            for start in range(0, len(members), SPAN_OF_CONTROL):
                manager, *team = members[start : start + SPAN_OF_CONTROL]
                for person in team:
                    yield Bond(
                        person=person,
                        senior=manager,
                        kind=Bond.Kind.MANAGER,
                        source=f"personeelsgegevens van {organisation}",
                    )
