"""Was this very form sent before? What a page draws can be sent once; a second time leads to what the first did.

What makes a drawn form one of its kind is its CSRF token: masked anew each time a page is drawn, and in every form.
Together with who sends it, to where, and what is in it, it is a key that the database keeps from standing there twice.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.foundation.models import Academy, SentForm
from vakwerk.foundation.tenancy import current_academy_id, in_academy
from vakwerk.foundation.tidying import every_hour

LASTS: Final = timedelta(hours=24)


def key_of(request: HttpRequest) -> str | None:
    """Return what tells this form from every other, or ``None`` for what did not come from a drawn form."""
    if "csrfmiddlewaretoken" not in request.POST:
        return None
    digest = hashlib.sha256()
    # Django keeps here what is secret of the forms of this browser.
    browser = request.META.get("CSRF_COOKIE")
    for part in (request.user.pk, browser, request.get_full_path(), *sorted(request.POST.lists())):
        digest.update(repr(part).encode(errors="surrogatepass") + b"\0")
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(f"{name} {file.name} {file.size}\0".encode(errors="surrogatepass"))
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def claim(key: str) -> bool:
    """Claim a key for this transaction. Whoever has the same one waits, and gets ``False`` once this one is kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO foundation_sentform (academy_id, key, at, location) VALUES (%s, %s, %s, '')"
            " ON CONFLICT (academy_id, key) DO NOTHING RETURNING id",
            [current_academy_id(), key, timezone.now()],
        )
        return cursor.fetchone() is not None


def settle(request: HttpRequest, key: str, response: HttpResponseBase) -> None:
    """Keep where a form led to. What did nothing may be sent again: a page shown again, or a refusal."""
    if response.status_code >= 400:
        return  # all of it is rolled back
    sent = SentForm.objects.filter(key=key)
    if isinstance(response, HttpResponseRedirect) and not was_refused(request):
        sent.update(location=response.url)
    else:
        sent.delete()


def answer(request: HttpRequest, key: str) -> HttpResponseBase:
    """Lead to what the first did."""
    tell(request)
    return redirect(SentForm.objects.get(key=key).location)


def tell(request: HttpRequest) -> None:
    """Say that what was sent twice was done once."""
    messages.info(request, _("This was sent twice. It was done once."))


def was_refused(request: HttpRequest) -> bool:
    """Tell whether what was sent ended in a no, said on the page that it led to."""
    # Django keeps what was said during this request under this name, and has no other way to ask for it.
    said: list[Any] = getattr(messages.get_messages(request), "_queued_messages", [])
    return any(message.level >= messages.ERROR for message in said)


@every_hour
def forget(now: datetime) -> None:
    """Forget which forms were sent, after a day."""
    for academy_id in Academy.objects.values_list("pk", flat=True):
        with in_academy(academy_id):
            SentForm.objects.filter(at__lt=now - LASTS).delete()
