"""A round to compose with: named people, who manages whom, moments, and a proposal that seats them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from vakwerk.circles.models import Circle, Proposal, Round, Seat, SignUp, SignUpSlot, Slot
from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Account, Bond, Membership, Organisation, Person, RoleAssignment

NAMES = (
    "Femke de Wit",
    "Kwame Mensah",
    "Gea Stegeman",
    "Nadia Bouzid",
    "Joke Lammers",
    "Ibrahim Sesay",
    "Tom Brinkman",
    "Sanne Ubbink",
    "Yusuf Demir",
    "Hanna Postma",
    "Els van Rossum",
    "Danny Pinas",
)
DISCIPLINES = (
    "permits",
    "permits",
    "care",
    "youth",
    "living",
    "living",
    "economy",
    "law",
    "care",
    "youth",
    "living",
    "living",
)
HOMES = (
    "Amsterdam",
    "Amsterdam",
    "Hattem",
    "Apeldoorn",
    "Raad",
    "Erf",
    "Apeldoorn",
    "Hattem",
    "Amsterdam",
    "Hattem",
    "Raad",
    "Erf",
)


@dataclass
class Made:
    """What the tests need to name."""

    academy: Academy
    round: Round
    people: list[Person]
    slots: list[Slot]
    coordinator: Person
    account: Account


def make_round(slug: str = "apeldoorn", *, times: int = 1) -> Made:
    """Make a closed round of twelve named people, ``times`` over; runs inside the academy."""
    academy = Academy.objects.get(slug=slug)
    account = Account.objects.create_user(f"jeroen@{slug}.example")
    coordinator = Person.objects.create(given_name="Jeroen", family_name="Timmer", account=account)
    RoleAssignment.objects.create(person=coordinator, role=Role.COORDINATOR)
    round_ = Round.objects.create(
        title="Voorjaar", state=Round.State.CLOSED, closes_on=date(2027, 1, 5), size_min=5, size_max=7
    )
    slots = [
        Slot.objects.create(
            round=round_, first_date=date(2027, 2, day), starts_at=time(9, 30), ends_at=time(11, 30)
        )
        for day in (2, 3)
    ]
    homes = {
        name: Organisation.objects.create(
            name=name,
            kind=Organisation.Kind.RESIDENTS if name in ("Raad", "Erf") else Organisation.Kind.MUNICIPALITY,
        )
        for name in dict.fromkeys(HOMES)
    }
    people = [_join(round_, slots, homes, k, copy) for copy in range(times) for k in range(len(NAMES))]
    Bond.objects.create(
        person=people[1], senior=people[0], kind="manager", since=date(2026, 11, 1), source="personnel file"
    )
    return Made(academy, round_, people, slots, coordinator, account)


def _join(round_: Round, slots: Sequence[Slot], homes: dict[str, Organisation], k: int, copy: int) -> Person:
    given, _, family = NAMES[k].partition(" ")
    family = f"{family} {copy}".strip() if copy else family
    person = Person.objects.create(given_name=given, family_name=family, email=f"p{k}-{copy}@demo.example")
    Membership.objects.create(person=person, organisation=homes[HOMES[k]], job_title="adviser")
    orientation = ("public_administration", "network_governance")[k % 2]
    sign_up = SignUp.objects.create(
        round=round_, person=person, discipline=DISCIPLINES[k], orientation=orientation, seniority="senior"
    )
    for slot in slots:
        SignUpSlot.objects.create(sign_up=sign_up, slot=slot)
    return person


def propose(made: Made, *groups: Sequence[int], locked: Sequence[int] = ()) -> Proposal:
    """Seat people, by their place in the list, in one circle per group."""
    number = Proposal.objects.filter(round=made.round).count() + 1
    proposal = Proposal.objects.create(round=made.round, number=number)
    for k, group in enumerate(groups):
        circle = Circle.objects.create(proposal=proposal, number=3 + k, slot=made.slots[k % len(made.slots)])
        for member in group:
            person = made.people[member]
            Seat.objects.create(proposal=proposal, circle=circle, person=person, is_locked=member in locked)
    return proposal


def seats_of(proposal: Proposal) -> dict[int, int]:
    """Return who sits where."""
    return dict(Seat.objects.filter(proposal=proposal, left_at=None).values_list("person_id", "circle_id"))
