"""Does a reminder reach who has not answered, once, in their own time and language, and nobody else?"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.mail.message import EmailMessage
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from vakwerk.circles.models import Round
from vakwerk.circles.rounds import operations, reminders
from vakwerk.circles.rounds.rules import SignUpRefusal
from vakwerk.circles.tests.factories import NOW, make_people, open_round, sign_everybody_up
from vakwerk.foundation.jobs import run_job
from vakwerk.foundation.models import AuditEntry, Job, OutgoingMail
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person, SignInLink

Browser = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _it_is_january(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def _run() -> None:
    """Do what the worker does: every task that waits, and those that come of it."""
    while waiting := list(DBTaskResult.objects.order_by("enqueued_at")):
        for row in waiting:
            row.delete()
            run_job.call(**row.args_kwargs["kwargs"])


def test_a_reminder_goes_once_to_who_has_not_answered_and_to_nobody_else(
    jeroen: Person, browser: Browser, mailoutbox: list[EmailMessage]
) -> None:
    signed, withdrew, left, waits, english, silent = make_people(6)
    assert english.account
    english.account.language = "en"
    english.account.save()
    silent.email = ""
    silent.save()
    round_ = open_round(jeroen, min_disciplines=1)
    sign_everybody_up(round_, [signed, withdrew])
    operations.withdraw(sign_up=withdrew.sign_ups.get(), by=withdrew, now=NOW)
    left.left_on = NOW.date()
    left.save()

    page = browser(jeroen)
    address = f"/apeldoorn/coordinatie/rondes/{round_.pk}/herinnering/"
    assert page.get(address).status_code == 200
    assert page.post(address).status_code == 302
    assert mailoutbox == []
    _run()
    assert {message.to[0] for message in mailoutbox} == {jeroen.email, waits.email, english.email}
    job = Job.objects.get()
    assert (job.state, job.outcome) == (Job.State.DONE, {"count": 3})
    assert AuditEntry.objects.get(action="circles.reminded").facts["count"] == 3

    dutch = next(message for message in mailoutbox if message.to == [waits.email])
    assert "20 januari" in dutch.body
    assert "dinsdag 13.30" in dutch.body  # as the clock stands in Amsterdam, whatever the server's does
    assert f"/apeldoorn/kringen/oproep/{round_.pk}/" in dutch.body
    other = next(message for message in mailoutbox if message.to == [english.email])
    assert "Tuesday 13:30" in other.body
    assert not SignInLink.objects.exists()  # a letter to many signs nobody in

    run_job.call(academy_id=round_.academy.pk, job_id=job.pk)
    assert OutgoingMail.objects.count() == 3


def test_who_signs_up_while_the_reminder_waits_is_not_reminded(
    jeroen: Person, mailoutbox: list[EmailMessage]
) -> None:
    people = make_people(4)
    round_ = open_round(jeroen, min_disciplines=1)
    reminders.start_reminders(round_=round_, by=jeroen, now=NOW)
    sign_everybody_up(round_, people[:3])
    _run()
    assert {message.to[0] for message in mailoutbox} == {people[3].email, jeroen.email}


def test_a_reminder_that_is_stopped_writes_to_nobody(jeroen: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    make_people(4)
    round_ = open_round(jeroen, min_disciplines=1)
    reminders.start_reminders(round_=round_, by=jeroen, now=NOW)
    monkeypatch.setattr("vakwerk.foundation.jobs.Work.stop_asked", True)
    _run()
    assert Job.objects.get().state == Job.State.STOPPED
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("utc", "may"),
    [
        (datetime(2027, 1, 20, 22, 59, tzinfo=ZoneInfo("UTC")), True),
        (datetime(2027, 1, 20, 23, 1, tzinfo=ZoneInfo("UTC")), False),  # in Amsterdam it is the 21st
    ],
)
def test_the_last_day_ends_at_midnight_in_amsterdam(jeroen: Person, *, utc: datetime, may: bool) -> None:
    make_people(4)
    round_: Round = open_round(jeroen, min_disciplines=1)
    if may:
        assert reminders.start_reminders(round_=round_, by=jeroen, now=utc).title
    else:
        with pytest.raises(Refused) as refused:
            reminders.start_reminders(round_=round_, by=jeroen, now=utc)
        assert refused.value.reason == SignUpRefusal.SIGN_UP_CLOSED
