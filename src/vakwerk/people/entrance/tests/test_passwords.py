"""Does somebody who chooses a password read in plain words what is wrong with it?"""

import pytest
from django.test import Client
from django.utils.html import escape

from vakwerk.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("password", "nl", "en"),
    [
        (
            "kort",
            "Dit is te kort. Gebruik minstens 8 tekens.",
            "This is too short. Use at least 8 characters.",
        ),
        ("password1", "Veel mensen gebruiken dit wachtwoord", "Many people use this password"),
        (
            "wendy@hattem",
            "Dit lijkt te veel op je e-mailadres.",
            "This is too much like your e-mail address.",
        ),
    ],
)
def test_a_weak_password_is_refused_in_the_words_of_its_reader(
    client: Client, password: str, nl: str, en: str
) -> None:
    account = Account.objects.create_user("wendy@hattem.example")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    for language, words in (("nl", nl), ("en", en)):
        answer = client.post(
            "/account/password/set/",
            {"password1": password, "password2": password},
            headers={"accept-language": language},
        )
        page = answer.content.decode()
        assert escape(words) in page
        assert "Uw wachtwoord" not in page
        assert "Your password" not in page
    account.refresh_from_db()
    assert not account.has_usable_password()
