"""What does the region share, who took it over, and what is new in it?"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.shortcuts import get_object_or_404

from vakwerk.foundation.models import Academy
from vakwerk.knowledge.models import Source
from vakwerk.people.models import Person
from vakwerk.people.rules import search_key
from vakwerk.trajectories.design.document import document_of
from vakwerk.trajectories.models import ActivitySource, Adoption, RegionalTemplate, Trajectory
from vakwerk.trajectories.regional import rules


def shared_in(academy: Academy) -> QuerySet[RegionalTemplate]:
    """Return the newest version of every template that the academy's region shares, its own among them."""
    if academy.region_id is None:
        return RegionalTemplate.objects.none()
    shared = RegionalTemplate.objects.filter(shared_region_id=academy.region_id)
    newest = shared.order_by("academy_id", "key", "-version").distinct("academy_id", "key")
    return (
        RegionalTemplate.objects.filter(pk__in=newest.values("pk"))
        .select_related("academy")
        .order_by("key", "pk")
    )


def template_or_404(academy: Academy, template_id: int) -> RegionalTemplate:
    """Return a template that the region shares, in one of its versions.

    :raises Http404: when there is none.
    """
    return get_object_or_404(
        RegionalTemplate.objects.filter(pk=template_id)
        .filter(Q(academy=academy) | Q(shared_region_id=academy.region_id, shared_region__isnull=False))
        .select_related("academy")
    )


def versions_of(template: RegionalTemplate) -> QuerySet[RegionalTemplate]:
    """Return all versions of a template that can be seen, newest first."""
    return RegionalTemplate.objects.filter(academy=template.academy, key=template.key).order_by("-version")


def shared_from(trajectory: Trajectory) -> RegionalTemplate | None:
    """Return the newest template that was made of a trajectory, shared still or not."""
    return trajectory.regional_templates.order_by("-version").first()


def adoption_of(trajectory: Trajectory) -> Adoption | None:
    """Return how a trajectory was taken over, or ``None`` for one of the academy's own making."""
    return trajectory.adoptions.first()


def variant_of(template: RegionalTemplate) -> Trajectory | None:
    """Return what this academy made of a template, if it took it over."""
    return Trajectory.objects.filter(
        adoptions__template_academy_id=template.academy.pk, adoptions__template_key=template.key
    ).first()


def newest_for(adoption: Adoption) -> RegionalTemplate | None:
    """Return the newest version of the template that something was taken over from, while it is shared."""
    return (
        RegionalTemplate.objects.filter(
            academy_id=adoption.template_academy_id,
            key=adoption.template_key,
            shared_region__isnull=False,
        )
        .order_by("-version")
        .first()
    )


def versions_behind(adoptions: Iterable[Adoption]) -> dict[int, int]:
    """Return the newest shared version per adoption, by its key, where it is newer than what was looked at."""
    found = {}
    newest = RegionalTemplate.objects.filter(shared_region__isnull=False).values_list("academy_id", "key")
    versions = {
        (academy, key): version for academy, key, version in newest.annotate(last=Max("version")).order_by()
    }
    for one in adoptions:
        version = versions.get((one.template_academy_id, one.template_key), 0)
        if version > one.version:
            found[one.pk] = version
    return found


def adoptions() -> QuerySet[Adoption]:
    """Return everything that this academy took over."""
    return Adoption.objects.select_related("trajectory").order_by("trajectory__key")


def crossing(trajectory: Trajectory) -> rules.Document:
    """Return what crosses of a trajectory when it is shared: words and keys, and no people."""
    document = document_of(trajectory)
    people, keys = set(), {}
    for link in _links(trajectory):
        source = link.source
        if source and source.kind == Source.Kind.PERSON:
            people.add(link.key)
        elif source:
            keys[link.key] = source.key
    for step in document["activities"]:
        for one in step["sources"]:
            one["source_key"] = keys.get(one["key"], "")
    return rules.without_people(document, stays=people)


def stays_home(trajectory: Trajectory) -> list[str]:
    """Return the knowledge that does not cross, in words."""
    return [
        str(link.text)
        for link in _links(trajectory)
        if link.side != rules.OUTSIDE or (link.source and link.source.kind == Source.Kind.PERSON)
    ]


def _links(trajectory: Trajectory) -> QuerySet[ActivitySource]:
    return (
        ActivitySource.objects.filter(activity__trajectory=trajectory)
        .select_related("source")
        .order_by("activity__position", "pk")
    )


def people_named_in(document: rules.Document) -> list[str]:
    """Return the full names of people of this academy that stand in a document, as they are written."""
    rows = Person.objects.filter(erased_at=None).values_list("given_name", "family_name")
    names = {
        f"{given} {family}".strip().lower(): f"{given} {family}".strip() for given, family in rows.iterator()
    }
    plain = {search_key(name): said for name, said in names.items()}
    texts = list(rules.texts_of(document))
    found = rules.names_in(texts, names.keys()) + rules.names_in(
        (search_key(one) for one in texts), plain.keys()
    )
    return list(dict.fromkeys(names.get(one) or plain[one] for one in found))


def with_sources_here(document: rules.Document, academy: Academy) -> rules.Document:
    """Point the knowledge of a document at sources that this academy can see, where it has them by key."""
    entries: list[dict[str, Any]] = [one for step in document["activities"] for one in step["sources"]]
    for one in entries:
        one.setdefault("source_id", None)
        one.setdefault("shared_source_id", None)
        one.setdefault("local", False)
    keys = {one["source_key"] for one in entries if one.get("source_key") and not one["source_id"]}
    seen = (
        {source.key: source for source in Source.objects.filter(key__in=keys, state=Source.State.PUBLISHED)}
        if keys
        else {}
    )
    for one in entries:
        if (source := seen.get(one.get("source_key", ""))) and not one["source_id"]:
            column = "source_id" if source.academy_id == academy.pk else "shared_source_id"
            one[column] = source.pk
    return document
