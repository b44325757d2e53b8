"""Write a division to CSV or XLSX, with its explanation."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from circlemix.errors import WITHOUT_WORKBOOKS, InputError
from circlemix.evaluation import Evaluation
from circlemix.explain import Wording, rows

__all__ = ["check_output", "write_division"]

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula."""
KINDS = frozenset({".csv", ".xlsx"})
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def check_output(path: Path) -> None:
    """Find out before the search, not after, that nothing can be written there.

    :raises InputError: naming what is wrong with the path.
    """
    if path.suffix.lower() not in KINDS:
        raise InputError(str(path), f"must end in one of {', '.join(sorted(KINDS))}")
    if not path.parent.is_dir():
        raise InputError(str(path), "there is no such folder")
    if path.suffix.lower() == ".xlsx" and not find_spec("openpyxl"):
        raise InputError(path.name, WITHOUT_WORKBOOKS)


def write_division(path: Path, evaluation: Evaluation, language: str = "nl") -> None:
    """Write who sits where: XLSX with a sheet of explanation, or CSV with the people only.

    The file appears whole or not at all.
    """
    part = path.with_name(f".{path.name}.part")
    if path.suffix.lower() == ".xlsx":
        _xlsx(part, evaluation, language)
    else:
        with part.open("w", newline="", encoding="utf-8-sig") as file:
            writer = csv.writer(file, delimiter=";" if language == "nl" else ",")
            writer.writerows([_guarded(cell) for cell in row] for row in _people(evaluation, language))
    part.replace(path)


def _people(evaluation: Evaluation, language: str) -> Iterator[tuple[object, ...]]:
    people, say = evaluation.tables.people, Wording(language)
    yield ("id", "naam" if language == "nl" else "name", say("circle"), say("slot"), *people.categories)
    order = sorted(
        range(len(people)), key=lambda person: (evaluation.seats[person] < 0, evaluation.seats[person])
    )
    for person in order:
        group = int(evaluation.seats[person])
        slot = int(evaluation.slots[group]) if group >= 0 else -1
        yield (
            people.ids[person],
            people.labels[person],
            group + 1 if group >= 0 else say("waiting"),
            people.slot_names[slot] if slot >= 0 else "",
            *(category.word(person) or "" for category in people.categories.values()),
        )


def _xlsx(path: Path, evaluation: Evaluation, language: str) -> None:
    from openpyxl import Workbook  # noqa: PLC0415  only when a workbook is written

    book = Workbook(write_only=True)
    names = ("Kringen", "Uitleg") if language == "nl" else ("Circles", "Explanation")
    contents: tuple[Iterable[tuple[object, ...]], ...] = (
        _people(evaluation, language),
        rows(evaluation, language),
    )
    for name, content in zip(names, contents, strict=True):
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2" if content is contents[0] else None
        for row in content:
            sheet.append([_as_it_is(sheet, cell) for cell in row])
    book.save(path)


def _guarded(cell: object) -> object:
    """Keep a text in CSV from being taken for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell


def _as_it_is(sheet: Any, cell: object) -> object:
    """Keep a text in a workbook a text, as it is; without what no workbook can hold."""
    if not isinstance(cell, str):
        return cell
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  only when a workbook is written

    made = WriteOnlyCell(sheet, _NOT_IN_XML.sub("", cell)[:32_767])
    made.data_type = "s"
    return made
