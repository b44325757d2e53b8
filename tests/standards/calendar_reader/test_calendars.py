"""Do the calendar programs of others read every kind of calendar that leaves here? At the right time, and all of it.

Three readers that are not ours: icalendar, vobject and, from npm, ical.js. Each takes the time zone from the file.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from vakwerk.circles.home import operations as feeds
from vakwerk.circles.published import operations as circles
from vakwerk.circles.tests.factories import NOW, make_people, published_circle
from vakwerk.foundation.models import Academy, OutgoingMail
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tests.jobs_done import jobs_done
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people
from vakwerk.trajectories.editions import operations as editions
from vakwerk.trajectories.enrolment import letters
from vakwerk.trajectories.enrolment import operations as enrolment
from vakwerk.trajectories.models import EditionSession
from vakwerk.trajectories.tests.edition_factories import open_edition, sessions_of

HERE = Path(__file__).parent
PROGRAMS = Path(sys.executable).parent
Event = tuple[str, datetime, datetime, str]
Reader = Callable[[list[str]], list[list[Event]]]

pytestmark = pytest.mark.xdist_group("verifier")


@pytest.fixture(scope="session")
def ical_js(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the program that reads with ical.js, with its library in place, in a folder of its own."""
    folder = tmp_path_factory.mktemp("calendar-reader")
    for name in ("package.json", "package-lock.json", "read.mjs"):
        shutil.copy(HERE / name, folder)
    words = [PROGRAMS / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"npm ci in {folder} failed:\n{done.stdout}{done.stderr}"
    return folder / "read.mjs"


def read_by_icalendar(texts: list[str]) -> list[list[Event]]:
    return [
        [
            (str(event["uid"]), event.decoded("dtstart"), event.decoded("dtend"), str(event["summary"]))
            for event in Calendar.from_ical(text).walk("VEVENT")
        ]
        for text in texts
    ]


def read_by_vobject(texts: list[str]) -> list[list[Event]]:
    found = []
    for text in texts:
        calendar = vobject.readOne(text)
        calendar.serialize()  # refuses what the standard does not allow
        found.append(
            [
                (event.uid.value, event.dtstart.value, event.dtend.value, event.summary.value)
                for event in getattr(calendar, "vevent_list", [])
            ]
        )
    return found


def read_by_ical_js(program: Path) -> Reader:
    def read(texts: list[str]) -> list[list[Event]]:
        words = [PROGRAMS / "node", program]
        done = subprocess.run(words, input=json.dumps(texts), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return [
            [
                (uid, datetime.fromisoformat(start), datetime.fromisoformat(end), summary)
                for uid, start, end, summary in events
            ]
            for events in json.loads(done.stdout)
        ]

    return read


def in_utc(events: Iterable[Event]) -> list[Event]:
    return sorted((uid, start.astimezone(UTC), end.astimezone(UTC), what) for uid, start, end, what in events)


@pytest.fixture
def jeroen(academy: Academy, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return people.person("Jeroen", "Bakker", roles=(Role.COORDINATOR,))


def _circle_mail(jeroen: Person) -> None:
    """Publish, move a session, call one off, leave."""
    members = make_people(3)
    circle = published_circle(jeroen, members)
    first, second, *_later = circle.sessions.order_by("number")
    starts = first.starts_at + timedelta(hours=1)
    circles.change_session(
        session=first,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="Zaal 2",
        by=jeroen,
        now=NOW,
    )
    circles.cancel_session(session=second, by=jeroen, now=NOW)
    circles.leave_circle(circle=circle, person=members[0], by=members[0], now=NOW)


def _edition_mail(jeroen: Person, person: Person) -> None:
    """Enrol, withdraw, enrol again, and call the edition off."""
    edition = open_edition(by=jeroen)
    row = enrolment.enrol(edition=edition, person=person, now=NOW)
    jobs_done(letters.KIND)
    enrolment.withdraw(enrolment=row, by=person, now=NOW)
    enrolment.enrol(edition=edition, person=person, now=NOW)
    jobs_done(letters.KIND)
    editions.cancel_edition(edition=edition, reason="De trainer is ziek.", by=jeroen, now=NOW)
    jobs_done(letters.KIND)


def _mailed(jeroen: Person) -> list[str]:
    _circle_mail(jeroen)
    _edition_mail(jeroen, people.person("Esra", "Kaya"))
    return list(OutgoingMail.objects.exclude(calendar="").order_by("pk").values_list("calendar", flat=True))


def _files(jeroen: Person) -> Iterator[tuple[str, int]]:
    """Give every file that is taken along, and how many events it holds; summer, winter and fourteen months."""
    members = make_people(3)
    circle = published_circle(jeroen, members)
    edition = open_edition(by=jeroen)
    enrolment.enrol(edition=edition, person=members[0], now=NOW)
    days = (date(2027, 7, 1), date(2027, 10, 31), date(2028, 3, 26))
    for session, day in zip(sessions_of(edition), days, strict=True):
        starts = datetime(day.year, day.month, day.day, 9, 30, tzinfo=timezone.get_default_timezone())
        EditionSession.objects.filter(pk=session.pk).update(
            starts_at=starts, ends_at=starts + timedelta(hours=2)
        )
    client = Client()
    assert members[0].account
    client.force_login(members[0].account)
    feed = feeds.make_feed(person=members[0], now=NOW)
    nothing = feeds.make_feed(person=people.person("Nina", "Leeg"), now=NOW)
    for address, events in (
        (f"/apeldoorn/kringen/{circle.pk}/agenda.ics", 3),
        (f"/apeldoorn/aanbod/uitvoering/{edition.pk}/agenda.ics", 3),
        ("/apeldoorn/aanbod/mijn-agenda.ics", 3),
        ("/apeldoorn/mijn-agenda.ics", 6),
        (f"/apeldoorn/agenda/{feed}.ics", 6),
        (f"/apeldoorn/agenda/{nothing}.ics", 0),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        yield answer.content.decode(), events


def _agree(texts: list[str], ical_js: Path) -> list[list[Event]]:
    """Have all three read, and return what they agree on."""
    ours = [in_utc(events) for events in read_by_icalendar(texts)]
    for read in (read_by_vobject, read_by_ical_js(ical_js)):
        assert [in_utc(events) for events in read(texts)] == ours
    return ours


def test_every_mail_for_a_calendar_holds_one_event_at_the_time_that_was_planned(
    jeroen: Person, ical_js: Path
) -> None:
    texts = _mailed(jeroen)
    read = _agree(texts, ical_js)
    assert {len(events) for events in read} == {1}
    methods = {str(Calendar.from_ical(text)["method"]) for text in texts}
    assert methods == {"REQUEST", "CANCEL"}
    # In February at half past one in winter time, in May in summer time.
    starts = {f"{start:%m %H:%M}" for ((_uid, start, _end, _what),) in read}
    assert {"02 12:30", "05 11:30"} <= starts


def test_what_a_person_is_sent_about_an_event_always_has_a_higher_sequence(jeroen: Person) -> None:
    last: dict[tuple[str, str], int] = {}
    for text in _mailed(jeroen):
        (event,) = Calendar.from_ical(text).walk("VEVENT")
        key = (str(event["uid"]), str(event["attendee"]))
        assert int(event["sequence"]) > last.get(key, -1)
        last[key] = int(event["sequence"])


def test_every_file_and_feed_is_read_whole_also_an_empty_one(jeroen: Person, ical_js: Path) -> None:
    files = list(_files(jeroen))
    read = _agree([text for text, _count in files], ical_js)
    assert [len(events) for events in read] == [count for _text, count in files]
    for text, _count in files:
        calendar: Any = Calendar.from_ical(text)
        assert calendar["method"] == "PUBLISH"
        assert calendar["x-wr-calname"]
        assert calendar.subcomponents, "RFC 5545, 3.4: at least one component"
        assert all(event["organizer"] and "attendee" not in event for event in calendar.walk("VEVENT"))
    half_past_nine = [start for _uid, start, _end, what in read[1] if what]
    assert [f"{start:%Y-%m-%d %H:%M}" for start in sorted(half_past_nine)] == [
        "2027-07-01 07:30",
        "2027-10-31 08:30",
        "2028-03-26 07:30",
    ]
