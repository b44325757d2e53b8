"""What does taking a file over change? Matches rows with people and compares them."""

from collections.abc import Iterable
from dataclasses import dataclass

from vakwerk.foundation.rules import RoleName
from vakwerk.people.intake.rules import above
from vakwerk.people.intake.rules.facts import (
    LEAVING,
    NAMES,
    OF_PLACE,
    PLAIN,
    Academy,
    Change,
    Known,
    Outcome,
    Place,
    Planned,
)
from vakwerk.people.intake.rules.rows import Incoming, Problem
from vakwerk.people.intake.rules.values import Reason
from vakwerk.people.rules import search_key


@dataclass(slots=True)
class Plan:
    """What becomes of the whole file."""

    rows: list[Planned]
    missing: int
    new_organisations: dict[str, Place]
    new_units: dict[tuple[str, str], Place]

    def count(self, outcome: Outcome) -> int:
        """Return how many rows have this outcome."""
        return sum(row.outcome is outcome for row in self.rows)


def make(incoming: Iterable[Incoming], academy: Academy) -> Plan:
    """Plan what taking over these rows does. Nothing in ``academy`` changes."""
    planner = _Planner(academy)
    rows = [planner.match(one) for one in incoming]
    above.find(rows, academy.people)
    matched = {row.known.id for row in rows if row.known}
    missing = sum(1 for one in academy.people if one.id not in matched and one.left_on is None)
    organisations, units = planner.new_places(rows)
    return Plan(rows, missing, organisations, units)


