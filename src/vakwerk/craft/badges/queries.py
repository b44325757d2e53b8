"""Which badges and keys are there?"""

import uuid

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from vakwerk.craft.models import Badge, IssuerKey, ReachedLevel, StatusList
from vakwerk.people.models import Person


def believed(badges: QuerySet[Badge]) -> QuerySet[Badge]:
    """Keep those that were not taken back, by a key that nobody else had."""
    return badges.filter(revoked_at=None, key__distrusted_at=None)


def withheld(badges: QuerySet[Badge]) -> QuerySet[Badge]:
    """Keep those that the academy took back and that keep their holder from another."""
    return badges.filter(revoked_by_academy=True, lifted_at=None)


def with_titles(badges: QuerySet[Badge]) -> QuerySet[Badge]:
    """Add what a badge is called by."""
    return badges.select_related("reached__competency__framework").prefetch_related(
        "reached__competency__framework__levels"
    )


def badges_of(person: Person) -> QuerySet[Badge]:
    """Return somebody's badges, last first."""
    return with_titles(Badge.objects.filter(person=person).select_related("key"))


def own_or_404(person: Person, badge_id: int) -> Badge:
    """Return one of somebody's own badges.

    :raises Http404: when it is not there or not theirs.
    """
    return get_object_or_404(badges_of(person), pk=badge_id)


def badge_with(identifier: uuid.UUID) -> Badge | None:
    """Return a badge of this academy by its public number, for everybody who has that number."""
    return with_titles(Badge.objects.filter(uuid=identifier).select_related("key", "person")).first()


def reached_or_404(person: Person, reached_id: int) -> ReachedLevel:
    """Return a level that somebody reached themself.

    :raises Http404: when it is not there or not theirs.
    """
    return get_object_or_404(
        ReachedLevel.objects.filter(person=person, pk=reached_id)
        .select_related("competency__framework")
        .prefetch_related("competency__framework__levels", "competency__indicators")
    )


def keys() -> QuerySet[IssuerKey]:
    """Return every key of the academy, first first."""
    return IssuerKey.objects.order_by("number")


def key_in_use() -> IssuerKey | None:
    """Return the key that signs now, or ``None`` before the first badge."""
    return IssuerKey.objects.filter(retired_at=None).first()


def status_list_or_404(number: int) -> StatusList:
    """Return a list of what was taken back.

    :raises Http404: when there is none with this number.
    """
    return get_object_or_404(StatusList.objects, number=number)
