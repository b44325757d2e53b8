"""How do people come in one by one, and how do their facts change?"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from vakwerk.foundation import audit
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.people import queries, rules
from vakwerk.people.models import Membership, Organisation, Person, RoleAssignment, Unit
from vakwerk.people.operations.accounts import give_account, let_address_go


@dataclass(frozen=True)
class PersonFacts:
    """What is known of a person themself."""

    given_name: str
    family_name: str = ""
    email: str = ""
    phone: str = ""
    reference: str = ""
    discipline: str = ""
    seniority: str = ""
    orientation: str = ""


@transaction.atomic
def add_person(
    *,
    facts: PersonFacts,
    by: Person | None,
    organisation: Organisation | None = None,
    unit: Unit | None = None,
    job_title: str = "",
    since: date | None = None,
    roles: Collection[Role] = (Role.PARTICIPANT,),
) -> Person:
    """Add a person with an account, a place and roles. ``by``: ``None`` for Vakwerk itself.

    :raises Refused: when the address or personnel number is somebody else's, or a role is not ``by``'s to give.
    """
    _check_unique(facts, besides=None)
    reason = by and rules.reason_not_to_set_roles(by=by.roles, before=(), after=roles, other_administrators=1)
    if reason:
        raise Refused(reason)
    person = Person(**_clean(facts))
    person.save()
    RoleAssignment.objects.bulk_create(RoleAssignment(person=person, role=role) for role in roles)
    if organisation is not None:
        if unit is not None and unit.organisation_id != organisation.pk:
            raise Refused(rules.Refusal.UNIT_ELSEWHERE)
        Membership.objects.create(
            person=person, organisation=organisation, unit=unit, job_title=job_title, since=since
        )
    give_account(person=person)
    audit.record("people.added", by=by, on=person, about=person)
    return person


@transaction.atomic
def change_person(*, person: Person, facts: PersonFacts, by: Person | None) -> list[str]:
    """Change what is known of a person and return the names of the fields that changed.

    A new address means another account: whoever reads the new address signs in from now on.

    :raises Refused: when the address or personnel number is somebody else's, or ``by`` may not change it.
    """
    _check_unique(facts, besides=person)
    wanted = _clean(facts)
    changed = [name for name, value in wanted.items() if getattr(person, name) != value]
    if (
        "email" in changed
        and by is not None
        and (reason := rules.reason_not_to_change_email(by=by.roles, of=person.roles))
    ):
        raise Refused(reason)
    if not changed:
        return []
    if "email" in changed:
        let_address_go(person=person)
    for name in changed:
        setattr(person, name, wanted[name])
    person.save()
    give_account(person=person)
    audit.record("people.changed", by=by, on=person, about=person, fields=changed)
    return changed


def _clean(facts: PersonFacts) -> dict[str, str]:
    wanted = {name: " ".join(value.split()) for name, value in asdict(facts).items()}
    wanted["email"] = wanted["email"].lower()
    return wanted


def _check_unique(facts: PersonFacts, *, besides: Person | None) -> None:
    if facts.email and (other := queries.person_with_email(facts.email)) and other != besides:
        raise Refused(rules.Refusal.EMAIL_TAKEN, {"name": other.name})
    if facts.reference and (other := queries.person_with_reference(facts.reference)) and other != besides:
        raise Refused(rules.Refusal.REFERENCE_TAKEN, {"name": other.name})
