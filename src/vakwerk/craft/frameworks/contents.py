"""What does a framework say, apart from where it is kept? One tree for copies, files and comparison.

Pure: no Django, no clock, no database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Text = Mapping[str, str]
"""A text in two languages: ``{"nl": …, "en": …}``."""

NOTHING: Final[Text] = {"nl": "", "en": ""}


@dataclass(frozen=True)
class Behaviour:
    """An indicator. ``identifier``: its own in CASE, "" for a new one; ``foreign``: what only a file knows."""

    key: str
    level: int
    text: Text
    identifier: str = ""
    foreign: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Described:
    """A competency. ``cluster``, ``parent`` and ``counterweights`` name others by key."""

    key: str
    name: Text
    code: str = ""
    definition: Text = field(default_factory=lambda: NOTHING)
    why: Text = field(default_factory=lambda: NOTHING)
    pitfall: Text = field(default_factory=lambda: NOTHING)
    cluster: str = ""
    parent: str = ""
    counterweights: tuple[str, ...] = ()
    affinity: Mapping[str, int] = field(default_factory=dict)
    indicators: Sequence[Behaviour] = ()
    identifier: str = ""
    foreign: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """A cluster."""

    key: str
    name: Text
    description: Text = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Step:
    """A level, with both its names."""

    number: int
    key: str
    guild_name: Text
    neutral_name: Text
    autonomy: Text = field(default_factory=lambda: NOTHING)
    complexity: Text = field(default_factory=lambda: NOTHING)
    scope: Text = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Profile:
    """A role profile. ``targets``: the key of a competency to the level aimed at."""

    key: str
    name: Text
    targets: Mapping[str, int]
    hr21_code: str = ""


@dataclass(frozen=True)
class Contents:
    """All that a framework says."""

    key: str
    name: Text
    description: Text = field(default_factory=lambda: NOTHING)
    licence: str = ""
    source: str = ""
    level_naming: str = "guild"
    clusters: Sequence[Group] = ()
    levels: Sequence[Step] = ()
    competencies: Sequence[Described] = ()
    profiles: Sequence[Profile] = ()
    identifier: str = ""
    foreign: Mapping[str, Any] = field(default_factory=dict)

    @property
    def by_key(self) -> dict[str, Described]:
        """The competencies by key."""
        return {one.key: one for one in self.competencies}

    @property
    def size(self) -> int:
        """How many competencies and indicators there are."""
        return sum(1 + len(one.indicators) for one in self.competencies)
