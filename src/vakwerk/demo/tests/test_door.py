"""Does the demo's door let anybody be one of its people, and only in the demo?"""

import pytest
from django.test import Client
from pytest_django import Settings

from vakwerk.demo.personas import ACADEMIES, PERSONAS
from vakwerk.people.models import Account

pytestmark = pytest.mark.django_db


def test_outside_the_demo_there_is_no_door(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"persona": "jeroen"}).status_code == 404


def test_every_persona_has_a_button_and_words_in_both_languages(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    page = client.get("/demo/").content.decode()
    for persona in PERSONAS:
        assert f'value="{persona.key}"' in page
        assert str(persona.who) in page
        assert not persona.who.missing
        assert not persona.to_try.missing
    for name in ACADEMIES.values():
        assert name in page


def test_one_click_signs_in_and_opens_the_academy(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    jeroen = Account.objects.create_user("jeroen@apeldoorn.example")
    answer = client.post("/demo/", {"persona": "jeroen"})
    assert answer.headers["Location"] == "/apeldoorn/"
    assert client.session["_auth_user_id"] == str(jeroen.pk)


def test_before_the_demo_is_loaded_the_door_says_how(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    assert "vakwerk demo" in client.get("/demo/").content.decode()
    assert client.post("/demo/", {"persona": "jeroen"}).headers["Location"] == "/demo/"


def test_nobody_comes_in_as_somebody_who_is_no_persona(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    Account.objects.create_user("echt@gemeente.example")
    assert client.post("/demo/", {"persona": "echt"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_all_addresses_are_reserved_ones_that_reach_nobody() -> None:
    assert all(persona.email.endswith(".example") for persona in PERSONAS)
    assert len({persona.key for persona in PERSONAS}) == len(PERSONAS)


def test_who_is_told_to_look_at_a_circle_comes_in_where_the_circle_is(
    client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    Account.objects.create_user("meryem@clientenraad.example")
    assert client.post("/demo/", {"persona": "meryem"}).headers["Location"] == "/apeldoorn/"
