"""What happens around every request? It finds its academy, stays out of shared caches, or asks for a static file.

And what every answer carries: no permissions, and text compressed.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]  # it tells no types

from vakwerk.foundation import assets, queries, rules, text
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


class PermissionsPolicyMiddleware:
    """Tell browsers that no page needs the camera, the place or the like: what breaks in cannot ask for it either."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


class CompressionMiddleware(GZipMiddleware):
    """Compress what is text on its way out; a PDF, a workbook or a photo is compressed already.

    Django adds a random length to each answer, so that nobody learns a secret from how well it compresses
    beside their guesses (BREACH), and marks an ETag as weak.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress, or leave alone."""
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if not (kind.startswith("text/") or kind.endswith(("json", "xml", "javascript"))):
            return response
        return super().process_response(request, response)


class TextMiddleware:
    """Let only text in: by the address, by what is sent with a form, and by the headers that are kept.

    Stands before anything that reads them, so that no view, form or log can forget it. What fields of one line hold is
    made one line by the fields.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.GET = _only_text(request.GET)  # type: ignore[assignment]  # a QueryDict as before
        agent = request.META.get("HTTP_USER_AGENT", "")
        if not text.is_text(agent) or not agent.isprintable():
            request.META["HTTP_USER_AGENT"] = text.one_line(agent)
        if not text.is_path(request.path_info):
            # No page: said by the same page that says so of any other address.
            request.path_info = request.path = "/-/"
        elif request.method == "POST":
            request.POST = _only_text(request.POST)  # type: ignore[assignment]  # see above
            for _name, files in request.FILES.lists():
                for file in files:
                    file.name = text.one_line(file.name or "") or "-"
        return self.get_response(request)


def _only_text(given: QueryDict) -> QueryDict:
    if all(text.is_text(name) and all(map(text.is_text, values)) for name, values in given.lists()):
        return given
    cleaned = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        cleaned.setlist(text.only_text(name), [text.only_text(one) for one in values])
    cleaned._mutable = False
    return cleaned


class PrivateByDefaultMiddleware:
    """Keep every page out of shared caches: what a person sees is theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class AssetsMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serve static files, those of a page from before an upgrade too.

    Its address names files that are there no more: it gets today's, which it may not keep.
    """

    get_response: Callable[[HttpRequest], HttpResponseBase]

    def __call__(self, request: HttpRequest) -> Any:
        path = request.path_info
        if not path.startswith(assets.ROOT) or path.startswith(self.static_prefix):
            return super().__call__(request)
        name = path.removeprefix(assets.ROOT).partition("/")[2]
        found = self.files.get(f"{self.static_prefix}{name}")
        if found is None:
            return self.get_response(request)
        response = self.serve(found, request)
        response.headers["Cache-Control"] = "max-age=60, public"
        return response
