"""Does the own page say what somebody learns, does and goes to, of every room?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from vakwerk.circles.tests.factories import make_people, make_person, published_circle
from vakwerk.craft.tests import evidence_factories as evidence
from vakwerk.craft.tests import framework_factories as frameworks
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Person
from vakwerk.trajectories.models import Edition
from vakwerk.trajectories.tests import edition_factories as editions

Browser = Callable[[Person], Client]


@pytest.fixture
def bert(jeroen: Person) -> Person:
    return make_person("Bert", "Wolters", Role.PARTICIPANT)


def _running(*people: Person) -> Edition:
    """Return an edition with its first session tomorrow, whose goal is to connect at level 2."""
    framework = frameworks.adopted()
    now = timezone.now()
    trajectory = editions.make_trajectory(
        "ruggengraat", "Verbinden met ruggengraat", competency=frameworks.competency(framework)
    )
    edition = editions.open_edition(trajectory, now=now - timedelta(days=9), first=now + timedelta(days=1))
    editions.enrol_all(edition, people, now=now - timedelta(days=8))
    return edition


def _page(browser: Browser, person: Person) -> str:
    return browser(person).get("/apeldoorn/").content.decode()


def test_the_next_session_is_of_the_trajectory_when_that_is_sooner(bert: Person, browser: Browser) -> None:
    _running(bert)
    page = _page(browser, bert)
    assert "Verbinden met ruggengraat</a>, bijeenkomst 1 van 3" in " ".join(page.split())
    assert "Ik kan niet komen" in page


def test_goals_come_from_the_trajectory_with_the_level_it_leads_to(bert: Person, browser: Browser) -> None:
    _running(bert)
    page = _page(browser, bert)
    assert "Uit het traject" in page
    assert "Je laat ruimte aan een ander." in page
    assert "0\N{NO-BREAK SPACE}van\N{NO-BREAK SPACE}2 gedragingen bevestigd" in page


def test_without_goals_the_page_leads_to_needs_and_the_offer(bert: Person, browser: Browser) -> None:
    page = _page(browser, bert)
    assert "Je hebt nog geen leerdoelen." in page
    assert "/apeldoorn/leerbehoeften/nieuw/" in page
    assert "/apeldoorn/aanbod/" in page


def test_a_guest_sees_nothing_about_evidence(jeroen: Person, browser: Browser) -> None:
    meryem = make_person("Meryem", "Aydin", Role.GUEST)
    page = _page(browser, meryem)
    assert "Mijn bewijs</h2>" not in page
    assert "Mijn leerdoelen" not in page


def test_an_assessor_is_told_what_waits(bert: Person, browser: Browser) -> None:
    framework = frameworks.adopted(on=evidence.READABLE.date(), now=evidence.READABLE)
    marit = make_person("Marit", "Hofman", Role.ASSESSOR)
    Person.objects.filter(pk=bert.pk).update(joined_at=evidence.READABLE)
    bert.refresh_from_db()
    evidence.sent(
        evidence.written(bert, frameworks.competency(framework), title="Gesprek met de buren"), marit
    )
    assert "Gesprek met de buren" in _page(browser, marit)
    assert "Wacht op beoordeling" in " ".join(_page(browser, bert).split())


def test_one_calendar_holds_circles_and_trajectories(jeroen: Person, browser: Browser) -> None:
    members = make_people(3)
    published_circle(jeroen, members)
    _running(members[0])
    answer = browser(members[0]).get("/apeldoorn/mijn-agenda.ics")
    names = [str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]
    assert names.count("Leerkring") == 3
    assert len([name for name in names if name.startswith("Verbinden met ruggengraat")]) == 3
    assert "Lid" not in answer.content.decode()


@pytest.mark.parametrize(
    ("members", "places", "words"),
    [
        (4, 3, "4 leden uit 3 organisaties."),
        (4, 1, "4 leden uit één organisatie."),
        (1, 1, "1 lid uit één organisatie."),
    ],
)
def test_members_of_one_organisation_are_counted_in_good_dutch(members: int, places: int, words: str) -> None:
    page = render_to_string("circles/published/members_counted.html", {"members": members, "places": places})
    assert page.strip() == words


def test_more_trajectories_and_evidence_ask_no_more_of_the_database(bert: Person, browser: Browser) -> None:
    edition = _running(bert)
    goal = edition.trajectory.goals.get()
    assert goal.competency
    evidence.written(bert, goal.competency)
    page = browser(bert)
    page.get("/apeldoorn/")
    with CaptureQueriesContext(connection) as few:
        page.get("/apeldoorn/")
    _more(bert, goal.competency)
    with CaptureQueriesContext(connection) as many:
        page.get("/apeldoorn/")
    assert len(many) == len(few)


def _more(bert: Person, competency: Any) -> None:
    now = timezone.now()
    for nth in range(3):
        trajectory = editions.make_trajectory(f"meer-{nth}", f"Meer {nth}", competency=competency)
        edition = editions.open_edition(
            trajectory, now=now - timedelta(days=9), first=now + timedelta(days=2 + nth)
        )
        editions.enrol_all(edition, [bert], now=now - timedelta(days=8))
        evidence.written(bert, competency, title=f"Stuk {nth}")
