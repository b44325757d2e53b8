"""Who gives and takes roles?"""

from collections.abc import Collection

from django.db import transaction

from vakwerk.foundation import audit
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.people import queries, rules
from vakwerk.people.models import Person, RoleAssignment


@transaction.atomic
def set_roles(*, person: Person, roles: Collection[Role], by: Person | None) -> None:
    """Make ``roles`` the roles of a person. ``by``: ``None`` for Vakwerk itself, which may do anything.

    :raises Refused: when a role is not ``by``'s to give or take, or the academy would have no administrator.
    """
    # Locked: two administrators who take each other's role at once take turns.
    before = queries.locked_roles(person)
    after = frozenset(roles)
    if by is not None:
        reason = rules.reason_not_to_set_roles(
            by=by.roles,
            before=before,
            after=after,
            other_administrators=queries.administrators_besides(person),
        )
        if reason:
            raise Refused(reason)
    person.role_assignments.filter(role__in=before - after).delete()
    RoleAssignment.objects.bulk_create(RoleAssignment(person=person, role=role) for role in after - before)
    person.__dict__.pop("roles", None)
    for role in sorted(after - before):
        audit.record("people.role_given", by=by, on=person, about=person, role=role)
    for role in sorted(before - after):
        audit.record("people.role_taken", by=by, on=person, about=person, role=role)
