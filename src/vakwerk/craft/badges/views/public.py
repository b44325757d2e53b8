"""What everybody may open, without an account: is a badge valid, who signed it, and what was taken back."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from vakwerk.craft.badges import checking, documents, queries, wording
from vakwerk.craft.badges.forms import CheckForm
from vakwerk.foundation.access import AcademyRequest
from vakwerk.foundation.models import Academy


def _academy(request: HttpRequest) -> Academy:
    found: Academy | None = getattr(request, "academy", None)
    if found is None:
        raise Http404
    return found


def badge(request: AcademyRequest, identifier: uuid.UUID, academy: str = "") -> HttpResponse:
    """Say whether a badge still counts; somebody who has the file may have it looked at."""
    where = _academy(request)
    found = queries.badge_with(identifier)
    if found is None:
        return render(request, "craft/badges/unknown.html", status=404)
    form = CheckForm(request.POST or None, request.FILES or None)
    brought = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        # One byte more than is judged tells that it is too large, without reading a large file.
        brought = checking.look_at(found, upload.read(checking.MOST_BYTES + 1))
    kept = checking.look_at(found)
    heading, why = wording.said_of(found, brought or kept)
    return render(
        request,
        "craft/badges/badge.html",
        {
            "badge": found,
            "title": wording.title(found.reached),
            "finding": (brought or kept).value,
            "finding_heading": heading,
            "finding_why": why,
            "looked_at_file": brought is not None,
            "form": form,
            "issuer": where,
        },
        status=422 if form.errors else 200,
    )


def issuer(request: AcademyRequest, academy: str = "") -> HttpResponse:
    """Say who signs badges here and with which keys, for people; machines read ``did.json``."""
    where = _academy(request)
    if "application/json" in request.headers.get("Accept", "") or "ld+json" in request.headers.get(
        "Accept", ""
    ):
        return _public(documents.published_profile(where))
    return render(
        request,
        "craft/badges/issuer.html",
        {"issuer": where, "did": documents.issuer_id(where), "keys": queries.keys()},
    )


@cache_control(public=True, max_age=300)
def did_document(request: AcademyRequest, academy: str = "") -> HttpResponse:
    """Give the keys of the academy to whoever checks a badge."""
    where = _academy(request)
    return _public(documents.issuer_document(where, queries.keys()), kind="application/did+ld+json")


@cache_control(public=True, max_age=300)
def status(request: AcademyRequest, number: int, academy: str = "") -> HttpResponse:
    """Give the signed list of what was taken back."""
    _academy(request)
    answer = HttpResponse(queries.status_list_or_404(number).credential, content_type=documents.MEDIA_TYPE)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _public(document: dict[str, object], *, kind: str = "application/ld+json") -> HttpResponse:
    """Give a document that anybody may read, also a page of another site."""
    answer = JsonResponse(document, content_type=kind, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
