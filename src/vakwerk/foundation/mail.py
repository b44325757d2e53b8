"""How does mail leave? Kept with the act that caused it, sent by the worker, tried again when it fails."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr, parseaddr
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from vakwerk.foundation.models import Academy, OutgoingMail
from vakwerk.foundation.outbox.rules import without_secrets
from vakwerk.foundation.tenancy import current_academy_id, in_academy
from vakwerk.foundation.times import with_plain_spaces

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 8
BATCH = 50


@dataclass(frozen=True)
class Letter:
    """One message to one person. ``calendar``: an iCalendar object that goes with it."""

    to: str
    subject: str
    text: str
    about_id: int | None = None
    calendar: str = ""
    calendar_method: str = ""


def letter_from(
    template: str, context: dict[str, Any], *, academy: Academy, to: str, about_id: int | None = None
) -> Letter:
    """Make a letter from a text template whose first line is the subject; ``academy`` stands at its foot."""
    whole = with_plain_spaces(render_to_string(template, {"academy": academy, **context}))
    subject, _line, text = whole.strip().partition("\n")
    signed = f"{text.strip()}\n\n-- \n{_foot(academy)}\n"
    return Letter(to=to, subject=subject.strip(), text=signed, about_id=about_id)


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
            subject=letter.subject[:200],
            text=letter.text,
            about_id=letter.about_id,
            calendar=letter.calendar,
            calendar_method=letter.calendar_method,
        )
        for letter in letters
        if letter.to
    )
    for start in range(0, len(rows), BATCH):
        send_mail_batch.enqueue(
            academy_id=current_academy_id(), mail_ids=[row.pk for row in rows[start : start + BATCH]]
        )
    return len(rows)


@task()
def send_mail_batch(academy_id: int, mail_ids: list[int]) -> None:
    """Send what is still waiting of a batch; the worker calls this."""
    with get_connection() as server:
        failed = [mail_id for mail_id in mail_ids if not _send(academy_id, mail_id, server)]
    if failed:
        with in_academy(academy_id):
            attempts = (
                OutgoingMail.objects.filter(pk__in=failed).order_by("attempts").values_list("attempts")[0][0]
            )
        # Later and later: one minute, two, four, up to about an hour.
        later = timezone.now() + timedelta(minutes=2 ** min(attempts, 6))
        send_mail_batch.using(run_after=later).enqueue(academy_id=academy_id, mail_ids=failed)


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
        mail.subject,
        mail.text,
        formataddr((academy.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        [mail.to],
        connection=server,
        reply_to=[academy.contact_email] if academy.contact_email else None,
    )
    if mail.calendar:
        # As an alternative calendars offer "add to calendar"; as an attachment every reader can save it.
        method = f"; method={mail.calendar_method}" if mail.calendar_method else ""
        message.attach_alternative(mail.calendar, f"text/calendar{method}")
        message.attach("vakwerk.ics", mail.calendar, "text/calendar")
    return message


class DemoBackend(BaseEmailBackend):
    """In the demo nothing leaves: letters stay in the academy's outbox, where the demo page shows them."""

    def send_messages(self, email_messages: Any) -> int:
        return len(email_messages)
