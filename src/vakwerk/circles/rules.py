"""Where can a round and a proposal stand, and who sits with whom? Rules ask it, models keep it, pages name it."""

from enum import StrEnum


class RoundState(StrEnum):
    """How far a round is, in this order."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    ENDED = "ended"


class ProposalState(StrEnum):
    """What became of a proposal."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CALLED_OFF = "called_off"


class PairingKind(StrEnum):
    """What was agreed about two people."""

    APART = "apart"
    TOGETHER = "together"
