"""What waits for an assessor, what was confirmed before, and what may a coordinator count?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from vakwerk.craft.assessment import rules
from vakwerk.craft.evidence import queries as evidence
from vakwerk.craft.models import Competency, Evidence, EvidenceIndicator, ReachedLevel
from vakwerk.people.models import Person

CONFIRMED = EvidenceIndicator.Verdict.CONFIRMED


def waiting_for(assessor: Person) -> QuerySet[Evidence]:
    """Return what waits for somebody's verdict, longest waiting first."""
    return (
        Evidence.objects.filter(assessor=assessor, state=Evidence.State.WAITING)
        .select_related("person", "competency")
        .order_by("submitted_at", "id")
    )


def seen_by(assessor: Person) -> QuerySet[Evidence]:
    """Return what went to somebody as assessor and was not taken back, last sent first."""
    return (
        Evidence.objects.filter(evidence.assessed_by(assessor))
        .select_related("person", "competency")
        .order_by("-submitted_at", "-id")
    )


def to_assess_or_404(assessor: Person, evidence_id: int) -> Evidence:
    """Return a piece that went to somebody as assessor, with all that its page shows.

    :raises Http404: when it is not there, went to somebody else, or was taken back.
    """
    found = evidence.whole(Evidence.objects.filter(evidence.assessed_by(assessor))).filter(pk=evidence_id)
    one = found.first()
    if one is None:
        raise Http404
    return one


def _same(competency: Competency) -> Q:
    """Match the same competency in every version of its framework."""
    return Q(
        evidence__competency__key=competency.key,
        evidence__competency__framework__key=competency.framework.key,
    )


def confirmed_shows(person: Person, competency: Competency) -> list[EvidenceIndicator]:
    """Return what is confirmed of somebody for a competency, under earlier versions too."""
    return list(
        EvidenceIndicator.objects.filter(
            _same(competency), evidence__person=person, verdict=CONFIRMED
        ).select_related("indicator")
    )


def confirmed_keys(shows: Iterable[EvidenceIndicator], competency: Competency) -> dict[int, set[str]]:
    """Return which behaviours of a competency are confirmed, by level.

    What was confirmed under an earlier version counts where the behaviour reads the same now.
    """
    now = {one.key: one for one in competency.indicators.all()}
    found: dict[int, set[str]] = {}
    for one in shows:
        same = now.get(one.indicator.key)
        if same and (
            same.pk == one.indicator_id
            or (same.level, same.text) == (one.indicator.level, one.indicator.text)
        ):
            found.setdefault(same.level, set()).add(same.key)
    return found


def levels_had(person: Person, competency: Competency) -> set[int]:
    """Return the levels that somebody reached for a competency, under any version."""
    return set(
        ReachedLevel.objects.filter(
            person=person,
            competency__key=competency.key,
            competency__framework__key=competency.framework.key,
        ).values_list("level", flat=True)
    )


@dataclass(frozen=True)
class CompetencyCount:
    """How many people show something of a competency; ``None``: too few to say."""

    competency: Competency
    people: int | None
    confirmed: int | None


def counts(competencies: QuerySet[Competency]) -> list[CompetencyCount]:
    """Return for coordinators how many people wrote evidence per competency; never who, nothing below eight.

    There is no total: from it and the rest one could work out what is left out.
    """
    sent = ~Q(evidence__state__in=[Evidence.State.DRAFT, Evidence.State.WITHDRAWN])
    rows = competencies.annotate(
        people_count=Count("evidence__person", filter=sent, distinct=True),
        confirmed_count=Count(
            "evidence__person", filter=Q(evidence__state=Evidence.State.CONFIRMED), distinct=True
        ),
    )
    return [
        CompetencyCount(
            one,
            one.people_count if one.people_count >= rules.SMALLEST_GROUP else None,
            one.confirmed_count if rules.may_show(one.confirmed_count, of=one.people_count) else None,
        )
        for one in rows
    ]


def late(*, today: date) -> int:
    """Return how many pieces wait longer than an assessor may take, or 0 below eight.

    A number of pieces, not of people; but of a few that come and go one could tell whose they are.
    """
    waiting = Evidence.objects.filter(state=Evidence.State.WAITING, due_on__lt=today).count()
    return waiting if waiting >= rules.SMALLEST_GROUP else 0
