"""Was a form of no academy sent before: of somebody's own account, or on the way in? It counts once all the same.

No academy's table can keep it, and a mail server must not be waited for within a transaction. So it stands in the cache
that all processes share, of which the database keeps each key once.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vakwerk.foundation.posting import kept, once

LASTS: Final = timedelta(hours=1)
# Longer than any answer takes. What is sent again after a process was killed halfway waits this long.
TAKES_AT_MOST: Final = timedelta(seconds=30)
LOOKS_EVERY: Final = 0.05
_BUSY: Final = ""
# Whoever is led there has to show who they are first: nothing was done yet.
_WAYS_IN: Final = (
    "account_login",
    "account_request_login_code",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
)
Done = tuple[str, str | None]
"""Where a form led to, and the session that it left."""


def post(request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponseBase]) -> HttpResponseBase:
    """Do once what is sent twice, and say so of what was not done because nobody was signed in."""
    if not request.path.startswith(reverse("security")):
        # The choice of a language, and of a persona in the demo, may be made again and again.
        return get_response(request)
    key = once.key_of(request)
    if key is None:
        return _not_done(request, get_response(request))
    before, name = request.user.pk, f"sent:{key}"
    if done := _claim(name):
        return _lead(request, done)
    response = _not_done(request, get_response(request))
    led_to = _url_of(response)
    # What signs somebody in or out lies in the cookie of its answer, which is given to nobody else.
    if led_to and not _leads_in(led_to) and not once.was_refused(request) and request.user.pk == before:
        cache.set(name, (led_to, _session_of(request)), LASTS.total_seconds())
    else:
        cache.delete(name)
    return response


def _claim(name: str) -> Done | None:
    """Claim a key; or wait for who has it, and return what they did."""
    until = time.monotonic() + TAKES_AT_MOST.total_seconds()
    while not cache.add(name, _BUSY, TAKES_AT_MOST.total_seconds()):
        found: Done | str | None = cache.get(name)
        if isinstance(found, tuple):
            return found
        if time.monotonic() > until:
            break
        time.sleep(LOOKS_EVERY)
    return None


def _lead(request: HttpRequest, done: Done) -> HttpResponseBase:
    location, session = done
    once.tell(request)
    if session and session != request.session.session_key:
        # The browser gave up the first answer, and with it the cookie of its session: it gets that here.
        # The key holds the secret of this browser's own forms, so no other browser can come this far.
        request.session = type(request.session)(session)
        request.session.modified = True
    return redirect(location)


def _url_of(response: HttpResponseBase) -> str:
    """Return where an answer leads to, or "" if it is a page."""
    return response.url if isinstance(response, HttpResponseRedirect) else ""


def _leads_in(url: str) -> bool:
    return urlsplit(url).path in map(reverse, _WAYS_IN)


def _session_of(request: HttpRequest) -> str | None:
    if request.session.modified and not request.session.is_empty():
        # Kept right now: who waits for this goes on with it.
        request.session.save()
    return request.session.session_key


def _not_done(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Say that nothing was done to whoever is sent to sign in, and have them come back to the page of their form."""
    led_to = _url_of(response)
    if not _leads_in(led_to) or request.user.is_authenticated:
        return response
    if not once.was_refused(request):
        messages.error(
            request,
            _(
                "Nothing was done: the page had been open for too long, or you signed out in another window."
                " Sign in and do it again."
            ),
        )
    return kept.back_after_signing_in(request) if "next=" in led_to else response
