"""How does mail leave? Kept with the act that caused it, sent by the worker, tried again when it fails, never twice."""

import secrets
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from functools import cache
from typing import Any, Final

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, connection
from django.db.models import QuerySet
from django.template import engines
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vakwerk.foundation import jobs
from vakwerk.foundation.handover import PerhapsSentError
from vakwerk.foundation.models import Academy, OutgoingMail
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tidying import every_hour
from vakwerk.foundation.times import with_plain_spaces
from vakwerk.foundation.writing.drawing import as_html, draw
from vakwerk.foundation.writing.rules import joined, on_one_line, without_secrets

log = structlog.get_logger(__name__)

KIND: Final = "foundation.mail"
MOST_ATTEMPTS = 8
BATCH = 50
_LONGEST_HANDOVER = timedelta(minutes=15)
# Seconds; a database that starts again is back by then.
_PAUSES: Final = (1, 2, 4, 8)
# Nothing that anybody types holds this.
_END_OF_SUBJECT: Final = secrets.token_hex()

# No person typed this: a program that is away answers nothing to it. RFC 3834, 5; MS-OXCMAIL, 2.1.3.2.20.
WRITTEN_BY_A_PROGRAM: Final = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


@dataclass(frozen=True)
class Letter:
    """One message to one person. ``calendar``: an iCalendar object that goes with it.

    ``is_personal``: about somebody's own learning, so that no administrator sees that it was sent.
    """

    to: str
    subject: str
    text: str
    about_id: int | None = None
    calendar: str = ""
    calendar_method: str = ""
    language: str = ""
    is_personal: bool = False


def letter_from(
    template: str,
    context: dict[str, Any],
    *,
    academy: Academy,
    to: str,
    about_id: int | None = None,
    postscript: str = "",
    is_personal: bool = False,
) -> Letter:
    """Make a letter from a text template whose first line is the subject; ``academy`` stands at its foot."""
    whole = with_plain_spaces(_marked(template).render({"academy": academy, **context}))
    subject, _mark, text = whole.partition(_END_OF_SUBJECT)
    said = f"{text.strip()}\n\n{postscript}".strip()
    signed = f"{said}\n\n-- \n{_foot(academy)}\n"
    return Letter(
        to=to,
        subject=on_one_line(subject),
        text=signed,
        about_id=about_id,
        language=get_language() or settings.LANGUAGE_CODE,
        is_personal=is_personal,
    )


@cache
def _marked(template: str) -> Any:
    """Return a template with a mark after its first line: a title with a line break in it ends no subject."""
    source: str = get_template(template).template.source  # type: ignore[attr-defined]  # Django's own engine
    subject, line, text = joined(source).partition("\n")
    return engines["django"].from_string(f"{subject}{_END_OF_SUBJECT}{line}{text}")


def _foot(academy: Academy) -> str:
    """Say from whom a letter is, why it came, and where an answer goes."""
    why = _(
        "You get this mail from %(academy)s, because you take part there or because somebody there asks you "
        "something."
    )
    lines = [why % {"academy": academy.name}]
    if academy.contact_email:
        where = _("Do you have a question? Reply to this mail, or write to %(address)s.")
        lines.append(where % {"address": academy.contact_email})
    return "\n".join(lines)


def post(letters: Iterable[Letter]) -> int:
    """Keep letters in the current transaction and have them sent after it; return how many.

    Letters without an address are left out: people without e-mail hear it from the coordinator.
    """
    rows = OutgoingMail.objects.bulk_create(
        OutgoingMail(
            to=letter.to,
            subject=on_one_line(letter.subject)[:200],
            text=letter.text,
            language=letter.language,
            about_id=letter.about_id,
            calendar=letter.calendar,
            calendar_method=letter.calendar_method,
            is_personal=letter.is_personal,
        )
        for letter in letters
        if letter.to
    )
    for start in range(0, len(rows), BATCH):
        _send_later([row.pk for row in rows[start : start + BATCH]])
    return len(rows)


def _send_later(mail_ids: list[int], *, attempts: int = 0) -> None:
    # Later and later: one minute, two, four, up to about an hour.
    later = timezone.now() + timedelta(minutes=2 ** min(attempts, 6)) if attempts else None
    jobs.start(KIND, title=_("Send mail"), by=None, is_quiet=True, run_after=later, mail_ids=mail_ids)


def send_again(*, mail: OutgoingMail) -> bool:
    """Try a letter once more that was given up, or that perhaps was sent; return whether it was one of these."""
    unsettled = OutgoingMail.objects.filter(pk=mail.pk, state__in=OutgoingMail.UNSETTLED)
    if not unsettled.update(state=OutgoingMail.State.WAITING, attempts=0, sent_at=None, error=""):
        return False
    _send_later([mail.pk])
    return True


