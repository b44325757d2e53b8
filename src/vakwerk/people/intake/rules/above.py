"""Who stands above whom? Finds the people that rows name, and refuses circles."""

from collections.abc import Mapping, Sequence
from typing import Any

from vakwerk.people.intake.rules.facts import BONDS, Change, Known, Planned, Target
from vakwerk.people.intake.rules.rows import Problem
from vakwerk.people.intake.rules.values import Reason
from vakwerk.people.rules import BondKind, search_key


def find(rows: Sequence[Planned], people: Sequence[Known]) -> None:
    """Find whom rows name as manager or assessor, and note what is wrong or different about it in the rows."""
    finder = _Finder(people, rows)
    by_id = {one.id: one for one in people}
    # Only the rows that refer to somebody: most files are large and flat.
    referring = [row for row in rows if any(name in row.incoming.wanted for name in BONDS)]
    for row in referring:
        for name in BONDS:
            if name in row.incoming.wanted:
                row.above[name] = tuple(
                    found
                    for said in row.incoming.wanted[name]
                    if (found := finder.find(said, name, row)) is not None
                )
    _check_circles(rows, people)
    _check_wrong_rows(rows, referring)
    for row in referring:
        if row.known is not None and not row.problems:
            _compare(row, row.known, by_id)


def _compare(row: Planned, known: Known, by_id: Mapping[int, Known]) -> None:
    for name, found in row.above.items():
        old = known.above.get(name, frozenset())
        if {target.id for target in found} != old or any(target.row for target in found):
            before = sorted(by_id[one].name for one in old if one in by_id)
            row.changes.append(Change(name, before, [target.name for target in found]))


def _check_circles(rows: Sequence[Planned], people: Sequence[Known]) -> None:
    """Refuse rows whose managers, followed upwards, lead back to themselves."""
    above: dict[Target, set[Target]] = {
        Target(id=one.id): {Target(id=senior) for senior in one.above.get(BondKind.MANAGER, ())}
        for one in people
    }
    for row in rows:
        if BondKind.MANAGER in row.above and not row.problems:
            above[row.me] = set(row.above[BondKind.MANAGER])
    # Take away whoever has nobody above or below, until only circles are left.
    while True:
        below = {senior for seniors in above.values() for senior in seniors}
        left = {
            one: kept
            for one, seniors in above.items()
            if one in below and (kept := {senior for senior in seniors if senior in above})
        }
        if len(left) == len(above) and all(len(left[one]) == len(above[one]) for one in left):
            break
        above = left
    for row in rows:
        if row.me in above and BondKind.MANAGER in row.above and not row.problems:
            names = ", ".join(target.name for target in row.above[BondKind.MANAGER])
            row.problems.append(Problem("manager", Reason.MANAGERS_IN_CIRCLE, names))


def _check_wrong_rows(rows: Sequence[Planned], referring: Sequence[Planned]) -> None:
    """Refuse rows that refer to somebody new whose own row is wrong, and rows that refer to those."""
    wrong = {row.number for row in rows if row.problems and row.known is None}
    while True:
        more = set()
        for row in referring:
            for name, found in row.above.items():
                bad = next((target for target in found if target.row in wrong), None)
                if bad is not None and row.number not in wrong and not row.problems:
                    facts = {"row": bad.row}
                    row.problems.append(Problem(name, Reason.SENIOR_WRONG, bad.name, facts))
                    if row.known is None:
                        more.add(row.number)
        if not more:
            return
        wrong |= more


class _Finder:
    """Finds whom a cell means: by personnel number, address or full name, among people and new rows."""

    def __init__(self, people: Sequence[Known], rows: Sequence[Planned]) -> None:
        self.found: dict[str, dict[str, set[Target]]] = {"reference": {}, "email": {}, "name": {}}
        for one in people:
            target = Target(id=one.id, name=one.name)
            self._add("reference", one.reference, target)
            self._add("email", one.email, target)
            if one.left_on is None:
                self._add("name", one.name, target)
        for row in rows:
            target = Target(
                id=row.known.id if row.known else 0, row=0 if row.known else row.number, name=row.name
            )
            wanted = row.incoming.wanted
            self._add("reference", wanted.get("reference", ""), target)
            self._add("email", wanted.get("email", ""), target)
            # A row that is there twice is one person, not two of the same name.
            if not any(problem.reason is Reason.DUPLICATE_ROW for problem in row.problems):
                self._add("name", row.name, target)
        self.stripped: dict[str, set[Target]] = {}
        for reference, targets in self.found["reference"].items():
            self.stripped.setdefault(reference.lstrip("0"), set()).update(targets)

    def _add(self, how: str, value: str, target: Target) -> None:
        if value:
            self.found[how].setdefault(search_key(value), set()).add(target)

    def find(self, said: str, name: str, row: Planned) -> Target | None:
        targets = self._targets(said)
        others = targets - {row.me}
        reason: Reason | None = None
        facts: dict[str, Any] = {}
        if not targets:
            reason = Reason.SENIOR_UNKNOWN
        elif not others:
            reason = Reason.SENIOR_SELF
        elif len(others) > 1:
            reason, facts = Reason.SENIOR_AMBIGUOUS, {"count": len(others)}
        if reason is not None:
            row.problems.append(Problem(name, reason, said, facts))
            return None
        return next(iter(others))

    def _targets(self, said: str) -> set[Target]:
        key = search_key(said)
        if found := self.found["reference"].get(key) or self.found["email"].get(key):
            return found
        if key.isdigit() and (found := self.stripped.get(key.lstrip("0"))):
            return found
        if found := self.found["name"].get(key):
            return found
        family, comma, given = said.partition(",")
        return self.found["name"].get(search_key(f"{given} {family}"), set()) if comma else set()
