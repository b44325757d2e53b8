"""What happens when people enrol, wait, withdraw, check in and look back?"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar

from vakwerk.foundation import jobs
from vakwerk.foundation.models import Academy, AuditEntry, Job, OutgoingMail
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tests.jobs_done import jobs_done
from vakwerk.people.models import Person
from vakwerk.trajectories.attendance import operations as attendance
from vakwerk.trajectories.attendance.rules import AttendanceRefusal
from vakwerk.trajectories.editions import operations
from vakwerk.trajectories.editions.operations import Moment
from vakwerk.trajectories.enrolment import operations as enrolment
from vakwerk.trajectories.enrolment import own, reminders
from vakwerk.trajectories.enrolment.rules import EnrolRefusal
from vakwerk.trajectories.models import Attendance, CodeTry, Edition, Enrolment, Evaluation
from vakwerk.trajectories.tests.edition_factories import (
    NOW,
    enrol_all,
    held_edition,
    make_organisation,
    make_people,
    make_person,
    open_edition,
    sessions_of,
)
from vakwerk.trajectories.tests.letters_written import letters_written


@pytest.fixture
def edition(academy: Academy, jeroen: Person) -> Edition:
    return open_edition(by=jeroen, capacity=2)


def states(edition: Edition) -> list[str]:
    return list(edition.enrolments.order_by("number").values_list("state", flat=True))


def events(mail: OutgoingMail) -> list[tuple[str, int, str, datetime]]:
    """Return the events of the calendar with a letter: UID, sequence, status and start."""
    found: Any = Calendar.from_ical(mail.calendar)
    assert str(found["METHOD"]) == mail.calendar_method
    return [
        (str(one["UID"]), int(one["SEQUENCE"]), str(one["STATUS"]), one["DTSTART"].dt)
        for one in found.walk("VEVENT")
    ]


def test_a_seat_that_frees_goes_to_the_first_who_waits_at_once(edition: Edition) -> None:
    rows = enrol_all(edition, make_people(4))
    assert states(edition) == ["enrolled", "enrolled", "waiting", "waiting"]
    enrolment.withdraw(enrolment=rows[0], by=rows[0].person, now=NOW)
    assert states(edition) == ["withdrawn", "enrolled", "enrolled", "waiting"]
    edition.refresh_from_db()
    assert (edition.taken, edition.waiting) == (2, 1)


def test_more_seats_seat_who_waits_in_order(edition: Edition, jeroen: Person) -> None:
    enrol_all(edition, make_people(5))
    seated = enrolment.set_seats(edition=edition, capacity=4, kept=[], by=jeroen, now=NOW)
    assert [one.number for one in seated] == [3, 4]
    with pytest.raises(Refused) as refused:
        enrolment.set_seats(edition=edition, capacity=3, kept=[], by=jeroen, now=NOW)
    assert refused.value.reason is EnrolRefusal.TOO_FEW_SEATS


def test_seats_of_a_member_organisation_are_kept_for_its_people(edition: Edition, jeroen: Person) -> None:
    hattem = make_organisation("Hattem")
    enrolment.set_seats(edition=edition, capacity=2, kept=[(hattem.pk, 1)], by=jeroen, now=NOW)
    enrol_all(edition, make_people(2))
    assert states(edition) == ["enrolled", "waiting"]
    enrol_all(edition, make_people(1, organisation="Hattem", given="Hat"))
    assert states(edition) == ["enrolled", "waiting", "enrolled"]


def test_approval_keeps_the_order_of_asking(academy: Academy, jeroen: Person) -> None:
    edition = open_edition(by=jeroen, capacity=1, needs_approval=True)
    rows = enrol_all(edition, make_people(3))
    assert states(edition) == ["asked"] * 3
    enrolment.approve(enrolment=rows[2], by=jeroen, now=NOW)
    enrolment.approve(enrolment=rows[1], by=jeroen, now=NOW)
    enrolment.approve(enrolment=rows[0], by=jeroen, now=NOW)
    assert states(edition) == ["waiting", "waiting", "enrolled"]
    enrolment.decline(enrolment=rows[2], reason="Toch niet", by=jeroen, now=NOW)
    # Who asked first comes first, whoever was approved first.
    assert states(edition) == ["enrolled", "waiting", "declined"]


def test_many_are_enrolled_in_one_go_and_say_who_could_not(edition: Edition, jeroen: Person) -> None:
    people = make_people(3)
    guest = make_person("Meryem", "Aydin", Role.GUEST)
    result = enrolment.enrol_people(edition=edition, people=[*people, guest], by=jeroen, now=NOW)
    assert [len(result.enrolled), len(result.waiting)] == [2, 1]
    assert result.refused == [(guest, EnrolRefusal.NOT_FOR_GUESTS)]


def test_whoever_returns_comes_at_the_end(edition: Edition) -> None:
    rows = enrol_all(edition, make_people(3))
    enrolment.withdraw(enrolment=rows[0], by=rows[0].person, now=NOW)
    again = enrolment.enrol(edition=edition, person=rows[0].person, now=NOW)
    assert (again.number, again.state) == (4, "waiting")


def test_calendars_get_update_and_cancel_with_the_same_uid(edition: Edition, jeroen: Person) -> None:
    person = make_person("Esra", "Kaya")
    row = enrolment.enrol(edition=edition, person=person, now=NOW)
    letter, *mails = letters_written()
    assert {mail.to for mail in [letter, *mails]} == {person.email}
    assert [mail.calendar_method for mail in mails] == ["REQUEST"] * 3
    invited = [events(mail)[0] for mail in mails]
    assert all(len(events(mail)) == 1 for mail in mails), "one mail for each session"
    assert all((sequence, status) == (0, "CONFIRMED") for _uid, sequence, status, _at in invited)

    session = sessions_of(edition)[0]
    starts = session.starts_at + timedelta(days=1)
    moment = Moment(starts, starts + timedelta(hours=2), "", session.activity)
    operations.change_session(session=session, moment=moment, by=jeroen, now=NOW)
    changed = events(letters_written()[-1])
    assert changed == [(invited[0][0], 1, "CONFIRMED", starts)]

    operations.cancel_session(session=sessions_of(edition)[1], by=jeroen, now=NOW)
    gone = letters_written()[-1]
    assert gone.calendar_method == "CANCEL"
    assert events(gone)[0][:3] == (invited[1][0], 1, "CANCELLED")

    enrolment.withdraw(enrolment=row, by=person, now=NOW)
    _told, *left = letters_written()
    assert {mail.calendar_method for mail in left} == {"CANCEL"}
    assert [events(mail)[0][:2] for mail in left] == [(invited[0][0], 2), (invited[2][0], 1)]

    enrolment.enrol(edition=edition, person=person, now=NOW)
    _told, *back = letters_written()
    assert [events(mail)[0][:2] for mail in back] == [(invited[0][0], 3), (invited[2][0], 2)]


def test_a_letter_that_waited_invites_nobody_who_withdrew_since(edition: Edition) -> None:
    person = make_person("Esra", "Kaya")
    row = enrolment.enrol(edition=edition, person=person, now=NOW)
    enrolment.withdraw(enrolment=row, by=person, now=NOW)
    assert [mail.calendar_method for mail in letters_written()] == [""]


def test_a_letter_that_waited_takes_nothing_away_from_who_came_back(edition: Edition) -> None:
    (mine,) = enrol_all(edition, make_people(1))
    letters_written()
    enrolment.withdraw(enrolment=mine, by=mine.person, now=NOW)
    enrolment.enrol(edition=edition, person=mine.person, now=NOW)
    found = letters_written()
    # What failed may be done again in another order; here it waited for so long.
    assert {one.calendar_method for one in found} - {""} == {"REQUEST"}
    assert not any("uitgeschreven" in one.subject.casefold() for one in found)


def test_a_letter_says_at_what_time_a_session_was(edition: Edition, jeroen: Person) -> None:
    enrolment.enrol(edition=edition, person=make_person("Esra", "Kaya"), now=NOW)
    letters_written()
    session = sessions_of(edition)[0]
    was, starts = session.starts_at, session.starts_at + timedelta(hours=1)
    moment = Moment(starts, starts + timedelta(hours=2), "", session.activity)
    operations.change_session(session=session, moment=moment, by=jeroen, now=NOW)
    # Later on the same day: without the time nobody would see what changed.
    assert f"om {timezone.localtime(was):%-H.%M} uur." in letters_written()[-1].text


def test_an_edition_that_is_called_off_leaves_every_calendar(edition: Edition, jeroen: Person) -> None:
    people = make_people(3)
    enrol_all(edition, people)
    letters_written()
    operations.cancel_edition(edition=edition, reason="De trainer is ziek.", by=jeroen, now=NOW)
    letters = letters_written()
    # Who waits hears it too.
    assert {mail.to for mail in letters} == {person.email for person in people}
    cancelled = [mail for mail in letters if mail.calendar_method == "CANCEL"]
    # Two had a seat; who waits was never sent a session, so there is nothing to remove.
    assert len(cancelled) == 2 * 3
    assert "De trainer is ziek." in letters[0].text


def test_a_letter_is_in_the_language_of_its_reader(edition: Edition) -> None:
    person = make_person("Kim", "Reader")
    assert person.account
    person.account.language = "en"
    person.account.save()
    enrolment.enrol(edition=edition, person=person, now=NOW)
    assert letters_written()[0].subject == "You have a place in Leren loslaten (en)"


def test_people_are_reminded_the_day_before_unless_they_stay_away(edition: Edition) -> None:
    rows = enrol_all(edition, make_people(2))
    session = sessions_of(edition)[0]
    attendance.apologise(session=session, person=rows[0].person, now=NOW)
    letters_written()

    def remind(starts_at: datetime) -> list[str]:
        jobs.start(
            reminders.KIND,
            title="",
            by=None,
            is_quiet=True,
            session_id=session.pk,
            starts_at=starts_at.isoformat(),
        )
        jobs_done(reminders.KIND)
        return [mail.to for mail in letters_written()]

    Job.objects.all().delete()
    assert remind(session.starts_at + timedelta(hours=1)) == []
    assert remind(session.starts_at) == [rows[1].person.email]
    assert remind(session.starts_at) == []
    assert reminders.reminds_at(session).isoformat() == "2027-02-01T09:00:00+01:00"


def test_a_wrong_code_is_kept_and_five_make_one_wait(edition: Edition, jeroen: Person) -> None:
    person = make_people(1)[0]
    enrolment.enrol(edition=edition, person=person, now=NOW)
    session = sessions_of(edition)[0]
    during = session.starts_at + timedelta(minutes=5)
    code = attendance.show_code(session=session, by=jeroen, now=during)
    for _nth in range(5):
        assert attendance.check_in(person=person, code="AAAAA", now=during) is AttendanceRefusal.NO_SUCH_CODE
    assert CodeTry.objects.count() == 5
    assert attendance.check_in(person=person, code=code, now=during) is AttendanceRefusal.TOO_MANY_TRIES
    later = during + timedelta(minutes=11)
    assert attendance.check_in(person=person, code=f" {code.lower()} ", now=later) == session
    assert Attendance.objects.get().was_there


def test_a_code_dies_with_its_session_and_is_for_who_is_enrolled(edition: Edition, jeroen: Person) -> None:
    person = make_people(1)[0]
    session = sessions_of(edition)[0]
    code = attendance.show_code(session=session, by=jeroen, now=session.starts_at)
    assert (
        attendance.check_in(person=person, code=code, now=session.starts_at) is AttendanceRefusal.NOT_ENROLLED
    )
    enrolment.enrol(edition=edition, person=person, now=NOW)
    assert (
        attendance.check_in(person=person, code=code, now=session.ends_at) is AttendanceRefusal.NO_SUCH_CODE
    )


def test_the_list_completes_who_was_there_enough(academy: Academy, jeroen: Person) -> None:
    now = timezone.now()
    people = make_people(2)
    edition = held_edition(people, now=now)
    edition.trajectory.sessions_needed = 2
    edition.trajectory.save()
    for nth, session in enumerate(sessions_of(edition)):
        there = {people[0].pk: True, people[1].pk: nth == 0, 999_999: True}
        attendance.keep_list(session=session, was_there=there, by=jeroen, now=now)
    done = dict(Enrolment.objects.values_list("person__given_name", "completed_on"))
    assert done == {"Lid000": timezone.localdate(now), "Lid001": None}


def test_an_evaluation_leads_to_nobody(academy: Academy, jeroen: Person) -> None:
    now = timezone.now()
    edition = held_edition(make_people(1), now=now, ago=35)
    one = Enrolment.objects.select_related("edition").get()
    before = AuditEntry.objects.count()
    attendance.evaluate(enrolment=one, answers={"useful": 5, "made_up": 3}, kept="Alles", better="", now=now)
    kept = Evaluation.objects.get()
    assert kept.answers == {"useful": 5}
    assert {field.name for field in Evaluation._meta.fields} == {
        "id", "academy", "edition", "answers", "kept", "better",
    }  # fmt: skip
    assert AuditEntry.objects.count() == before
    one.refresh_from_db()
    assert one.has_evaluated
    assert edition.evaluations.count() == 1


def test_things_to_do(academy: Academy, jeroen: Person) -> None:
    now = timezone.now()
    person = make_people(1)[0]
    edition = held_edition([person], now=now, ago=35)
    operations.set_trainers(
        edition=edition, people=[make_person("Anneke", "Vos")], names=[], by=jeroen, now=now
    )
    assert [todo.kind for todo in own.things_to_do_of(own.TakingPart(person), now=now)] == ["evaluate"]
    anneke = Person.objects.get(given_name="Anneke")
    assert {todo.kind for todo in own.things_to_do_of(own.TakingPart(anneke), now=now)} == {"list"}


def test_wishes_go_when_the_edition_is_over(edition: Edition, jeroen: Person) -> None:
    person = make_people(1)[0]
    enrolment.enrol(edition=edition, person=person, now=NOW, wishes="Zonder trap")
    edition.refresh_from_db()
    assert edition.ends_at
    operations.complete_edition(edition=edition, by=jeroen, now=edition.ends_at + timedelta(days=1))
    assert Enrolment.objects.get().wishes == ""
