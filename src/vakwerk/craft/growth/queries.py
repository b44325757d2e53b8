"""Where does somebody stand, per competency, and what do they have to do?

Everything here is about one person and for that person. There is no total over competencies.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from vakwerk.craft.assessment import queries as assessment
from vakwerk.craft.assessment.rules import INDICATORS_FOR_LEVEL
from vakwerk.craft.evidence import queries as evidence
from vakwerk.craft.frameworks import queries as frameworks
from vakwerk.craft.growth import rules
from vakwerk.craft.growth.standing import Standing, Step
from vakwerk.craft.models import (
    Competency,
    Counterweight,
    Evidence,
    EvidenceIndicator,
    ReachedLevel,
    SelfEstimate,
)
from vakwerk.craft.profiles import queries as profiles
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Person


def goals_for(person: Person) -> list[Standing]:
    """Return where somebody stands for what their role profiles ask, in order; nothing without a profile."""
    targets = profiles.targets_of(person)
    return standings(person, targets) if targets else []


def standings(
    person: Person, targets: Mapping[int, int], *, goals: Mapping[int, str] | None = None
) -> list[Standing]:
    """Return where somebody stands for some competencies.

    ``targets``: competency id → target level; ``goals``: competency id → what the person wants to be able
    to, in words. A constant number of queries, however many competencies.
    """
    found = _in_order(Competency.objects.filter(pk__in=list(targets)))
    return _standings(person, found, targets, goals or {})


def growth_of(person: Person) -> list[Standing]:
    """Return where somebody stands for all they have a target, an estimate, evidence or a level for."""
    return [
        one
        for one in _every(person)
        if one.target or one.reached or one.estimates or one.confirmed or one.waiting or one.asked_back
    ]


def to_estimate(person: Person) -> list[Standing]:
    """Return what somebody can estimate themself for: what their role profiles ask, or else everything."""
    every = _every(person)
    return [one for one in every if one.target] or every


def _every(person: Person) -> list[Standing]:
    framework = frameworks.adopted_framework()
    if framework is None:
        return []
    counterweights = Prefetch("counterweights", Counterweight.objects.select_related("other").order_by("id"))
    found = _in_order(Competency.objects.filter(framework=framework))
    found = found.prefetch_related(counterweights)
    return _standings(person, found, profiles.targets_of(person), {})


def reached_before(person: Person, shown: Iterable[Standing]) -> list[ReachedLevel]:
    """Return the levels that somebody reached for what is not in the framework any more."""
    there = {one.pk for standing in shown for one in standing.reached}
    return [one for one in reached_of(person) if one.pk not in there]


def _in_order(found: QuerySet[Competency]) -> QuerySet[Competency]:
    return (
        found.select_related("framework", "cluster")
        .defer("foreign", "framework__foreign")
        .prefetch_related("framework__levels", "indicators")
        .order_by("cluster__position", "position", "id")
    )


def _standings(
    person: Person, found: QuerySet[Competency], targets: Mapping[int, int], goals: Mapping[int, str]
) -> list[Standing]:
    reached = _by_key(
        ReachedLevel.objects.filter(person=person)
        .select_related("competency__framework", "assessor")
        .prefetch_related("competency__framework__levels", "badges")
        .order_by("on", "level")
    )
    # Descriptions are long and every row repeats them: only what is read here is fetched.
    estimates = _by_key(
        SelfEstimate.objects.filter(person=person)
        .select_related("competency__framework")
        .only("on", "level", "competency__key", "competency__framework__key")
        .order_by("on")
    )
    shows: dict[tuple[str, str], list[EvidenceIndicator]] = {}
    for one in (
        EvidenceIndicator.objects.filter(evidence__person=person)
        .select_related("indicator", "evidence__competency__framework")
        .only(
            "verdict",
            "indicator__key",
            "indicator__level",
            "indicator__text",
            "evidence__state",
            "evidence__competency__key",
            "evidence__competency__framework__key",
        )
    ):
        shows.setdefault(_key(one.evidence.competency), []).append(one)
    return [
        _standing(
            competency,
            reached=reached.get(_key(competency), []),
            estimates=estimates.get(_key(competency), []),
            shows=shows.get(_key(competency), []),
            target=targets.get(competency.pk),
            goal=goals.get(competency.pk, ""),
        )
        for competency in found
    ]


def _key(competency: Competency) -> tuple[str, str]:
    """Return what a competency is known by in every version of its framework."""
    return competency.framework.key, competency.key


def _by_key(rows: Any) -> dict[tuple[str, str], list[Any]]:
    found: dict[tuple[str, str], list[Any]] = {}
    for one in rows:
        found.setdefault(_key(one.competency), []).append(one)
    return found


def _standing(
    competency: Competency,
    *,
    reached: list[ReachedLevel],
    estimates: list[SelfEstimate],
    shows: list[EvidenceIndicator],
    target: int | None,
    goal: str,
) -> Standing:
    naming = competency.framework.level_naming
    levels = list(competency.framework.levels.all())
    numbers = [one.number for one in levels]
    now, is_estimate = rules.stands_at(
        reached=[one.level for one in reached], estimate=estimates[-1].level if estimates else None
    )
    to_show = rules.next_level(now=now, target=target, levels=numbers)
    keys = assessment.confirmed_keys(
        [one for one in shows if one.verdict == assessment.CONFIRMED], competency
    )
    return Standing(
        competency=competency,
        steps=[
            Step(
                number=one.number,
                name=one.called(naming),
                done=one.number <= now,
                is_now=one.number == now,
                is_target=one.number == target,
            )
            for one in levels
        ],
        now=now,
        is_estimate=is_estimate,
        target=target,
        to_show=to_show,
        confirmed=min(len(keys.get(to_show or 0, ())), INDICATORS_FOR_LEVEL),
        waiting=_pieces(shows, to_show, Evidence.State.WAITING),
        asked_back=_pieces(shows, to_show, Evidence.State.ASKED_BACK),
        goal=goal,
        reached=reached,
        estimates=estimates,
    )


def _pieces(shows: list[EvidenceIndicator], level: int | None, state: str) -> int:
    return len(
        {one.evidence_id for one in shows if one.indicator.level == level and one.evidence.state == state}
    )


@dataclass(frozen=True)
class ToDo:
    """Something that waits for somebody. ``kind``: ``answer``, ``respond`` or ``assess``.

    ``about``: who asks; ``title``: of the piece; ``due_on``: by when, if anybody said so.
    """

    kind: str
    object_id: int
    title: str
    about: str
    due_on: date | None


def things_to_do_for(person: Person) -> list[ToDo]:
    """Return what waits for somebody: a question about their evidence, an answer of theirs, a verdict of theirs."""
    found = [
        ToDo("answer", one.pk, one.title, one.assessor.name if one.assessor else "", None)
        for one in Evidence.objects.filter(person=person, state=Evidence.State.ASKED_BACK)
        .select_related("assessor")
        .order_by("decided_at")
    ]
    asked = evidence.responses_open_for(person)
    found += [
        ToDo("respond", one.pk, one.evidence.title, one.evidence.person.name, one.expires_at.date())
        for one in asked.exclude(evidence__person__erased_at__isnull=False)
    ]
    if Role.ASSESSOR in person.roles:
        found += [
            ToDo("assess", one.pk, one.title, one.person.name, one.due_on)
            for one in assessment.waiting_for(person)[:20]
        ]
    return found


def reached_of(person: Person) -> QuerySet[ReachedLevel]:
    """Return the levels that somebody reached, last first."""
    return (
        ReachedLevel.objects.filter(person=person)
        .select_related("competency__framework", "assessor")
        .prefetch_related("competency__framework__levels", "badges")
        .order_by("-on", "-level")
    )


def level_name(reached: ReachedLevel) -> str:
    """Return what a level that was reached is called."""
    framework = reached.competency.framework
    for level in framework.levels.all():
        if level.number == reached.level:
            return str(level.called(framework.level_naming))
    return str(reached.level)
