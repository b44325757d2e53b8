"""What is still needed before somebody completed a trajectory? Pure: no Django, no clock, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """What can still be needed."""

    SESSIONS = "sessions"
    PROOF = "proof"


class Proof(StrEnum):
    """How the evidence for a goal stands."""

    NONE = "none"
    WAITING = "waiting"
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Missing:
    """Something that is still needed. ``goal``: the learning goal, for proof; ``count``: of how many it lacks.

    ``can``: whether it can still be reached; a session that was missed for good cannot.
    """

    need: Need
    count: int = 1
    goal: int | None = None
    can: bool = True
    proof: Proof = Proof.NONE


@dataclass(frozen=True)
class Sessions:
    """The sessions of an edition that were not called off, seen by one participant.

    ``unknown``: were held, but nobody kept yet who was there; ``needed``: ``None`` for all of them.
    """

    attended: int
    missed: int
    unknown: int
    ahead: int
    needed: int | None = None

    @property
    def total(self) -> int:
        return self.attended + self.missed + self.unknown + self.ahead

    @property
    def wanted(self) -> int:
        """How many one has to attend: never more than there are."""
        return self.total if self.needed is None else min(self.needed, self.total)


def still_needed(
    sessions: Sessions, *, proofs_needed: bool, proofs: Mapping[int, Proof]
) -> Sequence[Missing]:
    """Return what is still needed; nothing when it is completed.

    ``proofs``: learning goal to how its evidence stands, for every goal; only asked when ``proofs_needed``.
    An edition without any session that takes place is completed by its proofs alone, and never without them.
    """
    missing = []
    short = sessions.wanted - sessions.attended
    if short > 0:
        missing.append(Missing(Need.SESSIONS, short, can=short <= sessions.ahead + sessions.unknown))
    if proofs_needed:
        missing += [
            Missing(Need.PROOF, goal=goal, proof=proof)
            for goal, proof in proofs.items()
            if proof is not Proof.CONFIRMED
        ]
    return missing


def is_completed(sessions: Sessions, *, proofs_needed: bool, proofs: Mapping[int, Proof]) -> bool:
    """Tell whether somebody completed a trajectory by what it asks."""
    if not sessions.total and not (proofs_needed and proofs):
        return False
    return not still_needed(sessions, proofs_needed=proofs_needed, proofs=proofs)