class _Planner:
    def __init__(self, academy: Academy) -> None:
        self.academy = academy
        self.by_id = {one.id: one for one in academy.people}
        self.by_reference = {one.reference: one for one in academy.people if one.reference}
        self.by_email = {one.email: one for one in academy.people if one.email}
        # A spreadsheet takes leading zeros away: 00123 comes back as 123.
        self.by_stripped: dict[str, list[Known]] = {}
        for one in academy.people:
            if one.reference:
                self.by_stripped.setdefault(one.reference.lstrip("0"), []).append(one)
        self.seen: dict[tuple[str, str | int], int] = {}
        self.kinds: dict[str, str] = {key: place.about for key, place in academy.organisations.items()}
        self.parents: dict[tuple[str, str], str] = {
            key: place.about for key, place in academy.units.items() if place.about
        }

    # Who is it?

    def match(self, one: Incoming) -> Planned:
        row = Planned(one.number, one, problems=list(one.problems))
        row.known = self._known(row)
        self._check_twice(row)
        self._check_places(row)
        if row.known is not None and not row.problems:
            self._compare(row, row.known)
        elif row.known is None and "left_on" in one.wanted:
            row.problems.append(Problem("left_on", Reason.LEFT_BEFORE, one.wanted["left_on"].isoformat()))
        elif row.known is None and "organisation" not in one.wanted and self.academy.default_organisation:
            one.wanted["organisation"] = self.academy.default_organisation
        if (
            not_given := set(one.wanted.get("roles", ()))
            - (row.known.roles if row.known else set())
            - set(self.academy.may_give)
        ):
            row.problems.append(Problem("role", Reason.ROLE_NOT_YOURS, ", ".join(sorted(not_given))))
        return row

    def _known(self, row: Planned) -> Known | None:
        wanted = row.incoming.wanted
        reference, email = wanted.get("reference", ""), wanted.get("email", "")
        by_email = self.by_email.get(email)
        by_reference = self.by_reference.get(reference)
        if reference and by_reference is None:
            alike = self.by_stripped.get(reference.lstrip("0"), [])
            if len(alike) == 1 and reference.isdigit() and reference.lstrip("0"):
                by_reference = alike[0]
                wanted["reference"] = by_reference.reference
        if by_reference and by_email and by_reference is not by_email:
            row.problems.append(Problem("email", Reason.KEY_CONFLICT, email, {"name": by_email.name}))
            return None
        if by_email and reference and not by_reference and by_email.reference:
            facts = {"name": by_email.name, "reference": by_email.reference}
            row.problems.append(Problem("email", Reason.EMAIL_TAKEN, email, facts))
            return None
        return by_reference or by_email

    def _check_twice(self, row: Planned) -> None:
        wanted = row.incoming.wanted
        keys: list[tuple[str, str | int]] = [
            (name, wanted[name]) for name in ("reference", "email") if name in wanted
        ]
        if row.known:
            keys.append(("id", row.known.id))
        first = min((self.seen[key] for key in keys if key in self.seen), default=None)
        if first is not None:
            row.problems.append(Problem("", Reason.DUPLICATE_ROW, "", {"row": first}))
            return
        for key in keys:
            self.seen[key] = row.number

    # Where do they belong?

    def _check_places(self, row: Planned) -> None:
        wanted = row.incoming.wanted
        organisation = wanted.get("organisation") or (row.known.organisation if row.known else "")
        if not organisation:
            organisation = self.academy.default_organisation
        if "unit" in wanted and not organisation:
            row.problems.append(Problem("unit", Reason.UNIT_WITHOUT_ORGANISATION, wanted["unit"]))
        if not organisation:
            return
        key = search_key(organisation)
        if kind := wanted.get("organisation_kind", ""):
            before = self.kinds.setdefault(key, kind)
            if before != kind:
                facts = {"organisation": organisation, "kind": before}
                row.problems.append(Problem("organisation_kind", Reason.KIND_DIFFERS, kind, facts))
        if "unit" in wanted and (parent := wanted.get("parent_unit", "")):
            self._check_parent(row, key, wanted["unit"], parent)

    def _check_parent(self, row: Planned, organisation: str, unit: str, parent: str) -> None:
        key = (organisation, search_key(unit))
        seen = {key[1]}
        above: str | None = search_key(parent)
        while above:
            if above in seen:
                row.problems.append(Problem("parent_unit", Reason.PARENT_SELF, parent, {"unit": unit}))
                return
            seen.add(above)
            above = search_key(self.parents.get((organisation, above), ""))
        before = self.parents.setdefault(key, parent)
        if search_key(before) != search_key(parent):
            facts = {"unit": unit, "parent": before}
            row.problems.append(Problem("parent_unit", Reason.PARENT_DIFFERS, parent, facts))

    def new_places(self, rows: Iterable[Planned]) -> tuple[dict[str, Place], dict[tuple[str, str], Place]]:
        """Return what must be made for the rows that are right."""
        organisations: dict[str, Place] = {}
        units: dict[tuple[str, str], Place] = {}
        for row in rows:
            if row.outcome not in {Outcome.NEW, Outcome.CHANGED}:
                continue
            wanted = row.incoming.wanted
            name = wanted.get("organisation") or (row.known.organisation if row.known else "")
            if not name:
                continue
            key = search_key(name)
            if key not in self.academy.organisations and key not in organisations:
                organisations[key] = Place(name, self.kinds.get(key, ""))
            for unit in (wanted.get("parent_unit", ""), wanted.get("unit", "")):
                place = (key, search_key(unit))
                if unit and wanted.get("unit") and place not in self.academy.units and place not in units:
                    units[place] = Place(unit, self.parents.get(place, ""))
        return organisations, units

    # What is different?

    def _compare(self, row: Planned, known: Known) -> None:
        wanted = row.incoming.wanted
        if not known.organisation and "organisation" not in wanted and self.academy.default_organisation:
            wanted["organisation"] = self.academy.default_organisation
        somewhere = wanted.get("organisation") or known.organisation
        for name in PLAIN:
            # Who belongs nowhere has no place for a unit or job title to stand in.
            if name not in wanted or (name in {"unit", "job_title", "since"} and not somewhere):
                continue
            old, new = getattr(known, name), wanted[name]
            same = search_key(old) == search_key(new) if name in NAMES else old == new
            if not same:
                row.changes.append(Change(name, old, new))
        moved = any(change.field == "organisation" for change in row.changes)
        if moved and "unit" not in wanted and known.unit:
            row.changes.append(Change("unit", known.unit, ""))
        if more := wanted.get("roles", frozenset()) - known.roles:
            row.changes.append(Change("role", sorted(known.roles), sorted(known.roles | more)))
        self._compare_leaving(row, known)
        guarded = (
            RoleName.ADMINISTRATOR in known.roles and RoleName.ADMINISTRATOR not in self.academy.may_give
        )
        if RoleName.ADMINISTRATOR in known.roles and any(
            change.field in LEAVING and change.new for change in row.changes
        ):
            row.problems.append(Problem("left_on", Reason.ADMINISTRATOR_LEAVES))
        if guarded and any(change.field == "email" for change in row.changes):
            row.problems.append(Problem("email", Reason.ADMINISTRATORS_EMAIL, wanted["email"]))

    def _compare_leaving(self, row: Planned, known: Known) -> None:
        """Compare the last day: who has a place elsewhere loses this one, others leave; without a day they are back."""
        wanted = row.incoming.wanted
        if day := wanted.get("left_on"):
            if known.left_on is None:
                here = wanted.get("organisation") or known.organisation
                places = {search_key(name) for name in (known.organisation, *known.elsewhere)}
                if search_key(here) in places and len(places) > 1:
                    row.changes = [change for change in row.changes if change.field not in OF_PLACE]
                    row.changes.append(Change("place_ends", here, ""))
                else:
                    row.changes.append(Change("left_on", None, day))
            elif known.left_on != day:
                row.changes.append(Change("left_on", known.left_on, day))
        elif day := wanted.get("leaves_on"):
            if known.left_on is not None:
                row.changes.append(Change("left_on", known.left_on, None))
            if known.leaves_on != day:
                row.changes.append(Change("leaves_on", known.leaves_on, day))
        elif known.left_on is not None:
            row.changes.append(Change("left_on", known.left_on, None))
