"""What coordinators do with role profiles. Each function is one transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from vakwerk.craft.models import Competency, Framework, PersonProfile, RoleProfile, Target
from vakwerk.craft.profiles import queries, rules
from vakwerk.foundation import audit
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person


@dataclass(frozen=True)
class ProfileFacts:
    """What somebody fills in for a role profile. ``targets``: the number of a competency to a level."""

    name: Bilingual
    hr21_code: str = ""
    targets: Mapping[int, int] = field(default_factory=dict)


@transaction.atomic
def add_profile(*, framework: Framework | None, facts: ProfileFacts, by: Person | None) -> RoleProfile:
    """Add a role profile.

    :raises Refused: with a ``ProfileRefusal``.
    """
    if framework is None:
        raise Refused(rules.ProfileRefusal.NO_FRAMEWORK)
    base = slugify(facts.name.in_language("nl"))[:70] or "rolprofiel"
    taken = set(framework.role_profiles.values_list("key", flat=True))
    key = next(k for k in (base, *(f"{base}-{n}" for n in range(2, 1000))) if k not in taken)
    made = RoleProfile(framework=framework, key=key)
    _fill(made, facts)
    _record("profile_added", made, by)
    return made


@transaction.atomic
def change_profile(*, profile: RoleProfile, facts: ProfileFacts, by: Person | None) -> RoleProfile:
    """Change what a role profile asks.

    :raises Refused: with a ``ProfileRefusal``.
    """
    profile = (
        RoleProfile.objects.select_for_update(of=["self"]).select_related("framework").get(pk=profile.pk)
    )
    _fill(profile, facts)
    _record("profile_changed", profile, by)
    return profile


def _fill(profile: RoleProfile, facts: ProfileFacts) -> None:
    framework = profile.framework
    code = rules.hr21_code(facts.hr21_code)
    if reason := rules.reason_not_to_change(framework.state) or rules.reason_against_code(code):
        raise Refused(reason)
    levels = framework.levels.values_list("number", flat=True)
    if reasons := rules.reasons_against_targets(facts.targets, levels=set(levels)):
        raise Refused(reasons[0], {"fewest": rules.FEWEST, "most": rules.MOST})
    profile.name, profile.hr21_code = facts.name, code
    profile.save()
    profile.targets.all().delete()
    competencies = Competency.objects.filter(framework=framework, pk__in=list(facts.targets))
    Target.objects.bulk_create(
        Target(profile=profile, competency=one, level=facts.targets[one.pk]) for one in competencies
    )


@transaction.atomic
def delete_profile(*, profile: RoleProfile, by: Person | None) -> None:
    """Throw a role profile away that nobody has.

    :raises Refused: with a ``ProfileRefusal``.
    """
    held = profile.people.count()
    reason = rules.reason_not_to_change(profile.framework.state) or rules.reason_not_to_delete(held)
    if reason:
        raise Refused(reason, {"count": held})
    _record("profile_deleted", profile, by)
    profile.delete()


@transaction.atomic
def give_profile(*, profile: RoleProfile, people: Sequence[Person], by: Person | None, today: date) -> int:
    """Give people a role profile, and return to how many it was new.

    :raises Refused: with a ``ProfileRefusal``.
    """
    if reason := rules.reason_not_to_change(profile.framework.state):
        raise Refused(reason)
    if not people:
        raise Refused(rules.ProfileRefusal.NOBODY)
    have = set(profile.people.values_list("person_id", flat=True))
    new = [one for one in dict.fromkeys(people) if one.pk not in have]
    PersonProfile.objects.bulk_create(
        (PersonProfile(person=one, profile=profile, since=today) for one in new), ignore_conflicts=True
    )
    for one in new:
        _record("profile_given", profile, by, about=one)
    return len(new)


@transaction.atomic
def take_profile(*, profile: RoleProfile, person: Person, by: Person | None) -> None:
    """Take a role profile from somebody; their evidence stays as it is."""
    if profile.people.filter(person=person).delete()[0]:
        _record("profile_taken", profile, by, about=person)


@transaction.atomic
def choose_profiles(
    *,
    person: Person,
    framework: Framework | None,
    profile_ids: Collection[int],
    by: Person | None,
    today: date,
) -> None:
    """Give somebody just these role profiles of a framework; those of earlier versions stay.

    :raises Refused: with a ``ProfileRefusal``.
    """
    if framework is None:
        raise Refused(rules.ProfileRefusal.NO_FRAMEWORK)
    if reason := rules.reason_not_to_change(framework.state):
        raise Refused(reason)
    held = queries.held_of(person, framework)
    wanted = set(profile_ids)
    if wanted - held.keys() and (reason := rules.reason_not_to_have(works_here=queries.works_here(person))):
        raise Refused(reason)
    for profile in framework.role_profiles.filter(pk__in=held.keys() ^ wanted).select_related("framework"):
        if profile.pk in wanted:
            give_profile(profile=profile, people=[person], by=by, today=today)
        else:
            take_profile(profile=profile, person=person, by=by)


def _record(act: str, profile: RoleProfile, by: Person | None, *, about: Person | None = None) -> None:
    audit.record(f"craft.{act}", by=by, on=profile, about=about, profile=profile.name)
