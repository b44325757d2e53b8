"""What surrounds every form that is sent? It counts once, and to an academy in turn, and its text is not lost."""

from collections.abc import Callable

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vakwerk.foundation import breakdowns
from vakwerk.foundation.posting import kept, once, outside, stale
from vakwerk.foundation.turns import take_turns


class PostingMiddleware:
    """Do once what is sent twice, and let two who change one thing take turns.

    Stands inside the transaction of the academy, so that what is refused there leaves no trace here either.
    What belongs to no academy has no transaction (``outside.py``).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.academy is None:  # type: ignore[attr-defined]  # set by AcademyMiddleware
            is_sent = request.method == "POST"
            response = outside.post(request, self.get_response) if is_sent else self.get_response(request)
        else:
            response = self._post(request) if request.method == "POST" else self._get(request)
        return breakdowns.explain_no_page(request, response)

    def _post(self, request: HttpRequest) -> HttpResponseBase:
        # What htmx swaps leaves the form on the page, to be sent again; that page is an answer, which claims nothing.
        key = once.key_of(request)
        if key and not once.claim(key):
            return once.answer(request, key)
        if about := stale.said_to_change(request):
            take_turns(about)
        response = self.get_response(request)
        if connection.needs_rollback:
            return response
        if key:
            once.settle(request, key, response)
        if 300 <= response.status_code < 400 and not once.was_refused(request):
            kept.forget(request)
        return response

    def _get(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 405 and (text := kept.of(request)) and text.path == request.path:
            # Its form stood on another page, and this address only takes it in.
            if not text.texts and not text.files:
                # A button, pressed after the session ended: there is nothing to show again.
                kept.forget(request)
                messages.warning(
                    request, _("You were signed out before this was done. Nothing has changed: do it again.")
                )
            return redirect(text.page)
        return response
