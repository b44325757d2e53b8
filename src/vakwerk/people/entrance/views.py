"""What does somebody see who is not in an academy yet? The front page and the one-time link."""

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from vakwerk.people import addresses, belonging, sign_in
from vakwerk.people.entrance import attempts
from vakwerk.people.models import Account, SignInLink


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Say what this is and lead in; to somebody who signed in, show where they are known."""
    signed_in = request.user.is_authenticated
    academies = belonging.academies_of(cast("Account", request.user)) if signed_in else []
    return render(request, "people/entrance/front.html", {"academies": academies, "signed_in": signed_in})


@sensitive_variables("token")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a one-time link. Opening it shows a button: mail scanners open links, people press buttons."""
    link = sign_in.find_link(token)
    if link is None or not sign_in.works(link, now=timezone.now()):
        return _over(request, link, token)
    if request.method != "POST":
        return render(request, "people/entrance/link.html", {"link": link})
    used = sign_in.use_link(token=token, now=timezone.now())
    if used is None:
        # Read again: of two browsers at once, the slower one hears that the link was used.
        return _over(request, sign_in.find_link(token), token)
    record_authentication(request, used.account, method="link")
    response: HttpResponse = perform_login(request, used.account, redirect_url=_safe(request, used.next_url))
    return response


def _over(request: HttpRequest, link: SignInLink | None, token: str) -> HttpResponse:
    known = {"link": link, "token": token, "renewable": link is not None and sign_in.may_be_renewed(link)}
    return render(request, "people/entrance/link_over.html", known, status=410)


@sensitive_variables("token")
@require_POST
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail a new link to the address that an expired or used one was for."""
    link = sign_in.find_link(token)
    if link is not None and sign_in.may_be_renewed(link):
        is_within = ratelimit.consume(request, action="new_sign_in_link", key=str(link.account_id))
        if not is_within or not attempts.may_be_mailed(request, link.email):
            return cast("HttpResponse", ratelimit.respond_429(request))
        address = sign_in.make_link(
            account=link.account, email=link.email, next_url=link.next_url, valid_for=sign_in.NEW_LINK_LASTS
        )
        get_adapter().send_mail("account/email/sign_in_link", link.email, {"link": address})
    # The same answer whether the link was known or not.
    return redirect("sign_in_link_sent")


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """Say that a new link is on its way."""
    return render(request, "people/entrance/link_sent.html")


@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Show every way in that somebody has, and lead to where each is changed."""
    account = cast("Account", request.user)
    kinds = set(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    return render(
        request,
        "people/entrance/security.html",
        {
            "has_password": account.has_usable_password(),
            "addresses": addresses.of(account),
            "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
            "has_totp": Authenticator.Type.TOTP in kinds,
            "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
            "providers": bool(settings.SOCIALACCOUNT_PROVIDERS),
        },
    )


@login_required
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out on another device."""
    session = get_object_or_404(UserSession, pk=session_id, user=request.user)
    session.end()
    messages.success(request, _("You are signed out there."))
    return redirect("usersessions_list")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language, and remember it on the account."""
    if request.user.is_authenticated:
        sign_in.remember_language(account=request.user, language=request.POST.get("language", ""))
    return django_set_language(request)


def _safe(request: HttpRequest, url: str) -> str | None:
    """Return an address within Vakwerk, or ``None`` for any other."""
    allowed = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=settings.SECURE)
    return url if url and allowed else None
