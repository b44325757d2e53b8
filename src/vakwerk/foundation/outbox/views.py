"""Which mail did the academy send? For administrators; in the demo, where nothing leaves, for everybody."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vakwerk.foundation import audit
from vakwerk.foundation import mail as sending
from vakwerk.foundation.access import AcademyRequest, page_for
from vakwerk.foundation.models import OutgoingMail
from vakwerk.foundation.outbox.tables import OUTBOX
from vakwerk.foundation.pages import button_page
from vakwerk.foundation.roles import Role
from vakwerk.foundation.writing.drawing import as_html
from vakwerk.foundation.writing.rules import led_to, without_secrets

# Styles in the page itself, as mail programs want them, and nothing else.
DRAWN_MAY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)


@require_safe
@page_for()
def outbox(request: AcademyRequest) -> HttpResponse:
    """Show what was sent and what is still waiting."""
    mails = _mails_for(request)
    if OUTBOX.is_download(request):
        return OUTBOX.download(request, mails)
    may_manage = Role.ADMINISTRATOR in request.person.roles
    return render(
        request,
        "foundation/outbox.html",
        {
            "table": OUTBOX.page(request, mails),
            "may_manage": may_manage,
            "doubted": mails.filter(state=OutgoingMail.State.PERHAPS).count() if may_manage else 0,
            # Whether, never how many or to whom: that would tell who is assessed.
            "personal_failed": _personal(OutgoingMail.State.FAILED),
            "personal_doubted": _personal(OutgoingMail.State.PERHAPS),
        },
    )


@require_safe
@page_for()
def mail(request: AcademyRequest, mail_id: int) -> HttpResponse:
    """Show one mail. Outside the demo the secrets of sign-in links are left out."""
    found = get_object_or_404(_mails_for(request), pk=mail_id)
    may_manage = Role.ADMINISTRATOR in request.person.roles
    context = {
        "mail": found,
        "text": _readable(found),
        "may_manage": may_manage,
        "is_unsettled": found.state in OutgoingMail.UNSETTLED,
    }
    return render(request, "foundation/mail.html", context)


def _readable(mail: OutgoingMail) -> str:
    return led_to(mail.text, settings.BASE_URL) if settings.DEMO else without_secrets(mail.text)


@require_safe
@page_for()
def mail_drawn(request: AcademyRequest, mail_id: int) -> HttpResponse:
    """Show a mail as a mail program draws it: a page of its own in which nothing runs and nothing is fetched."""
    found = get_object_or_404(_mails_for(request), pk=mail_id)
    page = as_html(found, academy=found.academy, text=_readable(found))
    return HttpResponse(page, headers={"Content-Security-Policy": DRAWN_MAY})


@require_POST
@page_for(Role.ADMINISTRATOR)
def send_again(request: AcademyRequest, mail_id: int) -> HttpResponse:
    """Try a mail once more that could not be sent, or that perhaps was."""
    found = get_object_or_404(_mails_for(request), pk=mail_id)

    def act() -> str:
        if not sending.send_again(mail=found):
            return ""
        audit.record("foundation.mail_again", by=request.person, on=found, title=found.subject)
        return _("The mail is being sent again.")

    return _settled(request, found, act)


@require_POST
@page_for(Role.ADMINISTRATOR)
def mail_arrived(request: AcademyRequest, mail_id: int) -> HttpResponse:
    """Note that a mail arrived of which nobody knew whether it was sent."""
    found = get_object_or_404(_mails_for(request), pk=mail_id)

    def act() -> str:
        if not sending.note_arrival(mail=found):
            return ""
        audit.record("foundation.mail_arrived", by=request.person, on=found, title=found.subject)
        return _("The mail now counts as sent.")

    return _settled(request, found, act)


def _settled(request: AcademyRequest, found: OutgoingMail, act: Callable[[], str]) -> HttpResponse:
    here = reverse("foundation:mail", args=[request.academy.slug, found.pk])
    # No rule says no: what was settled meanwhile is no longer what the page showed.
    return button_page(request, act, of=found, done=here)


@require_POST
@page_for(Role.ADMINISTRATOR)
def settle_personal(request: AcademyRequest, state: str) -> HttpResponse:
    """Do the same, unseen, with all letters about people's own learning that failed, or that perhaps were sent."""
    letters = _personal(state)
    arrived = "arrived" in request.POST

    def act() -> str:
        for found in letters:
            sending.note_arrival(mail=found) if arrived else sending.send_again(mail=found)
        return _("The letters now count as sent.") if arrived else _("The letters are being sent again.")

    here = reverse("foundation:outbox", args=[request.academy.slug])
    return button_page(request, act, of=letters, done=here)


def _personal(state: str) -> list[OutgoingMail]:
    letters = OutgoingMail.objects.filter(is_personal=True, state=state)
    return list(letters.select_related("academy").order_by("pk"))


@require_safe
@page_for()
def mail_calendar(request: AcademyRequest, mail_id: int) -> HttpResponse:
    """Give the calendar file that went with a mail."""
    found = get_object_or_404(_mails_for(request), pk=mail_id)
    if not found.calendar:
        raise Http404
    return HttpResponse(
        found.calendar,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="vakwerk.ics"'},
    )


def _mails_for(request: AcademyRequest) -> "QuerySet[OutgoingMail]":
    if not settings.DEMO and Role.ADMINISTRATOR not in request.person.roles:
        raise PermissionDenied(Role.ADMINISTRATOR)
    found = OutgoingMail.objects.select_related("academy").defer("text", "calendar")
    # In the demo, where nothing leaves, this page stands for everybody's mailbox.
    return found if settings.DEMO else found.filter(is_personal=False)
