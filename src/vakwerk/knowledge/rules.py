"""What can a source be, and where can it stand? Rules ask it, models keep it, pages name it."""

from enum import StrEnum


class SourceState(StrEnum):
    """Whether everybody finds a source."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    DECLINED = "declined"


class SourceKind(StrEnum):
    """What one learns from. A person to ask stays in the academy."""

    ARTICLE = "article"
    CASE = "case"
    BOOK = "book"
    PODCAST = "podcast"
    VIDEO = "video"
    COURSE = "course"
    PERSON = "person"
