"""Which role profiles are there, what do they aim at, and who has them?"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from vakwerk.craft.frameworks.queries import adopted_framework
from vakwerk.craft.models import Framework, PersonProfile, RoleProfile, Target
from vakwerk.people import queries as people
from vakwerk.people.models import Membership, Person


def framework_of_profiles() -> Framework | None:
    """Return the framework whose role profiles count: what holds, or else the newest draft."""
    return (
        adopted_framework()
        or Framework.objects.filter(state=Framework.State.DRAFT).order_by("-made_at", "-id").first()
    )


def profiles_of_framework(framework: Framework | None) -> QuerySet[Any]:
    """Return the role profiles of a framework with targets, and how many people have each (``held``)."""
    if framework is None:
        return RoleProfile.objects.none()
    here = Q(people__person__left_on=None, people__person__erased_at=None)
    return (
        framework.role_profiles.annotate(held=Count("people", filter=here, distinct=True))
        .prefetch_related(_targets())
        .order_by("key")
    )


def _targets() -> Prefetch[str, QuerySet[Target], str]:
    return Prefetch(
        "targets",
        Target.objects.select_related("competency").order_by(
            "competency__cluster__position", "competency__position"
        ),
    )


def profile_or_404(profile_id: int) -> RoleProfile:
    """Return a role profile of this academy with its targets.

    :raises Http404: when there is none.
    """
    return get_object_or_404(
        RoleProfile.objects.filter(pk=profile_id).select_related("framework").prefetch_related(_targets())
    )


def profiles_of(person: Person) -> list[RoleProfile]:
    """Return the role profiles that somebody has under the framework that holds, with targets."""
    return list(
        RoleProfile.objects.filter(people__person=person, framework__state=Framework.State.ADOPTED)
        .prefetch_related(_targets())
        .order_by("key")
    )


def targets_of(person: Person) -> dict[int, int]:
    """Return at which level somebody's role profiles aim, by competency; the highest where two ask."""
    found: dict[int, int] = {}
    rows = Target.objects.filter(
        profile__people__person=person, profile__framework__state=Framework.State.ADOPTED
    ).values_list("competency_id", "level")
    for competency_id, level in rows:
        found[competency_id] = max(level, found.get(competency_id, 0))
    return found


def held_by(profile: RoleProfile) -> QuerySet[PersonProfile]:
    """Return who has a role profile, in the order of lists, with their main place."""
    return (
        PersonProfile.objects.filter(profile=profile, person__left_on=None, person__erased_at=None)
        .select_related("person")
        .prefetch_related(_places("person__memberships"))
        .order_by("person__sort_key", "pk")
    )


def _places(path: str) -> Prefetch[str, QuerySet[Membership], str]:
    return Prefetch(
        path,
        Membership.objects.filter(is_main=True).select_related("organisation", "unit"),
        to_attr="main_places",
    )


def can_get(profile: RoleProfile, *, text: str = "", job_title: str = "") -> QuerySet[Person]:
    """Return who could get a role profile: colleagues who are here and do not have it.

    Guests have no post at a municipality, so no role profile.
    """
    found = people.people_for_table().filter(left_on=None)
    found = found.filter(Exists(_posts().filter(person=OuterRef("pk"))))
    found = found.exclude(Exists(PersonProfile.objects.filter(person=OuterRef("pk"), profile=profile)))
    if job_title:
        found = found.filter(memberships__is_main=True, memberships__job_title__iexact=job_title)
    return people.searched(found, text) if text else found


def _posts() -> QuerySet[Membership]:
    return Membership.objects.filter(is_main=True, organisation__kind="municipality", until=None)


def works_here(person: Person) -> bool:
    """Tell whether somebody could have a role profile: a colleague who is here."""
    return person.left_on is None and _posts().filter(person=person).exists()


def held_of(person: Person, framework: Framework | None) -> dict[int, PersonProfile]:
    """Return which role profiles of a framework somebody has, by the number of the profile."""
    rows = PersonProfile.objects.filter(person=person, profile__framework=framework)
    return {one.profile_id: one for one in rows.select_related("profile").order_by("profile__key")}


def job_titles(profile: RoleProfile) -> list[tuple[str, int]]:
    """Return the job titles of those who could get a role profile, with how many have each, most first."""
    rows = (
        Membership.objects.filter(is_main=True, person__in=can_get(profile).order_by().values("pk"))
        .exclude(job_title="")
        .order_by()
        .values("job_title")
        .annotate(count=Count("person", distinct=True))
        .order_by("-count", "job_title")
    )
    return [(row["job_title"], row["count"]) for row in rows[:200]]


def people_by_id(ids: Iterable[int]) -> list[Person]:
    """Return people of this academy who are here, by number; what is not there is left out."""
    return list(people.people().filter(pk__in=list(ids), left_on=None))
