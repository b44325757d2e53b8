"""Makes people, rounds and circles by walking the real operations, so that no test starts from the impossible."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from vakwerk.circles.models import Circle, Proposal, Round, Seat, Slot
from vakwerk.circles.published import operations as published
from vakwerk.circles.rounds import operations
from vakwerk.circles.rounds.rules import Moment, Plan
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Account, Membership, Organisation, Person, RoleAssignment

NOW = datetime(2027, 1, 4, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
TUESDAY = Moment(date(2027, 2, 2), time(13, 30), time(15, 30))
WEDNESDAY = Moment(date(2027, 2, 3), time(9, 30), time(11, 30))


def make_person(
    given: str,
    family: str,
    *roles: Role,
    organisation: Organisation | None = None,
    email: str | None = None,
    discipline: str = "jeugd",
) -> Person:
    """Make somebody with an account, a place and roles."""
    address = f"{given}.{family}@vakwerk.example".lower().replace(" ", "") if email is None else email
    account = Account.objects.create_user(address) if address else None
    person = Person.objects.create(
        given_name=given, family_name=family, email=address, account=account, discipline=discipline
    )
    if organisation:
        Membership.objects.create(person=person, organisation=organisation)
    for role in roles:
        RoleAssignment.objects.create(person=person, role=role)
    return person


def make_organisation(name: str, kind: str = Organisation.Kind.MUNICIPALITY) -> Organisation:
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def make_people(count: int) -> list[Person]:
    """Make members from different organisations and disciplines, so that all hard rules hold."""
    places = [make_organisation(name) for name in ("Apeldoorn", "Hattem", "Amsterdam")]
    fields = ["jeugd", "wonen", "zorg", "vergunningen"]
    return [
        make_person(f"Lid{nth}", "Jansen", organisation=places[nth % 3], discipline=fields[nth % 4])
        for nth in range(count)
    ]


def plan(**changes: Any) -> Plan:
    """Return a plan for a round that may open on ``NOW``."""
    usual = {
        "title": "Voorjaarsronde 2027",
        "closes_on": date(2027, 1, 20),
        "moments": [TUESDAY, WEDNESDAY],
        "size_min": 3,
        "size_max": 5,
        "sessions": 3,
        "weeks_between": 6,
        "place": "Vakhuis, zaal 2",
    }
    return Plan(**{**usual, **changes})


def open_round(by: Person, **changes: Any) -> Round:
    made = operations.create_round(plan=plan(**changes), by=by, now=NOW)
    return operations.open_round(round_=made, by=by, now=NOW)


def sign_everybody_up(round_: Round, people: Sequence[Person]) -> list[Slot]:
    """Sign people up for every slot and return the slots."""
    slots = list(round_.slots.all())
    answers = [operations.Answer(person, [slot.pk for slot in slots]) for person in people]
    operations.sign_up_many(round_=round_, answers=answers, by=None, now=NOW)
    return slots


def published_circle(
    by: Person,
    members: Sequence[Person],
    *,
    waiting: Sequence[Person] = (),
    facilitator: Person | None = None,
) -> Circle:
    """Walk a whole round to one published circle."""
    round_ = open_round(by)
    slots = sign_everybody_up(round_, [*members, *waiting])
    round_ = operations.close_round(round_=round_, by=by, now=NOW)
    proposal = Proposal.objects.create(round=round_, number=1)
    circle = Circle.objects.create(proposal=proposal, number=1, slot=slots[0], facilitator=facilitator)
    Seat.objects.bulk_create(Seat(proposal=proposal, circle=circle, person=one) for one in members)
    published.publish_round(proposal=proposal, by=by, now=NOW + timedelta(days=17))
    return circle
