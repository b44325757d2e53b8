"""How do tables and publications come in? From JSON, and people from CSV too; every fault with its place."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cellguard.errors import InputError
from cellguard.tables import (
    Figure,
    Group,
    Key,
    Measure,
    Published,
    Request,
    Set,
    Tables,
    Wave,
    Withheld,
)

TABLES, PUBLISHED, VERSION = "cellguard/tables", "cellguard/published", 1
REASONS = ("few", "guard")
_LARGEST = sys.float_info.max
_AGREE = 1e-6
"""How far a recomputed mean may lie outside what was printed."""


def read_json(path: Path) -> Any:
    """Read a file as JSON, in which no name may stand twice in one object.

    :raises InputError: when it cannot be read, or is not JSON.
    """
    try:
        return json.loads(
            path.read_text(encoding="utf-8"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error
    except InputError as error:
        raise InputError(str(path), error.reason) from error
    except (ValueError, RecursionError) as error:
        # Besides what is no JSON: a number of thousands of digits.
        raise InputError(str(path), f"is not JSON: {error}") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise InputError(name, f"the name {name!r} stands twice in one object")
        found[name] = value
    return found


def _no_number(text: str) -> Any:
    raise InputError("", f"{text} is not a number")


def tables_from(data: Any, *, folder: Path = Path()) -> Tables:
    """Turn ``cellguard/tables`` into :class:`Tables`. ``folder``: where a CSV with people is looked for.

    :raises InputError: with the path of the first fault.
    """
    it = _Reader(data)
    it.format(TABLES)
    least = it.whole("least", default=8, low=2)
    width = it.number("width", default=1 / 6, low=0.0, high=1.0)
    measures = _measures(it)
    breakdowns = _breakdowns(it)
    labels = {label for chain in breakdowns for label in chain}
    cells = [_set(cell, f"cells[{i}]", labels) for i, cell in enumerate(it.items("cells"))]
    people = it.value("people")
    if isinstance(people, str):
        ids, waves = _from_csv(folder / people, measures, labels)
    else:
        ids, waves = _people(it.items("people"), measures, labels)
    values = _values(waves, cells, labels)
    tables = Tables(
        least=least, width=width, measures=measures, breakdowns=breakdowns, cells=cells, ids=ids, values=values,
        waves={name: _wave(found, len(ids), values, measures) for name, found in sorted(waves.items())},
    )  # fmt: skip
    tables.wanted = [_request(one, f"wanted[{i}]", tables) for i, one in enumerate(it.items("wanted"))]
    earlier = it.value("published", default=[])
    figures = (
        it.items("published") if isinstance(earlier, list) else _Reader(earlier, "published").items("figures")
    )
    tables.published = [figure_from(one, f"published[{i}]", tables) for i, one in enumerate(figures)]
    for i, figure in enumerate(tables.published):
        agrees(tables, figure, f"published[{i}]")
    return tables


def published_from(data: Any, tables: Tables) -> Published:
    """Turn ``cellguard/published`` into :class:`Published`, about ``tables``.

    :raises InputError: with the path of the first fault.
    """
    it = _Reader(data)
    it.format(PUBLISHED)
    figures = [figure_from(one, f"figures[{i}]", tables) for i, one in enumerate(it.items("figures"))]
    withheld = []
    for i, one in enumerate(it.items("withheld")):
        path = f"withheld[{i}]"
        reason = _Reader(one, path).value("reason")
        if reason not in REASONS:
            raise InputError(f"{path}.reason", f"must be one of {', '.join(REASONS)}")
        withheld.append(Withheld(_key(one, path, tables), reason))
    return Published(tuple(figures), tuple(withheld))


def figure_from(data: Any, path: str, tables: Tables) -> Figure:
    """Read one printed figure.

    :raises InputError: with the path of the first fault.
    """
    it = _Reader(data, path)
    key = _key(data, path, tables)
    step = it.number("step", low=0.0)
    mean = it.value("mean")
    if isinstance(mean, Mapping):
        low, high = (_Reader(mean, f"{path}.mean").number(end) for end in ("from", "to"))
        if low > high:
            raise InputError(f"{path}.mean", "'from' is above 'to'")
    else:
        low = high = it.number("mean")
    sd = it.number("sd", low=0.0) if it.value("sd", default=None) is not None else None
    return Figure(key, it.whole("n", low=0), low, high, sd, step)


def agrees(tables: Tables, figure: Figure, path: str) -> None:
    """See to it that an earlier figure is still about the same people and answers.

    :raises InputError: when its people changed, or their answers.
    """
    family = figure.key.family
    mask = tables.population(family) & tables.members(figure.key.waves[-1], figure.key.of)
    n = int(mask.sum())
    if n != figure.n:
        raise InputError(
            path, f"was about {figure.n} people and is now about {n}: the base of an earlier figure changed"
        )
    if n:
        mean = float(tables.outcome(family)[mask].mean())
        half = figure.step / 2 + _AGREE
        if not figure.low - half <= mean <= figure.high + half:
            raise InputError(
                path, f"had a mean that the answers no longer give ({mean:.4g}): they changed since"
            )


class _Reader:
    """An object of JSON of which parts are asked by name."""

    def __init__(self, data: Any, path: str = "") -> None:
        if not isinstance(data, Mapping):
            raise InputError(path, "must be an object")
        self._data, self._path = data, path

    def at(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name

    def value(self, name: str, **default: Any) -> Any:
        if name in self._data:
            return self._data[name]
        if "default" in default:
            return default["default"]
        raise InputError(self.at(name), "is missing")

    def format(self, name: str) -> None:
        if self.value("format") != name:
            raise InputError("format", f"must be {name!r}")
        if self.value("version") != VERSION:
            raise InputError("version", f"must be {VERSION}")

    def items(self, name: str) -> Sequence[Any]:
        found = self.value(name, default=[])
        if not isinstance(found, list):
            raise InputError(self.at(name), "must be a list")
        return found

    def number(self, name: str, *, low: float = -math.inf, high: float = math.inf, **default: Any) -> float:
        return _number(self.value(name, **default), self.at(name), low, high)

    def whole(self, name: str, *, low: int, **default: Any) -> int:
        found = self.value(name, **default)
        if not isinstance(found, int) or isinstance(found, bool) or found < low:
            raise InputError(self.at(name), f"must be a whole number of at least {low}")
        return found

    def words(self, name: str, allowed: Iterable[str] | None, **default: Any) -> tuple[str, ...]:
        """Read a word or a list of words, each among ``allowed``."""
        found = self.value(name, **default)
        listed = [found] if isinstance(found, str) else found
        if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
            raise InputError(self.at(name), "must be a word or a list of words")
        for word in listed:
            if allowed is not None and word not in allowed:
                raise InputError(self.at(name), f"{word!r} is not known")
        return tuple(listed)


def _number(found: Any, path: str, low: float = -math.inf, high: float = math.inf) -> float:
    if isinstance(found, bool) or not isinstance(found, (int, float)) or not abs(found) <= _LARGEST:
        raise InputError(path, "must be a number")
    if not low <= found <= high:
        raise InputError(path, f"is {found:g}, outside {low:g} to {high:g}")
    return float(found)


def _measures(it: _Reader) -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    listed = it.value("measures")
    if not isinstance(listed, Mapping):
        raise InputError("measures", "must be an object")
    for name, data in listed.items():
        one = _Reader(data, f"measures.{name}")
        low, high = one.number("min"), one.number("max")
        if low >= high:
            raise InputError(one.at("max"), "must be above 'min'")
        items = one.words("mean_of", listed, default=[])
        if any("mean_of" in listed[item] for item in items):
            raise InputError(one.at("mean_of"), "may only name questions, no other mean")
        if len(set(items)) < len(items):
            raise InputError(one.at("mean_of"), "names a question twice")
        valid = one.whole("min_valid", low=1, default=1)
        if items and valid > len(items):
            raise InputError(one.at("min_valid"), f"is {valid}, of only {len(items)} questions")
        found[name] = Measure(name, low, high, items, valid)
    return found


def _breakdowns(it: _Reader) -> list[tuple[str, ...]]:
    chains: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for i, chain in enumerate(it.items("breakdowns")):
        path = f"breakdowns[{i}]"
        if not isinstance(chain, list) or not chain or not all(isinstance(label, str) for label in chain):
            raise InputError(path, "must be a list of labels")
        for label in chain:
            if label in seen:
                raise InputError(path, f"the label {label!r} stands twice")
            seen.add(label)
        chains.append(tuple(chain))
    return chains


def _set(data: Any, path: str, labels: Iterable[str]) -> Set:
    if not isinstance(data, Mapping):
        raise InputError(path, "must be an object")
    known = set(labels)
    for label, value in data.items():
        if label not in known:
            raise InputError(f"{path}.{label}", f"the label {label!r} is in no breakdown")
        if not isinstance(value, str) or not value:
            raise InputError(f"{path}.{label}", "must be a word")
    return tuple(sorted(data.items()))


_Row = tuple[int, Mapping[str, str], Mapping[str, float]]


def _people(
    people: Sequence[Any], measures: Mapping[str, Measure], labels: set[str]
) -> tuple[list[str], dict[str, list[_Row]]]:
    ids: list[str] = []
    places: dict[str, int] = {}
    waves: dict[str, list[_Row]] = {}
    for i, data in enumerate(people):
        one = _Reader(data, f"people[{i}]")
        name = one.value("id")
        if not isinstance(name, str) or not name:
            raise InputError(one.at("id"), "must be a word")
        if name in places:
            raise InputError(one.at("id"), f"{name!r} is already people[{places[name]}]")
        places[name] = i
        ids.append(name)
        there = one.value("waves")
        if not isinstance(there, Mapping):
            raise InputError(one.at("waves"), "must be an object")
        for wave, entry in there.items():
            row = _Reader(entry, f"people[{i}].waves.{wave}")
            inside = dict(_set(row.value("in", default={}), row.at("in"), labels))
            answers = row.value("answers", default={})
            if not isinstance(answers, Mapping):
                raise InputError(row.at("answers"), "must be an object")
            given = {
                item: _answer(answer, measures, item, f"{row.at('answers')}.{item}")
                for item, answer in answers.items()
                if answer is not None or item not in measures
            }
            waves.setdefault(wave, []).append((i, inside, given))
    return ids, waves


def _answer(answer: Any, measures: Mapping[str, Measure], item: str, path: str) -> float:
    what = measures.get(item)
    if what is None or what.items:
        raise InputError(path, f"{item!r} is no question among the measures")
    return _number(answer, path, what.least, what.most)


def _from_csv(
    path: Path, measures: Mapping[str, Measure], labels: set[str]
) -> tuple[list[str], dict[str, list[_Row]]]:
    """Read people from a table with the columns id, wave, labels and questions."""
    places: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    waves: dict[str, list[_Row]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            head = next(rows, [])
            _check_head(head, str(path), measures, labels)
            for number, cells in enumerate(rows, start=2):
                where = f"{path.name}:{number}"
                if len(cells) != len(head):
                    raise InputError(where, f"has {len(cells)} cells, not {len(head)}")
                row = dict(zip(head, cells, strict=True))
                if (row["id"], row["wave"]) in seen or not row["id"]:
                    raise InputError(f"{where}.id", f"{row['id']!r} has a row of this wave already")
                seen.add((row["id"], row["wave"]))
                person = places.setdefault(row["id"], len(places))
                inside = {label: row[label] for label in head if label in labels and row[label]}
                given = {
                    item: _answer(_numeral(row[item], f"{where}.{item}"), measures, item, f"{where}.{item}")
                    for item in head
                    if item in measures and row[item]
                }
                waves.setdefault(row["wave"], []).append((person, inside, given))
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(str(path), f"is not CSV in UTF-8: {error}") from error
    return list(places), waves


def _numeral(text: str, path: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(path, f"{text!r} is not a number") from None


def _check_head(head: Sequence[str], path: str, measures: Mapping[str, Measure], labels: set[str]) -> None:
    if not {"id", "wave"} <= set(head):
        raise InputError(f"{path}:1", "needs the columns 'id' and 'wave'")
    for name in head:
        if head.count(name) > 1:
            raise InputError(f"{path}:1", f"the column {name!r} stands twice")
        known = name in {"id", "wave"} or name in labels or (name in measures and not measures[name].items)
        if not known:
            raise InputError(f"{path}:1", f"the column {name!r} is neither a label nor a question")


def _values(
    waves: Mapping[str, Sequence[_Row]], cells: Sequence[Set], labels: set[str]
) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {label: set() for label in labels}
    for cell in cells:
        for label, value in cell:
            found[label].add(value)
    for rows in waves.values():
        for _person, inside, _given in rows:
            for label, value in inside.items():
                found[label].add(value)
    return {label: sorted(values) for label, values in sorted(found.items())}


def _wave(
    rows: Sequence[_Row], size: int, values: Mapping[str, Sequence[str]], measures: Mapping[str, Measure]
) -> Wave:
    codes = {label: {value: i for i, value in enumerate(known)} for label, known in values.items()}
    wave = Wave(
        present=np.zeros(size, dtype=bool),
        labels={label: np.full(size, -1, dtype=np.int32) for label in values},
        answers={name: np.full(size, np.nan) for name, what in measures.items() if not what.items},
    )
    for person, inside, given in rows:
        wave.present[person] = True
        for label, value in inside.items():
            wave.labels[label][person] = codes[label][value]
        for item, answer in given.items():
            wave.answers[item][person] = answer
    return wave


def _waves(it: _Reader, tables: Tables) -> tuple[str, ...]:
    waves = it.words("wave", tables.waves)
    if not waves or len(set(waves)) < len(waves):
        raise InputError(it.at("wave"), "must name a wave, or two different ones")
    return waves


def _request(data: Any, path: str, tables: Tables) -> Request:
    it = _Reader(data, path)
    waves = _waves(it, tables)
    if it.value("change", default=False) is not True and len(waves) > 1:
        raise InputError(it.at("wave"), 'names several waves, which needs "change": true')
    if it.value("change", default=False) is True and len(waves) != 2:
        raise InputError(it.at("change"), "needs two waves")
    return Request(
        waves=waves,
        measures=it.words("measure", tables.measures),
        by=it.words("by", tables.labels, default=[]),
        where=_set(it.value("where", default={}), it.at("where"), tables.labels),
    )


def _key(data: Any, path: str, tables: Tables) -> Key:
    it = _Reader(data, path)
    waves = _waves(it, tables)
    measures = it.words("measure", tables.measures)
    if len(measures) != 1 or len(waves) > 2:
        raise InputError(path, "is about one measure, and one wave or two")
    sets = [_set(one, f"{it.at('of')}[{i}]", tables.labels) for i, one in enumerate(it.items("of"))]
    if not sets:
        raise InputError(it.at("of"), "must list at least one group")
    return Key(
        waves, measures[0], Group.of(*sets), tuple(sorted(it.words("base", tables.measures, default=[])))
    )


Read = Callable[[Any], Tables]
