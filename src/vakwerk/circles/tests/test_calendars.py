"""Do calendars follow a circle? Read back with icalendar, as a calendar program would."""

from datetime import datetime, timedelta

from icalendar import Calendar

from vakwerk.circles.models import Circle, Session, SignUp
from vakwerk.circles.published import operations
from vakwerk.circles.tests.factories import NOW, make_people, make_person, published_circle
from vakwerk.foundation.models import OutgoingMail
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Person

LATER = NOW + timedelta(days=20)


def letters_to(person: Person) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(about_id=person.pk).order_by("pk"))


def sent_to(person: Person, method: str) -> dict[str, tuple[int, datetime, str]]:
    """Return what mails of a method say of each event: the last one counts."""
    found: dict[str, tuple[int, datetime, str]] = {}
    for mail in letters_to(person):
        if mail.calendar_method == method:
            calendar = Calendar.from_ical(mail.calendar)
            assert calendar["method"] == method
            (event,) = calendar.walk("VEVENT")
            facts = (int(event.decoded("sequence")), event.decoded("dtstart"), str(event["status"]))
            found[str(event["uid"])] = facts
    return found


def test_publishing_invites_every_member_to_every_session(jeroen: Person) -> None:
    members = make_people(3)
    circle = published_circle(jeroen, members)
    found = sent_to(members[0], "REQUEST")
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
    for mail in letters_to(members[0])[1:]:
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
    before = sent_to(members[0], "REQUEST")
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
    after = sent_to(members[0], "REQUEST")
    (uid,) = [uid for uid in before if before[uid] != after[uid]]
    assert after.keys() == before.keys()
    assert after[uid][0] == before[uid][0] + 1
    assert after[uid][1] == starts
    assert letters_to(members[0])[-1].calendar_method == "REQUEST", "one session: in the letter itself"


def test_a_session_called_off_leaves_the_calendar(jeroen: Person) -> None:
    members = make_people(3)
    circle = published_circle(jeroen, members)
    operations.cancel_session(session=_first_session(circle), by=jeroen, now=LATER)
    invited, cancelled = sent_to(members[0], "REQUEST"), sent_to(members[0], "CANCEL")
    (uid,) = cancelled
    assert cancelled[uid][2] == "CANCELLED"
    assert cancelled[uid][0] > invited[uid][0]


def test_leaving_cancels_only_for_whoever_leaves_and_coming_back_is_newer(jeroen: Person) -> None:
    people = make_people(5)
    circle = published_circle(jeroen, people[:4], waiting=people[4:])
    operations.leave_circle(circle=circle, person=people[0], by=people[0], now=LATER)
    cancelled = sent_to(people[0], "CANCEL")
    assert len(cancelled) == 3
    assert sent_to(people[1], "CANCEL") == {}
    SignUp.objects.filter(person=people[0]).update(state=SignUp.State.SIGNED)
    operations.seat_replacement(circle=circle, person=people[0], by=jeroen, now=LATER)
    invited = sent_to(people[0], "REQUEST")
    assert all(invited[uid][0] > sequence for uid, (sequence, _, _) in cancelled.items())
    operations.seat_replacement(circle=circle, person=people[4], by=jeroen, now=LATER)
    assert sent_to(people[4], "REQUEST").keys() == invited.keys()


def test_only_sessions_that_were_sent_and_still_stand_are_cancelled(jeroen: Person) -> None:
    people = make_people(4)
    circle = published_circle(jeroen, people)
    operations.cancel_session(session=_first_session(circle), by=jeroen, now=LATER)
    (off,) = sent_to(people[0], "CANCEL")
    before = len(letters_to(people[0]))
    operations.leave_circle(circle=circle, person=people[0], by=people[0], now=LATER)
    uids = [
        str(Calendar.from_ical(mail.calendar).walk("VEVENT")[0]["uid"])
        for mail in letters_to(people[0])[before + 1 :]
    ]
    assert len(uids) == 2
    assert off not in uids


def test_nobody_who_left_the_organisation_is_written_to(jeroen: Person) -> None:
    members = make_people(3)
    circle = published_circle(jeroen, members)
    Person.objects.filter(pk=members[0].pk).update(left_on=LATER.date())
    before = len(letters_to(members[0]))
    operations.cancel_session(session=_first_session(circle), by=jeroen, now=LATER)
    assert len(letters_to(members[0])) == before
    assert sent_to(members[1], "CANCEL")


def test_only_sessions_ahead_are_sent(jeroen: Person) -> None:
    people = make_people(4)
    circle = published_circle(jeroen, people[:3], waiting=people[3:])
    after_first = _first_session(circle).ends_at + timedelta(hours=1)
    operations.seat_replacement(circle=circle, person=people[3], by=jeroen, now=after_first)
    assert len(sent_to(people[3], "REQUEST")) == 2


def test_an_absence_is_told_to_the_facilitator_once(jeroen: Person) -> None:
    anneke = make_person("Anneke", "Vos", Role.FACILITATOR)
    members = make_people(3)
    circle = published_circle(jeroen, members, facilitator=anneke)
    session = _first_session(circle)
    for _twice in range(2):
        operations.tell_absence(session=session, person=members[0], now=LATER)
    *invited, told = letters_to(anneke)
    assert [mail.calendar_method for mail in invited] == ["", "REQUEST", "REQUEST", "REQUEST"]
    assert "Lid0 Jansen" in told.subject
    assert not letters_to(jeroen)
