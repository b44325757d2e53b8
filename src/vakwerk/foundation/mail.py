"""How does mail leave? Kept with the act that caused it, sent by the worker, tried again when it fails."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr, parseaddr
from functools import cache
from typing import Any, Final

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template import engines
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vakwerk.foundation import jobs
from vakwerk.foundation.models import Academy, OutgoingMail
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.times import with_plain_spaces
from vakwerk.foundation.writing.drawing import as_html, draw
from vakwerk.foundation.writing.rules import on_one_line, without_secrets

log = structlog.get_logger(__name__)

KIND: Final = "foundation.mail"
MOST_ATTEMPTS = 8
BATCH = 50
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
    subject, line, text = source.partition("\n")
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
    jobs.start(KIND, title=_("Send mail"), by_id=None, is_quiet=True, run_after=later, mail_ids=mail_ids)


def send_again(*, mail: OutgoingMail) -> bool:
    """Try a letter once more that was given up; return whether there was one."""
    failed = OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.FAILED)
    if not failed.update(state=OutgoingMail.State.WAITING, attempts=0, error=""):
        return False
    _send_later([mail.pk])
    return True


@jobs.job(KIND)
def send_mail_batch(work: jobs.Work, *, mail_ids: list[int]) -> None:
    """Send what is still waiting of a batch. A letter that fails holds up none of the others."""
    with get_connection() as server:
        failed = [mail_id for mail_id in mail_ids if not _send(work.academy_id, mail_id, server)]
    if failed:
        with in_academy(work.academy_id):
            rows = OutgoingMail.objects.filter(pk__in=failed)
            _send_later(failed, attempts=rows.order_by("attempts").values_list("attempts", flat=True)[0])


def _send(academy_id: int, mail_id: int, server: BaseEmailBackend) -> bool:
    """Send one letter; return whether it needs no further try."""
    with in_academy(academy_id):
        mail = (
            OutgoingMail.objects.select_related("academy")
            .select_for_update(of=("self",))
            .filter(pk=mail_id, state=OutgoingMail.State.WAITING)
            .first()
        )
        if mail is None:
            return True
        mail.attempts += 1
        try:
            _message(mail, server).send()
        except OSError as error:
            # Every trouble of a mail server arrives as an OSError or as its child SMTPException.
            log.warning("mail.failed", mail_id=mail.pk, attempt=mail.attempts, error=str(error))
            mail.error = str(error)[:300]
            if mail.attempts >= MOST_ATTEMPTS:
                mail.state = OutgoingMail.State.FAILED
        except Exception as error:
            # It cannot be built, and never will be as it is: another try would be no better.
            log.exception("mail.cannot_be_built", mail_id=mail.pk)
            mail.state, mail.error = OutgoingMail.State.FAILED, f"{type(error).__name__}: {error}"[:300]
        else:
            mail.state, mail.sent_at, mail.error = OutgoingMail.State.SENT, timezone.now(), ""
        over = mail.state != OutgoingMail.State.WAITING
        if over and not settings.DEMO:
            # The link still works for days: from now on only its reader has it.
            mail.text = without_secrets(mail.text)
        mail.save(update_fields=["attempts", "state", "sent_at", "error", "text"])
        return over


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
