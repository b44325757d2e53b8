"""What does a framework in a table say? Reads rows, and tells per row and column what is wrong.

Pure: no Django, no clock, no database.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from vakwerk.craft.exchange.rules import Fault, Problem, Reading, UnreadableError, Wrong
from vakwerk.craft.exchange.table_terms import COLUMNS, LONGEST, field_of
from vakwerk.craft.exchange.table_writing import unguarded
from vakwerk.craft.frameworks.contents import Behaviour, Contents, Described, Group, Step
from vakwerk.foundation.sheets.cells import said
from vakwerk.foundation.sheets.reading import Sheet

_SAME: Final = (
    "code",
    *(
        f"{name}_{language}"
        for name in ("name", "definition", "why", "pitfall", "cluster")
        for language in ("nl", "en")
    ),
    "counterweights",
    "parent",
)
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class _Competency:
    """A competency whose rows are being gathered. ``row``: the first."""

    row: int
    values: dict[str, str]
    indicators: list[Behaviour] = field(default_factory=list)


def read(sheet: Sheet, *, name: Mapping[str, str], is_guarded: bool) -> Reading:
    """Read a framework out of rows. ``is_guarded``: a CSV file, in which an apostrophe guards.

    :raises UnreadableError: when no column says which competency a row is about.
    """
    fields = [field_of(head) for head in sheet.headers]
    if not {"name_nl", "name_en"}.intersection(one for one in fields if one):
        raise UnreadableError(Fault.NO_KNOWN_COLUMNS)
    table = _Table()
    for number, cells in sheet.rows:
        values = {
            one: _said(cell, is_guarded=is_guarded)
            for one, cell in zip(fields, cells, strict=False)
            if one is not None
        }
        table.take(number, values)
    return table.reading(name)


def _said(cell: Any, *, is_guarded: bool) -> str:
    text = said(cell)
    return unguarded(text).strip() if is_guarded else text


def key_from(text: str) -> str:
    """Make a key out of a name."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:70] or "competentie"


