"""Does a one-time link let its reader in once, and nobody else?"""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from vakwerk.people import sign_in
from vakwerk.people.entrance.tests.factories import Entrance
from vakwerk.people.models import Account, SignInLink


def _link(account: Account, **how: object) -> str:
    return urlsplit(sign_in.make_link(account=account, **how)).path  # type: ignore[arg-type]


def test_only_a_hash_of_the_link_is_kept(entrance: Entrance) -> None:
    path = _link(entrance.samira)
    token = path.rstrip("/").rpartition("/")[2]
    kept = SignInLink.objects.get()
    assert token not in str(vars(kept))
    assert kept.token_hash == sign_in.hash_of(token)


def test_opening_the_link_does_not_use_it_up(entrance: Entrance, client: Client) -> None:
    path = _link(entrance.samira)
    for _ in range(3):
        answer = client.get(path)
        assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    assert SignInLink.objects.get().used_at is None


def test_pressing_the_button_signs_in_and_goes_where_the_reader_wanted(
    entrance: Entrance, client: Client
) -> None:
    path = _link(entrance.samira, next_url="/apeldoorn/kringen/")
    answer = client.post(path)
    assert answer.headers["Location"] == "/apeldoorn/kringen/"
    assert client.session["_auth_user_id"] == str(entrance.samira.pk)
    assert EmailAddress.objects.filter(user=entrance.samira, verified=True).exists()


def test_a_link_works_once(entrance: Entrance, client: Client) -> None:
    path = _link(entrance.samira)
    client.post(path)
    other = Client()
    answer = other.post(path)
    assert answer.status_code == 410
    assert "_auth_user_id" not in other.session


@pytest.mark.parametrize("valid_for", [timedelta(0), timedelta(seconds=-1)])
def test_an_old_link_does_not_work_and_offers_a_new_one(
    entrance: Entrance, client: Client, valid_for: timedelta
) -> None:
    path = _link(entrance.samira, valid_for=valid_for)
    answer = client.get(path)
    assert answer.status_code == 410
    assert f'action="{path}nieuw/"' in answer.content.decode()
    assert client.post(path).status_code == 410


def test_the_new_link_goes_to_the_address_of_the_account(entrance: Entrance, client: Client) -> None:
    path = _link(entrance.samira, valid_for=timedelta(0), next_url="/apeldoorn/")
    assert client.post(f"{path}nieuw/").headers["Location"] == "/account/link-verstuurd/"
    (letter,) = mail.outbox
    assert letter.to == [entrance.samira.email]
    fresh = SignInLink.objects.latest("made_at")
    assert fresh.next_url == "/apeldoorn/"
    assert fresh.expires_at < timezone.now() + timedelta(hours=1, minutes=1)


def test_nobody_can_flood_a_mailbox_with_new_links(entrance: Entrance, client: Client) -> None:
    path = _link(entrance.samira, valid_for=timedelta(0))
    statuses = [client.post(f"{path}nieuw/").status_code for _ in range(5)]
    assert statuses == [302, 302, 302, 429, 429]
    assert len(mail.outbox) == 3


def test_an_unknown_link_says_so_and_a_new_one_is_not_promised(entrance: Entrance, client: Client) -> None:
    answer = client.get("/account/link/not-a-real-token/")
    assert answer.status_code == 410
    assert "nieuw/" not in answer.content.decode()
    # The answer to asking anyway tells nothing.
    assert (
        client.post("/account/link/not-a-real-token/nieuw/").headers["Location"] == "/account/link-verstuurd/"
    )
    assert mail.outbox == []


def test_a_link_of_a_closed_account_does_not_work(entrance: Entrance, client: Client) -> None:
    path = _link(entrance.samira)
    Account.objects.filter(pk=entrance.samira.pk).update(is_active=False)
    assert client.post(path).status_code == 410


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_link_never_leads_out_of_vakwerk(entrance: Entrance, client: Client, elsewhere: str) -> None:
    answer = client.post(_link(entrance.samira, next_url=elsewhere))
    assert answer.headers["Location"] == "/"
