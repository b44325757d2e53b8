"""Can somebody become somebody else? Each way that was tried or thought of, as the attacker walks it."""

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.db import connection, connections
from django.test import Client

from vakwerk.foundation.tenancy import in_academy
from vakwerk.people import addresses, belonging, operations
from vakwerk.people.entrance.tests.factories import Entrance
from vakwerk.people.entrance.tests.walks import (
    ESRA,
    PASSWORD,
    WENDY,
    account_in,
    by_code,
    claims,
    code_in,
    is_in,
    link_for,
    proof_in,
)
from vakwerk.people.models import Account, AddressClaim, Person, SignInLink
from vakwerk.people.operations import PersonFacts


def test_an_address_that_was_only_typed_opens_no_academy(entrance: Entrance) -> None:
    attacker = is_in(entrance.stranger)
    claims(attacker, ESRA)
    assert AddressClaim.objects.get().email == ESRA
    assert attacker.get("/apeldoorn/mijn-gegevens/logboek/").status_code in {403, 404}
    assert belonging.academies_of(entrance.stranger) == []


@pytest.mark.parametrize("email", [ESRA, "samira@amsterdam.example"], ids=["nobodys", "another_accounts"])
def test_a_page_that_offers_no_such_button_does_not_make_an_unproven_address_primary(
    entrance: Entrance, email: str
) -> None:
    attacker = is_in(entrance.stranger)
    claims(attacker, email)
    answer = attacker.post("/account/email/", {"email": email, "action_primary": "yes"})
    assert answer.status_code == 302
    entrance.stranger.refresh_from_db()
    assert entrance.stranger.email == "niemand@elders.example"
    assert not EmailAddress.objects.filter(user=entrance.stranger, email=email).exists()


def test_an_old_link_proves_the_address_it_went_to_and_not_the_one_that_is_primary_now(
    entrance: Entrance,
) -> None:
    old = link_for(entrance.stranger)
    # As if a way was found all the same.
    Account.objects.filter(pk=entrance.stranger.pk).update(email=ESRA)
    answer = Client().post(old)
    assert answer.status_code == 410
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_the_owners_code_signs_in_on_their_own_account(entrance: Entrance) -> None:
    attacker = is_in(entrance.stranger)
    claims(attacker, ESRA)
    owner = by_code(ESRA)
    esra = Account.objects.get(email=ESRA)
    assert account_in(owner) == esra.pk != entrance.stranger.pk
    assert owner.get("/apeldoorn/mijn-gegevens/logboek/").status_code == 200


def test_proving_an_address_drops_the_claims_of_others_and_their_links(entrance: Entrance) -> None:
    attacker = is_in(entrance.stranger)
    claims(attacker, ESRA)
    proof = proof_in(mail.outbox[-1])
    by_code(ESRA)
    assert not AddressClaim.objects.exists()
    assert attacker.post(proof).status_code == 410
    assert ESRA not in attacker.get("/account/email/").content.decode()


def test_an_unproven_claim_keeps_nobody_out(entrance: Entrance) -> None:
    attacker = is_in(entrance.stranger)
    claims(attacker, WENDY)
    with in_academy(entrance.apeldoorn):
        person = operations.add_person(facts=PersonFacts(given_name="Wendy", email=WENDY), by=None)
        assert person.account is not None
        assert person.account != entrance.stranger
    assert account_in(by_code(WENDY)) == person.account_id


def test_the_reader_of_a_mail_confirms_nothing_for_a_stranger(entrance: Entrance) -> None:
    attacker = is_in(entrance.stranger)
    claims(attacker, "petra@elders.example")
    proof = proof_in(mail.outbox[-1])
    reader = Client()
    assert reader.get(proof).headers["Location"].startswith("/account/login/")
    assert reader.post(proof).headers["Location"].startswith("/account/login/")
    someone_else = entrance.signed_in(entrance.samira)
    assert someone_else.get(proof).status_code == 410
    assert someone_else.post(proof).status_code == 410
    assert not EmailAddress.objects.filter(email="petra@elders.example").exists()


def test_who_adds_their_own_second_address_is_recognised_by_it(entrance: Entrance) -> None:
    client = is_in(entrance.stranger)
    with in_academy(entrance.amsterdam):
        person = Person.objects.create(given_name="Niemand", email="tweede@elders.example")
    claims(client, "Tweede@elders.example")
    proof = proof_in(mail.outbox[-1])
    assert client.get(proof).status_code == 200
    assert client.post(proof).headers["Location"] == "/account/email/"
    assert belonging.academies_of(entrance.stranger) == [entrance.amsterdam]
    client.get("/amsterdam/mijn-gegevens/logboek/")
    with in_academy(entrance.amsterdam):
        person.refresh_from_db()
        assert person.account_id == entrance.stranger.pk
    # Once.
    assert client.post(proof).status_code == 410
    # And now mail may go there, and the first may go.
    client.post("/account/email/", {"email": "tweede@elders.example", "action_primary": "yes"})
    client.post("/account/email/", {"email": "niemand@elders.example", "action_remove": "yes"})
    entrance.stranger.refresh_from_db()
    assert entrance.stranger.email == "tweede@elders.example"
    assert [one.email for one in addresses.of(entrance.stranger)] == ["tweede@elders.example"]


