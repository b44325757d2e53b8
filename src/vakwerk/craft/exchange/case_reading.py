"""What does a CASE file say? Reads a CFPackage, and tells by path what is wrong in it.

Everything that has no place here is kept as it came, in ``foreign["case"]``, and leaves again with an export.

Pure: no Django, no clock, no database.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from vakwerk.craft.exchange import case_items
from vakwerk.craft.exchange.case_items import said, same_case, text_of
from vakwerk.craft.exchange.case_terms import IS_CHILD_OF, IS_RELATED_TO, OURS, ours
from vakwerk.craft.exchange.rules import (
    MOST_BYTES,
    MOST_ITEMS,
    Fault,
    Problem,
    Reading,
    UnreadableError,
    Wrong,
)
from vakwerk.craft.frameworks.contents import Behaviour, Contents, Described, Profile
from vakwerk.foundation import strict_json
from vakwerk.foundation.strict_json import Fault as JsonFault
from vakwerk.foundation.strict_json import JsonError

CASE: Final = "case"
_PARTS: Final = ("CFDocument", "CFItems", "CFAssociations")
_FAULTS: Final[Mapping[JsonFault, Fault]] = {
    JsonFault.ENCODING: Fault.OTHER_ENCODING,
    JsonFault.BYTES: Fault.BAD_BYTES,
    JsonFault.CHARACTERS: Fault.BAD_CHARACTERS,
    JsonFault.NOT_JSON: Fault.NOT_JSON,
    JsonFault.NUMBER: Fault.BAD_NUMBER,
    JsonFault.TWICE: Fault.NAME_TWICE,
    JsonFault.TOO_DEEP: Fault.TOO_DEEP,
    JsonFault.TOO_MANY: Fault.TOO_MANY_PARTS,
}


def looks_like_json(content: bytes) -> bool:
    """Tell whether a file is meant as JSON rather than a table."""
    # In UTF-16 and UTF-32 too, so that it can be said that it is.
    return content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t")[:1] in {b"{", b"["}


def read(content: bytes) -> Reading:
    """Read a CFPackage.

    :raises UnreadableError: when it is none, or so damaged that nothing in it can be trusted.
    """
    package = _parsed(content)
    document = package.get("CFDocument")
    if not isinstance(document, dict):
        raise UnreadableError(Fault.NO_DOCUMENT)
    if not said(document.get("title")):
        raise UnreadableError(Fault.NO_TITLE)
    if not _is_uuid(document.get("identifier")):
        raise UnreadableError(Fault.BAD_IDENTIFIER, value=str(document.get("identifier"))[:80])
    for name in ("CFItems", "CFAssociations"):
        if not isinstance(package.get(name, []), list):
            raise UnreadableError(Fault.NOT_A_LIST, name=name)
    items = package.get("CFItems", [])
    if len(items) > MOST_ITEMS:
        raise UnreadableError(Fault.TOO_MANY, limit=MOST_ITEMS, count=len(items))
    return _Package(package).reading()


def _parsed(content: bytes) -> dict[str, Any]:
    if not content.strip(b"\xef\xbb\xbf \r\n\t"):
        raise UnreadableError(Fault.EMPTY)
    if len(content) > MOST_BYTES:
        raise UnreadableError(Fault.TOO_BIG, limit=MOST_BYTES // 1024 // 1024)
    try:
        parsed = strict_json.loads(content)
    except JsonError as error:
        raise UnreadableError(_FAULTS[error.fault], **error.facts) from error
    if not isinstance(parsed, dict) or not any(name in parsed for name in _PARTS):
        raise UnreadableError(Fault.NOT_A_PACKAGE)
    return parsed


def _is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value.lower()
    except ValueError:
        return False


def _end(association: Mapping[str, Any], name: str) -> str:
    found = association.get(name)
    return same_case(found.get("identifier", "")) if isinstance(found, Mapping) else ""


def _both_ends(association: Mapping[str, Any]) -> tuple[str, str]:
    return _end(association, "originNodeURI"), _end(association, "destinationNodeURI")


def _sequence(association: Mapping[str, Any] | None) -> float:
    number = (association or {}).get("sequenceNumber")
    return float(number) if isinstance(number, int | float) and not isinstance(number, bool) else float("inf")


class _Package:
    """A package that is being read."""

    def __init__(self, package: dict[str, Any]) -> None:
        self.package = package
        self.document: dict[str, Any] = package["CFDocument"]
        self.problems: list[Problem] = []
        self.language = said(self.document.get("language")) or "en"
        self.items: dict[str, dict[str, Any]] = dict(self._items())
        self.position = {identifier: nth for nth, identifier in enumerate(self.items)}
        self.parent_of: dict[str, dict[str, Any]] = {}
        self.others: list[dict[str, Any]] = []
        self._associations()
        self.weights: dict[str, list[str]] = defaultdict(list)
        for one in self.others:
            if one.get("associationType") == IS_RELATED_TO and ours(one).get("kind") == "counterweight":
                self.weights[_end(one, "originNodeURI")].append(_end(one, "destinationNodeURI"))
        self._cut_rings()

    def _items(self) -> Iterator[tuple[str, dict[str, Any]]]:
        seen: set[str] = set()
        for nth, item in enumerate(self.package.get("CFItems", [])):
            where = f"CFItems[{nth}]"
            wrong, part = _wrong_with(item, seen)
            if wrong:
                name = said(item.get("humanCodingScheme")) if isinstance(item, dict) else ""
                self.problems.append(Problem(f"{where}{part}", wrong, {"name": name}))
                continue
            seen.add(same_case(item["identifier"]))
            yield same_case(item["identifier"]), item

    def _associations(self) -> None:
        for nth, association in enumerate(self.package.get("CFAssociations", [])):
            where = f"CFAssociations[{nth}]"
            if not isinstance(association, dict):
                self.problems.append(Problem(where, Wrong.NOT_AN_OBJECT))
                continue
            kind = association.get("associationType")
            origin, target = _end(association, "originNodeURI"), _end(association, "destinationNodeURI")
            if not said(kind):
                self.problems.append(Problem(f"{where}.associationType", Wrong.NO_TYPE))
            elif not origin or not target:
                part = "originNodeURI" if not origin else "destinationNodeURI"
                self.problems.append(Problem(f"{where}.{part}", Wrong.NO_NODE))
            elif kind == IS_CHILD_OF and origin in self.items and origin not in self.parent_of:
                if target in self.items or target == same_case(self.document["identifier"]):
                    self.parent_of[origin] = association
                    continue
                self.problems.append(
                    Problem(f"{where}.destinationNodeURI", Wrong.UNKNOWN_NODE, {"value": target[:80]})
                )
            self.others.append(association)

    def _parent(self, identifier: str) -> str:
        """Return the item that another stands under; "" for what stands under the document."""
        above = _end(self.parent_of.get(identifier, {}), "destinationNodeURI")
        return above if above in self.items else ""

    def _cut_rings(self) -> None:
        """Let an item that stands under itself, by whatever way, stand under the document.

        What closed the ring is not kept for export, or it would be closed again there.
        """
        settled: set[str] = set()
        for start in self.items:
            way: list[str] = []
            on_the_way: set[str] = set()
            one = start
            while one and one not in settled:
                if one in on_the_way:
                    self.problems.append(
                        Problem(f"CFItems[{self.position[one]}]", Wrong.IN_A_RING, {"name": self._name(one)})
                    )
                    del self.parent_of[one]
                    break
                way.append(one)
                on_the_way.add(one)
                one = self._parent(one)
            settled.update(way)

        self.others = [association for association in self.others if not self._closes_a_ring(association)]

    def _closes_a_ring(self, association: Mapping[str, Any]) -> bool:
        origin, above = _both_ends(association)
        if association.get("associationType") != IS_CHILD_OF or not self._is_below(above, origin):
            return False
        facts = {"name": self._name(origin)}
        self.problems.append(Problem(f"CFItems[{self.position[origin]}]", Wrong.IN_A_RING, facts))
        return True

    def _is_below(self, one: str, other: str) -> bool:
        """Tell whether an item is another, or stands under it."""
        while one in self.items and one != other:
            one = self._parent(one)
        return one == other and one in self.items

    def _name(self, identifier: str) -> str:
        item = self.items[identifier]
        return (said(item.get("humanCodingScheme")) or said(item.get("fullStatement")))[:60]

    def _in_order(self) -> Iterator[str]:
        """Walk the tree: parents before children, siblings by sequence number and then as they came."""
        below: dict[str, list[str]] = defaultdict(list)
        for identifier in self.items:
            below[self._parent(identifier)].append(identifier)
        for siblings in below.values():
            siblings.sort(key=lambda one: (_sequence(self.parent_of.get(one)), self.position[one]))
        waiting = list(reversed(below[""]))
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(below[one]))

    def reading(self) -> Reading:
        """Return what the package says."""
        kinds = {identifier: case_items.kind_of(item) for identifier, item in self.items.items()}
        order = list(self._in_order())
        # An indicator of ours that stands under nothing of ours is an item like any other.
        for one in order:
            if kinds[one] == "indicator" and kinds.get(self._parent(one)) not in {"", "competency"}:
                kinds[one] = ""
            if kinds[one] == "indicator" and not self._parent(one):
                kinds[one] = ""
        indicators: dict[str, list[Behaviour]] = defaultdict(list)
        for one in order:
            if kinds[one] == "indicator":
                found = case_items.behaviour(self.items[one])
                indicators[self._parent(one)].append(replace(found, foreign={CASE: self._raw(one)}))
        clusters = {one: case_items.group(self.items[one]) for one in order if kinds[one] == "cluster"}
        plain = [one for one in order if kinds[one] in {"", "competency"}]
        keys = self._keys(plain)
        competencies = [self._competency(one, keys, clusters, indicators) for one in plain]
        return Reading(self._contents(order, kinds, clusters, competencies), self.problems)

    def _raw(self, identifier: str) -> dict[str, Any]:
        raw: dict[str, Any] = {"item": self.items[identifier]}
        if identifier in self.parent_of:
            raw["parent"] = self.parent_of[identifier]
        return raw

    def _keys(self, plain: list[str]) -> dict[str, str]:
        keys: dict[str, str] = {}
        taken: set[str] = set()
        for one in plain:
            key = case_items.described(self.items[one], language=self.language).key
            keys[one] = one if key in taken else key
            taken.add(keys[one])
        return keys

    def _competency(
        self,
        identifier: str,
        keys: Mapping[str, str],
        clusters: Mapping[str, Any],
        indicators: Mapping[str, list[Behaviour]],
    ) -> Described:
        found = case_items.described(self.items[identifier], language=self.language)
        above = self._parent(identifier)
        weights = [keys[other] for other in self.weights[identifier] if other in keys]
        return replace(
            found,
            key=keys[identifier],
            cluster=clusters[above].key if above in clusters else "",
            parent=keys.get(above, ""),
            counterweights=tuple(dict.fromkeys(weights)),
            indicators=_told_apart(indicators.get(identifier, [])),
            foreign={**found.foreign, CASE: self._raw(identifier)},
        )

    def _contents(
        self,
        order: list[str],
        kinds: Mapping[str, str],
        clusters: Mapping[str, Any],
        competencies: list[Described],
    ) -> Contents:
        mine = ours(self.document)
        title, about = said(self.document.get("title")), said(self.document.get("description"))
        name = text_of(mine.get("name"))
        description = text_of(mine.get("description"))
        steps = (case_items.step(self.items[one]) for one in order if kinds[one] == "level")
        levels = {one.number: one for one in steps}
        more = mine.get("more")
        return Contents(
            key=case_items.slug_or(mine.get("key"), ""),
            name=name if any(name.values()) else case_items.one_language(title[:200], self.language),
            description=description
            if any(description.values())
            else case_items.one_language(about, self.language),
            licence=said(mine.get("licence"))[:80] or _licence(self.document)[:80],
            source=said(mine.get("source"))[:300] or said(self.document.get("creator"))[:300],
            level_naming="neutral" if mine.get("levelNaming") == "neutral" else "guild",
            clusters=list({one.key: one for one in clusters.values()}.values()),
            levels=[levels[number] for number in sorted(levels)],
            competencies=competencies,
            profiles=_profiles(mine.get("roleProfiles"), {one.key for one in competencies}),
            identifier=same_case(self.document["identifier"]),
            foreign={
                **({OURS: dict(more)} if isinstance(more, Mapping) and more else {}),
                CASE: {
                    "document": self.document,
                    "associations": self.others,
                    # Of these is known that they were items of this file, should they go.
                    "known": sorted(
                        {end for one in self.others for end in _both_ends(one)} & self.items.keys()
                    ),
                    "parts": {one: self._raw(one) for one in order if kinds[one] in {"cluster", "level"}},
                    "package": {name: value for name, value in self.package.items() if name not in _PARTS},
                },
            },
        )


def _told_apart(found: list[Behaviour]) -> list[Behaviour]:
    taken: set[str] = set()
    apart = []
    for one in found:
        apart.append(replace(one, key=one.identifier) if one.key in taken else one)
        taken.add(apart[-1].key)
    return apart


def _wrong_with(item: Any, seen: set[str]) -> tuple[Wrong | None, str]:
    if not isinstance(item, dict):
        return Wrong.NOT_AN_OBJECT, ""
    if "identifier" not in item:
        return Wrong.NO_IDENTIFIER, ".identifier"
    if not _is_uuid(item["identifier"]):
        return Wrong.BAD_IDENTIFIER, ".identifier"
    if same_case(item["identifier"]) in seen:
        return Wrong.TWICE, ".identifier"
    statement = item.get("fullStatement")
    if statement is not None and not isinstance(statement, str):
        return Wrong.NOT_A_TEXT, ".fullStatement"
    return (None, "") if said(statement) else (Wrong.NO_STATEMENT, ".fullStatement")


def _licence(document: Mapping[str, Any]) -> str:
    found = document.get("licenseURI")
    return said(found.get("title")) if isinstance(found, Mapping) else ""


def _profiles(given: Any, known: set[str]) -> list[Profile]:
    found: dict[str, Profile] = {}
    for one in given if isinstance(given, list) else []:
        if not isinstance(one, Mapping) or not isinstance(one.get("targets"), Mapping):
            continue
        key = case_items.slug_or(one.get("key"), "")
        targets = {
            name: level
            for name, level in one["targets"].items()
            if name in known and isinstance(level, int) and 1 <= level <= 9
        }
        if key and targets:
            found[key] = Profile(key, text_of(one.get("name")), targets, said(one.get("hr21Code"))[:20])
    return list(found.values())
