"""What came out? Writes groups and their explanation to a workbook, or the groups alone to CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from circlemix.result import Result

Row = Sequence[object]


def write(result: Result, path: Path) -> None:
    """Write ``path`` as ``.xlsx`` with three sheets, or as CSV with who sits where."""
    if path.suffix.lower() == ".csv":
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            csv.writer(file, delimiter=";").writerows(_safe(row) for row in seats(result))
        return
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and not needed for CSV

    book = Workbook(write_only=True)
    for title, rows in [
        ("Kringen", seats(result)),
        ("Uitleg", explanation(result)),
        ("Per kring", per_group(result)),
    ]:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(_safe(row))
    book.save(path)


def _safe(row: Row) -> list[object]:
    """Guard cells that a sheet would take for a formula."""
    return [f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@" else cell for cell in row]


def seats(result: Result) -> Iterator[Row]:
    """Tell who sits where: one row per person, groups counted from 1."""
    people = result.evaluation.tables.people
    names = list(people.categories)
    yield ["kring", "moment", "id", "naam", *names]
    order = sorted(range(len(people)), key=lambda p: (int(result.groups[p]) % (1 << 31), people.labels[p]))
    for person in order:
        group = int(result.groups[person])
        slot = int(result.slots[group]) if group >= 0 and len(result.slots) > group else -1
        moment = people.slot_names[slot] if slot >= 0 and people.slot_names else ""
        words = [people.categories[name].word(person) or "" for name in names]
        yield [
            group + 1 if group >= 0 else "wacht",
            moment,
            people.ids[person],
            people.labels[person],
            *words,
        ]


def explanation(result: Result) -> Iterator[Row]:
    """Tell how far every wish is met and whether every rule holds."""
    yield ["wat", "uitkomst"]
    yield ["mensen", len(result.groups)]
    yield ["kringen", result.evaluation.groups]
    yield ["wensen, gemiddeld", f"{result.objective:.0%}"]
    for term in result.terms:
        yield [f"wens: {term.kind} {term.name}".strip(), f"{term.share:.0%}"]
    for check in result.evaluation.checks:
        where = ", ".join(sorted({str(g + 1) for each in check.broken for g in each.groups}))
        yield [f"regel: {check.rule}", f"niet gehaald in kring {where}" if check.broken else "gehaald"]
    for line in clash_lines(result):
        yield ["botsing", line]


def per_group(result: Result) -> Iterator[Row]:
    """Tell what each group is made of."""
    yield ["kring", "eigenschap", "wat erin zit"]
    people = result.evaluation.tables.people
    for group in map(result.group, range(result.evaluation.groups)):
        for name, counts in group.counts.items():
            yield [group.number + 1, name, ", ".join(f"{value} {count}" for value, count in counts.items())]
        if people.slot_names:
            common = ", ".join(people.slot_names[slot] for slot in group.common_slots)
            yield [group.number + 1, "momenten", common]
        met = ", ".join(f"{people.labels[a]} en {people.labels[b]}" for a, b, _ in group.met)
        yield [group.number + 1, "kennen elkaar", met or "niemand"]


def clash_lines(result: Result) -> Iterator[str]:
    """Tell which rules cannot hold together and which to relax; nothing where all hold."""
    if result.clash is None:
        return
    labels = result.evaluation.tables.people.labels
    for word, rules in [("cannot hold together", result.clash.rules), ("relax", result.clash.relax)]:
        for rule in rules:
            who = ", ".join(labels[person] for person in rule.people[:8])
            about = " ".join(part for part in (rule.rule, rule.category, rule.reason) if part)
            yield f"{word}: {about}{f' ({who})' if who else ''}"
