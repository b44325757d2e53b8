"""Do calendars follow a circle? Read back with icalendar, as a calendar program would."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from vakwerk.circles.models import Circle, Session
from vakwerk.circles.published import calendars, operations
from vakwerk.circles.tests.factories import NOW, make_people, make_person, published_circle
from vakwerk.foundation.models import OutgoingMail
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Person

LATER = NOW + timedelta(days=20)


def letters_to(person: Person) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(about_id=person.pk).order_by("pk"))


def events(mail: OutgoingMail) -> dict[str, tuple[int, datetime, str]]:
    found = Calendar.from_ical(mail.calendar)
    assert found["method"] == mail.calendar_method
    return {
        str(event["uid"]): (int(event.decoded("sequence")), event.decoded("dtstart"), str(event["status"]))
        for event in found.walk("VEVENT")
    }


def test_publishing_invites_every_member_to_every_session(jeroen: Person) -> None:
    members = make_people(3)
    circle = published_circle(jeroen, members)
    (mail,) = letters_to(members[0])
    found = events(mail)
    assert mail.calendar_method == "REQUEST"
    assert [moment.isoformat() for _, moment, _ in sorted(found.values(), key=lambda one: one[1])] == [
        "2027-02-02T13:30:00+01:00",
        "2027-03-16T13:30:00+01:00",
        # King's Day is a holiday; and by then it is summer time.
        "2027-05-04T13:30:00+02:00",
    ]
    assert {uid.partition("@")[0] for uid in found} == {str(one.uid) for one in circle.sessions.all()}


def test_a_calendar_holds_no_names_and_no_other_addresses(jeroen: Person) -> None:
    members = make_people(3)
    published_circle(jeroen, members)
    (mail,) = letters_to(members[0])
    for other in members[1:]:
        assert other.family_name not in mail.calendar
        assert other.email not in mail.calendar
    assert "TZID:Europe/Amsterdam" in mail.calendar
    assert "SUMMARY:Leerkring" in mail.calendar


def _first_session(circle: Circle) -> Session:
    return circle.sessions.order_by("number")[0]


def test_a_changed_session_keeps_its_uid_and_raises_its_sequence(jeroen: Person) -> None:
    members = make_people(3)
    circle = published_circle(jeroen, members)
    session = _first_session(circle)
    starts = session.starts_at + timedelta(days=1)
    operations.change_session(
        session=session,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="Stadhuis",
        by=jeroen,
        now=LATER,
    )
    before, after = (events(mail) for mail in letters_to(members[0]))
    (uid,) = after
    assert uid in before
    assert after[uid][0] == before[uid][0] + 1
    assert after[uid][1] == starts


def test_a_session_called_off_leaves_the_calendar(jeroen: Person) -> None:
    members = make_people(3)
    circle = published_circle(jeroen, members)
    operations.cancel_session(session=_first_session(circle), by=jeroen, now=LATER)
    invited, cancelled = letters_to(members[0])
    (uid,) = events(cancelled)
    assert cancelled.calendar_method == "CANCEL"
    assert events(cancelled)[uid][2] == "CANCELLED"
    assert events(cancelled)[uid][0] > events(invited)[uid][0]


def test_leaving_cancels_only_for_whoever_leaves_and_a_replacement_is_invited_anew(jeroen: Person) -> None:
    people = make_people(5)
    circle = published_circle(jeroen, people[:4], waiting=people[4:])
    operations.leave_circle(circle=circle, person=people[0], by=people[0], now=LATER)
    assert [mail.calendar_method for mail in letters_to(people[0])] == ["REQUEST", "CANCEL"]
    assert [mail.calendar_method for mail in letters_to(people[1])] == ["REQUEST"]
    operations.seat_replacement(circle=circle, person=people[4], by=jeroen, now=LATER)
    (mail,) = letters_to(people[4])
    cancelled = events(letters_to(people[0])[-1])
    assert all(events(mail)[uid][0] > sequence for uid, (sequence, _, _) in cancelled.items())


def test_only_sessions_ahead_are_sent(jeroen: Person) -> None:
    people = make_people(4)
    circle = published_circle(jeroen, people[:3], waiting=people[3:])
    after_first = _first_session(circle).ends_at + timedelta(hours=1)
    operations.seat_replacement(circle=circle, person=people[3], by=jeroen, now=after_first)
    (mail,) = letters_to(people[3])
    assert len(events(mail)) == 2


def test_an_absence_is_told_to_the_facilitator_once(jeroen: Person) -> None:
    anneke = make_person("Anneke", "Vos", Role.FACILITATOR)
    members = make_people(3)
    circle = published_circle(jeroen, members, facilitator=anneke)
    session = _first_session(circle)
    for _twice in range(2):
        operations.tell_absence(session=session, person=members[0], now=LATER)
    invited, told = letters_to(anneke)
    assert invited.calendar_method == "REQUEST"
    assert "Lid0 Jansen" in told.subject
    assert not letters_to(jeroen)


@pytest.mark.parametrize(
    "attendee", ["a@b.example", f"{'lang' * 20}@gemeente.example", "zoë@gemeente.example"]
)
def test_a_calendar_made_out_later_equals_one_written_for_its_reader(jeroen: Person, attendee: str) -> None:
    circle = published_circle(jeroen, make_people(3))
    sessions = list(circle.sessions.all())

    def made_for(reader: str) -> str:
        return calendars.calendar(
            sessions,
            method=calendars.REQUEST,
            now=NOW,
            host="vakwerk.example",
            organiser="l@vakwerk.example",
            attendee=reader,
        )

    assert calendars.addressed(made_for(calendars.NOBODY), attendee) == made_for(attendee)
