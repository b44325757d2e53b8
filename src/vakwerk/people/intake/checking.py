"""How is a file read and compared, and how is what was found kept for the preview?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from vakwerk.people.intake import files, queries
from vakwerk.people.intake.rules import plan, rows
from vakwerk.people.intake.rules.facts import Outcome, Planned
from vakwerk.people.intake.rules.headers import Field
from vakwerk.people.intake.rules.plan import Plan
from vakwerk.people.intake.vocabulary import words
from vakwerk.people.models import PeopleImport, PeopleImportRow, Person

_BATCH = 2000


def make_plan(file: PeopleImport, *, by: Person | None, today: date) -> tuple[Plan, list[str]]:
    """Read a file and compare it with what the academy knows now; the headers come along.

    :raises FileTrouble: when it is no table of people.
    """
    sheet = files.read(bytes(file.content), sheet=file.sheet)
    columns = [
        (at, Field(field))
        for at, header in enumerate(sheet.headers)
        if (field := file.mapping.get(header, ""))
    ]
    vocabulary = words()
    read = (rows.read(number, cells, columns, vocabulary, today=today) for number, cells in sheet.rows)
    academy = queries.academy_as_known(by=by, default_organisation_id=file.organisation_id)
    return plan.make((one for one in read if one is not None), academy), list(sheet.headers)


def keep_rows(file: PeopleImport, planned: Iterable[Planned]) -> None:
    """Keep what was found in each row, instead of what was found before."""
    file.rows.all().delete()
    PeopleImportRow.objects.bulk_create((_kept(file, one) for one in planned), batch_size=_BATCH)


def counts(found: Plan, heads: list[str]) -> dict[str, Any]:
    """Return what the preview says above the rows."""
    return {
        **{outcome.value: found.count(outcome) for outcome in Outcome},
        # JSON in the database does not keep the order of the mapping.
        "headers": heads,
        "missing": found.missing,
        "leaving": sum(
            change.field == "left_on" and change.old is None
            for row in found.rows
            for change in row.changes
            if row.outcome is Outcome.CHANGED
        ),
        "organisations": [
            {"name": place.name, "kind": place.about or "municipality"}
            for place in list(found.new_organisations.values())[:50]
        ],
        "units": len(found.new_units),
    }


def _kept(file: PeopleImport, one: Planned) -> PeopleImportRow:
    wrong = bool(one.problems)
    return PeopleImportRow(
        file=file,
        number=one.number,
        outcome=one.outcome.value,
        name=one.name[:220],
        person_id=one.known.id if one.known else None,
        changes=[]
        if wrong
        else [[change.field, _json(change.old), _json(change.new)] for change in one.changes],
        problems=[
            [str(problem.field), problem.reason.value, problem.value, problem.facts]
            for problem in one.problems
        ],
        cells=[_json(cell) for cell in one.incoming.cells] if wrong else [],
    )


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return list(value) if isinstance(value, set | frozenset | tuple) else value
