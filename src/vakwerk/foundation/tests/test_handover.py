"""Is a letter never sent twice, and never lost, wherever its way to the mail server is cut off?"""

import socket
import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from vakwerk.foundation import jobs, mail
from vakwerk.foundation.handover import EmailBackend
from vakwerk.foundation.models import Academy, Job, OutgoingMail
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy
from vakwerk.foundation.tests.jobs_done import jobs_done
from vakwerk.foundation.work.queries import failures_everywhere

pytestmark = pytest.mark.django_db
State = OutgoingMail.State

STEPS = ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "text")
USUAL = {"greeting": b"220 here", "EHLO": b"250 here", "DATA": b"354 go on", "QUIT": b"221 bye"}
LOST = b""


class MailServer(socketserver.ThreadingTCPServer):
    """Takes letters, except that it answers ``wrong`` at one step, or is gone then (``LOST``)."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Dialogue)
        self.step, self.wrong, self.times = "", LOST, 0
        self.taken: list[str] = []

    def breaks_off(self, step: str, wrong: bytes, *, times: int = 1) -> None:
        self.step, self.wrong, self.times = step, wrong, times


class Dialogue(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._says("greeting")
        to = ""
        while line := self._line():
            word = line[:4].decode().upper()
            to = line.decode().partition("<")[2].partition(">")[0] if word == "RCPT" else to
            if self._says(word) and word == "DATA":
                for _line in iter(self._line, b".\r\n"):
                    pass
                if self._says("text"):
                    self.server.taken.append(to)

    def _line(self) -> bytes:
        return b"" if self.wfile.closed else self.rfile.readline()

    def _says(self, step: str) -> bool:
        """Answer, and tell whether it was the usual answer."""
        server = self.server
        if step == server.step and server.times:
            server.times -= 1
            if server.wrong:
                self.wfile.write(server.wrong + b"\r\n")
            else:
                self.connection.shutdown(socket.SHUT_RDWR)
                self.wfile.close()
            return False
        self.wfile.write(USUAL.get(step, b"250 ok") + b"\r\n")
        return True


@pytest.fixture
def academy() -> Academy:
    return an_academy()


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "vakwerk.foundation.handover.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        settings.EMAIL_TIMEOUT = 2
        yield server
        server.shutdown()


def _post(academy: Academy, *names: str) -> None:
    with in_academy(academy):
        mail.post([mail.Letter(to=f"{name}@b.example", subject="Welkom", text="Dag") for name in names])


def _work(academy: Academy) -> None:
    with in_academy(academy):
        jobs_done(mail.KIND)


def _states(academy: Academy) -> dict[str, str]:
    with in_academy(academy):
        return {one.to.partition("@")[0]: one.state for one in OutgoingMail.objects.order_by("pk")}


@pytest.mark.parametrize("wrong", [LOST, b"451 later", b"554 never"], ids=["lost", "4xx", "5xx"])
@pytest.mark.parametrize("step", STEPS)
def test_a_letter_that_is_cut_off_waits_unless_the_server_may_have_it(
    academy: Academy, server: MailServer, step: str, wrong: bytes
) -> None:
    _post(academy, "an", "bo")
    server.breaks_off(step, wrong)
    _work(academy)
    cut_off = State.PERHAPS if (step, wrong) == ("text", LOST) else State.WAITING
    if step == "EHLO" and wrong:
        # HELO is tried then, and this server knows it.
        cut_off = State.SENT
    # Without a greeting nothing can be sent; in every other case the next letter begins a new dialogue.
    other = State.WAITING if step == "greeting" else State.SENT
    assert _states(academy) == {"an": cut_off, "bo": other}
    _work(academy)
    left = {State.WAITING: State.SENT}
    assert _states(academy) == {"an": left.get(cut_off, cut_off), "bo": State.SENT}
    assert sorted(server.taken) == (
        ["bo@b.example"] if cut_off == State.PERHAPS else ["an@b.example", "bo@b.example"]
    )


def test_an_answer_to_the_text_that_makes_no_sense_is_no_refusal(
    academy: Academy, server: MailServer
) -> None:
    _post(academy, "an")
    server.breaks_off("text", b"huh?")
    _work(academy)
    assert _states(academy) == {"an": State.PERHAPS}


def test_a_server_that_is_away_keeps_letters_waiting_and_is_no_failed_task(
    academy: Academy, settings: Settings
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "vakwerk.foundation.handover.EmailBackend", 1
    settings.EMAIL_HOST = "127.0.0.1"
    _post(academy, "an", "bo")
    _work(academy)
    assert _states(academy) == {"an": State.WAITING, "bo": State.WAITING}
    with in_academy(academy):
        assert [job.state for job in Job.objects.all()] == [Job.State.WAITING]
        assert {one.attempts for one in OutgoingMail.objects.all()} == {1}
        assert "refused" in OutgoingMail.objects.first().error  # type: ignore[union-attr]


class KilledError(BaseException):
    """Stands for SIGKILL: nothing of ours catches it."""


BEFORE, DURING, AFTER = "before", "during", "after"


@pytest.mark.parametrize(
    ("moment", "state"),
    # Where nothing of it left, the next worker sends it; where the server has it, nobody was there to note that.
    [(BEFORE, State.SENT), (DURING, State.PERHAPS), (AFTER, State.PERHAPS)],
)
def test_a_worker_that_is_killed_sends_no_letter_twice(
    academy: Academy, server: MailServer, monkeypatch: pytest.MonkeyPatch, moment: str, state: str
) -> None:
    _post(academy, "an", "bo")
    with in_academy(academy):
        job = Job.objects.get()
    send = EmailBackend.send_messages

    def killed(self: Any, messages: Any, *_more: Any) -> int:
        if moment == AFTER:
            send(self, messages)
        raise KilledError

    with monkeypatch.context() as patch:
        place: Any = mail if moment == BEFORE else EmailBackend
        patch.setattr(place, "_begin" if moment == BEFORE else "send_messages", killed)
        with pytest.raises(KilledError):
            jobs.run_job.func(academy_id=academy.pk, job_id=job.pk)
    assert _states(academy) == {
        "an": State.WAITING if moment == BEFORE else State.SENDING,
        "bo": State.WAITING,
    }
    # The next worker takes the same job up again.
    for _ in range(2):
        jobs.run_job.func(academy_id=academy.pk, job_id=job.pk)
    assert _states(academy) == {"an": state, "bo": State.SENT}
    assert server.taken.count("an@b.example") == (0 if moment == DURING else 1)
    assert server.taken.count("bo@b.example") == 1
    found = [(one.letters, one.doubted) for one in failures_everywhere()]
    assert found == ([(0, 1)] if state == State.PERHAPS else [])


def test_a_letter_that_perhaps_was_sent_goes_again_only_when_it_is_asked_for(
    academy: Academy, server: MailServer
) -> None:
    _post(academy, "an")
    server.breaks_off("text", LOST)
    _work(academy)
    _work(academy)
    assert server.taken == []
    with in_academy(academy):
        assert mail.send_again(mail=OutgoingMail.objects.get())
        assert not mail.note_arrival(mail=OutgoingMail.objects.get())
    _work(academy)
    assert _states(academy) == {"an": State.SENT}
    assert server.taken == ["an@b.example"]


def test_a_worker_that_was_taken_for_dead_still_notes_what_became_of_its_letter(
    academy: Academy, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _post(academy, "an")
    send = EmailBackend.send_messages

    def slow(self: Any, messages: Any) -> int:
        # Meanwhile another worker began with the same batch, and doubts what it finds half done.
        with in_academy(academy):
            OutgoingMail.objects.update(state=State.PERHAPS)
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", slow)
    _work(academy)
    assert _states(academy) == {"an": State.SENT}
    assert len(server.taken) == 1


def test_what_was_being_handed_over_when_its_job_was_given_up_is_doubted_within_the_hour(
    academy: Academy,
) -> None:
    _post(academy, "an", "bo")
    now = timezone.now()
    with in_academy(academy):
        OutgoingMail.objects.filter(to__startswith="an").update(state=State.SENDING, sent_at=now)
        OutgoingMail.objects.filter(to__startswith="bo").update(
            state=State.SENDING, sent_at=now - mail._LONGEST_HANDOVER * 2
        )
    mail.doubt_forgotten_letters(now)
    assert _states(academy) == {"an": State.SENDING, "bo": State.PERHAPS}


def test_a_refused_letter_is_given_up_after_some_tries(academy: Academy, server: MailServer) -> None:
    _post(academy, "an")
    server.breaks_off("RCPT", b"550 no such person", times=mail.MOST_ATTEMPTS)
    for _ in range(mail.MOST_ATTEMPTS):
        _work(academy)
    assert _states(academy) == {"an": State.FAILED}
    with in_academy(academy):
        found = OutgoingMail.objects.get()
    assert "no such person" in found.error
    assert found.sent_at is None