def note_arrival(*, mail: OutgoingMail) -> bool:
    """Note that a letter arrived that perhaps was sent; return whether it was one of these."""
    doubted = OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.PERHAPS)
    sent = OutgoingMail.State.SENT
    return bool(doubted.update(state=sent, error="", text=_kept(mail.text, sent)))


@jobs.job(KIND)
def send_mail_batch(work: jobs.Work, *, mail_ids: list[int]) -> None:
    """Send what is still waiting of a batch. A letter that fails holds up none of the others."""
    with in_academy(work.academy_id):
        # No other job sends these: whoever was handing one over died before its answer was noted.
        _doubt(OutgoingMail.objects.filter(pk__in=mail_ids))
    server, trouble, failed = get_connection(), None, []
    try:
        for mail_id in mail_ids:
            # A server that is away is not waited for again with each letter.
            trouble = trouble or _reach(server)
            if not _send(work.academy_id, mail_id, server, trouble):
                failed.append(mail_id)
    finally:
        _leave(server)
    if failed:
        with in_academy(work.academy_id):
            rows = OutgoingMail.objects.filter(pk__in=failed)
            _send_later(failed, attempts=rows.order_by("attempts").values_list("attempts", flat=True)[0])


def _doubt(letters: "QuerySet[OutgoingMail]") -> None:
    cut_off = letters.filter(state=OutgoingMail.State.SENDING)
    for mail_id in cut_off.values_list("pk", flat=True):
        log.warning("mail.perhaps_sent", mail_id=mail_id)
    cut_off.update(state=OutgoingMail.State.PERHAPS)


def _send(academy_id: int, mail_id: int, server: BaseEmailBackend, trouble: OSError | None) -> bool:
    """Send one letter; return whether it needs no further try. ``trouble``: why there is no way to the server.

    That it is being handed over is kept before its text goes: whoever is killed from then on leaves a letter that
    perhaps was sent, and that nobody sends again by themselves.
    """
    with in_academy(academy_id):
        mail = _waiting(mail_id)
        if mail is None:
            return True
        message = _begin(mail, server, trouble)
        if message is None:
            return mail.state != OutgoingMail.State.WAITING
    state, said = _hand_over(mail, message)
    if said:
        # After a dialogue that broke off the next letter begins a new one.
        _leave(server)
    _settle(academy_id, mail_id, state, said)
    return state != OutgoingMail.State.WAITING


def _hand_over(mail: OutgoingMail, message: EmailMultiAlternatives) -> tuple[OutgoingMail.State, str]:
    """Give a letter to the mail server; return what became of it, and what went wrong."""
    try:
        message.send()
    except PerhapsSentError as error:
        log.warning("mail.perhaps_sent", mail_id=mail.pk, error=str(error))
        return OutgoingMail.State.PERHAPS, _in_words(error)
    except OSError as error:
        # Every trouble of a mail server arrives as an OSError or as its child SMTPException.
        log.warning("mail.failed", mail_id=mail.pk, attempt=mail.attempts, error=str(error))
        return _after_refusal(mail), _in_words(error)
    except Exception as error:
        # An address that the dialogue cannot say; another try would be no better.
        log.exception("mail.cannot_be_sent", mail_id=mail.pk)
        return OutgoingMail.State.FAILED, f"{type(error).__name__}: {error}"
    return OutgoingMail.State.SENT, ""


def _in_words(error: OSError) -> str:
    return str(error) or type(error).__name__


def _reach(server: BaseEmailBackend) -> OSError | None:
    """Open the way to the mail server where it is not open; return why that does not work."""
    try:
        server.open()
    except OSError as error:
        return error
    return None


def _leave(server: BaseEmailBackend) -> None:
    with suppress(OSError):
        server.close()


def _waiting(mail_id: int) -> OutgoingMail | None:
    waiting = OutgoingMail.objects.filter(pk=mail_id, state=OutgoingMail.State.WAITING)
    return waiting.select_related("academy").select_for_update(of=("self",)).first()


def _begin(
    mail: OutgoingMail, server: BaseEmailBackend, trouble: OSError | None
) -> EmailMultiAlternatives | None:
    """Note that a letter is being handed over, and return it as it leaves; ``None`` if it cannot leave now."""
    mail.attempts += 1
    message = None
    try:
        message = _message(mail, server)
        message.message()
    except Exception as error:
        # It cannot be built, and never will be as it is: another try would be no better.
        log.exception("mail.cannot_be_built", mail_id=mail.pk)
        message, mail.state, mail.error = None, OutgoingMail.State.FAILED, f"{type(error).__name__}: {error}"
    else:
        if trouble is None:
            mail.state, mail.sent_at, mail.error = OutgoingMail.State.SENDING, timezone.now(), ""
        else:
            log.warning("mail.failed", mail_id=mail.pk, attempt=mail.attempts, error=str(trouble))
            message, mail.state, mail.error = None, _after_refusal(mail), _in_words(trouble)
    mail.error = mail.error[:300]
    mail.text = _kept(mail.text, mail.state)
    mail.save(update_fields=["attempts", "state", "sent_at", "error", "text"])
    return message


