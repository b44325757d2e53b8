"""How does somebody leave, come back, or have their data erased?"""

from datetime import date, datetime

from django.db import transaction

from vakwerk.foundation import audit
from vakwerk.foundation.models import OutgoingMail, SentEntry
from vakwerk.foundation.refusals import Refused
from vakwerk.people import erasure, queries, rules
from vakwerk.people.models import Account, PeopleImportRow, Person
from vakwerk.people.operations.accounts import untie_account


@transaction.atomic
def leave(*, person: Person, on: date, by: Person | None) -> None:
    """Note that somebody left: they cannot come in any more, and no list offers them.

    :raises Refused: when they are the last administrator, or an administrator and ``by`` is not.
    """
    if by is not None:
        _check_let_go(person, by)
    person.left_on = on
    person.save(update_fields=["left_on"])
    audit.record(
        "people.left", by_id=by.pk if by else None, on=person, about_id=person.pk, day=on.isoformat()
    )


@transaction.atomic
def come_back(*, person: Person, by: Person | None) -> None:
    """Note that somebody is here again."""
    person.left_on = None
    person.save(update_fields=["left_on"])
    audit.record("people.came_back", by_id=by.pk if by else None, on=person, about_id=person.pk)


@transaction.atomic
def erase_person(*, person: Person, now: datetime, today: date, by: Person | None) -> None:
    """Erase everything about a person; only a nameless row stays, so that circles of others stay whole.

    The account goes too unless another academy knows it. This cannot be undone.

    :raises Refused: when they are the last administrator, or an administrator and ``by`` is somebody else who
        is not.
    """
    if by is not None:
        _check_let_go(person, by)
    # The other rooms first, while the person is still known.
    erasure.run(person)
    account = person.account
    untie_account(person=person)
    if account is not None and not queries.account_is_known(account):
        Account.objects.filter(pk=account.pk).delete()
    for rows in (
        person.memberships,
        person.bonds_above,
        person.bonds_below,
        person.role_assignments,
        person.invitations,
    ):
        rows.all().delete()
    PeopleImportRow.objects.filter(person_id=person.pk).delete()
    OutgoingMail.objects.filter(about_id=person.pk).delete()
    SentEntry.objects.filter(about_id=person.pk).delete()
    for name in ("given_name", "family_name", "email", "phone", "reference"):
        setattr(person, name, "")
    for name in ("discipline", "seniority", "orientation"):
        setattr(person, name, "")
    person.left_on = person.left_on or today
    person.erased_at = now
    person.save()
    audit.record("people.erased", by_id=by.pk if by else None, on=person, about_id=person.pk)


def _check_let_go(person: Person, by: Person) -> None:
    reason = rules.reason_not_to_let_go(
        by=by.roles,
        of=queries.locked_roles(person),
        themself=by == person,
        other_administrators=queries.administrators_besides(person),
    )
    if reason:
        raise Refused(reason)
