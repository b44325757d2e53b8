"""Which organisations and units are there, and who belongs where?"""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from vakwerk.foundation import audit
from vakwerk.foundation.refusals import Refused
from vakwerk.people import queries, rules
from vakwerk.people.models import Membership, Organisation, Person, Unit


@transaction.atomic
def add_organisation(*, name: str, kind: str, by: Person | None) -> Organisation:
    """Add an organisation.

    :raises Refused: when one of that name is there, in capitals or not.
    """
    name = " ".join(name.split())
    if Organisation.objects.filter(name__iexact=name).exists():
        raise Refused(rules.Refusal.ORGANISATION_EXISTS, {"name": name})
    organisation = Organisation.objects.create(name=name, kind=kind)
    audit.record("people.organisation_added", by=by, on=organisation)
    return organisation


@transaction.atomic
def change_organisation(*, organisation: Organisation, name: str, kind: str, by: Person | None) -> None:
    """Give an organisation another name or kind.

    :raises Refused: when another has that name.
    """
    name = " ".join(name.split())
    if Organisation.objects.filter(name__iexact=name).exclude(pk=organisation.pk).exists():
        raise Refused(rules.Refusal.ORGANISATION_EXISTS, {"name": name})
    organisation.name, organisation.kind = name, kind
    organisation.save()
    audit.record("people.organisation_changed", by=by, on=organisation)


@transaction.atomic
def remove_organisation(*, organisation: Organisation, by: Person | None) -> None:
    """Remove an organisation that nobody belongs, or belonged, to.

    :raises Refused: when somebody does.
    """
    count = organisation.memberships.count()
    if count:
        raise Refused(rules.Refusal.ORGANISATION_IN_USE, {"count": count})
    audit.record("people.organisation_removed", by=by, on=organisation)
    try:
        # Apart, so that a refusal of the database leaves this transaction usable.
        with transaction.atomic():
            organisation.delete()
    except (ProtectedError, IntegrityError) as error:
        raise Refused(rules.Refusal.ORGANISATION_IN_USE, {"count": count}) from error


@transaction.atomic
def add_unit(*, organisation: Organisation, name: str, by: Person | None, parent: Unit | None = None) -> Unit:
    """Add a unit to an organisation, as a part of ``parent`` if given.

    :raises Refused: when the organisation has a unit of that name, or ``parent`` is another organisation's.
    """
    name = " ".join(name.split())
    _check_unit(organisation, name, parent, unit=None)
    unit = Unit.objects.create(organisation=organisation, name=name, parent=parent)
    audit.record("people.unit_added", by=by, on=unit)
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, name: str, by: Person | None, parent: Unit | None = None) -> None:
    """Give a unit another name or place in its organisation.

    :raises Refused: when the organisation has a unit of that name, or the unit would be a part of itself.
    """
    name = " ".join(name.split())
    _check_unit(unit.organisation, name, parent, unit=unit)
    unit.name, unit.parent = name, parent
    unit.save()
    audit.record("people.unit_changed", by=by, on=unit)


@transaction.atomic
def remove_unit(*, unit: Unit, by: Person | None) -> None:
    """Remove a unit that nobody belongs to and that has no parts.

    :raises Refused: when it has either.
    """
    count = unit.memberships.count() + unit.parts.count()
    if count:
        raise Refused(rules.Refusal.UNIT_IN_USE, {"count": count})
    audit.record("people.unit_removed", by=by, on=unit)
    try:
        with transaction.atomic():
            unit.delete()
    except (ProtectedError, IntegrityError) as error:
        raise Refused(rules.Refusal.UNIT_IN_USE, {"count": count}) from error


@transaction.atomic
def place_person(
    *,
    person: Person,
    organisation: Organisation,
    by: Person | None,
    unit: Unit | None = None,
    job_title: str = "",
    since: date | None = None,
    is_main: bool = True,
    membership: Membership | None = None,
) -> Membership:
    """Give a person a place in an organisation, or change one. ``is_main``: the place that lists show.

    :raises Refused: when the unit is another organisation's.
    """
    if unit is not None and unit.organisation_id != organisation.pk:
        raise Refused(rules.Refusal.UNIT_ELSEWHERE)
    place = membership or Membership(person=person)
    others = person.memberships.exclude(pk=place.pk)
    # Somebody with places always has one that lists show.
    is_main = is_main or not others.filter(is_main=True).exists()
    if is_main:
        others.filter(is_main=True).update(is_main=False)
    place.organisation, place.unit, place.job_title = organisation, unit, " ".join(job_title.split())
    place.since, place.is_main = since, is_main
    place.save()
    audit.record("people.placed", by=by, on=person, about=person, organisation_id=organisation.pk)
    return place


@transaction.atomic
def end_membership(*, membership: Membership, by: Person | None) -> None:
    """Take a person's place away; another place, if any, becomes the one that lists show."""
    person = membership.person
    organisation_id = membership.organisation_id
    was_main = membership.is_main
    membership.delete()
    if was_main and (other := person.memberships.first()):
        other.is_main = True
        other.save(update_fields=["is_main"])
    audit.record("people.place_ended", by=by, on=person, about=person, organisation_id=organisation_id)


def _check_unit(organisation: Organisation, name: str, parent: Unit | None, *, unit: Unit | None) -> None:
    same_name = organisation.units.filter(name__iexact=name)
    if same_name.exclude(pk=unit.pk if unit else 0).exists():
        raise Refused(rules.Refusal.UNIT_EXISTS, {"name": name})
    if parent is not None and parent.organisation_id != organisation.pk:
        raise Refused(rules.Refusal.UNIT_ELSEWHERE)
    reason = rules.reason_not_to_place_unit(
        unit=unit.pk if unit else None,
        parent=parent.pk if parent else None,
        parents=queries.unit_parents(organisation),
    )
    if reason:
        raise Refused(reason)
