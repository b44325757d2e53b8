"""Which sources are there, and who may see them? Every way from an id to a source starts here."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from vakwerk.foundation.models import Academy
from vakwerk.knowledge.models import ListEntry, LocalContext, PostReport, Source
from vakwerk.knowledge.sources import rules
from vakwerk.people.models import Person


def is_ours(source: Source, academy: Academy) -> bool:
    """Tell whether a source is of this academy, and not one that its region shares."""
    return source.academy_id == academy.pk


def owns(person: Person, source: Source) -> bool:
    """Tell whether somebody keeps a source."""
    return source.academy_id == person.academy_id and source.owner_id == person.pk


def is_asked(person: Person, source: Source) -> bool:
    """Tell whether somebody is the person to ask."""
    return source.academy_id == person.academy_id and source.person_id == person.pk


def visible() -> QuerySet[Source]:
    """Return all that the database shows, with what pages say of it; what is shared comes without people."""
    return Source.objects.select_related("academy", "owner", "person", "shared_region")


def source_for(person: Person, source_id: int) -> Source:
    """Return a source that somebody may see.

    :raises Http404: when there is none.
    """
    found = visible().filter(pk=source_id).first()
    if found is None or not may_see(person, found):
        raise Http404
    return found


def may_see(person: Person, source: Source) -> bool:
    """Tell whether somebody may see a source that the database shows."""
    return rules.may_see(
        roles=person.roles,
        is_ours=source.academy_id == person.academy_id,
        is_live=source.is_live,
        is_person=source.kind == Source.Kind.PERSON,
        owns=owns(person, source),
        is_asked=is_asked(person, source),
    )


def in_order(ids: Sequence[int]) -> list[Source]:
    """Return sources by key, in the order given."""
    found = {source.pk: source for source in visible().filter(pk__in=ids)}
    return [found[key] for key in ids if key in found]


def of_academy(academy: Academy) -> QuerySet[Source]:
    """Return the academy's own sources of every state, for its coordinators."""
    return visible().filter(academy=academy)


def proposed_by(person: Person) -> QuerySet[Source]:
    """Return what somebody proposed and was not taken over, newest first."""
    return Source.objects.filter(
        owner=person,
        state__in=(Source.State.PROPOSED, Source.State.DECLINED),
        retired_at=None,
    ).order_by("-made_at", "-pk")


def to_review(academy: Academy, *, today: date) -> QuerySet[Source]:
    """Return the academy's own sources whose review date has come, longest ago first."""
    return (
        of_academy(academy)
        .filter(state=Source.State.PUBLISHED, retired_at=None, review_on__lte=today)
        .order_by("review_on", "pk")
    )


def local_context(source: Source) -> LocalContext | None:
    """Return what this academy adds to a source, if anything."""
    return LocalContext.objects.select_related("note_by").filter(source_id=source.pk).first()


def noted(ids: Sequence[int]) -> dict[int, LocalContext]:
    """Return what this academy notes with sources, by their key."""
    found = LocalContext.objects.filter(source_id__in=ids).exclude(note="")
    return {one.source_id: one for one in found}


def locked(source: Source) -> Source:
    """Return a source as it is now, and make whoever else changes it wait."""
    return Source.objects.select_for_update().get(pk=source.pk)


def key_is_taken(key: str, academy_id: int) -> bool:
    """Tell whether the academy has a source with this key."""
    return Source.objects.filter(academy_id=academy_id, key=key).exists()


def entries() -> QuerySet[ListEntry]:
    """Return what the academy added to its lists."""
    return ListEntry.objects.all()


def naming(found: QuerySet[Source], text: str) -> QuerySet[Source]:
    """Keep sources whose title, maker or key holds the text; also those that the search does not find."""
    return found.filter(Q(title__icontains=text) | Q(author__icontains=text) | Q(key__icontains=text))


def counts(academy: Academy, *, today: date) -> dict[str, int]:
    """Count what a coordinator needs to see: all that is found, and what waits."""
    live = Q(state=Source.State.PUBLISHED, retired_at=None)
    reports = PostReport.objects.filter(settled_at=None).count()
    found = Source.objects.filter(academy=academy).aggregate(
        inside=Count("pk", filter=live & Q(side="inside")),
        outside=Count("pk", filter=live & Q(side="outside")),
        proposed=Count("pk", filter=Q(state=Source.State.PROPOSED, retired_at=None)),
        review=Count("pk", filter=live & Q(review_on__lte=today)),
    )
    return {**found, "reports": reports}
