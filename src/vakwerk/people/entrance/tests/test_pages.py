"""Is every page of allauth one of ours: in both languages, without what the policy refuses?"""

import re
from urllib.parse import urlsplit

import pytest
from allauth.mfa import app_settings as settings
from allauth.mfa.models import Authenticator
from allauth.utils import get_form_class
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from vakwerk.people import sign_in
from vakwerk.people.entrance import doors
from vakwerk.people.entrance.tests.factories import Entrance

EXAMPLES = {
    "key": "abc",
    "uidb36": "1",
    "pk": 1,
    "provider_id": "oidc",
}
# Where nothing is to be seen: these answer a form or another server.
NO_PAGE = {
    "openid_connect_login",
    "openid_connect_callback",
    "mfa_login_webauthn",
    "mfa_download_recovery_codes",
}
# Words of allauth that no page of ours says in Dutch, or says otherwise in English.
LEFTOVERS = {
    "nl": (
        "Sign In",
        "Sign in",
        "Password",
        "Email",
        "Two-Factor",
        "Security Key",
        "Confirm",
        "Remove",
        "Sign Out",
    ),
    "en": ("Two-Factor", "Security Key", "third-party", "Third-Party", "Bad Token", "reauthenticate"),
}


def _names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[tuple[str, str]]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += _names(pattern.url_patterns, prefix + str(pattern.pattern))
        elif pattern.name in {*doors.OPEN, *doors.OURS} and pattern.callback is not doors.closed:
            found.append((str(pattern.name), prefix + str(pattern.pattern)))
    return found


NAMES = [name for name, _ in _names(get_resolver().url_patterns) if name not in NO_PAGE]


def _address(name: str) -> str:
    arguments = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
    return reverse(name, kwargs={one: EXAMPLES[one] for one in arguments})


def test_the_walk_finds_the_pages() -> None:
    assert {
        "account_login",
        "account_email",
        "mfa_index",
        "usersessions_list",
        "socialaccount_connections",
    } <= set(NAMES)
    assert len(NAMES) > 25


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("known", [True, False], ids=["signed_in", "anonymous"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_allauth_is_one_of_ours(entrance: Entrance, name: str, known: bool, language: str) -> None:
    client = entrance.signed_in(entrance.samira) if known else Client()
    client.cookies["vakwerk_language"] = language
    answer = client.get(_address(name), follow=True)
    page = answer.content.decode()
    assert answer.status_code in {200, 401, 403, 404, 410}, answer.status_code
    assert f'<html lang="{language}">' in page
    assert 'class="vw-footer"' in page
    shown = re.sub(r"<[^>]*>", "\n", re.sub(r"<(head|script)\b.*?</\1>", "", page, flags=re.DOTALL))
    for leftover in LEFTOVERS[language]:
        assert not re.search(rf"\b{leftover}\b", shown), f"{leftover!r} on {answer.request['PATH_INFO']}"
    _holds_to_the_policy(answer.headers["Content-Security-Policy"], page)


@pytest.mark.parametrize(
    ("language", "label"), [("nl", "Naam van deze sleutel"), ("en", "Name of this passkey")]
)
@pytest.mark.parametrize("form", ["add_webauthn", "edit_webauthn"])
def test_the_name_of_a_passkey_is_asked_for_in_the_language_of_its_owner(
    entrance: Entrance, form: str, language: str, label: str
) -> None:
    key = Authenticator(type=Authenticator.Type.WEBAUTHN, data={"name": "Telefoon"})
    given = {"instance": key} if form == "edit_webauthn" else {"user": entrance.samira}
    with override(language):
        assert str(get_form_class(settings.FORMS, form, None)(**given)["name"].label) == label


def _holds_to_the_policy(policy: str, page: str) -> None:
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert not re.search(r"<[^>]+\sstyle=", page), "a style attribute"
    assert "<style" not in page
    assert not re.search(r"<[^>]+\son\w+=", page), "an event handler in the page"
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL):
        assert not body.strip() or 'type="application/json"' in attributes, "a script in the page"


def test_every_answer_carries_the_headers_that_keep_a_page_safe(entrance: Entrance, client: Client) -> None:
    for path in ("/", "/account/login/", "/bestaat-niet/", "/apeldoorn/kringen/"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cache-Control"]


def test_cookies_are_kept_from_scripts_and_other_sites(entrance: Entrance, client: Client) -> None:
    client.post(urlsplit(sign_in.make_link(account=entrance.samira)).path)
    session = client.cookies["vakwerk_session"]
    assert session["samesite"] == "Lax"
    assert session["httponly"]
