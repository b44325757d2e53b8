"""Which academy is this request for? Finds it in the path and runs the request inside it."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from vakwerk.foundation import queries, rules
from vakwerk.foundation.tenancy import in_academy


class AcademyMiddleware:
    """Set ``request.academy`` from the first part of the path, and wrap the request in its transaction.

    Everything after this, templates included, sees only the rows of that academy. A response of 400 or more
    rolls back: a request that failed leaves nothing half done. Bodies that stream run after the transaction
    and would see nothing, so a view makes its body whole.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        slug = request.path_info.lstrip("/").partition("/")[0]
        academy = None if slug in rules.RESERVED_SLUGS else queries.academy_at(slug)
        request.academy = academy  # type: ignore[attr-defined]
        if academy is None:
            return self.get_response(request)
        with in_academy(academy):
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response


class PrivateByDefaultMiddleware:
    """Keep every page out of shared caches: what a person sees is theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
