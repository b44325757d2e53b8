"""Can everybody read what they must be able to read, in both languages?"""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from vakwerk.foundation.tests.founding import an_academy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/privacy/", "/toegankelijkheid/", "/hulp/", "/componenten/"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_for_everybody_opens_in_both_languages(client: Client, path: str, language: str) -> None:
    client.cookies["vakwerk_language"] = language
    answer = client.get(path)
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.content.decode()


def test_the_help_page_says_whom_to_ask(client: Client) -> None:
    an_academy(slug="hattem", name="Leerhuis", contact_email="leerhuis@hattem.example")
    assert "mailto:leerhuis@hattem.example" in client.get("/hulp/").content.decode()


def test_security_txt_has_what_the_standard_asks_and_does_not_run_out(client: Client) -> None:
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"].startswith(("mailto:", "https://"))
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=100) < expires - datetime.now(UTC) < timedelta(days=366)


def test_search_engines_are_kept_to_the_pages_for_everybody(client: Client) -> None:
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_a_password_manager_finds_where_a_password_is_changed(client: Client) -> None:
    answer = client.get("/.well-known/change-password")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/password/change/")
    # It first looks whether a page that is not there is really not there.
    nowhere = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200"
    assert client.get(nowhere).status_code == 404
