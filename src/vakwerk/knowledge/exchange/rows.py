"""What does a row of a file mean? A source, or what is wrong and in which column. Knows no database."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils import translation

from vakwerk.foundation import days
from vakwerk.foundation.sheets.cells import Cell, said
from vakwerk.foundation.sheets.heads import plain
from vakwerk.foundation.text import one_line
from vakwerk.knowledge.models import Side, Source
from vakwerk.knowledge.sources.files import HEADS, TRAITS

LONGEST: Final[Mapping[str, int]] = {
    "key": 80, "title": 240, "author": 240, "summary": 2000, "body": 40_000, "url": 500, "licence": 80,
}  # fmt: skip
# A list in one cell may have a line for each.
SEVERAL_LINES: Final = frozenset({"summary", "body", "body_more", *TRAITS})
# How people also call these columns; the heads of our own files, in both languages, are known besides.
_ALSO: Final[Mapping[str, str]] = {
    "titel": "title", "naam": "title", "name": "title", "soort": "kind", "type": "kind", "kant": "side",
    "binnenofbuiten": "side", "taal": "language", "auteur": "author", "auteurs": "author", "author": "author",
    "maker": "author", "jaar": "year", "minuten": "minutes", "duur": "minutes", "url": "url", "link": "url",
    "website": "url", "samenvatting": "summary", "summary": "summary", "tekst": "body", "competentie": "competencies",
    "competency": "competencies", "licentie": "licence", "license": "licence", "eigenaar": "owner", "sleutel": "key",
}  # fmt: skip
_BETWEEN: Final = re.compile(r"\s*[;\n]\s*")
_KEY: Final = re.compile(r"[-\w]+")


class RowProblem(StrEnum):
    """Why a row cannot be taken over."""

    NO_TITLE = "no_title"
    NO_KIND = "no_kind"
    NO_SIDE = "no_side"
    UNKNOWN_VALUE = "unknown_value"
    TOO_LONG = "too_long"
    NO_NUMBER = "no_number"
    NO_DATE = "no_date"
    NO_ADDRESS = "no_address"
    NO_KEY = "no_key"
    NOBODY = "nobody"
    NOBODY_TO_ASK = "nobody_to_ask"
    NOTHING_TO_LEARN_FROM = "nothing_to_learn_from"
    TWICE = "twice"


@dataclass(frozen=True)
class Problem:
    """What is wrong: in which column of the file, and what stands there."""

    what: RowProblem
    column: str = ""
    value: str = ""


@dataclass(frozen=True)
class Row:
    """One row: ``number`` as the spreadsheet shows it, what it says per column of ours, and what is wrong with it.

    A column that the file does not have is not in ``values``, so that what is known of it stays.
    """

    number: int
    key: str
    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


@dataclass(frozen=True)
class Known:
    """What values may be: per trait the words and keys, both to the key; people by address and by name."""

    traits: Mapping[str, Mapping[str, str]]
    people: Mapping[str, Any]


def columns_by_head() -> dict[str, str]:
    """Return which of our columns a head means, by the head as it is compared."""
    found = dict(_ALSO)
    for language in ("nl", "en"):
        with translation.override(language):
            found |= {plain(str(head)): name for name, head in HEADS.items()}
    return found


def recognise(head: str) -> str | None:
    """Return which column a head means, or ``None``."""
    return columns_by_head().get(plain(head))


def rows_of(heads: Sequence[str], rows: Sequence[tuple[int, Sequence[Cell]]], known: Known) -> list[Row]:
    """Say of every row what it means."""
    by_head = columns_by_head()
    columns: dict[str, int] = {}
    for at, head in enumerate(heads):
        if name := by_head.get(plain(head)):
            columns.setdefault(name, at)
    reader = _Reader(heads, columns, known)
    return [reader.row(number, cells) for number, cells in rows if any(said(cell) for cell in cells)]


def words_of_choices() -> dict[str, dict[str, str]]:
    """Return the words for kinds, sides and languages in both languages, and their keys, each to the key."""
    found: dict[str, dict[str, str]] = {"kind": {}, "side": {}, "language": {"nl": "nl", "en": "en"}}
    for language in ("nl", "en"):
        with translation.override(language):
            for name, choices in (
                ("kind", Source.Kind.choices),
                ("side", Side.choices),
                ("language", Source._meta.get_field("language").flatchoices),
            ):
                found[name] |= {plain(str(label)): key for key, label in choices}
                found[name] |= {plain(key): key for key, _label in choices}
    return found


class _Reader:
    """Reads row after row, and remembers which sources came by."""

    def __init__(self, heads: Sequence[str], columns: Mapping[str, int], known: Known) -> None:
        self._heads, self._columns, self._known = heads, columns, known
        self._choices = words_of_choices()
        self._seen: set[str] = set()
        self._problems: list[Problem] = []

    def row(self, number: int, cells: Sequence[Cell]) -> Row:
        """Return what a row means."""
        self._cells, self._problems = cells, []
        values = self._values()
        title, key = str(values.get("title", "")), str(values.pop("key", ""))
        if key and not _KEY.fullmatch(key):
            self._wrong(RowProblem.NO_KEY, "key", key)
        self._check(values, title)
        same = key or title.casefold()
        if same and same in self._seen:
            self._wrong(RowProblem.TWICE, "key" if key else "title", same)
        self._seen.add(same)
        return Row(number, key, title, values, tuple(self._problems))

    def _values(self) -> dict[str, Any]:
        read = {
            "kind": self._choice, "side": self._choice, "language": self._choice, "year": self._whole,
            "minutes": self._whole, "url": self._address, "review_on": self._day, "person": self._person,
            "owner": self._person, **dict.fromkeys(TRAITS, self._several),
        }  # fmt: skip
        values = {}
        for name in self._columns:
            if name in {"academy", "body_more"}:
                continue
            values[name] = read.get(name, self._text)(name)
        if values.get("language") == "":
            del values["language"]
        return values

    def _check(self, values: Mapping[str, Any], title: str) -> None:
        if not title:
            self._wrong(RowProblem.NO_TITLE, "title")
        for name, problem in (("kind", RowProblem.NO_KIND), ("side", RowProblem.NO_SIDE)):
            if not values.get(name) and not any(one.column == self._head(name) for one in self._problems):
                self._wrong(problem, name)
        is_person = values.get("kind") == Source.Kind.PERSON
        if is_person and values.get("person") is None:
            self._wrong(RowProblem.NOBODY_TO_ASK, "person")
        if not is_person and not any(values.get(name) for name in ("url", "body", "summary")):
            self._wrong(RowProblem.NOTHING_TO_LEARN_FROM, "")

    def _text(self, name: str) -> str:
        text = self._said(name)
        if name == "body":
            text += self._said("body_more")
        if len(text) > LONGEST.get(name, 240):
            self._wrong(RowProblem.TOO_LONG, name, text[:40])
        return text

    def _choice(self, name: str) -> str:
        text = self._said(name)
        key = self._choices[name].get(plain(text), "")
        if text and not key:
            self._wrong(RowProblem.UNKNOWN_VALUE, name, text)
        return key

    def _several(self, name: str) -> list[str]:
        keys = []
        for part in _BETWEEN.split(self._said(name)):
            if not part:
                continue
            key = self._known.traits[TRAITS[name]].get(plain(part))
            if key is None:
                self._wrong(RowProblem.UNKNOWN_VALUE, name, part)
            else:
                keys.append(key)
        return list(dict.fromkeys(keys))

    def _whole(self, name: str) -> int | None:
        text = self._said(name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and 0 < int(text) < 10_000):
            self._wrong(RowProblem.NO_NUMBER, name, text)
            return None
        return int(text)

    def _address(self, name: str) -> str:
        text = self._said(name)
        if text and (
            urlsplit(text).scheme not in {"http", "https"} or " " in text or len(text) > LONGEST["url"]
        ):
            self._wrong(RowProblem.NO_ADDRESS, name, text[:60])
        return text

    def _day(self, name: str) -> date | None:
        day = self._any_day(name)
        if day and not days.EARLIEST <= day <= days.LATEST:
            self._wrong(RowProblem.NO_DATE, name, day.isoformat())
            return None
        return day

    def _any_day(self, name: str) -> date | None:
        cell = self._cell(name)
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        text = said(cell)
        for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"):
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                continue
        if text:
            self._wrong(RowProblem.NO_DATE, name, text)
        return None

    def _person(self, name: str) -> Any:
        text = self._said(name)
        found = self._known.people.get(text.casefold())
        if text and found is None:
            self._wrong(RowProblem.NOBODY, name, text)
        return found

    def _cell(self, name: str) -> Cell:
        at = self._columns.get(name)
        return self._cells[at] if at is not None and at < len(self._cells) else None

    def _said(self, name: str) -> str:
        text = said(self._cell(name)).replace("_x000D_", "")
        if name not in SEVERAL_LINES:
            text = one_line(text)
        # Our own CSV puts this before what a spreadsheet would take for a formula.
        return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text

    def _head(self, name: str) -> str:
        at = self._columns.get(name)
        return self._heads[at] if at is not None else str(HEADS.get(name, ""))

    def _wrong(self, what: RowProblem, name: str, value: str = "") -> None:
        self._problems.append(Problem(what, self._head(name) if name else "", value))
