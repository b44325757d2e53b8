"""Does signing in with the account of an organisation work, against a real provider over loopback?"""

import threading
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client
from oidc_provider_mock import User
from pytest_django import Settings

from vakwerk import oidc
from vakwerk.people import addresses
from vakwerk.people.entrance.tests.factories import Entrance
from vakwerk.people.models import Account

USERS = (
    User(sub="s", claims={"email": "samira@amsterdam.example", "email_verified": True}),
    User(sub="e", claims={"email": "esra@apeldoorn.example", "email_verified": True}),
    User(sub="w", claims={"email": "wie@elders.example", "email_verified": True}),
    User(sub="u", claims={"email": "samira@amsterdam.example"}),
    User(sub="n", claims={}),
    User(sub="b", claims={"email": "wie@elders.example", "email_verified": False}),
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread(user_claims=USERS) as server:
        yield f"http://localhost:{server.server_port}"
    # The mock stops its server from a thread of its own; later tests must not find it half alive.
    for thread in threading.enumerate():
        if "shutdown" in thread.name:
            thread.join(5)


@pytest.fixture
def provider(issuer: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAKWERK_OIDC_ISSUER", issuer)
    monkeypatch.setenv("VAKWERK_OIDC_CLIENT_ID", "vakwerk")
    monkeypatch.setenv("VAKWERK_OIDC_CLIENT_SECRET", "secret")
    monkeypatch.setenv("VAKWERK_OIDC_NAME", "Gemeente Apeldoorn")
    settings.SOCIALACCOUNT_PROVIDERS = oidc.providers()


def _sign_in(
    client: Client, subject: str, path: str = "/account/oidc/oidc/login/?process=login"
) -> HttpResponse:
    """Go to the provider as a browser would, be that subject there, and come back."""
    there = client.get(path)
    assert there.status_code == 302
    back = requests.post(there.url, data={"sub": subject}, allow_redirects=False, timeout=10)  # type: ignore[attr-defined]
    address = urlsplit(back.headers["location"])
    return client.get(f"{address.path}?{address.query}")  # type: ignore[return-value]


@pytest.mark.usefixtures("provider")
def test_the_button_names_the_organisation(entrance: Entrance, client: Client) -> None:
    page = client.get("/account/login/?next=/apeldoorn/kringen/").content.decode()
    assert "Inloggen met Gemeente Apeldoorn" in page
    assert "next=%2Fapeldoorn%2Fkringen%2F" in page


def test_without_a_provider_there_is_no_button(entrance: Entrance, client: Client) -> None:
    assert "/account/oidc/" not in client.get("/account/login/").content.decode()


@pytest.mark.usefixtures("provider")
def test_a_proven_address_signs_in_to_the_account_that_has_it(entrance: Entrance, client: Client) -> None:
    answer = _sign_in(client, "s")
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(entrance.samira.pk)
    assert SocialAccount.objects.get().user == entrance.samira
    # The second time it is recognised by itself.
    again = Client()
    _sign_in(again, "s")
    assert again.session["_auth_user_id"] == str(entrance.samira.pk)


@pytest.mark.usefixtures("provider")
def test_somebody_an_academy_knows_gets_an_account_and_is_recognised(
    entrance: Entrance, client: Client
) -> None:
    answer = _sign_in(client, "e")
    assert answer.url == "/apeldoorn/"  # type: ignore[attr-defined]
    assert client.get("/apeldoorn/mijn-gegevens/logboek/").status_code == 200


@pytest.mark.usefixtures("provider")
def test_after_signing_in_one_comes_where_one_wanted(entrance: Entrance, client: Client) -> None:
    answer = _sign_in(client, "s", "/account/oidc/oidc/login/?process=login&next=/amsterdam/kringen/")
    assert answer.url == "/amsterdam/kringen/"  # type: ignore[attr-defined]


@pytest.mark.usefixtures("provider")
def test_somebody_whom_no_academy_knows_is_told_whom_to_ask(entrance: Entrance, client: Client) -> None:
    answer = _sign_in(client, "w")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Nog geen academie kent je" in page
    assert "Vraag de coördinator van je academie" in page
    assert "_auth_user_id" not in client.session
    assert not Account.objects.filter(email="wie@elders.example").exists()


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("subject", ["u", "n", "b"])
def test_an_address_that_is_not_proven_lets_nobody_in(
    entrance: Entrance, client: Client, subject: str
) -> None:
    answer = _sign_in(client, subject)
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("provider")
def test_an_administrator_may_trust_the_provider_for_a_domain(
    entrance: Entrance, client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAKWERK_OIDC_VERIFIED_DOMAINS", "amsterdam.example")
    settings.SOCIALACCOUNT_PROVIDERS = oidc.providers()
    _sign_in(client, "u")
    assert client.session["_auth_user_id"] == str(entrance.samira.pk)


@pytest.mark.usefixtures("provider")
def test_a_provider_that_is_trusted_for_some_domains_speaks_for_no_others(
    entrance: Entrance, client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two organisations on one Vakwerk, the provider of one says that an address of the other is verified."""
    monkeypatch.setenv("VAKWERK_OIDC_VERIFIED_DOMAINS", "apeldoorn.example")
    settings.SOCIALACCOUNT_PROVIDERS = oidc.providers()
    assert _sign_in(client, "s").status_code == 403
    assert "_auth_user_id" not in client.session
    assert _sign_in(Client(), "e").status_code == 302


@pytest.mark.usefixtures("provider")
def test_an_address_that_somebody_only_claims_signs_nobody_in_to_their_account(
    entrance: Entrance, client: Client
) -> None:
    addresses.claim(account=entrance.stranger, email="esra@apeldoorn.example")
    _sign_in(client, "e")
    esra = Account.objects.get(email="esra@apeldoorn.example")
    assert client.session["_auth_user_id"] == str(esra.pk)
    assert addresses.claims_of(entrance.stranger) == []


@pytest.mark.usefixtures("provider")
def test_the_first_proof_by_the_provider_ends_a_password_that_was_set_before(
    entrance: Entrance, client: Client
) -> None:
    entrance.samira.set_password("een lange zin met vier eenden")
    entrance.samira.save()
    _sign_in(client, "s")
    entrance.samira.refresh_from_db()
    assert not entrance.samira.has_usable_password()
    assert SocialAccount.objects.get().user == entrance.samira


@pytest.mark.usefixtures("provider")
def test_connecting_an_account_elsewhere_proves_no_address(entrance: Entrance) -> None:
    client = entrance.signed_in(entrance.stranger)
    _sign_in(client, "e", "/account/oidc/oidc/login/?process=connect")
    assert SocialAccount.objects.get().user == entrance.stranger
    assert not addresses.is_proven(entrance.stranger, "esra@apeldoorn.example")
    assert client.get("/apeldoorn/mijn-gegevens/logboek/").status_code in {403, 404}


@pytest.mark.usefixtures("provider")
def test_saying_no_there_changes_nothing_here(entrance: Entrance, client: Client) -> None:
    there = client.get("/account/oidc/oidc/login/?process=login")
    state = parse_qs(urlsplit(there.url).query)["state"][0]  # type: ignore[attr-defined]
    answer = client.get(
        "/account/oidc/oidc/login/callback/", {"error": "access_denied", "state": state}, follow=True
    )
    assert "Je bent gestopt met inloggen" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_issuer_without_a_client_is_refused_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAKWERK_OIDC_ISSUER", "https://login.example")
    with pytest.raises(ImproperlyConfigured, match="VAKWERK_OIDC_CLIENT_ID"):
        oidc.providers()
