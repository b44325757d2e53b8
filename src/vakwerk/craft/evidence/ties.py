"""Who reads whose evidence as assessor? For circles, which keep the two apart and never say why.

There is no row that says so beside the evidence itself: a coordinator's page of a person, an import or an export
would tell who handed something in.
"""

from collections.abc import Collection

from django.db.models import Q

from vakwerk.craft.models import Evidence

_SENT = ~Q(state__in=[Evidence.State.DRAFT, Evidence.State.WITHDRAWN]) & ~Q(assessor=None)


def around(person_ids: Collection[int]) -> set[tuple[int, int]]:
    """Return the pairs of a writer and their assessor of whom at least one is among some people."""
    if not person_ids:
        return set()
    found = Evidence.objects.filter(_SENT, Q(person__in=person_ids) | Q(assessor__in=person_ids))
    return set(found.order_by().values_list("person_id", "assessor_id").distinct())
