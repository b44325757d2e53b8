"""What people do with people. Each function is one transaction."""

from django.db import transaction

from vakwerk.foundation import audit
from vakwerk.people.models import Account, Person


@transaction.atomic
def recognise_account(*, account: Account) -> Person | None:
    """Tie an account to the person of the current academy who has its proven e-mail address.

    Runs when somebody who signed in opens an academy that does not know the account yet. ``None``: nobody
    here has that address, or it was never proven.
    """
    proven = account.emailaddress_set.filter(verified=True).values_list("email", flat=True)
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
    audit.record("people.recognised", by_id=person.pk, on=person, about_id=person.pk)
    return person
