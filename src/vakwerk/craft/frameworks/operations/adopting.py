"""How does a framework come to hold, and how does it end?"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from vakwerk.craft.frameworks import queries, rules
from vakwerk.craft.frameworks.comparing import reads_the_same
from vakwerk.craft.frameworks.operations.shared import record
from vakwerk.craft.frameworks.storing import contents_of, store_profiles
from vakwerk.craft.models import Competency, Framework, PersonProfile
from vakwerk.foundation.audit import number_of
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person


@transaction.atomic
def adopt(
    *, framework: Framework, adopted_on: date, adopted_by: str, by: Person | None, now: datetime
) -> Framework:
    """Record that a body adopted a draft. What held until now retires, and role profiles come along.

    ``adopted_on``: the day of the decision. People could read it from today, or since it was laid open; what
    did not change could be read since it held before.

    :raises Refused: with a ``FrameworkRefusal``.
    """
    framework = queries.locked_to_adopt(framework)
    today = timezone.localdate(now)
    competencies = list(queries.competencies_of(framework))
    reasons = rules.reasons_not_to_adopt(
        state=framework.state,
        levels=framework.levels.count(),
        competencies=len(competencies),
        described=len(queries.described_well(competencies)),
    )
    if reasons:
        raise Refused(reasons[0])
    before = queries.adopted_framework()
    reason = rules.reason_against_date(
        adopted_on=adopted_on, last_adopted_on=before.adopted_on if before else None, today=today
    )
    if reason:
        raise Refused(reason)
    _note_since_when(framework, competencies, before, today=today)
    if before:
        _end(before, by)
        _take_profiles_along(before, framework)
    framework.state = rules.TRANSITIONS["adopt"][1]
    framework.adopted_on, framework.adopted_by = adopted_on, adopted_by
    framework.adopted_by_id = number_of(by)
    framework.readable_since = framework.readable_since or today
    framework.save(update_fields=["state", "adopted_on", "adopted_by", "adopted_by_id", "readable_since"])
    record("framework_adopted", framework=framework, by=by, body=adopted_by, date=adopted_on.isoformat())
    return framework


def _note_since_when(
    framework: Framework, competencies: list[Competency], before: Framework | None, *, today: date
) -> None:
    held: dict[str, date | None] = {}
    if before:
        was, now = contents_of(before, with_profiles=False), contents_of(framework, with_profiles=False)
        since = {one.key: one.readable_since or before.readable_since for one in before.competencies.all()}
        same_levels = list(was.levels) == list(now.levels)
        old = was.by_key
        held = {
            one.key: since[one.key]
            for one in now.competencies
            if same_levels and one.key in old and reads_the_same(old[one.key], one)
        }
    for one in competencies:
        one.readable_since = held.get(one.key) or one.readable_since or framework.readable_since or today
    Competency.objects.bulk_update(competencies, ["readable_since"], batch_size=500)


def _take_profiles_along(before: Framework, framework: Framework) -> None:
    """Bring role profiles over to what holds now, and the people who have them."""
    there = {one.key: one for one in framework.role_profiles.all()}
    missing = [one for one in contents_of(before).profiles if one.key not in there]
    competencies = {one.key: one for one in framework.competencies.all()}
    there.update(store_profiles(framework, missing, competencies))
    held = PersonProfile.objects.filter(profile__framework=before).select_related("profile")
    moved = [PersonProfile(pk=one.pk, profile=there[one.profile.key]) for one in held]
    PersonProfile.objects.bulk_update(moved, ["profile"], batch_size=500)


def _end(framework: Framework, by: Person | None) -> None:
    framework.state = rules.TRANSITIONS["retire"][1]
    framework.save(update_fields=["state"])
    record("framework_retired", framework=framework, by=by)


@transaction.atomic
def retire(*, framework: Framework, by: Person | None) -> Framework:
    """End a framework without another in its place. What was made under it stays readable.

    :raises Refused: when it does not hold.
    """
    framework = queries.locked(framework)
    if reason := rules.reason_not_to_retire(framework.state):
        raise Refused(reason)
    _end(framework, by)
    return framework


@transaction.atomic
def lay_open(*, framework: Framework, by: Person | None, now: datetime) -> Framework:
    """Let everybody in the academy read a draft, so that the fourteen days begin before it is adopted.

    :raises Refused: with a ``FrameworkRefusal``.
    """
    framework = queries.locked(framework)
    if reason := rules.reason_not_to_open(
        state=framework.state, is_readable=framework.readable_since is not None
    ):
        raise Refused(reason)
    framework.readable_since = timezone.localdate(now)
    framework.save(update_fields=["readable_since"])
    record("framework_laid_open", framework=framework, by=by)
    return framework


@transaction.atomic
def name_levels(*, framework: Framework, naming: str, by: Person | None) -> Framework:
    """Choose how this academy calls its levels; the levels themselves stay as they are."""
    framework = queries.locked(framework)
    if framework.level_naming != naming:
        framework.level_naming = naming
        framework.save(update_fields=["level_naming"])
        record("levels_named", framework=framework, by=by, naming=naming)
    return framework
