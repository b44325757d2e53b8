"""How does Vakwerk say no? With a reason, raised by operations and put into words by the room."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Refusal(StrEnum):
    """Why something may not happen. Each room lists its own reasons in a subclass in ``rules.py``."""


class Refused(Exception):
    """An operation did not happen, and this is why.

    ``facts`` fill the gaps in the sentence that the room's ``wording.py`` keeps for the reason, for
    instance ``{"limit": 8}``.
    """

    def __init__(self, reason: Refusal, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts = dict(facts or {})
