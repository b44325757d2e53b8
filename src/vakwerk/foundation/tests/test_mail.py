"""Does mail leave, once, and is nothing of it left that could sign somebody in?"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.mail.message import EmailMessage
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from vakwerk.foundation import jobs, mail, theme
from vakwerk.foundation.models import Academy, OutgoingMail
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy, change
from vakwerk.foundation.tests.jobs_done import jobs_done
from vakwerk.foundation.writing.rules import joined

pytestmark = pytest.mark.django_db
TOKEN = "nlGbYp3Xj0q9tH7mZc5vWd2sKe8rUf4a"
TEXT = f"Dag Bert,\n\nMeld je aan: http://localhost/account/link/{TOKEN}/\n"


@pytest.fixture
def academy() -> Academy:
    return an_academy()


def _posted(academy: Academy, **facts: str) -> OutgoingMail:
    with in_academy(academy):
        letter = mail.Letter(to="bert@apeldoorn.example", subject="Welkom", text=TEXT, **facts)  # type: ignore[arg-type]
        assert mail.post([letter, mail.Letter(to="", subject="Welkom", text="geen adres")]) == 1
        return OutgoingMail.objects.get()


def _send(academy: Academy, letter: OutgoingMail) -> OutgoingMail:
    with in_academy(academy):
        job = jobs.start(mail.KIND, title="", by=None, is_quiet=True, mail_ids=[letter.pk])
    jobs.run_job.func(academy_id=academy.pk, job_id=job.pk)
    with in_academy(academy):
        letter.refresh_from_db()
    return letter


def _break(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Any, messages: Any) -> int:
        message = "mail server is away"
        raise OSError(message)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def test_a_letter_leaves_once_and_its_link_is_forgotten(
    academy: Academy, mailoutbox: list[EmailMessage]
) -> None:
    letter = _posted(academy)
    assert TOKEN in letter.text
    letter = _send(academy, letter)
    assert [message.to for message in mailoutbox] == [["bert@apeldoorn.example"]]
    assert TOKEN in mailoutbox[0].body
    assert letter.state == OutgoingMail.State.SENT
    assert "Dag Bert" in letter.text
    assert TOKEN not in letter.text
    _send(academy, letter)
    assert len(mailoutbox) == 1


def test_in_the_demo_the_link_stays_since_the_mail_goes_nowhere(academy: Academy, settings: Settings) -> None:
    settings.DEMO = True
    assert TOKEN in _send(academy, _posted(academy)).text


def test_a_letter_comes_from_the_academy_and_answers_go_there(
    academy: Academy, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Vakwerk <vakwerk@leren.example>"
    _send(academy, _posted(academy))
    assert mailoutbox[0].from_email == "Vakhuis Apeldoorn <vakwerk@leren.example>"
    assert mailoutbox[0].reply_to == []
    with in_academy(academy):
        OutgoingMail.objects.all().delete()
    change(academy, contact_email="leren@apeldoorn.example")
    _send(academy, _posted(academy))
    assert mailoutbox[1].reply_to == ["leren@apeldoorn.example"]


def test_a_letter_says_why_it_came_and_where_an_answer_goes(academy: Academy) -> None:
    def text() -> str:
        letter = mail.letter_from("knowledge/sources/decided.txt", {}, academy=academy, to="a@b.example")
        return letter.text.partition("\n-- \n")[2]

    with translation.override("nl"):
        assert text() == (
            "Je krijgt deze mail van Vakhuis Apeldoorn, omdat je daar meedoet of omdat iemand daar je iets vraagt.\n"
        )
        academy.contact_email = "leren@apeldoorn.example"
        assert text().endswith(
            "\nHeb je een vraag? Beantwoord deze mail, of schrijf naar leren@apeldoorn.example.\n"
        )
    with translation.override("en"):
        assert "Reply to this mail, or write to leren@apeldoorn.example." in text()


def test_a_calendar_goes_along(academy: Academy, mailoutbox: list[EmailMessage]) -> None:
    _send(academy, _posted(academy, calendar="BEGIN:VCALENDAR", calendar_method="REQUEST"))
    text = mailoutbox[0].message().as_string()
    # As an alternative and as an attachment, each with its method.
    assert text.count('Content-Type: text/calendar; method="REQUEST"; charset="utf-8"\n') == 2


def test_mail_that_fails_is_tried_again_later_and_keeps_its_link_until_then(
    academy: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = _posted(academy)
    _break(monkeypatch)
    letter = _send(academy, letter)
    assert (letter.state, letter.attempts, letter.error) == ("waiting", 1, "mail server is away")
    assert TOKEN in letter.text
    again = DBTaskResult.objects.latest("enqueued_at")
    assert timedelta(minutes=1) < again.run_after - timezone.now() <= timedelta(minutes=2)


def test_mail_that_keeps_failing_is_given_up_and_its_link_forgotten(
    academy: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = _posted(academy)
    _break(monkeypatch)
    for _ in range(mail.MOST_ATTEMPTS):
        letter = _send(academy, letter)
    assert letter.state == OutgoingMail.State.FAILED
    assert TOKEN not in letter.text


@pytest.mark.parametrize(
    ("broken", "error"),
    [({"to": "a@b.example\nBcc: x@y.example"}, "BadHeaderError"), ({"to": "geen adres"}, "")],
)
def test_a_letter_that_cannot_be_built_holds_up_no_other(
    academy: Academy, mailoutbox: list[EmailMessage], broken: dict[str, str], error: str
) -> None:
    with in_academy(academy):
        letters = [
            mail.Letter(to=f"{name}@b.example", subject="Welkom", text="Dag") for name in ("an", "bo", "co")
        ]
        mail.post(letters)
        bad = OutgoingMail.objects.order_by("pk")[1]
        OutgoingMail.objects.filter(pk=bad.pk).update(**broken)
        jobs_done(mail.KIND)
        bad.refresh_from_db()
        others = OutgoingMail.objects.exclude(pk=bad.pk)
        assert {one.state for one in others} == {OutgoingMail.State.SENT}
        assert error in bad.error
        if error:
            assert bad.state == OutgoingMail.State.FAILED


@pytest.mark.parametrize("title", ["Los\rlaten", "Los\nlaten", "Los\r\nBcc: x@y.example", "Los\x0b\x85laten"])
def test_line_breaks_in_a_title_reach_neither_header_nor_text(
    academy: Academy, mailoutbox: list[EmailMessage], title: str
) -> None:
    change(academy, name=title)
    with in_academy(academy):
        facts = {"host": academy, "guest": {"given_name": "An"}, "link": "https://vakwerk.example/"}
        letter = mail.letter_from("people/guests/invitation.txt", facts, academy=academy, to="an@b.example")
        assert letter.subject.endswith(" ".join(title.split()))
        assert letter.text.startswith(("Beste An", "Dear An"))
        mail.post([letter])
        jobs_done(mail.KIND)
    (sent,) = mailoutbox
    headers = sent.message().as_string().partition("\n\n")[0]
    assert "Bcc:" not in [line.split()[0] for line in headers.splitlines() if line.split()]
    assert sent.subject == letter.subject


def test_mail_says_that_a_program_wrote_it_and_shows_the_same_text_drawn(
    academy: Academy, mailoutbox: list[EmailMessage]
) -> None:
    with in_academy(academy):
        text = (
            "Dag <b>Bert</b>,\n\nDit is nieuw:\n- een & twee\n- https://vakwerk.example/x\n\n-- \nVan ons\n"
        )
        mail.post([mail.Letter(to="bert@b.example", subject="Nieuw <s>", text=text, language="en")])
        jobs_done(mail.KIND)
    message: Any = mailoutbox[0].message()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    plain, drawn = message.get_payload()
    assert plain.get_content_type() == "text/plain"
    assert plain.get_payload(decode=True).decode() == text
    html = drawn.get_payload(decode=True).decode()
    assert drawn.get_content_type() == "text/html"
    assert '<html lang="en">' in html
    assert "Dag &lt;b&gt;Bert&lt;/b&gt;," in html
    assert "Nieuw &lt;s&gt;" in html
    assert html.count("<li ") == 2
    assert 'href="https://vakwerk.example/x"' in html
    assert theme.ramp(academy.hue, academy.chroma)[700] in html
    # Nothing is fetched from anywhere, and nothing runs.
    assert not re.search(r"<(img|script|link|iframe|object)|url\(|@import", html)


def test_a_mail_about_signing_in_is_drawn_and_says_that_a_program_wrote_it() -> None:
    plain = EmailMessage(
        "Je code", "Je code is 1234.\n\n--\nVakwerk\n", "vakwerk@leren.example", ["a@b.example"]
    )
    made: Any = mail.drawn(plain).message()
    assert made["Auto-Submitted"] == "auto-generated"
    text, html = made.get_payload()
    assert text.get_payload(decode=True).decode() == plain.body
    assert re.search(r"<p [^>]*>\s*Je code is 1234\.\s*</p>", html.get_payload(decode=True).decode())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{% if a %}one\n  {% else %}two{% endif %}", "{% if a %}one\n  {% else %}two{% endif %}"),
        ("{% if a %}{{ one }}\n  {% else %}two{% endif %}", "{% if a %}{{ one }}{% else %}two{% endif %}"),
        ("{{ one }}\n{{ two }}", "{{ one }}\n{{ two }}"),
        ("{{ one }}\n\n  {{ two }}", "{{ one }}\n\n  {{ two }}"),
        (
            "{% blocktranslate trimmed with a=b %}one\n    {{ a }}, two{% endblocktranslate %}\nthree",
            "{% blocktranslate trimmed with a=b %}one {{ a }}, two{% endblocktranslate %}\nthree",
        ),
        (
            "{% blocktranslate %}one\n  two{% endblocktranslate %}",
            "{% blocktranslate %}one\n  two{% endblocktranslate %}",
        ),
    ],
)
def test_a_letter_may_be_written_over_more_lines_than_it_has(written: str, read: str) -> None:
    assert joined(written) == read
