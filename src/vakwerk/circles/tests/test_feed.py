"""Does a calendar program read the sessions of whoever gave it the address, and nobody else's?"""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from vakwerk.circles.home import operations
from vakwerk.circles.models import CalendarFeed, SignUp
from vakwerk.circles.published import operations as circles
from vakwerk.circles.published import person_data
from vakwerk.circles.tests.factories import NOW, make_people, published_circle
from vakwerk.foundation.models import AuditEntry
from vakwerk.foundation.tests.founding import an_academy
from vakwerk.people.models import Person

Browser = Callable[[Person], Client]
PAGE = "/apeldoorn/mijn-agenda/"


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def _address(token: str, academy: str = "apeldoorn") -> str:
    return f"/{academy}/agenda/{token}.ics"


def _events(answer: object) -> list[str]:
    calendar = Calendar.from_ical(getattr(answer, "content", b""))
    return [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]


def test_the_address_is_shown_once_and_gives_ones_own_sessions(jeroen: Person, browser: Browser) -> None:
    people = make_people(6)
    published_circle(jeroen, people[:3])
    published_circle(jeroen, people[3:])
    client = browser(people[0])
    page = client.post(PAGE, {"make": "1"}, follow=True).content.decode()
    token = page.partition("/agenda/")[2].partition(".ics")[0]
    assert token not in client.get(PAGE).content.decode()
    answer = Client().get(_address(token))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert _events(answer) == ["Leerkring"] * 3
    assert "Lid1" not in answer.content.decode()
    feed = CalendarFeed.objects.get()
    assert feed.read_at == NOW
    assert token not in feed.token_hash
    assert AuditEntry.objects.filter(action="circles.feed_made").exists()


def test_an_ended_or_replaced_address_gives_nothing(jeroen: Person, browser: Browser) -> None:
    first = operations.make_feed(person=jeroen, now=NOW)
    second = operations.make_feed(person=jeroen, now=NOW)
    assert Client().get(_address(first)).status_code == 404
    assert Client().get(_address(second)).status_code == 200
    assert "Je agenda toont je bijeenkomsten dan niet meer." in browser(jeroen).get(PAGE).content.decode()
    browser(jeroen).post(PAGE, {"end": "1"})
    assert Client().get(_address(second)).status_code == 404


def test_whoever_left_or_is_erased_is_followed_no_more(jeroen: Person) -> None:
    members = make_people(2)
    left, erased = (operations.make_feed(person=one, now=NOW) for one in members)
    Person.objects.filter(pk=members[0].pk).update(left_on=date(2026, 1, 1))
    person_data.forget(members[1])
    for token in (left, erased, "guessed"):
        assert Client().get(_address(token)).status_code == 404


def test_an_address_works_in_its_own_academy_only(jeroen: Person) -> None:
    an_academy(slug="amsterdam", name="Academie aan het Water")
    token = operations.make_feed(person=jeroen, now=NOW)
    assert Client().get(_address(token, "amsterdam")).status_code == 404


def test_reading_again_takes_no_more_queries_with_more_sessions(
    jeroen: Person, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    people = make_people(3)
    published_circle(jeroen, people)
    token = operations.make_feed(person=people[0], now=NOW)
    Client().get(_address(token))
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]  # a context manager
        Client().get(_address(token))


def test_a_program_that_has_it_already_is_told_so_until_something_changes(jeroen: Person) -> None:
    people = make_people(3)
    circle = published_circle(jeroen, people)
    address = _address(operations.make_feed(person=people[0], now=NOW))
    first = Client().get(address)
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in first.content.decode()
    assert "X-PUBLISHED-TTL:PT60M" in first.content.decode()
    assert Client().get(address).content == first.content, "byte for byte the same"
    for header, value in (
        ("If-None-Match", first.headers["ETag"]),
        ("If-Modified-Since", first.headers["Last-Modified"]),
    ):
        same = Client().get(address, headers={header: value})
        assert (same.status_code, same.content) == (304, b"")
        assert same.headers["ETag"] == first.headers["ETag"]
    session = circle.sessions.order_by("number")[0]
    session.place = "Zaal 9"
    session.save(update_fields=["place"])
    changed = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert "Zaal 9" in changed.content.decode()


def test_a_feed_is_no_older_than_what_was_mailed(jeroen: Person) -> None:
    people = make_people(3)
    circle = published_circle(jeroen, people)
    circles.leave_circle(circle=circle, person=people[0], by=people[0], now=NOW)
    SignUp.objects.filter(person=people[0]).update(state=SignUp.State.SIGNED)
    circles.seat_replacement(circle=circle, person=people[0], by=jeroen, now=NOW)
    text = Client().get(_address(operations.make_feed(person=people[0], now=NOW))).content
    assert [int(event.decoded("sequence")) for event in Calendar.from_ical(text).walk("VEVENT")] == [2, 2, 2]
