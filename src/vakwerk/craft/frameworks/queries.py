"""Which framework holds here, what does it describe, and what is missing?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone

from vakwerk.craft.frameworks import rules
from vakwerk.craft.models import Competency, Counterweight, Framework, Indicator, Level, Target
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.trail import queries as trail
from vakwerk.people.models import Person

MOST_CHOICES: Final = 100


def frameworks() -> QuerySet[Framework]:
    """Return every framework and version of the academy."""
    return Framework.objects.all()


def frameworks_in_order() -> QuerySet[Framework]:
    """Return every version: what holds first, then drafts, what held, and the starter."""
    state = Framework.State
    order = Case(
        When(state=state.ADOPTED, then=0),
        When(state=state.DRAFT, then=1),
        When(state=state.RETIRED, then=2),
        default=3,
        output_field=IntegerField(),
    )
    return Framework.objects.defer("foreign").order_by(order, "-adopted_on", "key", "-version")


def can_be_copied() -> QuerySet[Framework]:
    """Return the frameworks that can be the beginning of another: everything but drafts and the starter."""
    return frameworks_in_order().exclude(state__in=[Framework.State.DRAFT, Framework.State.STARTER])


def adopted_framework() -> Framework | None:
    """Return the framework that holds in this academy, or ``None`` while nothing was adopted."""
    # What a foreign file said beside its items can be large, and few pages need it.
    return (
        Framework.objects.filter(state=Framework.State.ADOPTED)
        .defer("foreign")
        .order_by("-adopted_on", "-id")
        .first()
    )


def starter_framework() -> Framework | None:
    """Return the starter framework of this academy, if it was put there."""
    return Framework.objects.filter(state=Framework.State.STARTER).order_by("-version").first()


def draft_of(key: str) -> Framework | None:
    """Return the draft of a framework, if somebody works on one."""
    return Framework.objects.filter(key=key, state=Framework.State.DRAFT).order_by("-version").first()


def readable_frameworks() -> QuerySet[Framework]:
    """Return what everybody of the academy may read: what holds, what held, and drafts laid open."""
    return Framework.objects.filter(Q(state=Framework.State.ADOPTED) | Q(readable_since__isnull=False))


def framework_or_404(framework_id: int) -> Framework:
    """Return a framework of the academy for its coordinator.

    :raises Http404: when there is none.
    """
    return get_object_or_404(Framework.objects.select_related("origin"), pk=framework_id)


def locked(framework: Framework) -> Framework:
    """Return a framework as it is now, and make whoever else changes it wait."""
    return Framework.objects.select_for_update().get(pk=framework.pk)


def locked_to_adopt(framework: Framework) -> Framework:
    """Return a framework as it is now, and make whoever adopts any other wait: one holds at a time."""
    list(Framework.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    return Framework.objects.get(pk=framework.pk)


def competencies_of(framework: Framework) -> QuerySet[Competency]:
    """Return the competencies of a framework in order, with cluster, framework, levels and indicators."""
    return (
        Competency.objects.filter(framework=framework)
        .select_related("cluster", "framework", "parent")
        .defer("framework__foreign", "parent__foreign")
        .prefetch_related("framework__levels", "indicators")
        .order_by("cluster__position", "position", "id")
    )


def top_of(framework: Framework) -> QuerySet[Competency]:
    """Return the competencies that stand under no other: all of them, unless the framework is a tree."""
    return competencies_of(framework).filter(parent=None)


def to_mend(competency: Competency) -> Competency:
    """Return where a coordinator mends a competency: in the draft of the next version, if there is one."""
    draft = draft_of(competency.framework.key)
    return (same_in(competency, draft) if draft else None) or competency


def readable_competency_or_404(competency_id: int) -> Competency:
    """Return a competency that everybody may read, with all that its page shows.

    :raises Http404: when it is not there, or in a draft that is not laid open.
    """
    return get_object_or_404(
        Competency.objects.filter(pk=competency_id, framework__in=readable_frameworks())
        .select_related("cluster", "framework", "parent")
        .defer("framework__foreign")
        .prefetch_related(
            "framework__levels",
            "indicators",
            Prefetch(
                "counterweights",
                Counterweight.objects.select_related("other").order_by("other__position"),
            ),
        )
    )


def levels_of(framework: Framework) -> list[Level]:
    """Return the levels of a framework, lowest first."""
    return list(framework.levels.all())


def level_names(framework: Framework) -> dict[int, Bilingual]:
    """Return what each level is called here, by number: by its guild name or its neutral one."""
    return {one.number: one.called(framework.level_naming) for one in framework.levels.all()}


def describable(competency: Competency) -> list[rules.Gap]:
    """Return what a competency lacks before anybody may be assessed on it; empty: nothing.

    Takes no query for a competency out of ``competencies_of``.
    """
    return rules.gaps(
        has_definition=bool(competency.definition),
        levels=[level.number for level in competency.framework.levels.all()],
        described={one.level for one in competency.indicators.all()},
        is_adopted=competency.framework.state == Framework.State.ADOPTED,
    )


def described_well(competencies: Iterable[Competency]) -> list[Competency]:
    """Keep the competencies that lack nothing but, perhaps, adoption."""
    return [
        one for one in competencies if all(gap.what is rules.Missing.ADOPTION for gap in describable(one))
    ]


def came_on(person: Person) -> date:
    """Return the day from which somebody could read what is open to everybody in the academy."""
    return timezone.localdate(person.joined_at)


def could_read_since(competency: Competency, person: Person) -> date | None:
    """Return from when somebody could read this description as it is; ``None``: not yet."""
    return rules.could_read_since(
        readable_since=competency.readable_since or competency.framework.readable_since,
        came_on=came_on(person),
    )


def assessable_from(competency: Competency, person: Person) -> date | None:
    """Return the first day on which somebody may be assessed on this description; ``None``: not known yet."""
    return rules.assessable_from(
        readable_since=competency.readable_since or competency.framework.readable_since,
        came_on=came_on(person),
    )


def reason_not_to_assess(
    competency: Competency, person: Person, *, today: date
) -> rules.AssessmentRefusal | None:
    """Return why somebody may not be assessed on a competency today, or ``None`` if they may."""
    return rules.reason_not_to_assess(
        describable(competency),
        readable_since=competency.readable_since or competency.framework.readable_since,
        came_on=came_on(person),
        today=today,
    )


def same_in(competency: Competency, framework: Framework) -> Competency | None:
    """Return the same competency in another version, if it is still there."""
    return Competency.objects.filter(framework=framework, key=competency.key).first()


def with_counts(found: QuerySet[Framework]) -> QuerySet[Any]:
    """Add how many competencies (``competency_count``) each framework has."""
    return found.annotate(competency_count=Count("competencies", distinct=True))


@dataclass(frozen=True)
class Counts:
    """How much a framework says. ``described``: competencies that lack nothing but, perhaps, adoption."""

    competencies: int
    described: int
    levels: int
    indicators: int


def counts_of(framework: Framework) -> Counts:
    """Count what a framework says, without reading it."""
    levels = framework.levels.count()
    complete = incomplete_last(framework, levels=levels).filter(is_complete=True)
    return Counts(
        competencies=framework.competencies.count(),
        described=complete.count() if levels else 0,
        levels=levels,
        indicators=Indicator.objects.filter(competency__framework=framework).count(),
    )


def incomplete_last(framework: Framework, *, levels: int) -> QuerySet[Any]:
    """Return the competencies of a framework, each with whether its description is complete (``is_complete``)."""
    known = Level.objects.filter(framework=framework).values("number")
    described = (
        Indicator.objects.filter(competency=OuterRef("pk"), level__in=known)
        .order_by()
        .values("competency")
        .annotate(count=Count("level", distinct=True))
        .values("count")
    )
    defined = ~Q(definition__nl="", definition__en="")
    return competencies_of(framework).annotate(
        levels_described=Coalesce(Subquery(described), 0),
        is_complete=ExpressionWrapper(Q(levels_described__gte=levels) & defined, output_field=BooleanField()),
    )


def parts_of(competency: Competency) -> QuerySet[Competency]:
    """Return what stands under a competency, in order; the pages show it a page at a time."""
    return competency.children.defer("foreign").order_by("position", "id")


def searched(found: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Keep the competencies whose name or code contains a text, in either language."""
    return found.filter(Q(name__nl__icontains=text) | Q(name__en__icontains=text) | Q(code__icontains=text))


