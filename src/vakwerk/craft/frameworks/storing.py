"""How does what a framework says get into the database, and out again?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Prefetch

from vakwerk.craft.frameworks.contents import (
    Behaviour,
    Contents,
    Described,
    Group,
    Profile,
    Step,
)
from vakwerk.craft.models import (
    Cluster,
    Competency,
    Counterweight,
    Framework,
    Indicator,
    Level,
    RoleProfile,
    Target,
)
from vakwerk.foundation.bilingual import Bilingual

AT_ONCE: Final = 1000


@dataclass(frozen=True)
class _Parts:
    """What belongs to competencies, by their numbers."""

    keys: dict[int, str]
    clusters: dict[int, str]
    indicators: dict[int, list[Behaviour]]
    counterweights: dict[int, list[str]]


def contents_of(framework: Framework, *, with_profiles: bool = True, with_foreign: bool = True) -> Contents:
    """Return all that a framework says, in a fixed number of queries.

    ``with_foreign``: with what only the file knows that it came from, which is most of it in bytes.
    """
    unread = [] if with_foreign else ["foreign"]
    competencies = list(framework.competencies.defer(*unread))
    clusters = list(framework.clusters.all())
    # Put together by number: of a tree of thousands, a join reads every parent again for each child, and a
    # prefetch makes a query set for each competency.
    parts = _Parts(
        keys={one.pk: one.key for one in competencies},
        clusters={one.pk: one.key for one in clusters},
        indicators=defaultdict(list),
        counterweights=defaultdict(list),
    )
    for one in Indicator.objects.filter(competency__framework=framework).defer(*unread):
        foreign = one.foreign if with_foreign else {}
        parts.indicators[one.competency_id].append(
            Behaviour(one.key, one.level, one.text, str(one.case_identifier), foreign)
        )
    pairs = Counterweight.objects.filter(competency__framework=framework).order_by("id")
    for competency_id, other_id in pairs.values_list("competency_id", "other_id"):
        parts.counterweights[competency_id].append(parts.keys[other_id])
    return Contents(
        key=framework.key,
        name=framework.name,
        description=framework.description,
        licence=framework.licence,
        source=framework.source,
        level_naming=framework.level_naming,
        clusters=[Group(one.key, one.name, one.description) for one in clusters],
        levels=[_step(one) for one in framework.levels.all()],
        competencies=[_described(one, parts, one.foreign if with_foreign else {}) for one in competencies],
        profiles=_profiles(framework) if with_profiles else (),
        identifier=str(framework.case_identifier),
        foreign=framework.foreign if with_foreign else {},
    )


def _step(one: Level) -> Step:
    return Step(
        one.number, one.key, one.guild_name, one.neutral_name, one.autonomy, one.complexity, one.scope
    )


def _described(one: Competency, parts: _Parts, foreign: Mapping[str, Any]) -> Described:
    return Described(
        key=one.key,
        code=one.code,
        name=one.name,
        definition=one.definition,
        why=one.why,
        pitfall=one.pitfall,
        cluster=parts.clusters[one.cluster_id] if one.cluster_id else "",
        parent=parts.keys[one.parent_id] if one.parent_id else "",
        counterweights=tuple(parts.counterweights[one.pk]),
        affinity=one.governance_affinity,
        identifier=str(one.case_identifier),
        foreign=foreign,
        indicators=parts.indicators[one.pk],
    )


def _profiles(framework: Framework) -> list[Profile]:
    found = framework.role_profiles.prefetch_related(
        Prefetch("targets", Target.objects.select_related("competency").order_by("competency__position"))
    )
    return [
        Profile(
            one.key, one.name, {each.competency.key: each.level for each in one.targets.all()}, one.hr21_code
        )
        for one in found
    ]


def store(framework: Framework, contents: Contents) -> None:
    """Put everything but the head of ``contents`` into a framework that has nothing yet."""
    clusters = _stored_clusters(framework, contents.clusters)
    _store_levels(framework, contents.levels)
    competencies = _stored_competencies(framework, contents.competencies, clusters)
    Counterweight.objects.bulk_create(
        (
            Counterweight(competency=competencies[one.key], other=competencies[other])
            for one in contents.competencies
            for other in one.counterweights
            if other in competencies
        ),
        batch_size=AT_ONCE,
    )
    Indicator.objects.bulk_create(
        (
            _indicator(competencies[one.key], each, position)
            for one in contents.competencies
            for position, each in enumerate(one.indicators)
        ),
        batch_size=AT_ONCE,
    )
    store_profiles(framework, contents.profiles, competencies)


def _stored_clusters(framework: Framework, groups: Sequence[Group]) -> dict[str, Cluster]:
    made = Cluster.objects.bulk_create(
        Cluster(
            framework=framework,
            key=one.key,
            name=Bilingual(one.name),
            description=Bilingual(one.description),
            position=position,
        )
        for position, one in enumerate(groups)
    )
    return {one.key: one for one in made}


def _store_levels(framework: Framework, steps: Iterable[Step]) -> None:
    Level.objects.bulk_create(
        Level(
            framework=framework,
            number=one.number,
            key=one.key,
            guild_name=Bilingual(one.guild_name),
            neutral_name=Bilingual(one.neutral_name),
            autonomy=Bilingual(one.autonomy),
            complexity=Bilingual(one.complexity),
            scope=Bilingual(one.scope),
        )
        for one in steps
    )


def _stored_competencies(
    framework: Framework, described: Sequence[Described], clusters: dict[str, Cluster]
) -> dict[str, Competency]:
    """Store the tree from the top down, one statement for each layer, since a child needs its parent's number."""
    position = {one.key: nth for nth, one in enumerate(described)}
    below: dict[str, list[Described]] = defaultdict(list)
    for one in described:
        below[one.parent if one.parent in position else ""].append(one)
    made: dict[str, Competency] = {}
    layer = below[""]
    while layer:
        rows = Competency.objects.bulk_create(
            (
                Competency(
                    framework=framework,
                    cluster=clusters.get(one.cluster),
                    parent=made.get(one.parent),
                    key=one.key,
                    code=one.code,
                    name=Bilingual(one.name),
                    definition=Bilingual(one.definition),
                    why=Bilingual(one.why),
                    pitfall=Bilingual(one.pitfall),
                    governance_affinity=dict(one.affinity),
                    position=position[one.key],
                    foreign=dict(one.foreign),
                    **({"case_identifier": one.identifier} if one.identifier else {}),
                )
                for one in layer
            ),
            batch_size=AT_ONCE,
        )
        made.update((row.key, row) for row in rows)
        layer = [child for one in layer for child in below[one.key]]
    return made


def _indicator(competency: Competency, each: Behaviour, position: int) -> Indicator:
    return Indicator(
        competency=competency,
        level=each.level,
        key=each.key,
        text=Bilingual(each.text),
        position=position,
        foreign=dict(each.foreign),
        **({"case_identifier": each.identifier} if each.identifier else {}),
    )


def store_profiles(
    framework: Framework, profiles: Sequence[Profile], competencies: dict[str, Competency]
) -> dict[str, RoleProfile]:
    """Add role profiles to a framework; a target for a competency that is not there is left out."""
    made = {
        one.key: RoleProfile(
            framework=framework, key=one.key, name=Bilingual(one.name), hr21_code=one.hr21_code
        )
        for one in profiles
    }
    RoleProfile.objects.bulk_create(made.values())
    Target.objects.bulk_create(
        Target(profile=made[one.key], competency=competencies[key], level=level)
        for one in profiles
        for key, level in one.targets.items()
        if key in competencies
    )
    return made
