"""Who gets in when an address goes to a colleague, or when a person is erased?"""

import re

from django.core import mail
from django.test import Client
from django.utils import timezone

from vakwerk.foundation.tenancy import in_academy
from vakwerk.people import addresses, operations
from vakwerk.people.entrance.tests.factories import Entrance
from vakwerk.people.entrance.tests.walks import (
    PASSWORD,
    WENDY,
    account_in,
    by_code,
    claims,
    is_in,
    link_for,
    proof_in,
)
from vakwerk.people.models import Account, Person
from vakwerk.people.operations import PersonFacts


def test_an_address_given_to_a_colleague_keeps_its_former_reader_out(entrance: Entrance) -> None:
    """Samira gets another address, and her old one is given to Bram."""
    is_in(entrance.samira)
    entrance.samira.refresh_from_db()
    entrance.samira.set_password(PASSWORD)
    entrance.samira.save()
    old = entrance.samira.email
    with in_academy(entrance.apeldoorn):
        samira = Person.objects.get(account=entrance.samira)
        link = link_for(entrance.samira)
        facts = PersonFacts(
            given_name="Samira", family_name="El Idrissi", email="samira.nieuw@amsterdam.example"
        )
        operations.change_person(person=samira, facts=facts, by=None)
        bram = operations.add_person(facts=PersonFacts(given_name="Bram", email=old), by=None)
        assert bram.account is None
    former = Client()
    former.post("/account/login/", {"login": old, "password": PASSWORD})
    assert account_in(former) == entrance.samira.pk
    assert former.get("/apeldoorn/mijn-gegevens/logboek/").status_code in {403, 404}
    assert Client().post(link).status_code == 410
    # Who reads the mail now is Bram here, and from then on the former reader is out everywhere.
    reader = by_code(old)
    assert reader.get("/apeldoorn/mijn-gegevens/logboek/").status_code == 200
    with in_academy(entrance.apeldoorn):
        bram.refresh_from_db()
        assert bram.account_id == account_in(reader)
    assert former.get("/account/").status_code == 302
    entrance.samira.refresh_from_db()
    assert not entrance.samira.check_password(PASSWORD)


def test_who_stands_by_another_address_keeps_their_account_and_loses_this_one(entrance: Entrance) -> None:
    client = is_in(entrance.samira)
    claims(client, "samira@thuis.example")
    client.post(proof_in(mail.outbox[-1]))
    old = entrance.samira.email
    addresses.let_go(account=entrance.samira, email=old)
    entrance.samira.refresh_from_db()
    assert entrance.samira.email == "samira@thuis.example"
    assert addresses.owner_of(old) is None
    # Its next reader gets an account of their own.
    assert account_in(by_code(old)) not in {None, entrance.samira.pk}


def test_of_an_erased_person_nothing_lets_anybody_in(entrance: Entrance) -> None:
    with in_academy(entrance.apeldoorn):
        wendy = operations.add_person(facts=PersonFacts(given_name="Wendy", email=WENDY), by=None)
        account = wendy.account
        assert account is not None
    client = is_in(account)
    link = link_for(account)
    with in_academy(entrance.apeldoorn):
        operations.erase_person(person=wendy, now=timezone.now(), today=timezone.localdate(), by=None)
    assert not Account.objects.filter(email=WENDY).exists()
    assert client.get("/account/").status_code == 302
    assert Client().post(link).status_code == 410
    Client().post("/account/login/code/", {"email": WENDY})
    assert mail.outbox == []


def test_a_person_erased_in_one_academy_still_gets_into_the_other(entrance: Entrance) -> None:
    is_in(entrance.samira)
    with in_academy(entrance.apeldoorn):
        samira = Person.objects.get(account=entrance.samira)
        operations.erase_person(person=samira, now=timezone.now(), today=timezone.localdate(), by=None)
    client = by_code("samira@amsterdam.example")
    assert client.get("/amsterdam/mijn-gegevens/logboek/").status_code == 200
    assert client.get("/apeldoorn/mijn-gegevens/logboek/").status_code in {403, 404}


def test_a_link_for_a_new_password_ends_when_the_addresses_change(entrance: Entrance) -> None:
    is_in(entrance.samira)
    Client().post("/account/password/reset/", {"email": entrance.samira.email})
    found = re.search(r"/account/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert found
    addresses.let_go(account=entrance.samira, email=entrance.samira.email)
    page = Client().get(found.group(), follow=True).content.decode()
    assert 'name="password1"' not in page
