"""What people do with learning needs. Each function is one transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vakwerk.foundation import audit, own_acts
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person, Unit
from vakwerk.trajectories.models import LearningNeed, NeedState, UnitNeed
from vakwerk.trajectories.needs import queries, rules


@dataclass(frozen=True)
class NeedWish:
    """What somebody wants to learn. ``dilemma``: in what situation, which nobody else reads."""

    competency: str
    level: int
    development: str = ""
    dilemma: str = ""


def _refuse(wish: NeedWish, said: set[str]) -> None:
    known = queries.choosable()
    reason = rules.reason_not_to_say(
        competency=wish.competency,
        level=wish.level,
        development=wish.development,
        competencies=known.competencies.keys(),
        levels=known.levels.keys(),
        developments=dict(known.developments).keys(),
        said=said,
    )
    if reason:
        raise Refused(reason)


def _fill(need: LearningNeed | UnitNeed, wish: NeedWish) -> None:
    need.competency_key, need.level, need.development = wish.competency, wish.level, wish.development


def _note(act: str, person: Person, need: LearningNeed) -> None:
    own_acts.keep(f"trajectories.{act}", on=need, of=person, by=person)


@transaction.atomic
def say_need(*, person: Person, wish: NeedWish, now: datetime) -> LearningNeed:
    """Keep what somebody wants to learn.

    :raises Refused: when it is not among what can be chosen, or was said already.
    """
    # Locked: two clicks at once would say it twice.
    Person.objects.select_for_update().get(pk=person.pk)
    if not rules.may_say(person.roles):
        raise Refused(rules.NeedRefusal.GUESTS_SAY_NONE)
    _refuse(wish, queries.said_by(person))
    need = LearningNeed(person=person, made_at=now, dilemma=wish.dilemma)
    _fill(need, wish)
    need.save()
    _note("need_said", person, need)
    return need


@transaction.atomic
def change_need(*, need: LearningNeed, wish: NeedWish) -> LearningNeed:
    """Change what somebody wants to learn.

    :raises Refused: when it is over, or not among what can be chosen.
    """
    need = LearningNeed.objects.select_for_update().get(pk=need.pk)
    if reason := rules.reason_not_to_end(need.state):
        raise Refused(reason)
    _refuse(wish, queries.said_by(need.person, besides=need))
    _fill(need, wish)
    need.dilemma = wish.dilemma
    need.save()
    _note("need_changed", need.person, need)
    return need


@transaction.atomic
def end_need(*, need: LearningNeed, state: NeedState, now: datetime) -> LearningNeed:
    """Say that a need was met, or take it back.

    :raises Refused: when it is over already.
    """
    need = LearningNeed.objects.select_for_update().get(pk=need.pk)
    if reason := rules.reason_not_to_end(need.state):
        raise Refused(reason)
    need.state, need.ended_at = state, now
    need.save(update_fields=["state", "ended_at"])
    _note("need_met" if state == NeedState.MET else "need_withdrawn", need.person, need)
    return need


@transaction.atomic
def reopen_need(*, need: LearningNeed) -> LearningNeed:
    """Take back that a need is over.

    :raises Refused: when it is open, or a newer one took its place.
    """
    need = LearningNeed.objects.select_for_update().get(pk=need.pk)
    said_again = need.competency_key in queries.said_by(need.person)
    if reason := rules.reason_not_to_reopen(state=need.state, said_again=said_again):
        raise Refused(reason)
    need.state, need.ended_at = NeedState.OPEN, None
    need.save(update_fields=["state", "ended_at"])
    _note("need_said", need.person, need)
    return need


@transaction.atomic
def enter_unit_need(
    *, unit: Unit, wish: NeedWish, people: int, by: Person, now: datetime, need: UnitNeed | None = None
) -> UnitNeed:
    """Keep how many people of a unit need to learn something; ``need``: the one that this changes.

    :raises Refused: when it is not theirs to enter, more people than work there, or entered already.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    in_unit = queries.people_in(unit)
    reason = rules.reason_not_to_enter(
        roles=by.roles, leads=queries.leads(by, unit), people=people, in_unit=in_unit
    )
    if reason:
        raise Refused(reason)
    if need and (reason := rules.reason_not_to_end(need.state)):
        raise Refused(reason)
    _refuse(wish, queries.entered_for(unit, besides=need))
    need = need or UnitNeed(made_at=now)
    need.unit, need.people, need.made_by = unit, people, by
    _fill(need, wish)
    need.save()
    audit.record("trajectories.unit_need_entered", by=by, on=unit, unit=unit.name)
    return need


@transaction.atomic
def end_unit_need(*, need: UnitNeed, state: NeedState, by: Person, now: datetime) -> UnitNeed:
    """Say that the need of a unit was met, or take it back.

    :raises Refused: when it is over already, or not theirs to enter.
    """
    need = UnitNeed.objects.select_for_update().get(pk=need.pk)
    reason = rules.reason_not_to_end(need.state) or rules.reason_not_to_enter(
        roles=by.roles, leads=queries.leads(by, need.unit), people=0, in_unit=0
    )
    if reason:
        raise Refused(reason)
    need.state, need.ended_at = state, now
    need.save(update_fields=["state", "ended_at"])
    audit.record("trajectories.unit_need_ended", by=by, on=need.unit, unit=need.unit.name)
    return need
