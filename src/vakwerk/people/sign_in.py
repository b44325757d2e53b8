"""How does somebody get in without a password? One-time links, and accounts for people an academy knows."""

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from vakwerk.foundation.tidying import every_hour
from vakwerk.people import addresses, belonging, rules
from vakwerk.people.models import Account, SignInLink

LINK_LASTS = timedelta(days=7)
NEW_LINK_LASTS = timedelta(hours=1)
LINK_KEPT = timedelta(days=30)  # after it ended, so that its reader can ask for a new one


def make_link(
    *, account: Account, email: str = "", next_url: str = "", valid_for: timedelta = LINK_LASTS
) -> str:
    """Return a link that signs ``account`` in once, for as long as ``valid_for``.

    ``email``: the address that it is mailed to, and to no other; "" for ``account.email``.

    ``next_url``: the path that the reader wants to end up at. Only a hash of the secret is kept, so nobody can
    read a working link from the database.
    """
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(
        account=account,
        email=email or account.email,
        token_hash=hash_of(token),
        next_url=next_url,
        expires_at=timezone.now() + valid_for,
    )
    return settings.BASE_URL + reverse("sign_in_link", args=[token])


@transaction.atomic
def use_link(*, token: str, now: datetime) -> SignInLink | None:
    """Use a link up and return it; ``None`` when it lets nobody in, see ``works``."""
    # Locked: of two clicks at once, one gets in.
    link = (
        SignInLink.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(token_hash=hash_of(token))
        .first()
    )
    # Its reader reads the mail of the address that it was sent to.
    if (
        link is None
        or not works(link, now=now)
        or not addresses.prove(account=link.account, email=link.email)
    ):
        return None
    link.used_at = now
    link.save(update_fields=["used_at"])
    link.account.refresh_from_db()
    return link


def find_link(token: str) -> SignInLink | None:
    """Return the link with this secret, usable or not, or ``None``."""
    return SignInLink.objects.select_related("account").filter(token_hash=hash_of(token)).first()


def works(link: SignInLink, *, now: datetime) -> bool:
    """Tell whether a link can still sign its reader in: unused, in time, and its address is still the account's."""
    return link.used_at is None and link.ended_at is None and now < link.expires_at and may_be_renewed(link)


def may_be_renewed(link: SignInLink) -> bool:
    """Tell whether its reader may get a new link: the address it went to is still the account's, and let in."""
    if not link.account.is_active or not link.email or link.ended_at is not None:
        return False
    return addresses.owner_of(link.email) == link.account


@every_hour
def forget_old_links(now: datetime) -> None:
    """Forget links that can sign nobody in any more; for a while they still tell their reader why not."""
    SignInLink.objects.filter(expires_at__lt=now - LINK_KEPT).delete()


def hash_of(token: str) -> str:
    """Return what is kept of a link's secret. It is long and random, so a fast hash is safe."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_for_known_email(email: str) -> Account | None:
    """Return the account of an address, making one where an academy knows the address and none exists yet.

    ``None``: no academy knows it. The account proves nothing until its owner opens a mail sent to it.
    """
    address = rules.mailbox(email)
    account = addresses.owner_of(address)
    if account is None and address and belonging.is_known_email(address):
        _make_account(address)
        account = addresses.owner_of(address)
    return account


def _make_account(address: str) -> None:
    # Somebody else may ask at the same moment.
    with suppress(IntegrityError), transaction.atomic():
        Account.objects.create_user(address)


def remember_language(*, account: Account, language: str) -> None:
    """Keep the language somebody chose, so they find it on every device."""
    if language in dict(settings.LANGUAGES) and account.language != language:
        account.language = language
        account.save(update_fields=["language"])
