"""What is strong and weak in a circle, held against the other circles? Pure: counts in, comparisons out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vakwerk.circles.composing.board import Board, Member
from vakwerk.people.rules import JoinsAs

# With more circles than this that are just as good, being the best says nothing.
MOST_ALIKE = 2


class Measure(StrEnum):
    """What circles are held against each other by."""

    DISCIPLINES = "disciplines"
    ORGANISATIONS = "organisations"
    ORIENTATIONS = "orientations"


MEASURES = tuple(Measure)


@dataclass(frozen=True)
class Profile:
    """The counts of one circle. ``met``: pairs who know each other, with the round they met in."""

    values: Mapping[Measure, int]
    members: int
    residents: int
    partners: int
    absent: Sequence[str]
    met: Sequence[tuple[Member, Member, str]]

    @property
    def pairs(self) -> int:
        return self.members * (self.members - 1) // 2


@dataclass(frozen=True)
class Standing:
    """A circle has the most, or the fewest, of something. ``alike``: the other circles of which that is true."""

    measure: Measure
    value: int
    alike: tuple[int, ...]


def profile_of(board: Board, circle_id: int) -> Profile:
    """Count a circle."""
    members = board.by_circle[circle_id]
    orientations = {member.orientation for member in members} - {""}
    everywhere = {member.orientation for member in board.members} - {""}
    return Profile(
        values={
            Measure.DISCIPLINES: len({member.discipline for member in members} - {""}),
            Measure.ORGANISATIONS: len({member.organisation for member in members} - {""}),
            Measure.ORIENTATIONS: len(orientations),
        },
        members=len(members),
        residents=sum(member.kind == JoinsAs.RESIDENT for member in members),
        partners=sum(member.kind == JoinsAs.PARTNER for member in members),
        absent=sorted(everywhere - orientations),
        met=[
            (one, other, board.crowd.met[pair])
            for k, one in enumerate(members)
            for other in members[k + 1 :]
            if (pair := frozenset((one.person_id, other.person_id))) in board.crowd.met
        ],
    )


def standings(
    values: Mapping[int, Mapping[Measure, int]],
) -> dict[int, tuple[list[Standing], list[Standing]]]:
    """Return per circle what it has most of, and fewest of; nothing where all circles are about alike."""
    found: dict[int, tuple[list[Standing], list[Standing]]] = {circle: ([], []) for circle in values}
    for measure in MEASURES:
        column = {circle: each[measure] for circle, each in values.items()}
        for side, extreme in enumerate((max(column.values(), default=0), min(column.values(), default=0))):
            circles = [circle for circle, value in column.items() if value == extreme]
            if len(circles) == len(column) or len(circles) > 1 + MOST_ALIKE:
                continue
            for circle in circles:
                alike = tuple(other for other in circles if other != circle)
                found[circle][side].append(Standing(measure, extreme, alike))
    return found
