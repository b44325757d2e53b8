"""Do the ways in work, and do they tell strangers nothing?"""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from pytest_django import Settings

from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.entrance.tests.factories import Entrance
from vakwerk.people.models import Account, Person

PASSWORD = "een lange zin met vier eenden"


def _code_from_mail() -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found.group(1)


def _ask(client: Client, email: str) -> str:
    answer = client.post("/account/login/code/", {"email": email}, follow=True)
    assert answer.status_code == 200
    text = re.sub(r'value="[^"]*"|content="[^"]*"', "", answer.content.decode())
    return text.replace(email, "ADDRESS")


def test_a_code_by_mail_lets_somebody_in(entrance: Entrance, client: Client) -> None:
    _ask(client, entrance.samira.email)
    answer = client.post("/account/login/code/confirm/", {"code": _code_from_mail()})
    assert answer.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(entrance.samira.pk)


def test_whoever_an_academy_knows_gets_an_account_with_the_first_code(
    entrance: Entrance, client: Client
) -> None:
    _ask(client, "Esra@apeldoorn.example")
    answer = client.post("/account/login/code/confirm/", {"code": _code_from_mail()})
    # Known in one academy: straight to it.
    assert answer.headers["Location"] == "/apeldoorn/"
    esra = Account.objects.get(email="esra@apeldoorn.example")
    assert EmailAddress.objects.get(user=esra).verified
    client.get("/apeldoorn/mijn-gegevens/logboek/")
    with in_academy(entrance.apeldoorn):
        assert Person.objects.get(email=esra.email).account == esra


def test_the_answer_tells_nobody_whether_an_address_is_known(entrance: Entrance) -> None:
    known, unknown = _ask(Client(), entrance.samira.email), _ask(Client(), "wie@elders.example")
    assert known == unknown
    assert len(mail.outbox) == 1
    assert not Account.objects.filter(email="wie@elders.example").exists()


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(entrance: Entrance) -> None:
    texts = []
    for email in (entrance.samira.email, "wie@elders.example"):
        page = Client().post("/account/login/", {"login": email, "password": "fout"}).content.decode()
        texts.append(re.sub(r'value="[^"]*"|content="[^"]*"', "", page))
    assert texts[0] == texts[1]
    assert "horen niet bij elkaar" in texts[0]


def test_asking_for_a_new_password_tells_nothing_either(entrance: Entrance) -> None:
    answers = [
        Client().post("/account/password/reset/", {"email": e}).headers["Location"]
        for e in (entrance.samira.email, "w@x.example")
    ]
    assert answers[0] == answers[1]


def test_guessing_passwords_is_stopped(entrance: Entrance, client: Client) -> None:
    for _ in range(5):
        client.post("/account/login/", {"login": entrance.samira.email, "password": "fout"})
    entrance.samira.set_password(PASSWORD)
    entrance.samira.save()
    page = client.post("/account/login/", {"login": entrance.samira.email, "password": PASSWORD})
    assert "Het ging te vaak mis" in page.content.decode()


def test_passwords_are_kept_with_argon2(entrance: Entrance) -> None:
    entrance.samira.set_password(PASSWORD)
    assert entrance.samira.password.startswith("argon2")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/x"])
def test_next_never_leads_out_of_vakwerk(entrance: Entrance, client: Client, elsewhere: str) -> None:
    entrance.samira.set_password(PASSWORD)
    entrance.samira.save()
    answer = client.post(
        "/account/login/", {"login": entrance.samira.email, "password": PASSWORD, "next": elsewhere}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(entrance: Entrance) -> None:
    entrance.samira.set_password(PASSWORD)
    entrance.samira.save()
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/account/login/", {"login": entrance.samira.email, "password": PASSWORD})
    new = "een andere zin met negen ganzen"
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_signing_out_ends_the_session_and_needs_a_press(entrance: Entrance) -> None:
    client = entrance.signed_in(entrance.samira)
    client.get("/account/logout/")
    assert client.get("/account/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/account/").status_code == 302


def test_somebody_sees_their_devices_and_ends_one(entrance: Entrance) -> None:
    entrance.samira.set_password(PASSWORD)
    entrance.samira.save()
    here, there = Client(), Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/605")
    for client in (here, there):
        client.post("/account/login/", {"login": entrance.samira.email, "password": PASSWORD})
    page = here.get("/account/sessions/").content.decode()
    assert "Safari op iPhone" in page
    address = re.search(r"/account/apparaten/\d+/afmelden/", page)
    assert address
    assert entrance.signed_in(entrance.stranger).post(address.group()).status_code == 404
    here.post(address.group())
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_with_the_second_step_on_a_password_is_not_enough(entrance: Entrance, client: Client) -> None:
    entrance.samira.set_password(PASSWORD)
    entrance.samira.save()
    EmailAddress.objects.create(
        user=entrance.samira, email=entrance.samira.email, verified=True, primary=True
    )
    secret = generate_totp_secret()
    TOTP.activate(entrance.samira, secret)
    answer = client.post("/account/login/", {"login": entrance.samira.email, "password": PASSWORD})
    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")
    assert client.get("/account/").status_code == 302
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "Deze code klopt niet" in wrong.content.decode()
    counter = next(yield_hotp_counters_from_time())
    client.post("/account/2fa/authenticate/", {"code": f"{hotp_value(secret, counter):06d}"})
    assert client.get("/account/").status_code == 200


def test_nobody_makes_an_account_by_themselves(client: Client, db: None) -> None:
    page = client.post("/account/signup/", {"email": "wie@elders.example"})
    assert "Je kunt hier niet zelf een account maken" in page.content.decode()
    assert not Account.objects.exists()


def test_mail_that_cannot_leave_is_said(entrance: Entrance, client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    answer = client.post("/account/login/code/", {"email": entrance.samira.email})
    assert answer.status_code == 503
    assert "De mail kon niet weg" in answer.content.decode()


def test_in_the_demo_the_code_stands_on_the_page(
    entrance: Entrance, client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    page = client.post("/account/login/code/", {"email": entrance.samira.email}, follow=True).content.decode()
    assert "Demo: deze mail zou zijn verstuurd" in page
    assert mail.outbox == []
