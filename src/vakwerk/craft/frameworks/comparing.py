"""Where do two frameworks differ, field by field?

Pure: no Django, no clock, no database.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from vakwerk.craft.frameworks.contents import Behaviour, Contents, Described, Group, Profile, Step, Text

TEXTS: Final = ("name", "definition", "why", "pitfall")


class Kind(StrEnum):
    """What happened to a part between two frameworks."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class FieldChange:
    """One field that differs. ``before`` and ``after``: a text in two languages, a plain value, or target levels."""

    field: str
    before: Any
    after: Any

    @property
    def is_text(self) -> bool:
        """Whether it is in two languages."""
        return self.field != "targets" and isinstance(self.before or self.after, Mapping)


@dataclass(frozen=True)
class BehaviourChange:
    """What happened to one indicator; ``before`` or ``after`` is ``None`` where it is not there."""

    kind: Kind
    before: Behaviour | None
    after: Behaviour | None

    @property
    def level(self) -> int:
        """The level it belongs to now, or did."""
        one = self.after or self.before
        assert one is not None
        return one.level


@dataclass(frozen=True)
class CompetencyChange:
    """What happened to one competency."""

    kind: Kind
    key: str
    name: Text
    fields: Sequence[FieldChange] = ()
    indicators: Sequence[BehaviourChange] = ()

    @property
    def changed_indicators(self) -> list[BehaviourChange]:
        """The indicators that did not stay as they were."""
        return [one for one in self.indicators if one.kind is not Kind.SAME]


@dataclass(frozen=True)
class PartChange:
    """What happened to a cluster, a level or a role profile."""

    kind: Kind
    key: str
    name: Text
    fields: Sequence[FieldChange] = ()


@dataclass(frozen=True)
class Difference:
    """All differences between two frameworks; what stayed the same is counted in ``same``."""

    head: Sequence[FieldChange] = ()
    clusters: Sequence[PartChange] = ()
    levels: Sequence[PartChange] = ()
    competencies: Sequence[CompetencyChange] = ()
    profiles: Sequence[PartChange] = ()
    same: int = field(default=0)

    def count(self, kind: Kind) -> int:
        """Count the competencies to which this happened."""
        return self.same if kind is Kind.SAME else sum(one.kind is kind for one in self.competencies)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.head or self.clusters or self.levels or self.competencies or self.profiles)


def same_text(one: Text, other: Text) -> bool:
    """Tell whether two texts say the same in both languages."""
    return all((one.get(language) or "") == (other.get(language) or "") for language in ("nl", "en"))


def compare(before: Contents, after: Contents) -> Difference:
    """Tell where ``after`` differs from ``before``; parts are recognised by key, in the order of ``after``."""
    changes = list(_competencies(before, after))
    return Difference(
        head=_fields(before, after, ("name", "description", "licence", "source")),
        clusters=_parts(before.clusters, after.clusters, _cluster_fields),
        levels=_parts(before.levels, after.levels, _level_fields),
        competencies=[one for one in changes if one.kind is not Kind.SAME],
        profiles=_parts(before.profiles, after.profiles, _profile_fields),
        same=sum(one.kind is Kind.SAME for one in changes),
    )


def _competencies(before: Contents, after: Contents) -> Iterator[CompetencyChange]:
    old = before.by_key
    for one in after.competencies:
        if one.key in old:
            yield compare_competency(old.pop(one.key), one)
        else:
            yield CompetencyChange(
                Kind.ADDED,
                one.key,
                one.name,
                fields=_competency_fields(Described(one.key, {"nl": "", "en": ""}), one),
                indicators=[BehaviourChange(Kind.ADDED, None, each) for each in one.indicators],
            )
    for one in old.values():
        yield CompetencyChange(
            Kind.REMOVED,
            one.key,
            one.name,
            indicators=[BehaviourChange(Kind.REMOVED, each, None) for each in one.indicators],
        )


def compare_competency(before: Described, after: Described) -> CompetencyChange:
    """Tell where one competency differs from how it was."""
    fields = _competency_fields(before, after)
    indicators = list(_indicators(before, after))
    is_same = not fields and all(one.kind is Kind.SAME for one in indicators)
    return CompetencyChange(
        Kind.SAME if is_same else Kind.CHANGED, after.key, after.name, fields=fields, indicators=indicators
    )


def _competency_fields(before: Described, after: Described) -> list[FieldChange]:
    found = _fields(before, after, (*TEXTS, "code", "cluster", "parent"))
    if set(before.counterweights) != set(after.counterweights):
        found.append(FieldChange("counterweights", before.counterweights, after.counterweights))
    return found


def _indicators(before: Described, after: Described) -> Iterator[BehaviourChange]:
    old = {one.key: one for one in before.indicators}
    for one in after.indicators:
        was = old.pop(one.key, None)
        if was is None:
            yield BehaviourChange(Kind.ADDED, None, one)
        else:
            is_same = was.level == one.level and same_text(was.text, one.text)
            yield BehaviourChange(Kind.SAME if is_same else Kind.CHANGED, was, one)
    for was in old.values():
        yield BehaviourChange(Kind.REMOVED, was, None)


def _fields(before: object, after: object, names: Sequence[str]) -> list[FieldChange]:
    found = []
    for name in names:
        was, now = getattr(before, name), getattr(after, name)
        if isinstance(was, Mapping):
            if not same_text(was, now):
                found.append(FieldChange(name, was, now))
        elif was != now:
            found.append(FieldChange(name, was, now))
    return found


def _cluster_fields(before: Group, after: Group) -> list[FieldChange]:
    return _fields(before, after, ("name", "description"))


def _level_fields(before: Step, after: Step) -> list[FieldChange]:
    return _fields(before, after, ("guild_name", "neutral_name", "autonomy", "complexity", "scope"))


def _profile_fields(before: Profile, after: Profile) -> list[FieldChange]:
    found = _fields(before, after, ("name", "hr21_code"))
    if dict(before.targets) != dict(after.targets):
        found.append(FieldChange("targets", dict(before.targets), dict(after.targets)))
    return found


def _parts(before: Sequence[Any], after: Sequence[Any], differ: Any) -> list[PartChange]:
    def name(one: Any) -> Text:
        text: Text = one.guild_name if isinstance(one, Step) else one.name
        return text

    old = {one.key: one for one in before}
    found = []
    for one in after:
        was = old.pop(one.key, None)
        if was is None:
            found.append(PartChange(Kind.ADDED, one.key, name(one)))
        elif fields := differ(was, one):
            found.append(PartChange(Kind.CHANGED, one.key, name(one), fields))
    found += [PartChange(Kind.REMOVED, one.key, name(one)) for one in old.values()]
    return found


def reads_the_same(before: Described, after: Described) -> bool:
    """Tell whether what somebody is assessed on is the same: definition and indicators."""
    return same_text(before.definition, after.definition) and all(
        one.kind is Kind.SAME for one in _indicators(before, after)
    )
