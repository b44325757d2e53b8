"""Who stands above whom?"""

from datetime import date

from django.db import transaction

from vakwerk.foundation import audit
from vakwerk.foundation.refusals import Refused
from vakwerk.people import queries, rules
from vakwerk.people.models import Bond, Person


@transaction.atomic
def add_bond(
    *,
    person: Person,
    senior: Person,
    kind: str,
    by: Person | None,
    since: date | None = None,
    source: str = "",
) -> Bond:
    """Say that ``senior`` manages or assesses ``person``, or decides on their case.

    :raises Refused: when they are the same, it is known already, or they would manage each other.
    """
    reason = rules.reason_not_to_bond(
        person=person.pk,
        senior=senior.pk,
        already=person.bonds_above.filter(senior=senior, kind=kind).exists(),
        is_manager=kind == Bond.Kind.MANAGER,
        managers=queries.managers(),
    )
    if reason:
        raise Refused(reason, {"name": senior.name})
    bond = Bond.objects.create(person=person, senior=senior, kind=kind, since=since, source=source[:160])
    facts = {"kind": kind, "senior_id": senior.pk}
    audit.record("people.bond_added", by=by, on=bond, about=person, **facts)
    return bond


@transaction.atomic
def end_bond(*, bond: Bond, by: Person | None) -> None:
    """Forget that one person stands above another."""
    facts = {"kind": bond.kind, "senior_id": bond.senior_id}
    audit.record("people.bond_ended", by=by, on=bond, about=bond.person_id, **facts)
    bond.delete()
