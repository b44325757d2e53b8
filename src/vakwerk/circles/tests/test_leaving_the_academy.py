"""What becomes of seats, sign-ups and circles when people leave the academy?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from vakwerk.circles.home.operations import make_feed
from vakwerk.circles.models import CalendarFeed, Circle, Seat, SignUp
from vakwerk.circles.published import operations as published
from vakwerk.circles.published import queries
from vakwerk.circles.tests.factories import (
    make_organisation,
    make_people,
    make_person,
    open_round,
    published_circle,
    sign_everybody_up,
)
from vakwerk.foundation.models import OutgoingMail
from vakwerk.foundation.roles import Role
from vakwerk.people import departures, operations
from vakwerk.people.models import Handover, Organisation, Person

LATER = datetime(2027, 2, 10, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture
def sam(jeroen: Person) -> Person:
    return make_person("Samira", "el Idrissi", Role.FACILITATOR)


def _leaves(*people: Person) -> None:
    operations.leave_now(people={one.pk: LATER.date() for one in people}, by=None, now=LATER)


def test_a_seat_comes_free_the_facilitator_and_coordinator_hear_and_who_left_does_not(
    jeroen: Person, sam: Person
) -> None:
    members = make_people(4)
    circle = published_circle(jeroen, members, facilitator=sam)
    OutgoingMail.objects.all().delete()
    _leaves(members[0])
    assert Seat.objects.get(person=members[0]).left_at == LATER
    assert SignUp.objects.get(person=members[0]).state == SignUp.State.WITHDRAWN
    assert {one.to for one in OutgoingMail.objects.all()} == {jeroen.email, sam.email}
    last = circle.sessions.get(number=3)
    published.cancel_session(session=last, by=jeroen, now=LATER)
    assert not OutgoingMail.objects.filter(to=members[0].email).exists()


def test_a_circle_that_breaks_a_rule_without_them_says_which_before(jeroen: Person, sam: Person) -> None:
    members = make_people(3)
    circle = published_circle(jeroen, members, facilitator=sam)
    found = {one.kind: one for one in departures.ties_of([members[0].pk])}
    tie = found["circles.breaks_rules"]
    assert tie.hears == {sam.pk}
    assert "2 leden, minstens 3 nodig" in departures.in_words(tie.kind, tie.facts).after
    _leaves(members[0])
    assert [one.kind for one in Handover.objects.all()] == ["circles.breaks_rules"]
    assert f"/kringen/{circle.pk}/plaats/" in Handover.objects.get().path


def test_the_list_says_what_is_broken_and_lets_the_task_go_once_the_circle_is_whole(
    jeroen: Person, browser: Callable[[Person], Client]
) -> None:
    *members, waits = make_people(4)
    circle = published_circle(jeroen, members, waiting=[waits])
    OutgoingMail.objects.all().delete()
    _leaves(members[0])
    page = browser(jeroen).get(reverse("people:handovers", args=["apeldoorn"])).content.decode()
    assert "2 leden, minstens 3 nodig" in page
    assert "voldoet aan alle regels" not in page
    said = " ".join(OutgoingMail.objects.get(to=jeroen.email).text.split())
    assert "Kring 1, Voorjaarsronde 2027: 2 leden, minstens 3 nodig" in said
    assert "nodig (eerst: voldoet aan alle regels)." in said
    published.seat_replacement(circle=circle, person=waits, by=jeroen, now=LATER)
    assert Handover.objects.get().settled_at == LATER


def test_a_task_stays_while_the_circle_still_breaks_a_rule(jeroen: Person) -> None:
    *members, waits = make_people(4)
    circle = published_circle(jeroen, members, waiting=[waits])
    _leaves(*members[:2])
    published.seat_replacement(circle=circle, person=waits, by=jeroen, now=LATER)
    assert Handover.objects.get(kind="circles.breaks_rules").settled_at is None


def test_somebody_who_left_the_academy_is_not_offered_to_be_taken_back(
    jeroen: Person, browser: Callable[[Person], Client]
) -> None:
    members = make_people(5)
    circle = published_circle(jeroen, members)
    published.leave_circle(circle=circle, person=members[1], by=jeroen, now=LATER)
    _leaves(members[0])
    with time_machine.travel(LATER, tick=False):
        where = reverse("circles:manage_circle", args=["apeldoorn", circle.pk])
        page = browser(jeroen).get(where).content.decode()
    assert page.count("neem terug") == 1
    assert "Kies een gespreksleider" in page
    assert "Kies iemand anders" not in page


def test_a_resident_who_stays_alone_is_named_as_a_broken_rule(jeroen: Person) -> None:
    group = make_organisation("Buurtcomité", Organisation.Kind.RESIDENTS)
    residents = [make_person(f"Bewoner{nth}", "Bos", organisation=group) for nth in range(2)]
    published_circle(jeroen, [*make_people(3), *residents])
    tie = next(one for one in departures.ties_of([residents[0].pk]) if one.kind == "circles.breaks_rules")
    assert departures.in_words(tie.kind, tie.facts).after == "één inwoner alleen"


def test_who_facilitates_leaves_a_task_and_the_members_take_turns(jeroen: Person, sam: Person) -> None:
    circle = published_circle(jeroen, make_people(4), facilitator=sam)
    _leaves(sam)
    assert Circle.objects.get(pk=circle.pk).facilitator is None
    assert Handover.objects.get().kind == "circles.facilitates"
    other = make_person("Tom", "Brinkman", Role.FACILITATOR)
    published.set_facilitator(circle=circle, facilitator=other, by=jeroen, now=LATER)
    assert Handover.objects.get().settled_at == LATER


def test_a_sign_up_for_an_open_round_is_withdrawn_and_the_address_of_a_calendar_stops(jeroen: Person) -> None:
    members = make_people(3)
    sign_everybody_up(open_round(jeroen), members)
    make_feed(person=members[0], now=LATER)
    _leaves(members[0])
    assert SignUp.objects.get(person=members[0]).state == SignUp.State.WITHDRAWN
    assert not CalendarFeed.objects.exists()


def test_coming_back_gives_no_seat_back(jeroen: Person) -> None:
    members = make_people(4)
    circle = published_circle(jeroen, members)
    _leaves(members[0])
    members[0].refresh_from_db()
    operations.come_back(person=members[0], by=jeroen)
    assert members[0].pk not in queries.member_ids(circle)


def test_a_whole_circle_that_leaves_gives_one_letter(jeroen: Person, sam: Person) -> None:
    members = make_people(4)
    published_circle(jeroen, members, facilitator=sam)
    OutgoingMail.objects.all().delete()
    _leaves(*members)
    assert sorted(one.to for one in OutgoingMail.objects.all()) == sorted([jeroen.email, sam.email])


def test_an_erased_member_frees_the_seat_and_the_coordinator_hears(jeroen: Person) -> None:
    members = make_people(4)
    published_circle(jeroen, members)
    OutgoingMail.objects.all().delete()
    operations.erase_person(person=members[0], now=LATER, today=LATER.date() + timedelta(days=0), by=jeroen)
    assert OutgoingMail.objects.get().to == jeroen.email
