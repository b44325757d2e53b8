"""Who takes part in an edition, for the coordinator?"""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from vakwerk.people import queries as people
from vakwerk.people.models import Membership, Unit
from vakwerk.people.rules import search_key
from vakwerk.trajectories.enrolment.queries import LIVE
from vakwerk.trajectories.models import Attendance, Edition, Enrolment, Trainer


def any_edition_or_404(edition_id: int) -> Edition:
    """Return an edition for a coordinator, also one that is being planned.

    :raises Http404: when there is none in this academy.
    """
    return get_object_or_404(Edition.objects.select_related("trajectory", "academy"), pk=edition_id)


def enrolment_or_404(edition_id: int, enrolment_id: int) -> Enrolment:
    """Return an enrolment of an edition.

    :raises Http404: when there is none in this academy.
    """
    return get_object_or_404(
        Enrolment.objects.select_related("person", "edition__trajectory", "edition__academy").filter(
            pk=enrolment_id, edition=edition_id
        )
    )


def participants_of(edition: Edition) -> QuerySet[Any]:
    """Return who enrolled, waits, asked or left, each with their main place and how many sessions they attended."""
    attended = (
        Attendance.objects.filter(person=OuterRef("person"), session__edition=edition, was_there=True)
        .order_by()
        .values("person")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        Enrolment.objects.filter(edition=edition)
        .select_related("person", "organisation", "edition__trajectory")
        .annotate(attended=Coalesce(Subquery(attended), 0))
        .prefetch_related(
            Prefetch(
                "person__memberships",
                Membership.objects.filter(is_main=True).select_related("organisation", "unit"),
                to_attr="main_places",
            )
        )
    )


def not_taking_part(edition: Edition) -> QuerySet[Any]:
    """Return who is here and does not take part, nor leads it, with ``main`` to sort and filter by."""
    live = Enrolment.objects.filter(edition=edition, person=OuterRef("pk"), state__in=LIVE)
    leads = Trainer.objects.filter(edition=edition, person=OuterRef("pk"))
    return people.people_for_table().filter(~Exists(live), ~Exists(leads), left_on=None)


def is_taken(edition: Edition) -> bool:
    """Tell whether somebody is enrolled, waits, or asked for a place."""
    return Enrolment.objects.filter(edition=edition, state__in=LIVE).exists()


def units() -> list[tuple[int, str]]:
    """Return the units of the academy to choose from, with their organisation."""
    found = Unit.objects.select_related("organisation").order_by("organisation__name", "name")
    return [(one.pk, f"{one.organisation.name}: {one.name}") for one in found]


def searched(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Keep enrolments of people whose name or address has every word."""
    found = Q()
    for word in search_key(text).split():
        found &= Q(person__search_key__contains=word)
    return rows.filter(found)


def asked_count(edition: Edition) -> int:
    """Count who waits for approval."""
    return Enrolment.objects.filter(edition=edition, state=Enrolment.State.ASKED).count()
