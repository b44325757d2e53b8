"""Where can a framework, evidence and a response stand? Rules ask it, models keep it, pages name it."""

from enum import StrEnum


class FrameworkState(StrEnum):
    """How far a version of a framework is. A starter is only ever copied."""

    STARTER = "starter"
    DRAFT = "draft"
    ADOPTED = "adopted"
    RETIRED = "retired"


class Outcome(StrEnum):
    """What an assessor finds of one behaviour."""

    CONFIRMED = "confirmed"
    ASKED_BACK = "asked_back"
    REFUSED = "refused"


class EvidenceState(StrEnum):
    """Where a piece of evidence stands; after an assessment as its verdicts add up."""

    DRAFT = "draft"
    WAITING = "waiting"
    ASKED_BACK = "asked_back"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ResponseState(StrEnum):
    """Whether somebody who was asked what they saw has answered."""

    OPEN = "open"
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
