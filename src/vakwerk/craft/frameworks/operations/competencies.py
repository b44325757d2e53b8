"""How does a competency of a draft change?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from vakwerk.craft.frameworks import rules
from vakwerk.craft.frameworks.operations.shared import draft, free_key, record, touch
from vakwerk.craft.models import Cluster, Competency, Counterweight, Framework
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.ordering import swapped
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person


@dataclass(frozen=True)
class CompetencyFacts:
    """What somebody fills in for a competency. ``counterweights``: other competencies of the same framework."""

    name: Bilingual
    definition: Bilingual
    why: Bilingual
    pitfall: Bilingual
    code: str = ""
    cluster: Cluster | None = None
    counterweights: Sequence[Competency] = ()


@transaction.atomic
def add_competency(
    *, framework: Framework, facts: CompetencyFacts, by: Person | None, now: datetime
) -> Competency:
    """Add a competency at the end of its cluster.

    :raises Refused: when the framework is no draft.
    """
    framework = draft(framework)
    taken = set(framework.competencies.values_list("key", flat=True))
    last = framework.competencies.aggregate(last=Max("position"))["last"]
    made = Competency(
        framework=framework,
        key=free_key(facts.name.in_language("nl"), taken, otherwise="competentie"),
        position=0 if last is None else last + 1,
    )
    _fill(made, facts)
    touch(made, framework=framework, now=now)
    record("competency_added", framework=framework, by=by, competency=made.name)
    return made


@transaction.atomic
def change_competency(
    *, competency: Competency, facts: CompetencyFacts, by: Person | None, now: datetime
) -> Competency:
    """Change what a competency of a draft says.

    :raises Refused: with a ``FrameworkRefusal``.
    """
    framework = draft(competency.framework)
    if any(other.pk == competency.pk for other in facts.counterweights):
        raise Refused(rules.FrameworkRefusal.OWN_COUNTERWEIGHT)
    was = competency.definition
    _fill(competency, facts)
    if was != competency.definition:
        touch(competency, framework=framework, now=now)
    record("competency_changed", framework=framework, by=by, competency=competency.name)
    return competency


def _fill(competency: Competency, facts: CompetencyFacts) -> None:
    for name in ("name", "definition", "why", "pitfall", "code", "cluster"):
        setattr(competency, name, getattr(facts, name))
    competency.save()
    competency.counterweights.all().delete()
    Counterweight.objects.bulk_create(
        Counterweight(competency=competency, other=other) for other in facts.counterweights
    )


@transaction.atomic
def delete_competency(*, competency: Competency, by: Person | None) -> None:
    """Take a competency out of a draft, with its indicators.

    :raises Refused: with a ``FrameworkRefusal``.
    """
    framework = draft(competency.framework)
    if competency.children.exists():
        raise Refused(rules.FrameworkRefusal.HAS_CHILDREN)
    record("competency_deleted", framework=framework, by=by, competency=competency.name)
    competency.delete()


@transaction.atomic
def move_competency(*, competency: Competency, up: bool, by: Person | None) -> None:
    """Let a competency change places with its neighbour in the same cluster.

    :raises Refused: when the framework is no draft.
    """
    framework = draft(competency.framework)
    siblings = list(
        framework.competencies.filter(cluster=competency.cluster, parent=competency.parent).order_by(
            "position", "id"
        )
    )
    Competency.objects.bulk_update(swapped(siblings, competency, up=up), ["position"], batch_size=500)
    record("competency_moved", framework=framework, by=by, competency=competency.name)