def _after_refusal(mail: OutgoingMail) -> OutgoingMail.State:
    return OutgoingMail.State.FAILED if mail.attempts >= MOST_ATTEMPTS else OutgoingMail.State.WAITING


def _settle(academy_id: int, mail_id: int, state: OutgoingMail.State, said: str) -> None:
    """Keep what became of a letter.

    Only we know it: while the database is away this waits, or the letter would count as perhaps sent.
    """
    for pause in (*_PAUSES, None):
        try:
            with in_academy(academy_id):
                mail = _handed_over(mail_id)
                if mail is not None:
                    mail.state, mail.error = state, said[:300]
                    mail.text = _kept(mail.text, mail.state)
                    if state in {OutgoingMail.State.WAITING, OutgoingMail.State.FAILED}:
                        mail.sent_at = None
                    mail.save(update_fields=["state", "sent_at", "error", "text"])
        except (OperationalError, InterfaceError):
            if pause is None or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
        else:
            return


def _handed_over(mail_id: int) -> OutgoingMail | None:
    # One that was taken for dead meanwhile knows better; what an administrator chose since stays.
    open_still = [OutgoingMail.State.SENDING, OutgoingMail.State.PERHAPS]
    return OutgoingMail.objects.select_for_update().filter(pk=mail_id, state__in=open_still).first()


def _kept(text: str, state: str) -> str:
    """Return a text as it is kept in this state: a link works for days, so once it left only its reader has it."""
    over = state in {OutgoingMail.State.SENT, OutgoingMail.State.FAILED}
    return without_secrets(text) if over and not settings.DEMO else text


@every_hour
def doubt_forgotten_letters(now: datetime) -> None:
    """Doubt letters that were being handed over when the last try of their job died: nothing takes it up again."""
    for academy in Academy.objects.all():
        with in_academy(academy):
            _doubt(OutgoingMail.objects.filter(sent_at__lt=now - _LONGEST_HANDOVER))


def _message(mail: OutgoingMail, server: BaseEmailBackend) -> EmailMultiAlternatives:
    """Return a letter as it leaves: in the name of the academy, which gets the answers."""
    academy = mail.academy
    message = EmailMultiAlternatives(
        on_one_line(mail.subject),
        mail.text,
        formataddr((on_one_line(academy.name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        [mail.to],
        connection=server,
        reply_to=[academy.contact_email] if academy.contact_email else None,
        headers=WRITTEN_BY_A_PROGRAM,
    )
    message.attach_alternative(as_html(mail, academy=academy), "text/html")
    if mail.calendar:
        # As an alternative calendar programs take it up; as an attachment every reader can save it.
        kind = f"text/calendar; method={mail.calendar_method}" if mail.calendar_method else "text/calendar"
        message.attach_alternative(mail.calendar, kind)
        message.attach("vakwerk.ics", mail.calendar, kind)
    return message


def drawn(message: EmailMessage) -> EmailMultiAlternatives:
    """Return a mail that is sent outside any academy as letters are: by a program, and drawn beside its text."""
    made = EmailMultiAlternatives(
        on_one_line(str(message.subject)),
        message.body,
        message.from_email,
        message.to,
        headers={**message.extra_headers, **WRITTEN_BY_A_PROGRAM},
    )
    made.attach_alternative(
        draw(str(made.subject), str(made.body), language=get_language() or ""), "text/html"
    )
    return made


def called_server() -> BaseEmailBackend:
    """Call the mail server and return it, ready to take mail.

    :raises OSError: when it does not answer.
    """
    server: BaseEmailBackend = get_connection()
    server.open()
    return server


def hand_over(server: BaseEmailBackend, letters: Sequence[EmailMessage]) -> None:
    """Give mail to a server that was called, and say goodbye.

    :raises OSError: when it does not take it.
    """
    try:
        server.send_messages(letters)
    finally:
        server.close()


class DemoBackend(BaseEmailBackend):
    """In the demo nothing leaves: letters stay in the academy's outbox, where the demo page shows them."""

    def send_messages(self, email_messages: Any) -> int:
        for message in email_messages:
            # Built as a mail server would get it, so that what cannot be built shows here too.
            message.message()
        return len(email_messages)
