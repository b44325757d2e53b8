"""How is a plan carried out? In bulk, and inside the transaction of whoever calls it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from vakwerk.foundation import audit
from vakwerk.foundation.audit import Whom
from vakwerk.foundation.models import AuditEntry
from vakwerk.foundation.roles import Role
from vakwerk.people.intake.rules.facts import BONDS, LEAVING, OF_PLACE, Outcome, Planned, Target
from vakwerk.people.intake.rules.plan import Plan
from vakwerk.people.models import Bond, Membership, Organisation, Person, RoleAssignment, Unit
from vakwerk.people.operations.accounts import find_accounts, let_address_go
from vakwerk.people.operations.leaving import leave_now
from vakwerk.people.operations.places import end_membership
from vakwerk.people.rules import search_key

_BATCH: Final = 2000
_OF_PERSON: Final = (
    "reference", "given_name", "family_name", "email", "phone", "discipline", "seniority", "orientation",
)  # fmt: skip


def carry_out(
    plan: Plan,
    *,
    by: Whom,
    source: str,
    now: datetime,
    step: Callable[[int], None] = lambda done: None,
) -> None:
    """Make and change everybody whose row is right. ``step`` hears how many rows are done, of all that are.

    ``source``: where bonds are known from, as people will read it.
    """
    new = [row for row in plan.rows if row.outcome is Outcome.NEW]
    changed = [row for row in plan.rows if row.outcome is Outcome.CHANGED]
    places = _Places(plan)
    people = _make_people(new)
    step(len(new) // 3)
    people |= _change_people(changed)
    step(len(new) // 3 + len(changed) // 2)
    _place(new, changed, people, places)
    _give_roles(new, changed, people)
    step(2 * len(new) // 3 + len(changed) // 2)
    _bind([*new, *changed], people, source)
    _let_leave(changed, by=by, now=now)
    AuditEntry.objects.bulk_create(
        (_entry(row, people[row.me], by) for row in (*new, *changed)), batch_size=_BATCH
    )
    step(len(new) + len(changed))


def _entry(row: Planned, person: Person, by: Whom) -> AuditEntry:
    if row.known is None:
        return audit.entry("people.imported_new", by=by, on=person, about=person)
    fields = [change.field for change in row.changes]
    return audit.entry("people.imported_changed", by=by, on=person, about=person, fields=fields)


class _Places:
    """Finds organisations and units by name, the new ones made first."""

    def __init__(self, plan: Plan) -> None:
        Organisation.objects.bulk_create(
            Organisation(name=place.name, kind=place.about or Organisation.Kind.MUNICIPALITY)
            for place in plan.new_organisations.values()
        )
        self.organisations = {search_key(one.name): one for one in Organisation.objects.all()}
        made = Unit.objects.bulk_create(
            (
                Unit(organisation=self.organisations[organisation], name=place.name)
                for (organisation, _unit), place in plan.new_units.items()
            ),
            batch_size=_BATCH,
        )
        names = {one.pk: key for key, one in self.organisations.items()}
        self.units = {(names[one.organisation_id], search_key(one.name)): one for one in Unit.objects.all()}
        parts = []
        for unit, ((organisation, _unit), place) in zip(made, plan.new_units.items(), strict=True):
            if place.about and (parent := self.units.get((organisation, search_key(place.about)))):
                unit.parent = parent
                parts.append(unit)
        Unit.objects.bulk_update(parts, ["parent"], batch_size=_BATCH)

    def find(self, organisation: str, unit: str) -> tuple[Organisation, Unit | None]:
        """Return an organisation and its unit; ``None`` when ``unit`` is ""."""
        key = search_key(organisation)
        return self.organisations[key], self.units[key, search_key(unit)] if unit else None


def _make_people(new: Sequence[Planned]) -> dict[Target, Person]:
    made = [
        Person(**{name: row.incoming.wanted[name] for name in _OF_PERSON if name in row.incoming.wanted})
        for row in new
    ]
    for person in made:
        person.fill_keys()
    find_accounts(people=made)
    Person.objects.bulk_create(made, batch_size=_BATCH)
    return {row.me: person for row, person in zip(new, made, strict=True)}


def _change_people(changed: Sequence[Planned]) -> dict[Target, Person]:
    known = Person.objects.select_related("account").in_bulk([row.known.id for row in changed if row.known])
    people: dict[Target, Person] = {}
    touched: list[Person] = []
    for row in changed:
        person = known[row.me.id]
        people[row.me] = person
        for change in row.changes:
            if change.field == "email":
                let_address_go(person=person)
            if change.field in _OF_PERSON:
                setattr(person, change.field, change.new)
            if change.field == "left_on" and change.old is not None:
                person.left_on = change.new
            if change.field == "leaves_on":
                person.leaves_on = change.new
        if any(change.field in {*_OF_PERSON, *LEAVING} for change in row.changes):
            person.fill_keys()
            touched.append(person)
    find_accounts(people=touched)
    columns = [*_OF_PERSON, "left_on", "leaves_on", "account", "sort_key", "search_key"]
    Person.objects.bulk_update(touched, columns, batch_size=500)
    return people


def _place(
    new: Sequence[Planned], changed: Sequence[Planned], people: Mapping[Target, Person], places: _Places
) -> None:
    made: list[Membership] = []
    touched: list[Membership] = []
    for row in new:
        wanted = row.incoming.wanted
        if "organisation" in wanted:
            organisation, unit = places.find(wanted["organisation"], wanted.get("unit", ""))
            made.append(
                Membership(
                    person=people[row.me],
                    organisation=organisation,
                    unit=unit,
                    job_title=wanted.get("job_title", ""),
                    since=wanted.get("since"),
                )
            )
    moving = [row for row in changed if any(change.field in OF_PLACE for change in row.changes)]
    main = {
        one.person_id: one
        for one in Membership.objects.filter(
            is_main=True, person__in=[row.me.id for row in moving]
        ).select_related("organisation", "unit")
    }
    for row in moving:
        membership = main.get(row.me.id) or Membership(person=people[row.me])
        before: dict[str, Any] = {
            "organisation": membership.organisation.name if membership.pk else "",
            "unit": membership.unit.name if membership.unit else "",
            "job_title": membership.job_title,
            "since": membership.since,
        }
        after = before | {change.field: change.new for change in row.changes if change.field in OF_PLACE}
        if not after["organisation"]:
            # A job title of somebody who belongs nowhere has no place to stand in.
            continue
        membership.organisation, membership.unit = places.find(after["organisation"], after["unit"])
        membership.job_title, membership.since = after["job_title"], after["since"]
        (touched if membership.pk else made).append(membership)
    Membership.objects.bulk_create(made, batch_size=_BATCH)
    Membership.objects.bulk_update(touched, ["organisation", "unit", "job_title", "since"], batch_size=500)


def _give_roles(new: Sequence[Planned], changed: Sequence[Planned], people: Mapping[Target, Person]) -> None:
    given = [
        RoleAssignment(person=people[row.me], role=role)
        for row in new
        for role in row.incoming.wanted.get("roles") or {Role.PARTICIPANT.value}
    ]
    given += [
        RoleAssignment(person=people[row.me], role=role)
        for row in changed
        for change in row.changes
        if change.field == "role"
        for role in set(change.new) - set(change.old)
    ]
    RoleAssignment.objects.bulk_create(given, batch_size=_BATCH, ignore_conflicts=True)


def _bind(rows: Sequence[Planned], people: Mapping[Target, Person], source: str) -> None:
    now = timezone.now()
    made: list[Bond] = []
    for kind in BONDS:
        rebound = [
            row
            for row in rows
            if kind in row.above
            and (row.known is None or any(change.field == kind for change in row.changes))
        ]
        Bond.objects.filter(kind=kind, person__in=[row.known.id for row in rebound if row.known]).delete()
        for row in rebound:
            for senior in dict.fromkeys(row.above[kind]):
                senior_id = senior.id or people[senior].pk
                made.append(
                    Bond(
                        person=people[row.me],
                        senior_id=senior_id,
                        kind=kind,
                        source=source[:160],
                        updated_at=now,
                    )
                )
    Bond.objects.bulk_create(made, batch_size=_BATCH)


def _let_leave(changed: Sequence[Planned], *, by: Whom, now: datetime) -> None:
    """Have people leave altogether, all at once, or lose the one place that ended."""
    leaving = {
        row.me.id: change.new
        for row in changed
        for change in row.changes
        if change.field == "left_on" and change.old is None
    }
    leave_now(people=leaving, by=by, now=now)
    ended = {
        (row.me.id, search_key(change.old))
        for row in changed
        for change in row.changes
        if change.field == "place_ends"
    }
    of_them = Membership.objects.filter(person__in=[person for person, _place in ended])
    for membership in of_them.select_related("organisation", "person").order_by("pk"):
        if (membership.person_id, search_key(membership.organisation.name)) in ended:
            end_membership(membership=membership, by=None)
