"""Does somebody recognise their device, and is it kept when it was last used?"""

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from vakwerk.people.entrance.devices import device_name
from vakwerk.people.entrance.tests.factories import Entrance


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140", ("Edge", "Windows")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17 Safari/605", ("Safari", "Mac")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Safari/604", ("Safari", "iPhone")),
        ("Mozilla/5.0 (X11; Linux x86_64) Firefox/140", ("Firefox", "Linux")),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/140 Mobile Safari/537", ("Chrome", "Android")),
        ("curl/8", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_gets_the_name_people_know(user_agent: str, name: tuple[str, str]) -> None:
    assert device_name(user_agent) == name


def test_a_device_is_written_down_at_once_and_then_once_a_minute(entrance: Entrance) -> None:
    client = entrance.signed_in(entrance.samira)
    client.get("/account/")
    first = UserSession.objects.get(user=entrance.samira)
    with CaptureQueriesContext(connection) as asked:
        client.get("/account/")
    assert not any("usersessions" in one["sql"] for one in asked)
    # As when a minute has passed.
    caches["process"].clear()
    client.get("/account/")
    again = UserSession.objects.get(user=entrance.samira)
    assert again.pk == first.pk
    assert again.last_seen_at > first.last_seen_at


def test_another_address_or_browser_is_written_down_at_once(entrance: Entrance) -> None:
    client = entrance.signed_in(entrance.samira)
    client.get("/account/")
    client.get("/account/", REMOTE_ADDR="192.0.2.7")
    assert UserSession.objects.get(user=entrance.samira).ip == "192.0.2.7"
    client.get("/account/", REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/605")
    assert "iPhone" in UserSession.objects.get(user=entrance.samira).user_agent


def test_a_visitor_without_an_account_is_nobodys_device(entrance: Entrance) -> None:
    entrance.signed_in(entrance.samira)
    UserSession.objects.all().delete()
    assert Client().get("/").status_code == 200
    assert not UserSession.objects.exists()
