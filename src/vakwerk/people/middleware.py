"""Who is asking in this academy? Finds the person behind the account."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from vakwerk.people import operations, queries


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
