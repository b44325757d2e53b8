"""Does a coordinator see what another time or place changes, before members get a letter?"""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from vakwerk.circles.models import Absence, Session
from vakwerk.circles.tests.factories import NOW, make_people, published_circle
from vakwerk.foundation.models import OutgoingMail
from vakwerk.people.models import Person

Browser = Callable[[Person], Client]
FILLED = {"day": "2027-06-03", "starts": "10:00", "ends": "12:00", "place": "Dorpshuis"}


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def session(jeroen: Person) -> Session:
    members = make_people(4)
    found = published_circle(jeroen, members).sessions.latest("starts_at")
    Absence.objects.create(session=found, person=members[0])
    OutgoingMail.objects.all().delete()
    return found


def _in_english(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def _address(session: Session) -> str:
    return f"/apeldoorn/coordinatie/bijeenkomsten/{session.pk}/"


def _shown(page: str) -> str:
    found = re.search(r'name="shown"\s+value="([^"]*)"', page)
    return found.group(1) if found else ""


def test_a_change_is_shown_first_and_done_by_a_second_press(
    jeroen: Person, browser: Browser, session: Session
) -> None:
    page = _in_english(browser(jeroen))
    text = page.post(_address(session), FILLED).content.decode()
    assert "4 people get a letter" in text
    assert "1 person could not come" in text
    assert "Thursday 3\N{NO-BREAK SPACE}June\N{NO-BREAK SPACE}2027" in text
    session.refresh_from_db()
    assert session.place != "Dorpshuis"
    assert not OutgoingMail.objects.exists()
    assert page.post(_address(session), {**FILLED, "shown": _shown(text)}).status_code == 302
    session.refresh_from_db()
    assert session.place == "Dorpshuis"
    assert OutgoingMail.objects.count() == 4


def test_what_was_not_shown_is_shown_before_it_is_done(
    jeroen: Person, browser: Browser, session: Session
) -> None:
    page = _in_english(browser(jeroen))
    shown = _shown(page.post(_address(session), FILLED).content.decode())
    text = page.post(_address(session), {**FILLED, "place": "Vakhuis", "shown": shown}).content.decode()
    assert "Nothing is saved yet." in text
    assert not OutgoingMail.objects.exists()


def test_nothing_to_change_and_refused_changes_have_no_second_button(
    jeroen: Person, browser: Browser, session: Session
) -> None:
    page = _in_english(browser(jeroen))
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    same = {
        "day": f"{starts:%Y-%m-%d}",
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "place": session.place,
    }
    assert not _shown(page.post(_address(session), same).content.decode())
    refused = page.post(_address(session), {**FILLED, "ends": "09:00"})
    assert refused.status_code == 422
    assert not _shown(refused.content.decode())
