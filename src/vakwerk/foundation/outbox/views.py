"""Which mail did the academy send? For administrators; in the demo, where nothing leaves, for everybody."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from vakwerk.foundation.access import AcademyRequest, page_for
from vakwerk.foundation.models import OutgoingMail
from vakwerk.foundation.outbox.rules import led_to, without_secrets
from vakwerk.foundation.outbox.tables import OUTBOX
from vakwerk.foundation.roles import Role


@require_GET
@page_for()
def outbox(request: AcademyRequest) -> HttpResponse:
    """Show what was sent and what is still waiting."""
    mails = _mails_for(request)
    if OUTBOX.is_download(request):
        return OUTBOX.download(request, mails)
    may_manage = Role.ADMINISTRATOR in request.person.roles
    return render(
        request, "foundation/outbox.html", {"table": OUTBOX.page(request, mails), "may_manage": may_manage}
    )


@require_GET
@page_for()
def mail(request: AcademyRequest, mail_id: int) -> HttpResponse:
    """Show one mail. Outside the demo the secrets of sign-in links are left out."""
    found = get_object_or_404(_mails_for(request), pk=mail_id)
    text = led_to(found.text, settings.BASE_URL) if settings.DEMO else without_secrets(found.text)
    return render(request, "foundation/mail.html", {"mail": found, "text": text})


@require_GET
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
        raise PermissionDenied
    return OutgoingMail.objects.select_related("academy").defer("text", "calendar")
