"""What do planning and writing talk about? People as known, rows as planned, and what the academy has."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from vakwerk.people.intake.rules.rows import Incoming, Problem
from vakwerk.people.rules import BondKind

# What a row compares one to one, in the order in which the preview shows it.
PLAIN: Final = (
    "reference", "given_name", "family_name", "email", "phone", "discipline", "seniority", "orientation",
    "organisation", "unit", "job_title", "since",
)  # fmt: skip
BONDS: Final = (BondKind.MANAGER, BondKind.ASSESSOR)
OF_PLACE: Final = ("organisation", "unit", "job_title", "since")
LEAVING: Final = frozenset({"left_on", "leaves_on"})
NAMES: Final = frozenset({"organisation", "unit"})


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass(slots=True)
class Known:
    """A person whom the academy knows already. ``above``: kind of bond to the ids of the people above."""

    id: int
    given_name: str = ""
    family_name: str = ""
    reference: str = ""
    email: str = ""
    phone: str = ""
    discipline: str = ""
    seniority: str = ""
    orientation: str = ""
    organisation: str = ""
    unit: str = ""
    job_title: str = ""
    since: Any = None
    roles: frozenset[str] = frozenset()
    above: dict[str, frozenset[int]] = field(default_factory=dict)
    left_on: Any = None
    leaves_on: Any = None
    # The other organisations where they have a place.
    elsewhere: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation with its kind, or a unit with the unit it is a part of, as the academy knows it."""

    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; a person's row may have several."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody a row refers to: a person by ``id``, or a new one by the ``row`` they stand in."""

    id: int = 0
    row: int = 0
    name: str = field(default="", compare=False)


@dataclass(slots=True)
class Planned:
    """What becomes of one row, and why."""

    number: int
    incoming: Incoming
    known: Known | None = None
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    above: dict[str, tuple[Target, ...]] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        """What becomes of it."""
        if self.problems:
            return Outcome.WRONG
        if self.known is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.changes else Outcome.UNCHANGED

    @property
    def name(self) -> str:
        """The full name, from the row or else as known."""
        return self.incoming.name or (self.known.name if self.known else "")

    @property
    def me(self) -> Target:
        """How other rows refer to this one."""
        return Target(id=self.known.id) if self.known else Target(row=self.number)


@dataclass(slots=True)
class Academy:
    """What the academy knows: its people, and its organisations and units by the keys of their names.

    ``may_give``: the roles that whoever brings the file may give. ``default_organisation``: for people who have
    none and whose row names none.
    """

    people: Sequence[Known]
    organisations: Mapping[str, Place]
    units: Mapping[tuple[str, str], Place]
    may_give: Collection[str]
    default_organisation: str = ""
