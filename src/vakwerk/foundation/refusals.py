"""How does Vakwerk say no? With a reason that operations raise, in the words that its room gave it.

Pure: no Django. Rules are made of these reasons, and a sentence translates itself when it is said.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Refusal(Enum):
    """Why something may not happen. Each room lists its own reasons in a subclass in ``rules.py``.

    Not a ``StrEnum``: "busy" of a seat is another reason than "busy" of a facilitator, so they must not be equal.
    """


class Refused(Exception):
    """An operation did not happen, and this is why.

    ``facts`` fill the gaps in the sentence that the room's ``wording.py`` keeps for the reason, for
    instance ``{"limit": 8}``. ``about`` among them is the name of the one whom it is about, where an act concerned
    several people.
    """

    def __init__(self, reason: Refusal, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts = dict(facts or {})


_words: dict[Refusal, tuple[object, Mapping[str, object]]] = {}


def describe(sentences: Mapping[Refusal, object], **known: object) -> None:
    """Give reasons their words; each room does so in its ``wording.py``.

    A sentence is a text that translates itself and may have gaps in %-style, or a function of the facts where a text
    cannot say it. ``known``: facts that always hold, such as a limit.

    :raises ValueError: when a reason has words already.
    """
    for reason, sentence in sentences.items():
        if reason in _words:
            message = f"{reason} is put into words twice"
            raise ValueError(message)
        _words[reason] = sentence, known


def sentences() -> Mapping[Refusal, object]:
    """Return the words of every reason, with their gaps."""
    return {reason: sentence for reason, (sentence, _) in _words.items()}


def say(no: Refusal | Refused | None, **facts: Any) -> str:
    """Say why not, in the language of the reader; "" when nothing stands in the way."""
    if no is None:
        return ""
    reason, given = (no.reason, no.facts) if isinstance(no, Refused) else (no, {})
    sentence, known = _words[reason]
    filled = {**known, **given, **facts}
    said: str = sentence(filled) if callable(sentence) else str(sentence) % filled
    return f"{filled['about']}: {said}" if filled.get("about") else said
