"""Where can a trajectory, an edition and an enrolment stand? Rules ask it, models keep it, pages name it."""

from enum import StrEnum


class TrajectoryState(StrEnum):
    """Whether a trajectory is offered."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class ActivityKind(StrEnum):
    """What people do in a step of a trajectory."""

    SESSION = "session"
    ASSIGNMENT = "assignment"
    READING = "reading"
    E_LEARNING = "e_learning"
    CIRCLE = "circle"


class EditionState(StrEnum):
    """How far an edition is."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class EditionForm(StrEnum):
    """Where people meet."""

    ON_PLACE = "on_place"
    ONLINE = "online"
    BOTH = "both"


class Payer(StrEnum):
    """Who pays what an edition costs."""

    ACADEMY = "academy"
    ORGANISATION = "organisation"
    PARTICIPANT = "participant"


class EnrolmentState(StrEnum):
    """How somebody stands with an edition."""

    ASKED = "asked"
    WAITING = "waiting"
    ENROLLED = "enrolled"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class NeedState(StrEnum):
    """Where a learning need stands."""

    OPEN = "open"
    MET = "met"
    WITHDRAWN = "withdrawn"
