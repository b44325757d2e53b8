"""Does the page of a person say in which rounds and circles they are, to whom may know?"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from vakwerk.circles.tests.factories import (
    make_organisation,
    make_people,
    make_person,
    open_round,
    published_circle,
    sign_everybody_up,
)
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Person

Browser = Callable[[Person], Client]


@pytest.fixture
def members(jeroen: Person) -> list[Person]:
    return make_people(5)


def _page(client: Client, person: Person) -> str:
    return client.get(f"/apeldoorn/coordinatie/mensen/{person.pk}/").content.decode()


def test_a_coordinator_sees_circles_and_rounds_of_a_person(
    jeroen: Person, browser: Browser, members: list[Person]
) -> None:
    anneke = make_person("Anneke", "Vos", Role.FACILITATOR, organisation=make_organisation("Vos"))
    circle = published_circle(jeroen, members[:4], waiting=members[4:], facilitator=anneke)
    client = browser(jeroen)
    assert f"/apeldoorn/coordinatie/kringen/{circle.pk}/" in _page(client, members[0])
    assert "gespreksleider" in _page(client, anneke)
    assert "aangemeld, heeft geen plek" in _page(client, members[4])
    assert "Niet in een kring" in _page(client, jeroen)


def test_who_only_administers_does_not_see_them(
    jeroen: Person, browser: Browser, members: list[Person]
) -> None:
    published_circle(jeroen, members[:4])
    admin = make_person("Ad", "Beheer", Role.ADMINISTRATOR, organisation=make_organisation("Apeldoorn"))
    assert "/coordinatie/kringen/" not in _page(browser(admin), members[0])


def test_more_rounds_take_no_more_queries(jeroen: Person, browser: Browser, members: list[Person]) -> None:
    client = browser(jeroen)
    sign_everybody_up(open_round(jeroen), members)
    _page(client, members[0])
    with CaptureQueriesContext(connection) as few:
        _page(client, members[0])
    published_circle(jeroen, members[:4])
    sign_everybody_up(open_round(jeroen), members)
    with CaptureQueriesContext(connection) as many:
        _page(client, members[0])
    assert len(many) <= len(few)
