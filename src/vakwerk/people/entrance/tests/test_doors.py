"""Is every address of allauth either open for a reason, ours, or closed?"""

from collections.abc import Iterator

import pytest
from allauth import urls as allauth_urls
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, resolve

from vakwerk.people.entrance import addresses, codes, doors
from vakwerk.people.entrance.tests.factories import Entrance
from vakwerk.people.models import Account

GAPS = {"<int:pk>": "1", "(?P<key>[-:\\w]+)": "abc", "(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)": "1-abc"}


def _walk(patterns: list[URLPattern | URLResolver], prefix: str = "/account/") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern).lstrip("^").rstrip("$").replace("(?P<provider_id>[^/]+)", "oidc")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            for gap, example in GAPS.items():
                path = path.replace(gap, example)
            yield str(pattern.name), path


ADDRESSES = list(_walk(allauth_urls.urlpatterns))
SHUT = sorted({path for name, path in ADDRESSES if name in doors.CLOSED})


def test_every_address_of_allauth_has_its_reason() -> None:
    assert {name for name, _path in ADDRESSES} == {*doors.OPEN, *doors.OURS, *doors.CLOSED}
    assert len(ADDRESSES) > 35


@pytest.mark.parametrize(("name", "path"), ADDRESSES, ids=[path for _name, path in ADDRESSES])
def test_an_address_leads_where_its_list_says(name: str, path: str) -> None:
    view = resolve(path).func
    if name in doors.CLOSED:
        assert view is doors.closed
    elif name in doors.OURS:
        assert view.__module__ in {addresses.__name__, codes.__name__}
    else:
        assert view.__module__.startswith("allauth.")


@pytest.mark.parametrize("path", SHUT)
@pytest.mark.parametrize("known", [True, False], ids=["signed_in", "anonymous"])
def test_behind_a_closed_door_there_is_nothing(entrance: Entrance, path: str, known: bool) -> None:
    client = entrance.signed_in(entrance.samira) if known else Client()
    assert client.get(path).status_code == 404
    assert client.post(path, {"email": "wie@elders.example"}).status_code == 404


@pytest.mark.parametrize(
    "path", ["/account/signup/", "/account/3rdparty/signup/", "/account/signup/passkey/"]
)
def test_nobody_makes_an_account_at_any_of_them(entrance: Entrance, path: str) -> None:
    before = Account.objects.count()
    given = {"email": "wie@elders.example", "password1": "een lange zin met vier eenden"}
    Client().post(path, {**given, "password2": given["password1"]})
    assert Account.objects.count() == before


def test_there_is_no_other_way_in_than_those_that_are_tested_here() -> None:
    ways = {app for app in settings.INSTALLED_APPS if app.startswith("allauth.")}
    # SAML would come in by an app of its own, and needs what test_oidc.py has for OpenID Connect.
    assert ways == {
        "allauth.account",
        "allauth.mfa",
        "allauth.socialaccount",
        "allauth.socialaccount.providers.openid_connect",
        "allauth.usersessions",
    }
