"""Is a form of one's own account done once, however often it is sent? And what of one whose session had ended?"""

import re
import threading
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import Client

from vakwerk.people.entrance.tests.factories import Entrance
from vakwerk.people.entrance.tests.walks import PASSWORD, account_in, code_in, is_in
from vakwerk.people.models import Account, AddressClaim

Form = dict[str, str]
NEW = "nog een zin met negen ganzen"
TWICE = "Dit is twee keer verstuurd"
CODE = "/account/login/code/"


def drawn(client: Client, path: str, **typed: str) -> Form:
    """Open a page and fill in its form."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(path).content.decode())
    assert found, path
    return {"csrfmiddlewaretoken": found.group(1), **typed}


def beside(client: Client) -> Client:
    """Return the same browser, as it is before the answer of anything that is sent now."""
    other = Client()
    other.cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    return other


@pytest.fixture
def samira(entrance: Entrance) -> Account:
    return entrance.samira


def test_a_code_is_mailed_once_and_works_where_the_first_answer_was_given_up(samira: Account) -> None:
    first = Client()
    form = drawn(first, CODE, email=samira.email)
    second = beside(first)
    answers = [client.post(CODE, form) for client in (first, second)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"] == f"{CODE}confirm/"
    assert len(mail.outbox) == 1
    assert TWICE in second.get(f"{CODE}confirm/").content.decode()
    second.post(f"{CODE}confirm/", {"code": code_in(mail.outbox[0])})
    assert account_in(second) == samira.pk


def test_another_browser_gets_nothing_by_sending_the_same(samira: Account) -> None:
    first, stranger = Client(), Client()
    form = drawn(first, CODE, email=samira.email)
    first.post(CODE, form)
    drawn(stranger, CODE)
    stranger.post(CODE, form)
    assert stranger.session.session_key != first.session.session_key
    assert len(mail.outbox) == 2


def test_a_page_drawn_anew_mails_another_link(samira: Account) -> None:
    client, path = Client(), "/account/password/reset/"
    for _nth in range(2):
        client.post(path, drawn(client, path, email=samira.email))
    assert len(mail.outbox) == 2


def test_signing_in_twice_signs_in_both_times(samira: Account) -> None:
    samira.set_password(PASSWORD)
    samira.save()
    first = Client()
    form = drawn(first, "/account/login/", login=samira.email, password=PASSWORD)
    second = beside(first)
    for client in (first, second):
        client.post("/account/login/", form)
        assert account_in(client) == samira.pk


def test_a_link_for_a_new_password_is_mailed_once(samira: Account) -> None:
    client = Client()
    form = drawn(client, "/account/password/reset/", email=samira.email)
    answers = [client.post("/account/password/reset/", form) for _nth in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(mail.outbox) == 1


def test_an_address_is_added_once_and_mailed_once(samira: Account) -> None:
    client = is_in(samira)
    form = drawn(client, "/account/email/", email="samira@elders.example", action_add="yes")
    for _nth in range(2):
        answer = client.post("/account/email/", form, follow=True)
        assert answer.status_code == 200
    assert TWICE in answer.content.decode()
    assert AddressClaim.objects.count() == 1
    assert len(mail.outbox) == 1


def test_what_was_refused_may_be_sent_again_and_is_refused_again(samira: Account) -> None:
    client = is_in(samira)
    form = drawn(client, "/account/email/", email=samira.email, action_add="yes")
    for _nth in range(2):
        page = client.post("/account/email/", form, follow=True).content.decode()
        assert TWICE not in page
        assert "staat al in je lijst" in page


def test_a_password_is_changed_once_and_the_second_hears_so_and_stays_signed_in(samira: Account) -> None:
    client = is_in(samira)
    samira.refresh_from_db()
    samira.set_password(PASSWORD)
    samira.save()
    client = Client()
    client.post("/account/login/", {"login": samira.email, "password": PASSWORD})
    path = "/account/password/change/"
    form = drawn(client, path, oldpassword=PASSWORD, password1=NEW, password2=NEW)
    mail.outbox.clear()
    answer = client.post(path, form)
    again = client.post(path, form, follow=True)
    assert answer.headers["Location"] == again.redirect_chain[0][0] == "/account/"
    assert TWICE in again.content.decode()
    assert account_in(client) == samira.pk
    assert len(mail.outbox) == 1
    samira.refresh_from_db()
    assert samira.check_password(NEW)


def test_an_authenticator_is_added_once(samira: Account, django_capture_on_commit_callbacks: Any) -> None:
    client = is_in(samira)
    form = drawn(client, "/account/2fa/totp/activate/")
    session = client.session
    session["mfa.totp.secret"] = secret = generate_totp_secret()
    session.save()
    form["code"] = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answers = [client.post("/account/2fa/totp/activate/", form) for _nth in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Authenticator.objects.filter(user=samira, type=Authenticator.Type.TOTP).count() == 1
    assert len(mail.outbox) == 1


def test_a_passkey_is_added_once(samira: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    # What only a browser with a key can make is taken as it comes.
    monkeypatch.setattr(webauthn, "parse_registration_response", lambda found: found)
    whole = SimpleNamespace(is_user_verified=lambda: True)
    monkeypatch.setattr(webauthn, "complete_registration", lambda _found: whole)
    client = is_in(samira)
    path = "/account/2fa/webauthn/add/"
    form = drawn(client, path, name="Telefoon", credential='{"id": "x"}')
    mail.outbox.clear()
    answers = [client.post(path, form) for _nth in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Authenticator.objects.filter(user=samira, type=Authenticator.Type.WEBAUTHN).count() == 1
    assert len(mail.outbox) == 1


def test_whoever_has_to_show_who_they_are_first_has_done_nothing_yet(samira: Account) -> None:
    client = is_in(samira)
    samira.refresh_from_db()
    samira.set_password(PASSWORD)
    samira.save()
    client = Client()
    client.post("/account/login/", {"login": samira.email, "password": PASSWORD})
    form = drawn(client, "/account/email/", email="samira@elders.example", action_add="yes")
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    for _nth in range(2):
        answer = client.post("/account/email/", form, follow=True)
        assert "reauthenticate" in answer.redirect_chain[0][0]
        assert TWICE not in answer.content.decode()
    assert not AddressClaim.objects.exists()


@pytest.mark.parametrize(
    ("path", "page", "typed"),
    [
        ("/account/email/", "/account/email/", {"email": "samira@elders.example", "action_add": "yes"}),
        (
            "/account/2fa/webauthn/add/",
            "/account/2fa/webauthn/add/",
            {"name": "Telefoon", "credential": "{}"},
        ),
        ("/account/apparaten/1/afmelden/", "/account/sessions/", {}),
    ],
)
def test_a_form_whose_session_had_ended_does_nothing_says_so_and_leads_back_to_its_page(
    samira: Account, path: str, page: str, typed: Form
) -> None:
    client = is_in(samira)
    form = drawn(client, page, **typed)
    client.logout()
    for _nth in range(2):
        answer = client.post(path, form, headers={"Referer": f"http://testserver{page}"})
        assert answer.headers["Location"] == f"/account/login/?next={page.replace('/', '%2F')}"
        said = client.get(answer.headers["Location"]).content.decode()
        assert "Er is niets gedaan" in said
        assert TWICE not in said
    assert not AddressClaim.objects.exists()


def test_a_code_that_comes_too_late_does_nothing_and_says_so(samira: Account) -> None:
    client = Client()
    client.post(CODE, drawn(client, CODE, email=samira.email))
    form = drawn(client, f"{CODE}confirm/", code=code_in(mail.outbox[0]))
    session = client.session
    session.flush()
    assert "Er is niets gedaan" in client.post(f"{CODE}confirm/", form, follow=True).content.decode()


@pytest.mark.django_db
def test_another_language_is_no_act_that_was_not_done(client: Client) -> None:
    page = client.post("/taal/", {"language": "en", "next": "/account/login/?next=/x/"}, follow=True)
    assert "Nothing was done" not in page.content.decode()


@pytest.fixture
def kept_account(django_db_setup: None, django_db_blocker: Any) -> Iterator[Account]:
    """Keep an account for good, so that every thread sees it; clear it after."""
    with django_db_blocker.unblock():
        account = Account.objects.create_user("dubbel@samen.example")
        try:
            yield account
        finally:
            account.delete()
            cache.clear()
            connections.close_all()


def _at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    begin, found = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        begin.wait()
        try:
            found.append(act())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return found


def test_five_who_press_at_once_get_one_mail_and_each_can_go_on(kept_account: Account) -> None:
    page = Client()
    form = drawn(page, CODE, email=kept_account.email)
    windows = [beside(page) for _nth in range(5)]
    answers = _at_once([lambda one=one: one.post(CODE, form) for one in windows])  # type: ignore[misc]
    assert [one.status_code for one in answers] == [302] * 5
    assert len(mail.outbox) == 1
    assert len({one.session.session_key for one in windows}) == 1
    windows[-1].post(f"{CODE}confirm/", {"code": code_in(mail.outbox[0])})
    assert account_in(windows[-1]) == kept_account.pk