def test_an_address_of_another_account_cannot_be_added_and_the_page_does_not_tell(entrance: Entrance) -> None:
    attacker = is_in(entrance.stranger)
    said = []
    for email in ("wie@elders.example", entrance.samira.email):
        page = attacker.post("/account/email/", {"email": email, "action_add": "yes"}, follow=True)
        said.append(page.content.decode().replace(email, "ADDRESS").count("ADDRESS"))
        attacker.post("/account/email/", {"email": email, "action_remove": "yes"})
    assert said[0] == said[1]
    assert "/account/confirm-email/" not in str(mail.outbox[-1].body)
    assert mail.outbox[-1].to == [entrance.samira.email]


@pytest.mark.parametrize(
    "action", ["action_primary", "action_remove", "action_send", "action_add", "action_other"]
)
@pytest.mark.parametrize("email", ["samira@amsterdam.example", "niemand@elders.example", "geen adres", ""])
def test_no_action_of_the_page_touches_what_is_not_ones_own(
    entrance: Entrance, action: str, email: str
) -> None:
    attacker = is_in(entrance.stranger)
    before = list(Account.objects.order_by("pk").values_list("pk", "email"))
    rows = list(EmailAddress.objects.order_by("pk").values_list("user", "email", "verified", "primary"))
    answer = attacker.post("/account/email/", {"email": email, action: "yes"})
    assert answer.status_code in {200, 302, 422}
    assert list(Account.objects.order_by("pk").values_list("pk", "email")) == before
    assert (
        list(EmailAddress.objects.order_by("pk").values_list("user", "email", "verified", "primary")) == rows
    )


@pytest.mark.parametrize(
    "typed",
    [
        "samira+iets@amsterdam.example",
        "samıra@amsterdam.example",  # a dotless i
        "samirа@amsterdam.example",  # a Cyrillic a
        "samira@ämsterdam.example",
        "samira@xn--msterdam-0za.example",
    ],
)
def test_an_address_that_looks_alike_is_another_address(entrance: Entrance, typed: str) -> None:
    assert addresses.owner_of(typed) is None
    Client().post("/account/login/code/", {"email": typed})
    Client().post("/account/password/reset/", {"email": typed})
    assert mail.outbox == []


def test_a_sign_that_is_not_seen_is_dropped_and_mail_goes_to_the_owner_alone(entrance: Entrance) -> None:
    typed = "samira@amsterdam.example\u200b"
    assert addresses.owner_of(typed) is None
    for path in ("/account/login/code/", "/account/password/reset/"):
        Client().post(path, {"email": typed})
    assert {recipient for letter in mail.outbox for recipient in letter.to} == {"samira@amsterdam.example"}


def test_for_the_sign_for_kelvin_no_mail_goes_to_whoever_typed_it(entrance: Entrance) -> None:
    Account.objects.create_user("karel@apeldoorn.example")
    typed = "\u212aarel@apeldoorn.example"
    assert addresses.owner_of(typed) is None
    for path in ("/account/login/code/", "/account/password/reset/"):
        Client().post(path, {"email": typed})
    assert {recipient for letter in mail.outbox for recipient in letter.to} <= {"karel@apeldoorn.example"}


def test_capitals_do_not_matter_and_mail_goes_to_the_address_as_it_is_known(entrance: Entrance) -> None:
    assert account_in(by_code("SAMIRA@Amsterdam.Example")) == entrance.samira.pk
    assert mail.outbox[-1].to == ["samira@amsterdam.example"]


def test_a_person_of_two_academies_is_one_account_and_nobody_elses(entrance: Entrance) -> None:
    client = by_code(entrance.samira.email)
    for academy in ("apeldoorn", "amsterdam"):
        assert client.get(f"/{academy}/mijn-gegevens/logboek/").status_code == 200


def test_of_a_link_opened_in_two_browsers_the_slower_one_hears_that_it_was_used(entrance: Entrance) -> None:
    path = link_for(entrance.samira)
    fast, slow = Client(), Client()
    assert fast.get(path).status_code == slow.get(path).status_code == 200
    assert fast.post(path).status_code == 302
    answer = slow.post(path, headers={"accept-language": "en"})
    assert answer.status_code == 410
    assert "You have used this link before" in answer.content.decode()
    assert account_in(slow) is None


def test_a_code_asked_before_the_address_went_elsewhere_lets_nobody_in(entrance: Entrance) -> None:
    client = is_in(entrance.stranger)
    claims(client, "tweede@elders.example")
    client.post(proof_in(mail.outbox[-1]))
    early = Client()
    early.post("/account/login/code/", {"email": "tweede@elders.example"})
    code = code_in(mail.outbox[-1])
    client.post("/account/email/", {"email": "tweede@elders.example", "action_remove": "yes"})
    answer = early.post("/account/login/code/confirm/", {"code": code})
    assert answer.headers["Location"] == "/account/login/code/"
    assert account_in(early) is None


