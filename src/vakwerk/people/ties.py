"""What ties people to each other in this room: whom they manage, and who else coordinates."""

from collections.abc import Collection, Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import current_academy_id
from vakwerk.people.departures import Facts, Said, Tie, finds_ties, says
from vakwerk.people.models import Bond, RoleAssignment


@finds_ties
def bonds_and_roles(people: Collection[int]) -> Iterator[Tie]:
    """Find who manages people that stay, and whether nobody would coordinate any more."""
    slug = Academy.objects.values_list("slug", flat=True).get(pk=current_academy_id())
    managed = (
        Bond.objects.filter(senior__in=people, kind=Bond.Kind.MANAGER, person__left_on=None)
        .exclude(person__in=people)
        .order_by()
        .values_list("senior")
        .annotate(count=Count("person", distinct=True))
    )
    for senior, count in managed:
        path = f"{reverse('people:person', args=[slug, senior])}#below"
        yield Tie(senior, "people.manages", {"count": count}, path)
    coordinators = set(
        RoleAssignment.objects.filter(role=Role.COORDINATOR, person__left_on=None).values_list(
            "person_id", flat=True
        )
    )
    leaving = coordinators.intersection(people)
    if leaving and leaving == coordinators:
        path = f"{reverse('people:persons', args=[slug])}"
        yield Tie(min(leaving), "people.last_coordinator", {}, path)


@says("people.manages")
def _manages(facts: Facts) -> Said:
    count = facts["count"]
    return Said(
        what=_("Manager"),
        now=ngettext("of %(count)s person", "of %(count)s people", count) % {"count": count},
        after=_("stays on record until another is noted"),
        task=_("Note who manages their team members now."),
    )


@says("people.last_coordinator")
def _last_coordinator(facts: Facts) -> Said:
    return Said(
        what=_("Coordinator"),
        now=_("the only one"),
        after=_("nobody"),
        task=_("Give another person the role of coordinator."),
    )
