"""Who is asking in this academy? Finds the person behind the account."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.middleware import UserSessionsMiddleware
from django.core.cache import caches
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from vakwerk.people import operations, queries

# How precisely it is kept when a device was last used: often enough to see that it is.
SEEN_WITHIN = timedelta(minutes=1)


class DevicesMiddleware:
    """Keep on which device somebody is signed in, and when it was last used.

    allauth writes that at every page, in a transaction of its own. Once a minute says as much, and at once where
    the address or the browser is another.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.keep: Callable[[HttpRequest], HttpResponseBase] = UserSessionsMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.keep(request) if self._is_due(request) else self.get_response(request)

    def _is_due(self, request: HttpRequest) -> bool:
        if not request.session.session_key or not request.user.is_authenticated:
            return False
        device = [
            request.session.session_key,
            str(request.user.pk),
            get_adapter().get_client_ip(request),
            request.headers.get("user-agent", ""),
        ]
        key = "device:" + hashlib.sha256("\n".join(device).encode()).hexdigest()
        return caches["process"].add(key, True, SEEN_WITHIN.total_seconds())


class PersonMiddleware:
    """Set ``request.person``: the person whom the signed-in account stands for in this academy, or ``None``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        person = None
        if request.academy is not None and request.user.is_authenticated:  # type: ignore[attr-defined]
            person = queries.person_of_account(request.user.pk)
            if person is None:
                person = operations.recognise_account(account=request.user)
        request.person = person  # type: ignore[attr-defined]
        return self.get_response(request)


class LanguageMiddleware:
    """Speak the language that somebody who signed in once chose, on whatever device."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)
