"""In which academies is somebody known? The only questions that look across academies.

The database answers them by policies of their own: ``own_account`` and ``own_email`` show the persons of one
account or one address, read-only, for as long as one transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.models import EmailAddress
from django.db import connection, models, transaction
from django.db.models.functions import Lower

from vakwerk.foundation.models import Academy
from vakwerk.people.models import Account, Person


def academies_of(account: Account) -> list[Academy]:
    """Return the academies that know this account, or know a proven address of it, by name.

    Ask it outside an academy: inside one, the rows of the others stay hidden.
    """
    proven = [
        email.lower()
        for email in EmailAddress.objects.filter(user=account, verified=True).values_list("email", flat=True)
    ]
    found: set[int] = set()
    with _showing("account", str(account.pk)):
        found.update(_known().filter(account=account).values_list("academy_id", flat=True))
    for email in proven:
        with _showing("email", email):
            found.update(_with_email(email).filter(account=None).values_list("academy_id", flat=True))
    return list(Academy.objects.filter(pk__in=found).select_related("region"))


def is_known_email(email: str) -> bool:
    """Tell whether any academy has a person with this address."""
    with _showing("email", email.lower()):
        return _with_email(email.lower()).exists()


def _known() -> models.QuerySet[Person]:
    return Person.objects.filter(left_on=None)


def _with_email(email: str) -> models.QuerySet[Person]:
    return _known().annotate(lower_email=Lower("email")).filter(lower_email=email)


@contextmanager
def _showing(what: str, value: str) -> Iterator[None]:
    """Let the database show the persons of one account or address until the block ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT set_config('vakwerk.{what}', %s, true)", [value])
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute(f"SELECT set_config('vakwerk.{what}', '', true)")
