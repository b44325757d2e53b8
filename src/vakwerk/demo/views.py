"""The demo door: one click signs in as one of the made-up people. Closed (404) outside the demo."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from vakwerk.demo.personas import ACADEMIES, BY_KEY, PERSONAS
from vakwerk.people.models import Account


@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Show who one can be, and let in whoever was chosen."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        return _enter(request)
    groups = [
        {"name": name, "personas": [persona for persona in PERSONAS if persona.home == slug]}
        for slug, name in ACADEMIES.items()
    ]
    groups.reverse()  # the coordinator of Apeldoorn is the best person to start as
    return render(request, "demo/door.html", {"groups": groups, "loaded": _is_loaded()})


def _enter(request: HttpRequest) -> HttpResponse:
    persona = BY_KEY.get(request.POST.get("persona", ""))
    if persona is None:
        raise Http404
    account = Account.objects.filter(email=persona.email).first()
    if account is None:
        return redirect("demo")
    # No second step here: a visitor who tried an authenticator app would lock out the next one.
    get_adapter().login(request, account)
    return redirect(f"/{persona.home}/")


def _is_loaded() -> bool:
    return Account.objects.filter(email=PERSONAS[0].email).exists()
