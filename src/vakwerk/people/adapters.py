"""How does allauth behave here? Nobody signs up by themselves; addresses and mail are ours."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, cast

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from vakwerk.foundation.mail import called_server, drawn, hand_over
from vakwerk.people import addresses, belonging, sign_in
from vakwerk.people.entrance import attempts
from vakwerk.people.models import Account

log = structlog.get_logger(__name__)

# Mail that somebody needs to go on; the rest only tells that something changed.
_AWAITED = frozenset(
    f"account/email/{name}"
    for name in ("login_code", "password_reset_key", "email_confirmation", "sign_in_link")
)
# allauth's name for the mail to an address that nobody has.
_TO_NOBODY: Final = "account/email/unknown_account"
# How long a mail server takes to accept a mail must not tell that there is one.
LEAVING: Final = ThreadPoolExecutor(4, thread_name_prefix="mail about signing in")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from an academy, never from an open sign-up form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead somebody with one academy straight to it, and others to the list."""
        academies = belonging.academies_of(cast("Account", request.user))
        return f"/{academies[0].slug}/" if len(academies) == 1 else "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/account/"

    def get_reauthentication_methods(self, user: Account) -> list[dict[str, Any]]:
        """Ask for a passkey first, where there is one: its owner has no code to fill in."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return sorted(methods, key=lambda method: "webauthn" not in method["url"])

    def post_login(self, request: HttpRequest, user: Account, **how: Any) -> HttpResponse:
        """Lead in, and have the browser keep that its reader has been here."""
        response: HttpResponse = super().post_login(request, user, **how)
        attempts.remember(request, response, user)
        return response

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Link to Vakwerk, whatever host and port the visitor says they called."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", key)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth's own holds the host and port that the visitor says they called: new attempts for each.
        return attempts.key_of(request, credentials.get("email", ""))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail about signing in at once: its reader is waiting for it.

        It does not go through an academy's outbox, where an administrator could read the code. In the demo,
        where nothing leaves, the page shows it.

        For an address that nobody has, all is done but the sending: neither the answer nor its time tells.
        """
        request = allauth_context.request
        to_nobody = template_prefix == _TO_NOBODY
        account = addresses.owner_of(email)
        with override(account.language if account and account.language else get_language()):
            everything = {"request": request, "email": email, "base_url": settings.BASE_URL, **context}
            words = "account/email/login_code" if to_nobody else template_prefix
            message = drawn(self.render_mail(words, email, everything))
        if settings.DEMO:
            if template_prefix in _AWAITED:
                messages.info(
                    request, _("Demo: this mail would have been sent. %(text)s") % {"text": message.body}
                )
            return
        try:
            server = called_server()
        except OSError as error:
            _log_failure(error, template_prefix)
            raise ImmediateHttpResponse(
                render(request, "people/entrance/mail_failed.html", status=503)
            ) from error
        LEAVING.submit(_leave, partial(hand_over, server, [] if to_nobody else [message]), template_prefix)


def _leave(sending: Callable[[], None], template: str) -> None:
    try:
        sending()
    except OSError as error:
        _log_failure(error, template)


def _log_failure(error: OSError, template: str) -> None:
    # What a mail server says often holds the address.
    log.error("sign_in.mail_failed", template=template, reason=type(error).__name__)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who signs in elsewhere is tied to the account of their proven address; strangers are sent to who can help."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        proven = [one.email for one in sociallogin.email_addresses if _counts(one, sociallogin)]
        if not sociallogin.is_existing and any(sign_in.account_for_known_email(email) for email in proven):
            # An academy knows the address, and now there is an account to find.
            sociallogin.lookup()
        if not sociallogin.is_existing:
            raise ImmediateHttpResponse(_turned_away(request, sociallogin, proven))
        for email in proven:
            # Of an address that is another account's, the provider's word changes nothing.
            addresses.prove(account=cast("Account", sociallogin.user), email=email)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[Account, str] | None:
        """Return the account that owns an address which the provider's word counts for."""
        for one in sociallogin.email_addresses:
            if _counts(one, sociallogin) and (owner := addresses.owner_of(one.email)):
                return owner, owner.email
        return None


def _counts(one: EmailAddress, sociallogin: SocialLogin) -> bool:
    """Tell whether the provider's word about an address is taken: of any, or of the domains that were named."""
    domains = sociallogin.provider.app.settings.get("verified_email") or []
    return bool(one.verified) and (not domains or one.email.rpartition("@")[2].lower() in domains)


def _turned_away(request: HttpRequest, sociallogin: SocialLogin, proven: list[str]) -> Any:
    given = [address.email for address in sociallogin.email_addresses]
    return render(
        request,
        "people/entrance/unknown.html",
        {
            "address": next(iter([*proven, *given]), ""),
            "proven": bool(proven),
            "provider": sociallogin.provider,
        },
        status=403,
    )


def trust_for_now(request: HttpRequest, user: Account, **_more: Any) -> None:
    """Take the making of a passkey or second step as proof of who is there, so that the recovery codes open."""
    record_authentication(request, user, method="mfa", reauthenticated=True)
