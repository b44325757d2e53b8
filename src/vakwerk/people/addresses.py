"""Whose is an e-mail address? Who may sign in by it, and how is it proven?

An address belongs to the account that proved it; until somebody did, to the account that was made for it. allauth's
``EmailAddress`` holds those alone. What was only typed is an ``AddressClaim``, which counts for nothing. Whoever proves
an address gets it alone: claims of others are dropped, and what was set on the account before by somebody who never
proved it goes too.
"""

import hashlib
from typing import cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core import signing
from django.db import connection, transaction
from django.utils import timezone

from vakwerk.foundation.refusals import Refused
from vakwerk.people import rules
from vakwerk.people.models import Account, AddressClaim

CLAIM_LASTS = 24 * 60 * 60  # seconds
_SALT = "vakwerk.people.addresses"


def owner_of(email: str) -> Account | None:
    """Return the account that an address belongs to, or ``None``.

    Compared letter by letter: signs that look alike, or that a database takes for capitals, are other addresses.
    """
    address = rules.mailbox(email)
    proven = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
    if proven:
        return cast("Account", proven.user)
    account = Account.objects.filter(email=address).first()
    # Who proved another address stands by that one.
    return None if account and EmailAddress.objects.filter(user=account, verified=True).exists() else account


def is_proven(account: Account, email: str) -> bool:
    """Tell whether an account has proven an address."""
    return bool(EmailAddress.objects.filter(user=account, email=rules.mailbox(email), verified=True).exists())


def of(account: Account) -> list[EmailAddress]:
    """Return the addresses of an account, the one that mail goes to first."""
    return list(EmailAddress.objects.filter(user=account).order_by("-primary", "email"))


@transaction.atomic
def prove(*, account: Account, email: str) -> bool:
    """Note that whoever has ``account`` reads the mail of an address; ``False`` when it is not the account's.

    Where this is the first proof that the account has, everything else that lets somebody into it goes: whoever
    set it never showed that the account is theirs.
    """
    address = rules.mailbox(email)
    _take_turns(address)
    if owner_of(address) != account:
        return False
    if not is_proven(account, address):
        if not EmailAddress.objects.filter(user=account, verified=True).exists():
            _close_other_ways_in(account)
        _confirm(account, address)
    return True


def claims_of(account: Account) -> list[AddressClaim]:
    """Return what an account says are its addresses, and did not prove."""
    return list(account.address_claims.all())


@transaction.atomic
def claim(*, account: Account, email: str) -> AddressClaim:
    """Note that somebody says an address is theirs; it counts for nothing until they prove it.

    :raises Refused: when it is theirs already, or they have as many addresses as an account can have.
    """
    address = rules.mailbox(email)
    Account.objects.select_for_update().get(pk=account.pk)
    mine = {account.email, *(one.email for one in (*of(account), *claims_of(account)))}
    if reason := rules.reason_not_to_claim(address, mine=mine):
        raise Refused(reason)
    return account.address_claims.create(email=address)


def may_be_proven(one: AddressClaim) -> bool:
    """Tell whether a claim can still become an address of its account: it is nobody else's."""
    return not _another_has(one.email, account=one.account)


def proof_of(one: AddressClaim) -> str:
    """Return the secret that proves a claim. It holds for this address of this account, and once."""
    return signing.dumps([one.pk, one.account_id, one.email], salt=_SALT)


def claim_of(proof: str, *, account: Account) -> AddressClaim | None:
    """Return the claim of ``account`` that a secret proves; ``None``: not theirs, too old, used, or dropped since."""
    try:
        pk, account_id, email = signing.loads(proof, salt=_SALT, max_age=CLAIM_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if account_id != account.pk:
        return None
    return account.address_claims.filter(pk=pk, email=email).first()


@transaction.atomic
def prove_claim(*, account: Account, proof: str) -> str | None:
    """Make a claim an address of the account and return it; ``None`` when the secret does not, see ``claim_of``.

    :raises Refused: when the address is another account's.
    """
    one = claim_of(proof, account=account)
    if one is None:
        return None
    _take_turns(one.email)
    if not may_be_proven(one):
        raise Refused(rules.Refusal.ADDRESS_TAKEN)
    _confirm(account, one.email)
    return one.email


def drop_claim(*, account: Account, email: str) -> bool:
    """Drop a claim; tell whether there was one."""
    dropped, _rows = account.address_claims.filter(email=rules.mailbox(email)).delete()
    return dropped > 0


@transaction.atomic
def make_primary(*, account: Account, one: EmailAddress) -> None:
    """Have mail go to this address from now on.

    :raises Refused: when it is not proven, or another account was made for it.
    """
    _take_turns(one.email)
    one.refresh_from_db()
    taken = _another_has(one.email, account=account)
    if reason := rules.reason_not_to_make_primary(proven=one.verified, taken=taken):
        raise Refused(reason)
    EmailAddress.objects.filter(user=account, primary=True).update(primary=False)
    EmailAddress.objects.filter(pk=one.pk).update(primary=True)
    account.email = one.email
    account.save(update_fields=["email"])


@transaction.atomic
def remove(*, account: Account, one: EmailAddress) -> None:
    """Remove an address from an account, and end what was mailed to it.

    :raises Refused: when mail goes to it.
    """
    if reason := rules.reason_not_to_remove_address(primary=one.primary or one.email == account.email):
        raise Refused(reason)
    _end_links(account, one.email)
    one.delete()


@transaction.atomic
def let_go(*, account: Account, email: str) -> None:
    """Take the proof of an address away: an academy gave it to nobody or to another person.

    The account can prove it again where it has no other. What was mailed to the address ends.
    """
    address = rules.mailbox(email)
    _take_turns(address)
    _end_links(account, address)
    another = EmailAddress.objects.filter(user=account, verified=True).exclude(email=address).first()
    if another is None:
        EmailAddress.objects.filter(user=account, email=address).update(verified=False)
        return
    if account.email == address:
        make_primary(account=account, one=another)
    EmailAddress.objects.filter(user=account, email=address).delete()


def _another_has(address: str, *, account: Account) -> bool:
    """Tell whether another account proved an address or was made for it."""
    others = EmailAddress.objects.filter(email=address).exclude(user=account)
    return others.exists() or Account.objects.filter(email=address).exclude(pk=account.pk).exists()


def _confirm(account: Account, address: str) -> None:
    """Give a proven address to one account alone."""
    AddressClaim.objects.filter(email=address).delete()
    EmailAddress.objects.filter(email=address).exclude(user=account).delete()
    if account.email == address:
        EmailAddress.objects.filter(user=account, primary=True).exclude(email=address).update(primary=False)
    EmailAddress.objects.update_or_create(
        user=account,
        email=address,
        defaults={"verified": True, "primary": account.email == address},
    )


def _close_other_ways_in(account: Account) -> None:
    """End the password, passkeys, second steps, accounts elsewhere and sessions that an account has."""
    account.set_unusable_password()
    account.save(update_fields=["password"])
    for kept in (Authenticator, SocialAccount):
        kept.objects.filter(user=account).delete()
    account.address_claims.all().delete()
    for session in UserSession.objects.filter(user=account):
        session.end()


def _end_links(account: Account, address: str) -> None:
    account.sign_in_links.filter(email=address, used_at=None, ended_at=None).update(ended_at=timezone.now())


def _take_turns(address: str) -> None:
    """Make two who prove one address wait for each other, until the transaction ends."""
    number = int.from_bytes(hashlib.sha256(address.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