def choices_of(framework: Framework) -> QuerySet[Competency]:
    """Return the competencies of a framework that can be a counterweight; none where there are too many."""
    found = Competency.objects.filter(framework=framework).order_by("cluster__position", "position", "id")
    return found if found.count() <= MOST_CHOICES else found.none()


def for_profiles(framework: Framework) -> QuerySet[Any]:
    """Return the competencies that a role profile can choose from: all, or of many those described completely."""
    found = incomplete_last(framework, levels=framework.levels.count())
    if framework.competencies.count() <= MOST_CHOICES:
        return found
    in_use = Target.objects.filter(profile__framework=framework).values("competency")
    return found.filter(Q(is_complete=True) | Q(pk__in=in_use))[: 3 * MOST_CHOICES]


def clusters_of(framework: Framework) -> QuerySet[Any]:
    """Return the clusters of a framework, with how many competencies each has (``count``)."""
    return framework.clusters.annotate(count=Count("competencies"))


def competency_in(framework: Framework, competency_id: int) -> Competency:
    """Return a competency of a framework for its coordinator, with what its page shows.

    :raises Http404: when it is not in this framework.
    """
    return get_object_or_404(
        competencies_of(framework).prefetch_related(
            Prefetch("counterweights", Counterweight.objects.select_related("other").order_by("id"))
        ),
        pk=competency_id,
    )


def ancestors_of(framework: Framework) -> list[Framework]:
    """Return what a framework was made out of: the version before it, and on to where it all began."""
    found: list[Framework] = []
    one = framework
    while one.origin_id and one.origin_id not in {other.pk for other in found}:
        one = Framework.objects.get(pk=one.origin_id)
        found.append(one)
    return found


def trail_of(framework: Framework) -> QuerySet[Any]:
    """Return what happened to a framework, newest first."""
    return trail.entries().filter(object_type="craft.framework", object_id=framework.pk)
