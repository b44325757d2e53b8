"""What does one row say? Reads every cell it has, and collects everything that is wrong at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any, Final

from vakwerk.foundation.sheets.cells import Cell
from vakwerk.people.intake.rules import names, values
from vakwerk.people.intake.rules.headers import Field
from vakwerk.people.intake.rules.values import Reason, Vocabulary, WrongValue

LONGEST: Final[Mapping[Field, int]] = {
    Field.REFERENCE: 60,
    Field.FULL_NAME: 200,
    Field.GIVEN_NAME: 80,
    Field.PREFIX: 20,
    Field.FAMILY_NAME: 120,
    Field.ORGANISATION: 120,
    Field.UNIT: 120,
    Field.PARENT_UNIT: 120,
    Field.JOB_TITLE: 120,
    Field.DISCIPLINE: 80,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a row. ``field``: "" when it is about the whole row."""

    field: str
    reason: Reason
    value: str = ""
    facts: dict[str, Any] = dataclass_field(default_factory=dict)


@dataclass(slots=True)
class Incoming:
    """One row as it was read. ``wanted`` holds what was filled in; empty cells are not in it."""

    number: int
    wanted: dict[str, Any]
    problems: list[Problem]
    cells: Sequence[Cell]

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.wanted.get('given_name', '')} {self.wanted.get('family_name', '')}".strip()


def read(
    number: int,
    cells: Sequence[Cell],
    columns: Sequence[tuple[int, Field]],
    words: Vocabulary,
    *,
    today: date,
) -> Incoming | None:
    """Read one row; ``None`` when nothing stands in its columns."""
    said: dict[Field, str] = {}
    wanted: dict[str, Any] = {}
    problems: list[Problem] = []
    for at, column in columns:
        cell = cells[at] if at < len(cells) else None
        if cell is None or cell == "":
            continue
        shown = str(cell)
        try:
            shown = values.text(cell)
            if not shown:
                continue
            said[column] = shown
            if len(shown) > LONGEST.get(column, 400):
                raise WrongValue(Reason.TOO_LONG, limit=LONGEST.get(column, 400))
            wanted.update(_value(column, cell, shown, words=words, today=today))
        except WrongValue as wrong:
            said.setdefault(column, shown)
            problems.append(Problem(column, wrong.reason, shown[:120], wrong.facts))
    if not said:
        return None
    _take_name(said, wanted, problems)
    if "reference" not in wanted and "email" not in wanted and Field.EMAIL not in said:
        problems.append(Problem("", Reason.NO_KEY))
    return Incoming(number, wanted, problems, cells)


def _value(column: Field, cell: Cell, said: str, *, words: Vocabulary, today: date) -> dict[str, Any]:
    name, value = column.value, said  # what most columns hold
    match column:
        case Field.EMAIL:
            value = values.email(said)
        case Field.REFERENCE:
            value = values.reference(said)
        case Field.PHONE:
            value = values.phone(said)
        case Field.SINCE:
            return {name: values.day(cell, said, today=today)}
        case Field.LEFT:
            day = values.day(cell, said, today=today)
            return {"leaves_on" if day > today else name: day}
        case Field.SENIORITY | Field.ORIENTATION | Field.ORGANISATION_KIND:
            value = values.choice(column, said, words)
        case Field.ROLE:
            return {"roles": values.roles(said, words)}
        case Field.MANAGER | Field.ASSESSOR:
            return {name: tuple(values.reference(part) for one in said.split(";") if (part := one.strip()))}
        case Field.FULL_NAME | Field.GIVEN_NAME | Field.PREFIX | Field.FAMILY_NAME:
            # Together they make the name, below.
            return {}
    return {name: value}


def _take_name(said: Mapping[Field, str], wanted: dict[str, Any], problems: list[Problem]) -> None:
    given, family = said.get(Field.GIVEN_NAME, ""), said.get(Field.FAMILY_NAME, "")
    if full := said.get(Field.FULL_NAME, ""):
        from_full = names.split(full)
        # A surname of its own says where the full name falls apart.
        if family and full.lower().endswith(f" {family.lower()}") and not given:
            given = full[: -len(family)].strip()
        elif not given and not family:
            given, family = from_full
        given = given or from_full[0]
        family = family or from_full[1]
    family = names.surname(family, said.get(Field.PREFIX, ""))
    if given:
        wanted["given_name"] = given
    if family:
        wanted["family_name"] = family
    if any(problem.field in {Field.FULL_NAME, Field.GIVEN_NAME, Field.FAMILY_NAME} for problem in problems):
        return
    if not given and not family:
        problems.append(Problem("", Reason.NO_NAME))
    elif not given:
        problems.append(Problem(Field.GIVEN_NAME, Reason.NO_GIVEN_NAME, family))