class _Table:
    """Rows that are being read into a framework."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.competencies: dict[str, _Competency] = {}
        self.levels: dict[int, Step] = {}
        self.behaviour_keys: dict[str, set[str]] = {}

    def _wrong(self, row: int, column: str, wrong: Wrong, **facts: Any) -> None:
        self.problems.append(Problem(f"{row}:{column}", wrong, facts))

    def take(self, row: int, values: dict[str, str]) -> None:
        """Take one row in; one that is wrong is left out."""
        for name, limit in LONGEST.items():
            if len(values.get(name, "")) > limit:
                self._wrong(row, name, Wrong.TOO_LONG, limit=limit)
                return
        name = values.get("name_nl") or values.get("name_en") or ""
        if not name:
            self._wrong(row, "name_nl", Wrong.NO_NAME)
            return
        key = _key(values.get("key", "")) or key_from(name)
        known = self.competencies.get(key)
        if known is None:
            known = self.competencies[key] = _Competency(row, values)
        elif column := _differs(known.values, values):
            self._wrong(row, column, Wrong.DIFFERS, first=known.row)
            return
        else:
            known.values = {**values, **{one: text for one, text in known.values.items() if text}}
        self._take_behaviour(row, key, known, values)

    def _take_behaviour(self, row: int, key: str, known: _Competency, values: dict[str, str]) -> None:
        text = {language: values.get(f"text_{language}", "") for language in ("nl", "en")}
        level = values.get("level", "")
        if not any(text.values()):
            return
        if not level:
            self._wrong(row, "level", Wrong.NO_LEVEL)
            return
        if not (level.isascii() and level.isdecimal() and 1 <= int(level[:4]) <= 9):
            self._wrong(row, "level", Wrong.BAD_LEVEL, value=level[:40])
            return
        number = int(level)
        self._take_level(number, values)
        taken = self.behaviour_keys.setdefault(key, set())
        mark = values.get("indicator_key") or _next_key(f"{values.get('code') or key}.{number}", taken)
        if mark in taken:
            self._wrong(row, "indicator_key", Wrong.TWICE, value=mark)
            return
        taken.add(mark)
        known.indicators.append(Behaviour(mark, number, text))

    def _take_level(self, number: int, values: dict[str, str]) -> None:
        if number in self.levels:
            return
        names = {
            name: {language: values.get(f"{name}_{language}", "") for language in ("nl", "en")}
            for name in ("guild", "neutral")
        }
        self.levels[number] = Step(number, f"level-{number}", names["guild"], names["neutral"])

    def reading(self, name: Mapping[str, str]) -> Reading:
        """Return what the rows say together."""
        clusters: dict[str, Group] = {}
        found = []
        for key, one in self.competencies.items():
            found.append(self._described(key, one, clusters))
        return Reading(
            Contents(
                key=key_from(name.get("nl") or name.get("en") or "raamwerk"),
                name=dict(name),
                clusters=list(clusters.values()),
                levels=[self.levels[number] for number in sorted(self.levels)],
                competencies=self._without_rings(found),
            ),
            sorted(self.problems, key=lambda one: int(one.where.partition(":")[0])),
            is_whole=False,
        )

    def _described(self, key: str, one: _Competency, clusters: dict[str, Group]) -> Described:
        def text(name: str) -> dict[str, str]:
            return {language: one.values.get(f"{name}_{language}", "") for language in ("nl", "en")}

        cluster = text("cluster")
        cluster_key = ""
        if any(cluster.values()):
            cluster_key = key_from(cluster["nl"] or cluster["en"])
            clusters.setdefault(cluster_key, Group(cluster_key, cluster))
        weights = []
        for mark in re.split(r"[,;\s]+", one.values.get("counterweights", "")):
            if mark and (mark not in self.competencies or mark == key):
                self._wrong(one.row, "counterweights", Wrong.UNKNOWN_COUNTERWEIGHT, value=mark[:80])
            elif mark:
                weights.append(mark)
        parent = one.values.get("parent", "")
        if parent and parent not in self.competencies:
            self._wrong(one.row, "parent", Wrong.UNKNOWN_PARENT, value=parent)
            parent = ""
        return Described(
            key=key,
            code=one.values.get("code", ""),
            name=text("name"),
            definition=text("definition"),
            why=text("why"),
            pitfall=text("pitfall"),
            cluster=cluster_key,
            parent=parent,
            counterweights=tuple(dict.fromkeys(weights)),
            indicators=one.indicators,
        )

    def _without_rings(self, found: Sequence[Described]) -> list[Described]:
        """Let a competency that stands under itself stand on its own."""
        parent = {one.key: one.parent for one in found}
        for one in found:
            seen = {one.key}
            above = parent[one.key]
            while above:
                if above in seen:
                    self._wrong(self.competencies[one.key].row, "parent", Wrong.IN_A_RING, name=one.key)
                    parent[one.key] = ""
                    break
                seen.add(above)
                above = parent[above]
        return [
            one if one.parent == parent[one.key] else Described(**{**vars(one), "parent": ""})
            for one in found
        ]


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_-]{1,80}", text) else key_from(text) if text else ""


def _differs(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Return the first column in which a row says something else of its competency than the row before."""
    return next((one for one in _SAME if before.get(one) and now.get(one) and before[one] != now[one]), "")


def _next_key(base: str, taken: set[str]) -> str:
    keys = (f"{base[:70]}.{letter}" for letter in _LETTERS)
    return next((key for key in keys if key not in taken), f"{base[:70]}.{len(taken) + 1}")


def column_names(language: str) -> dict[str, str]:
    """Return what each column is called in a language."""
    return {one: heads[0] if language == "nl" else heads[1] for one, heads in COLUMNS.items()}
