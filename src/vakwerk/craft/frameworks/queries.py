"""Which framework holds here, what does it describe, and what is missing?"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from vakwerk.craft.frameworks import rules
from vakwerk.craft.models import Competency, Counterweight, Framework, Level
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.people.models import Person


def frameworks() -> QuerySet[Framework]:
    """Return every framework and version of the academy."""
    return Framework.objects.all()


def adopted_framework() -> Framework | None:
    """Return the framework that holds in this academy, or ``None`` while nothing was adopted."""
    return Framework.objects.filter(state=Framework.State.ADOPTED).order_by("-adopted_on", "-id").first()


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
    found = Framework.objects.select_related("origin").filter(pk=framework_id).first()
    if found is None:
        raise Http404
    return found


def locked(framework: Framework) -> Framework:
    """Return a framework as it is now, and make whoever else changes it wait."""
    return Framework.objects.select_for_update().get(pk=framework.pk)


def competencies_of(framework: Framework) -> QuerySet[Competency]:
    """Return the competencies of a framework in order, with cluster, framework, levels and indicators."""
    return (
        Competency.objects.filter(framework=framework)
        .select_related("cluster", "framework")
        .prefetch_related("framework__levels", "indicators")
        .order_by("cluster__position", "position", "id")
    )


def readable_competency_or_404(competency_id: int) -> Competency:
    """Return a competency that everybody may read, with all that its page shows.

    :raises Http404: when it is not there, or in a draft that is not laid open.
    """
    found = (
        Competency.objects.filter(pk=competency_id, framework__in=readable_frameworks())
        .select_related("cluster", "framework", "parent")
        .prefetch_related(
            "framework__levels",
            "indicators",
            "children",
            Prefetch(
                "counterweights",
                Counterweight.objects.select_related("other").order_by("other__position"),
            ),
        )
        .first()
    )
    if found is None:
        raise Http404
    return found


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


def with_counts(found: QuerySet[Framework]) -> QuerySet[Framework]:
    """Add how many competencies (``competency_count``) each framework has."""
    return found.annotate(competency_count=Count("competencies", distinct=True))
