"""How does a person get an account to sign in with?"""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from vakwerk.foundation import audit
from vakwerk.people import addresses
from vakwerk.people.models import Account, Person

_BATCH = 2000


@transaction.atomic
def recognise_account(*, account: Account) -> Person | None:
    """Tie an account to the person of the current academy who has its proven e-mail address.

    Runs when somebody who signed in opens an academy that does not know the account yet. ``None``: nobody
    here has that address, or it was never proven.
    """
    proven = EmailAddress.objects.filter(user=account, verified=True).values_list("email", flat=True)
    wanted = {email.lower() for email in proven}
    person = (
        Person.objects.select_for_update()
        .filter(email__in=wanted, account=None, left_on=None)
        .order_by("id")
        .first()
        if wanted
        else None
    )
    if person is None:
        return None
    person.account = account
    person.save(update_fields=["account"])
    audit.record("people.recognised", by=person, on=person, about=person)
    return person


def give_account(*, person: Person) -> None:
    """Give one person an account, see ``give_accounts``."""
    give_accounts(people=[person])


@transaction.atomic
def give_accounts(*, people: Collection[Person]) -> int:
    """Tie people with an e-mail address to the account of that address, made where there is none.

    Returns how many people were tied; see ``find_accounts`` for who is not.
    """
    tied = find_accounts(people=people)
    Person.objects.bulk_update(tied, ["account"], batch_size=_BATCH)
    return len(tied)


@transaction.atomic
def find_accounts(*, people: Collection[Person]) -> list[Person]:
    """Set the accounts of people without saving these, and return whose was set; they need not be saved yet.

    The account has no password: its owner signs in with a code or link sent to the address. An account that
    exists is only taken when its owner once proved the address or never came in yet; otherwise somebody could
    write a colleague's address in their own account and become that colleague here. Such a person is
    recognised later, once they prove the address.
    """
    waiting = {
        person.email.lower(): person for person in people if person.email and person.account_id is None
    }
    if not waiting:
        return []
    known = _accounts(waiting)
    # A hash that fits no password, made once: making it is slow on purpose.
    unusable = make_password(None)
    fresh = [Account(email=email, password=unusable) for email in waiting if email not in known]
    # Another academy may add the same address at this very moment.
    Account.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=_BATCH)
    known |= _accounts([one.email for one in fresh])
    EmailAddress.objects.bulk_create(
        [
            EmailAddress(user=known[one.email], email=one.email, primary=True, verified=False)
            for one in fresh
            if one.email in known
        ],
        ignore_conflicts=True,
        batch_size=_BATCH,
    )
    proven = _proven(known.values())
    taken = set(
        Person.objects.filter(account__in=[account.pk for account in known.values()]).values_list(
            "account_id", flat=True
        )
    )
    tied = []
    for email, person in waiting.items():
        account = known.get(email)
        if account is None or account.pk in taken:
            continue
        if account.last_login is None or (account.pk, email) in proven:
            person.account = account
            tied.append(person)
    return tied


def _accounts(emails: Collection[str]) -> dict[str, Account]:
    return {account.email.lower(): account for account in Account.objects.filter(email__in=list(emails))}


def _proven(accounts: Collection[Account]) -> set[tuple[int, str]]:
    seen = [account.pk for account in accounts if account.last_login is not None]
    found = EmailAddress.objects.filter(user__in=seen, verified=True).values_list("user_id", "email")
    return {(account_id, email.lower()) for account_id, email in found}


def untie_account(*, person: Person) -> None:
    """Take a person's account away from them here, and end the links that were sent but not used."""
    if person.account is None:
        return
    slug = person.academy.slug
    person.account.sign_in_links.filter(
        Q(next_url__startswith=f"/{slug}/") | Q(next_url=""), used_at=None, ended_at=None
    ).update(ended_at=timezone.now())
    person.account = None
    person.save(update_fields=["account"])


def let_address_go(*, person: Person) -> None:
    """Untie a person, not saved yet, from the account of an address that is theirs no more.

    A colleague may get the address: then the account counts for it only after a new proof.
    """
    if person.account is not None:
        addresses.let_go(account=person.account, email=person.email)
        person.account = None
