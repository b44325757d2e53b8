"""Against whom does an attempt to sign in count? Apart for browsers in which the account has signed in before.

Whoever knows an address can use up its attempts from anywhere. Its owner has a cookie from the last time, so that
their own are still there.
"""

from datetime import timedelta
from typing import Final

from allauth.core import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from vakwerk.people import addresses, rules
from vakwerk.people.models import Account

COOKIE: Final = "vakwerk_known"
LASTS: Final = timedelta(days=365)
_SALT: Final = "vakwerk.people.entrance.attempts"
_MOST_ACCOUNTS: Final = 5  # that people of one household or desk sign in to by turns


def key_of(request: HttpRequest, email: str) -> str:
    """Return what attempts for an address are counted by.

    The address as it is compared and nothing that a visitor can make up, as they can the port in a host header.
    """
    address = rules.mailbox(email)
    known = _accounts(request)
    owner = addresses.owner_of(address) if known else None
    return f"{address} known" if owner is not None and owner.pk in known else address


def may_be_mailed(request: HttpRequest, email: str) -> bool:
    """Tell whether an address gets one more mail today because a visitor asks for it, and count that one."""
    return bool(ratelimit.consume(request, action="mail_to_address", key=key_of(request, email)))


def remember(request: HttpRequest, response: HttpResponseBase, account: Account) -> None:
    """Have a browser keep that an account signed in there."""
    known = [account.pk, *(pk for pk in _accounts(request) if pk != account.pk)][:_MOST_ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps(known, salt=_SALT),
        max_age=LASTS,
        path="/account/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _accounts(request: HttpRequest) -> list[int]:
    try:
        known: list[int] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return []
    return known
