"""What does a visitor see where there is no page to show? What is wrong: the place, the address, or our code."""

import sys
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

from vakwerk.foundation import faults
from vakwerk.foundation.faults import Fault

_STATUS = {
    Fault.DISK_FULL: HTTPStatus.INSUFFICIENT_STORAGE,
    Fault.READ_ONLY: HTTPStatus.SERVICE_UNAVAILABLE,
    Fault.NO_DATABASE: HTTPStatus.SERVICE_UNAVAILABLE,
}
_COME_BACK = {Fault.DISK_FULL: 300, Fault.READ_ONLY: 300, Fault.NO_DATABASE: 10}  # seconds


def answer(request: HttpRequest) -> HttpResponse:
    """Answer a request whose page failed; Django's ``handler500``, called while the error is being handled.

    What the request was saving is rolled back with its transaction, so nothing is half saved.
    """
    fault = faults.fault_of(sys.exception(), place=Path(settings.DATA_DIR))
    if fault is None:
        return defaults.server_error(request)
    # Asks nothing of the database: no visitor, no academy.
    page = render_to_string("unavailable.html", {"fault": fault})
    return HttpResponse(
        page, status=_STATUS[fault], headers={"Retry-After": _COME_BACK[fault], "Cache-Control": "no-store"}
    )


def explain_no_page(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return a page for somebody who opens an address that only takes in a form; any other response as it is.

    Django answers with nothing at all, which browsers show as a fault of the site.
    """
    if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
        return response
    page = render(request, "405.html", status=response.status_code)
    page.headers["Allow"] = response.headers["Allow"]
    return page
