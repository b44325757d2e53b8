"""How is a framework written as a CASE 1.1 package?

What came from a file and did not change here leaves as it came; what did change is written over it.

Pure: no Django, no clock, no database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from vakwerk.craft.exchange import case_items, case_terms
from vakwerk.craft.exchange.case_head import Edition, definitions, document, language_of
from vakwerk.craft.exchange.case_reading import CASE
from vakwerk.craft.exchange.case_terms import (
    EXACT_MATCH_OF,
    HAS_SKILL_LEVEL,
    IS_CHILD_OF,
    IS_RELATED_TO,
    ITEM_TYPES,
    OURS,
    derived,
    in_language,
    line,
    link,
    node,
    ours,
    uri,
)
from vakwerk.craft.frameworks.comparing import Kind, compare_competency
from vakwerk.craft.frameworks.contents import Contents


def package(contents: Contents, edition: Edition) -> dict[str, Any]:
    """Return a framework as a CFPackage."""
    return _Writing(contents, edition).package()


class _Writing:
    """A package that is being written."""

    def __init__(self, contents: Contents, edition: Edition) -> None:
        self.contents = contents
        self.edition = edition
        self.language = edition.language
        self.document_id = case_items.same_case(contents.identifier)
        self.title = in_language(contents.name, self.language)
        self.raw: Mapping[str, Any] = contents.foreign.get(CASE, {})
        self.items: dict[str, dict[str, Any]] = {}
        self.associations: list[dict[str, Any]] = []
        self.renamed: dict[str, str] = {}
        self.kinds: set[str] = set()
        raw_parts: Mapping[str, Any] = self.raw.get("parts", {})
        self.parts = {
            (case_items.kind_of(part["item"]), str(ours(part["item"]).get("key"))): part
            for part in raw_parts.values()
        }

    def package(self) -> dict[str, Any]:
        """Return the whole."""
        clusters, levels = self._clusters(), self._levels()
        identifiers = {
            one.key: one.identifier or derived(self.document_id, one.key)
            for one in self.contents.competencies
        }
        relations: list[tuple[str, str, str, Mapping[str, Any]]] = []
        for nth, one in enumerate(self.contents.competencies, start=1):
            mine = identifiers[one.key]
            above = identifiers.get(one.parent) or clusters.get(one.cluster) or self.document_id
            self._item(mine, "competency", one, one.foreign.get(CASE), above=above, nth=nth)
            for other in one.counterweights:
                if other in identifiers:
                    extra = {"extensions": {OURS: {"kind": "counterweight"}}}
                    relations.append((IS_RELATED_TO, mine, identifiers[other], extra))
            for place, each in enumerate(one.indicators, start=1):
                indicator = each.identifier or derived(self.document_id, one.key, each.key)
                self._item(indicator, "indicator", each, each.foreign.get(CASE), above=mine, nth=place)
                if each.level in levels:
                    relations.append((HAS_SKILL_LEVEL, indicator, levels[each.level], {}))
        relations += self._to_origin(identifiers)
        self._relate(relations)
        return {
            **self.raw.get("package", {}),
            "CFDocument": document(self.contents, self.edition),
            "CFItems": list(self.items.values()),
            "CFAssociations": self.associations,
            **definitions(self.contents, self.edition, kinds=self.kinds),
        }

    def _clusters(self) -> dict[str, str]:
        found = {}
        for nth, one in enumerate(self.contents.clusters, start=1):
            raw = self.parts.get(("cluster", one.key))
            found[one.key] = self._part("cluster", one.key, raw)
            self._item(found[one.key], "cluster", one, raw, above=self.document_id, nth=nth)
        return found

    def _levels(self) -> dict[int, str]:
        found = {}
        for one in self.contents.levels:
            raw = self.parts.get(("level", one.key))
            found[one.number] = self._part("level", one.key, raw)
            self._item(found[one.number], "level", one, raw, above=self.document_id, nth=one.number)
        return found

    def _part(self, kind: str, key: str, raw: Mapping[str, Any] | None) -> str:
        """Return the identifier of a cluster or level: as it came, unless this is another framework now."""
        if raw and self._is_same_document:
            return case_items.same_case(raw["item"]["identifier"])
        return derived(self.document_id, kind, key)

    @property
    def _is_same_document(self) -> bool:
        came = self.raw.get("document", {}).get("identifier")
        return case_items.same_case(came) == self.document_id

    def _item(
        self, identifier: str, kind: str, one: Any, raw: Mapping[str, Any] | None, *, above: str, nth: int
    ) -> None:
        came: Mapping[str, Any] = raw["item"] if raw else {}
        if came and self._is_unchanged(kind, one, came):
            item = dict(came)
        else:
            self.kinds.add(kind)
            label, _about = ITEM_TYPES[kind]
            mine = {
                **self._properties(kind, one),
                "CFItemType": label,
                "CFItemTypeURI": link(case_terms.type_identifier(kind), label),
                "lastChangeDateTime": self.edition.changed_at,
            }
            item = {**came, **mine}
            if came and (kept := came.get("extensions")) and isinstance(kept, Mapping):
                item["extensions"] = {**kept, **mine.get("extensions", {})}
            if came and not case_items.kind_of(came):
                # The type that others gave an item stays theirs.
                for name in ("CFItemType", "CFItemTypeURI"):
                    if name in came:
                        item[name] = came[name]
        if came and (was := case_items.same_case(came["identifier"])) != identifier:
            self.renamed[was] = identifier
        if case_items.same_case(item.get("identifier")) != identifier:
            item |= {"identifier": identifier, "uri": uri(identifier)}
        if item != came or not self._is_same_document:
            # Items that came may name their document; version 1.1 leaves that out, for the package says it.
            item.pop("CFDocumentURI", None)
        self.items[identifier] = item
        self._place(identifier, above, nth, (raw or {}).get("parent"))

    def _properties(self, kind: str, one: Any) -> dict[str, Any]:
        if kind == "competency":
            return case_terms.competency_properties(one, self.language)
        if kind == "indicator":
            return case_terms.behaviour_properties(one, self.language)
        if kind == "cluster":
            return case_terms.group_properties(one, self.language)
        return case_terms.step_properties(one, self.language, self.contents.level_naming)

    def _is_unchanged(self, kind: str, one: Any, came: Mapping[str, Any]) -> bool:
        """Tell whether an item says what it said when it came, in the language that is asked for now."""
        if case_items.kind_of(came) and case_items.said(came.get("language")) != self.language:
            return False
        if kind == "competency":
            was = case_items.described(came, language=self._language_of_file)
            now = replace(
                one,
                key=was.key,
                cluster="",
                parent="",
                counterweights=(),
                indicators=(),
                identifier=was.identifier,
                foreign={name: value for name, value in one.foreign.items() if name != CASE},
            )
            return _plain(was) == _plain(now) and (not case_items.kind_of(came) or was.key == one.key)
        read = {
            "indicator": case_items.behaviour,
            "cluster": case_items.group,
            "level": case_items.step,
        }[kind]
        was_part: Any = read(came)
        if kind == "indicator":
            return (was_part.key, was_part.level, dict(was_part.text)) == (one.key, one.level, dict(one.text))
        return _plain(was_part) == _plain(one)

    @property
    def _language_of_file(self) -> str:
        return language_of(self.raw.get("document", {}))

    def _place(self, identifier: str, above: str, nth: int, came: Mapping[str, Any] | None) -> None:
        if came and _ends(came) == (identifier, above):
            self.associations.append(self._as_it_came(came))
            return
        self.associations.append(self._association(IS_CHILD_OF, identifier, above, {"sequenceNumber": nth}))

    def _association(self, kind: str, origin: str, target: str, extra: Mapping[str, Any]) -> dict[str, Any]:
        identifier = derived(self.document_id, kind, origin, target)
        return {
            "identifier": identifier,
            "uri": uri(identifier),
            "associationType": kind,
            "originNodeURI": node(self._spelled(origin), self._title_of(origin)),
            "destinationNodeURI": node(self._spelled(target), self._title_of(target)),
            "lastChangeDateTime": self.edition.changed_at,
            **extra,
        }

    def _spelled(self, identifier: str) -> str:
        """Return an identifier as its own item spells it, in capitals or not."""
        return str(self.items.get(identifier, {}).get("identifier", identifier))

    def _title_of(self, identifier: str) -> str:
        if identifier == self.document_id:
            return self.title
        item = self.items.get(identifier, {})
        title = line(str(item.get("abbreviatedStatement") or item.get("fullStatement") or identifier))
        return title if len(title) <= 120 else f"{title[:119]}…"

    def _to_origin(self, identifiers: Mapping[str, str]) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
        """Relate each competency to the one it was made out of, if that is another one."""
        if self.edition.origin is None:
            return
        known = self.edition.origin.by_key
        for one in self.contents.competencies:
            was = known.get(one.key)
            if was is None or not was.identifier or was.identifier == identifiers[one.key]:
                continue
            is_same = compare_competency(was, one).kind is Kind.SAME
            kind = EXACT_MATCH_OF if is_same else IS_RELATED_TO
            extra = {} if is_same else {"extensions": {OURS: {"kind": "adaptedFrom"}}}
            yield kind, identifiers[one.key], was.identifier, extra

    def _relate(self, relations: list[tuple[str, str, str, Mapping[str, Any]]]) -> None:
        """Write relations, those that came as they came; and keep what others said and Vakwerk has no place for."""
        came: dict[tuple[Any, str, str], list[dict[str, Any]]] = {}
        for raw in self.raw.get("associations", ()):
            one = self._with_new_names(raw)
            came.setdefault((one.get("associationType"), *_ends(one)), []).append(one)
        for kind, origin, target, extra in relations:
            if found := came.pop((kind, origin, target), None):
                self.associations += found
            else:
                self.associations.append(self._association(kind, origin, target, extra))
        for others in came.values():
            self.associations += [one for one in others if self._is_kept(one)]

    def _with_new_names(self, association: Mapping[str, Any]) -> dict[str, Any]:
        found = self._as_it_came(association)
        for name in ("originNodeURI", "destinationNodeURI"):
            end = found.get(name)
            if isinstance(end, Mapping) and (
                new := self.renamed.get(case_items.same_case(end.get("identifier")))
            ):
                found[name] = {**end, "identifier": new, "uri": uri(new)}
        return found

    def _as_it_came(self, association: Mapping[str, Any]) -> dict[str, Any]:
        """Return a relation as it came, but for the document it names where this is another one now."""
        found = dict(association)
        if not self._is_same_document:
            found.pop("CFDocumentURI", None)
        return found

    def _is_kept(self, association: Mapping[str, Any]) -> bool:
        """Tell whether a relation that nothing here speaks of still says something."""
        kind, mine = association.get("associationType"), ours(association).get("kind")
        if mine == "counterweight" or (kind == HAS_SKILL_LEVEL and self._is_ours(association)):
            return False
        return not self._gone().intersection(_ends(association))

    def _is_ours(self, association: Mapping[str, Any]) -> bool:
        origin, _target = _ends(association)
        return case_items.kind_of(self.items.get(origin, {})) == "indicator"

    def _gone(self) -> frozenset[str]:
        """Return the items that a relation names and that are no longer there."""
        return frozenset(self.raw.get("known", ())) - self.items.keys() - self.renamed.keys()


def _ends(association: Mapping[str, Any]) -> tuple[str, str]:
    found = []
    for name in ("originNodeURI", "destinationNodeURI"):
        end = association.get(name)
        found.append(case_items.same_case(end.get("identifier", "")) if isinstance(end, Mapping) else "")
    return found[0], found[1]


def _plain(one: Any) -> dict[str, Any]:
    """Return a part as plain values, so that a text of the database equals one of a file."""
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in vars(one).items()}


__all__ = ["Edition", "package"]
