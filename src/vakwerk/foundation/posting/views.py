"""The page for a form with a token of before, and the button that throws kept text away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from vakwerk.foundation.posting import kept


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Lead back to the form with all that was typed, or say that nothing was saved."""
    return kept.rescue(request) or render(request, "403_csrf.html", status=403)


@require_POST
def throw_away(request: HttpRequest, academy: str) -> HttpResponse:
    """Throw away what somebody wrote when their session had ended."""
    if getattr(request, "person", None) is None:
        raise Http404
    kept.throw_away(request)
    back = request.POST.get("back", "")
    response = redirect(back if url_has_allowed_host_and_scheme(back, None) else f"/{academy}/")
    response.delete_cookie(kept.COOKIE)
    return response