def test_a_link_sent_before_the_address_went_elsewhere_lets_nobody_in(entrance: Entrance) -> None:
    client = is_in(entrance.stranger)
    claims(client, "tweede@elders.example")
    client.post(proof_in(mail.outbox[-1]))
    path = link_for(entrance.stranger, email="tweede@elders.example")
    client.post("/account/email/", {"email": "tweede@elders.example", "action_remove": "yes"})
    assert Client().post(path).status_code == 410


@pytest.mark.parametrize("way", ["code", "link", "reset"])
def test_the_first_proof_ends_whatever_was_set_before_it(entrance: Entrance, way: str) -> None:
    """Somebody who got in without the mail set a password and a second step, and is still signed in."""
    entrance.samira.set_password(PASSWORD)
    entrance.samira.save()
    attacker = Client()
    attacker.post("/account/login/", {"login": entrance.samira.email, "password": PASSWORD})
    attacker.get("/account/")
    claims(attacker, "kwaad@elders.example")
    TOTP.activate(entrance.samira, generate_totp_secret())
    Authenticator.objects.create(
        user=entrance.samira, type=Authenticator.Type.WEBAUTHN, data={"name": "kwaad"}
    )
    if way == "code":
        owner = by_code(entrance.samira.email)
    elif way == "link":
        owner = is_in(entrance.samira)
    else:
        owner = Client()
        owner.post("/account/password/reset/", {"email": entrance.samira.email})
        found = re.search(r"/account/password/reset/key/\S+", str(mail.outbox[-1].body))
        assert found
        page = owner.get(found.group(), follow=True)
        new = "een andere zin met negen ganzen"
        owner.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
        owner.post("/account/login/", {"login": entrance.samira.email, "password": new})
    assert account_in(owner) == entrance.samira.pk
    assert not Authenticator.objects.exists()
    assert not AddressClaim.objects.exists()
    assert attacker.get("/account/").status_code == 302
    entrance.samira.refresh_from_db()
    assert not entrance.samira.check_password(PASSWORD)


def test_a_later_proof_leaves_ones_own_second_step_alone(entrance: Entrance) -> None:
    is_in(entrance.samira)
    TOTP.activate(entrance.samira, generate_totp_secret())
    answer = Client().post(link_for(entrance.samira))
    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_a_password_signs_in_with_an_address_of_the_account_and_with_no_claim(entrance: Entrance) -> None:
    is_in(entrance.stranger)
    entrance.stranger.refresh_from_db()
    entrance.stranger.set_password(PASSWORD)
    entrance.stranger.save()
    client = is_in(entrance.stranger)
    claims(client, ESRA)
    other = Client()
    other.post("/account/login/", {"login": ESRA, "password": PASSWORD})
    assert account_in(other) is None


def test_a_proof_that_is_too_old_or_touched_proves_nothing(entrance: Entrance) -> None:
    one = addresses.claim(account=entrance.stranger, email="tweede@elders.example")
    proof = addresses.proof_of(one)
    assert addresses.claim_of(proof, account=entrance.stranger) == one
    assert (
        addresses.claim_of(proof[:-1] + ("a" if proof[-1] != "a" else "b"), account=entrance.stranger) is None
    )
    assert addresses.claim_of(proof, account=entrance.samira) is None
    addresses.drop_claim(account=entrance.stranger, email=one.email)
    addresses.claim(account=entrance.stranger, email=one.email)
    assert addresses.claim_of(proof, account=entrance.stranger) is None


def test_a_link_of_before_says_no_address_and_lets_nobody_in(entrance: Entrance) -> None:
    path = link_for(entrance.samira)
    SignInLink.objects.update(email="")
    assert Client().post(path).status_code == 410


@pytest.fixture
def two_accounts(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Account]]:
    """Keep two accounts for good, so that every thread sees them; clear them after."""
    with django_db_blocker.unblock():
        accounts = [Account.objects.create_user(f"{name}@samen.example") for name in ("een", "twee")]
        try:
            yield accounts
        finally:
            Account.objects.filter(email__endswith="@samen.example").delete()
            connections.close_all()


def test_of_two_accounts_that_prove_one_address_at_once_one_gets_it(two_accounts: list[Account]) -> None:
    accounts = two_accounts
    proofs = [
        addresses.proof_of(addresses.claim(account=one, email="samen@samen.example")) for one in accounts
    ]
    got: list[object] = []
    begin = threading.Barrier(2)

    def prove(account: Account, proof: str) -> None:
        try:
            begin.wait()
            got.append(addresses.prove_claim(account=account, proof=proof))
        except Exception as error:
            got.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=prove, args=pair) for pair in zip(accounts, proofs, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(got) == 2
    assert got.count("samen@samen.example") == 1
    assert EmailAddress.objects.filter(email="samen@samen.example", verified=True).count() == 1
    assert not AddressClaim.objects.filter(email="samen@samen.example").exists()


def test_nobody_collects_addresses_without_end(entrance: Entrance) -> None:
    attacker = is_in(entrance.stranger)
    for number in range(8):
        claims(attacker, f"adres{number}@elders.example")
    assert AddressClaim.objects.count() == 4
