"""What do strangers learn by guessing, and whom do they keep out by it?"""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from smtplib import SMTPRecipientsRefused
from typing import Any, ClassVar

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from vakwerk.people.entrance.tests.factories import Entrance
from vakwerk.people.entrance.tests.walks import PASSWORD, is_in
from vakwerk.people.models import Account, AddressClaim


def test_guessing_is_stopped_whatever_port_the_visitor_says_they_called(entrance: Entrance) -> None:
    for port in range(9001, 9006):
        Client().post(
            "/account/login/",
            {"login": entrance.samira.email, "password": "fout"},
            headers={"host": f"localhost:{port}"},
        )
    page = Client().post(
        "/account/login/",
        {"login": f" {entrance.samira.email.upper()}", "password": "fout"},
        headers={"host": "localhost:9006"},
    )
    assert "Het ging te vaak mis" in page.content.decode()


def test_a_link_for_a_new_password_leads_to_vakwerk_whatever_the_visitor_says_they_called(
    entrance: Entrance, client: Client, settings: Settings
) -> None:
    settings.BASE_URL = "https://vakwerk.example"
    client.post(
        "/account/password/reset/", {"email": entrance.samira.email}, headers={"host": "localhost:9001"}
    )
    links = re.findall(r"https?://[^/\s]+", str(mail.outbox[-1].body))
    assert set(links) == {"https://vakwerk.example"}


def _sign_in(client: Client, account: Account) -> bool:
    client.post("/account/login/", {"login": account.email, "password": PASSWORD})
    return "_auth_user_id" in client.session


def test_whoever_uses_up_the_attempts_of_a_stranger_does_not_keep_them_out(entrance: Entrance) -> None:
    entrance.samira.set_password(PASSWORD)
    entrance.samira.save()
    home = Client()
    assert _sign_in(home, entrance.samira)
    home.post("/account/logout/")
    for _ in range(5):
        Client().post("/account/login/", {"login": entrance.samira.email, "password": "fout"})
        Client().post("/account/login/code/", {"email": entrance.samira.email})
    assert not _sign_in(Client(), entrance.samira)
    assert _sign_in(home, entrance.samira)
    home.post("/account/logout/")
    before = len(mail.outbox)
    home.post("/account/login/code/", {"email": entrance.samira.email})
    assert len(mail.outbox) == before + 1


def test_a_browser_that_is_known_can_guess_no_more_than_another(entrance: Entrance, client: Client) -> None:
    for account in (entrance.samira, entrance.stranger):
        account.set_password(PASSWORD)
        account.save()
    assert _sign_in(client, entrance.samira)
    client.post("/account/logout/")
    for _ in range(5):
        client.post("/account/login/", {"login": entrance.samira.email, "password": "fout"})
    assert not _sign_in(client, entrance.samira)
    # It says nothing for the account of somebody else, and what is made up says nothing at all.
    for _ in range(5):
        Client().post("/account/login/", {"login": entrance.stranger.email, "password": "fout"})
    assert not _sign_in(client, entrance.stranger)
    made_up = Client()
    made_up.cookies["vakwerk_known"] = f"[{entrance.stranger.pk}]:1xyz:made-up"
    assert not _sign_in(made_up, entrance.stranger)


class SlowPost(BaseEmailBackend):
    """A mail server that takes its time once it has a mail to send."""

    done: ClassVar[list[str]] = []

    def open(self) -> bool:
        self.done.append("open")
        return True

    def send_messages(self, email_messages: Any) -> int:
        self.done.extend("send" for _ in email_messages)
        return len(email_messages)

    def close(self) -> None:
        self.done.append("close")


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_an_answer_does_not_wait_for_a_mail_that_only_a_known_address_gets(
    entrance: Entrance, settings: Settings, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.SlowPost"
    later: list[Callable[[], object]] = []

    class Later:
        def submit(self, act: Callable[..., object], *arguments: object) -> None:
            later.append(partial(act, *arguments))

    monkeypatch.setattr("vakwerk.people.adapters.LEAVING", Later())
    seen = {}
    for email in (entrance.samira.email, "wie@elders.example"):
        SlowPost.done.clear()
        answer = Client().post(path, {"email": email})
        before = [*SlowPost.done]
        later.pop()()
        seen[email] = answer.status_code, before, [*SlowPost.done]
    assert seen == {
        entrance.samira.email: (302, ["open"], ["open", "send", "close"]),
        "wie@elders.example": (302, ["open"], ["open", "close"]),
    }


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_a_mail_server_that_is_away_is_said_to_everybody(
    entrance: Entrance, settings: Settings, path: str
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    for email in (entrance.samira.email, "wie@elders.example"):
        assert Client().post(path, {"email": email}).status_code == 503


def test_a_mail_that_is_refused_writes_no_address_in_the_log(
    entrance: Entrance, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_self: object, _letters: object) -> int:
        raise SMTPRecipientsRefused({entrance.samira.email: (550, b"no such mailbox")})

    monkeypatch.setattr(SlowPost, "send_messages", refuse)
    settings.EMAIL_BACKEND = f"{__name__}.SlowPost"
    Client().post("/account/login/code/", {"email": entrance.samira.email})
    assert "sign_in.mail_failed" in caplog.text
    assert entrance.samira.email not in caplog.text


@pytest.mark.parametrize("known", [True, False], ids=["somebodys", "nobodys"])
def test_an_address_gets_so_many_mails_a_day_whatever_they_are_about(entrance: Entrance, known: bool) -> None:
    email = entrance.samira.email if known else "wie@elders.example"
    with time_machine.travel(timezone.now()) as now:
        for nth in range(22):
            now.shift(timedelta(minutes=5))
            path = ("/account/login/code/", "/account/password/reset/")[nth % 2]
            answer = Client().post(path, {"email": email})
            assert answer.status_code == (302 if nth < 20 else 200)
        assert "krijgt vandaag geen mail meer" in answer.content.decode()
        assert len(mail.outbox) == (20 if known else 0)
        now.shift(timedelta(days=1))
        assert Client().post("/account/login/code/", {"email": email}).status_code == 302


def test_whoever_uses_up_the_mails_of_a_stranger_does_not_keep_them_out(entrance: Entrance) -> None:
    home = is_in(entrance.samira)
    home.post("/account/logout/")
    with time_machine.travel(timezone.now()) as now:
        for _nth in range(21):
            now.shift(timedelta(minutes=5))
            Client().post("/account/login/code/", {"email": entrance.samira.email})
        assert len(mail.outbox) == 20
        for path in ("/account/login/code/", "/account/password/reset/"):
            assert home.post(path, {"email": entrance.samira.email}).status_code == 302
    assert len(mail.outbox) == 22


def test_the_proof_of_an_address_counts_among_its_mails(entrance: Entrance) -> None:
    client = is_in(entrance.samira)
    with time_machine.travel(timezone.now()) as now:
        for _nth in range(20):
            now.shift(timedelta(minutes=5))
            Client().post("/account/login/code/", {"email": "nieuw@elders.example"})
        page = client.post(
            "/account/email/", {"email": "nieuw@elders.example", "action_add": "yes"}, follow=True
        )
    assert "krijgt vandaag geen mail meer" in page.content.decode()
    assert mail.outbox == []
    assert not AddressClaim.objects.exists()
