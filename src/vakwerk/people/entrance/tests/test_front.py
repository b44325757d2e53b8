"""What does the front page say to whom, and where does somebody end up after signing in?"""

from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.belonging import academies_of, is_known_email
from vakwerk.people.entrance.tests.factories import Entrance
from vakwerk.people.models import Account, Person


def test_a_visitor_reads_what_it_is_and_how_to_get_in(entrance: Entrance, client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Leer van elkaars echte werk" in page
    assert "/demo/" not in page


def test_in_the_demo_the_front_page_leads_to_its_door(
    entrance: Entrance, client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    assert 'href="/demo/"' in client.get("/").content.decode()


def test_somebody_sees_the_academies_that_know_them_and_no_others(entrance: Entrance) -> None:
    page = entrance.signed_in(entrance.samira).get("/").content.decode()
    assert "Vakhuis Apeldoorn" in page
    assert "Academie aan het Water" in page
    with in_academy(entrance.amsterdam):
        Person.objects.filter(account=entrance.samira).update(left_on="2026-01-01")
    page = entrance.signed_in(entrance.samira).get("/").content.decode()
    assert "Academie aan het Water" not in page


def test_somebody_whom_nobody_knows_reads_what_to_do(entrance: Entrance) -> None:
    page = entrance.signed_in(entrance.stranger).get("/").content.decode()
    assert "Nog geen academie kent dit adres" in page
    assert "Vakhuis" not in page


def test_a_proven_address_is_enough_to_be_known(entrance: Entrance) -> None:
    esra = Account.objects.create_user("esra@apeldoorn.example")
    assert academies_of(esra) == []
    EmailAddress.objects.create(user=esra, email=esra.email, verified=True, primary=True)
    assert academies_of(esra) == [entrance.apeldoorn]


def test_the_question_leaves_no_door_open_behind_it(entrance: Entrance) -> None:
    assert is_known_email("ESRA@apeldoorn.example")
    academies_of(entrance.samira)
    assert not Person.objects.exists()


def test_the_front_page_costs_the_same_however_many_academies(
    entrance: Entrance, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = entrance.signed_in(entrance.samira)
    client.get("/")
    with django_assert_num_queries(9):
        client.get("/")


def test_the_language_is_remembered_on_the_account(entrance: Entrance) -> None:
    client = entrance.signed_in(entrance.samira)
    client.post("/taal/", {"language": "en", "next": "/"})
    elsewhere = entrance.signed_in(entrance.samira)
    assert '<html lang="en">' in elsewhere.get("/").content.decode()
    elsewhere.post("/taal/", {"language": "nl", "next": "/"})
    assert '<html lang="nl">' in client.get("/").content.decode()


def test_a_language_that_is_not_there_is_not_kept(entrance: Entrance) -> None:
    entrance.signed_in(entrance.samira).post("/taal/", {"language": "xx", "next": "/"})
    entrance.samira.refresh_from_db()
    assert entrance.samira.language == ""
