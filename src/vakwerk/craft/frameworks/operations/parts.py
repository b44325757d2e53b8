"""How do the clusters and levels of a draft change?"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from vakwerk.craft.frameworks import rules
from vakwerk.craft.frameworks.contents import Step
from vakwerk.craft.frameworks.operations.shared import draft, free_key, record
from vakwerk.craft.models import Cluster, Framework, Indicator, Level, Target
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.ordering import swapped
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person


@transaction.atomic
def add_cluster(
    *, framework: Framework, name: Bilingual, description: Bilingual, by: Person | None
) -> Cluster:
    """Add a cluster at the end.

    :raises Refused: when the framework is no draft.
    """
    framework = draft(framework)
    taken = set(framework.clusters.values_list("key", flat=True))
    last = framework.clusters.aggregate(last=Max("position"))["last"]
    made = Cluster.objects.create(
        framework=framework,
        key=free_key(name.in_language("nl"), taken, otherwise="cluster"),
        name=name,
        description=description,
        position=0 if last is None else last + 1,
    )
    record("cluster_added", framework=framework, by=by, cluster=name)
    return made


@transaction.atomic
def change_cluster(
    *, cluster: Cluster, name: Bilingual, description: Bilingual, by: Person | None
) -> Cluster:
    """Change what a cluster of a draft is called.

    :raises Refused: when the framework is no draft.
    """
    framework = draft(cluster.framework)
    cluster.name, cluster.description = name, description
    cluster.save(update_fields=["name", "description"])
    record("cluster_changed", framework=framework, by=by, cluster=name)
    return cluster


@transaction.atomic
def delete_cluster(*, cluster: Cluster, by: Person | None) -> None:
    """Take a cluster out of a draft; its competencies stay, without a cluster.

    :raises Refused: when the framework is no draft.
    """
    framework = draft(cluster.framework)
    record("cluster_deleted", framework=framework, by=by, cluster=cluster.name)
    cluster.delete()


@transaction.atomic
def move_cluster(*, cluster: Cluster, up: bool, by: Person | None) -> None:
    """Let a cluster change places with its neighbour.

    :raises Refused: when the framework is no draft.
    """
    framework = draft(cluster.framework)
    Cluster.objects.bulk_update(swapped(list(framework.clusters.all()), cluster, up=up), ["position"])
    record("cluster_moved", framework=framework, by=by, cluster=cluster.name)


@transaction.atomic
def set_levels(*, framework: Framework, steps: Sequence[Step], by: Person | None) -> None:
    """Make the levels of a draft what ``steps`` says, numbered from 1.

    :raises Refused: with a ``FrameworkRefusal``.
    """
    framework = draft(framework)
    if len(steps) > rules.MOST_LEVELS:
        raise Refused(rules.FrameworkRefusal.TOO_MANY_LEVELS, {"limit": rules.MOST_LEVELS})
    kept = {one.number for one in steps}
    gone = [one.number for one in framework.levels.all() if one.number not in kept]
    if Indicator.objects.filter(competency__framework=framework, level__in=gone).exists():
        raise Refused(rules.FrameworkRefusal.LEVEL_HAS_INDICATORS)
    if Target.objects.filter(profile__framework=framework, level__in=gone).exists():
        raise Refused(rules.FrameworkRefusal.LEVEL_IN_PROFILE)
    framework.levels.filter(number__in=gone).delete()
    for one in steps:
        Level.objects.update_or_create(
            framework=framework,
            number=one.number,
            defaults={
                "guild_name": Bilingual(one.guild_name),
                "neutral_name": Bilingual(one.neutral_name),
                "autonomy": Bilingual(one.autonomy),
                "complexity": Bilingual(one.complexity),
                "scope": Bilingual(one.scope),
            },
            create_defaults={
                "key": one.key,
                "guild_name": Bilingual(one.guild_name),
                "neutral_name": Bilingual(one.neutral_name),
                "autonomy": Bilingual(one.autonomy),
                "complexity": Bilingual(one.complexity),
                "scope": Bilingual(one.scope),
            },
        )
    record("levels_changed", framework=framework, by=by)
