"""Who may say what under a source, and who is meant by a name? Pure: no Django, no clock, no database."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from vakwerk.foundation.refusals import Refusal
from vakwerk.knowledge.sources.rules import is_coordinator, is_guest

LONGEST: Final = 4000
MOST_MENTIONS: Final = 20
WORDS_IN_A_NAME: Final = 6


class TalkRefusal(Refusal):
    """Why something may not happen in a conversation."""

    CLOSED_TO_GUESTS = "closed_to_guests"
    NOT_YOURS = "not_yours"
    GONE = "gone"
    HIDDEN = "hidden"
    NOTHING_SAID = "nothing_said"
    TOO_LONG = "too_long"
    ONLY_COORDINATORS = "only_coordinators"
    NO_REASON = "no_reason"
    YOUR_OWN = "your_own"
    REPORTED_ALREADY = "reported_already"


@dataclass(frozen=True)
class Standing:
    """How somebody stands to a contribution."""

    roles: Collection[str]
    is_author: bool
    is_deleted: bool
    is_hidden: bool


def may_read(*, roles: Collection[str], open_to_guests: bool) -> bool:
    """Tell whether somebody may read and take part in a conversation."""
    return open_to_guests or not is_guest(roles)


def reason_not_to_say(*, text: str) -> TalkRefusal | None:
    """Tell why something cannot be said."""
    if not text.strip():
        return TalkRefusal.NOTHING_SAID
    return TalkRefusal.TOO_LONG if len(text) > LONGEST else None


def reason_not_to_answer(standing: Standing) -> TalkRefusal | None:
    """Tell why somebody cannot answer a contribution."""
    if standing.is_deleted:
        return TalkRefusal.GONE
    return TalkRefusal.HIDDEN if standing.is_hidden else None


def reason_not_to_change(standing: Standing) -> TalkRefusal | None:
    """Tell why somebody may not change or delete a contribution: only who wrote it may, while it is there."""
    if not standing.is_author:
        return TalkRefusal.NOT_YOURS
    return reason_not_to_answer(standing)


def reason_not_to_report(standing: Standing, *, reported_already: bool) -> TalkRefusal | None:
    """Tell why somebody cannot report a contribution."""
    if standing.is_author:
        return TalkRefusal.YOUR_OWN
    if reason := reason_not_to_answer(standing):
        return reason
    return TalkRefusal.REPORTED_ALREADY if reported_already else None


def reason_not_to_hide(standing: Standing, *, reason: str | None) -> TalkRefusal | None:
    """Tell why a contribution cannot be hidden. ``reason``: why it should be; ``None``: not asked yet."""
    if not is_coordinator(standing.roles):
        return TalkRefusal.ONLY_COORDINATORS
    if gone := reason_not_to_answer(standing):
        return gone
    return TalkRefusal.NO_REASON if reason is not None and not reason.strip() else None


def reason_not_to_show_again(standing: Standing) -> TalkRefusal | None:
    """Tell why a hidden contribution cannot be shown again."""
    if not is_coordinator(standing.roles):
        return TalkRefusal.ONLY_COORDINATORS
    return TalkRefusal.GONE if standing.is_deleted else None


_AT = re.compile(r"(?<![\w@.])@(?=\w)")
_PIECE = re.compile(r"[\w'’.-]+")


def called(text: str) -> list[list[str]]:
    """Return for every ``@`` the words after it, of which the first ones may be a name."""
    found = []
    for at in list(_AT.finditer(text))[:MOST_MENTIONS]:
        words: list[str] = []
        end = at.end()
        for piece in _PIECE.finditer(text, at.end()):
            # A name ends where anything but single spaces stands between its words.
            if words and text[end : piece.start()] != " ":
                break
            words.append(piece.group().rstrip(".'’-"))
            end = piece.end()
            if len(words) == WORDS_IN_A_NAME or piece.group()[-1] in ".'’":
                break
        found.append([word for word in words if word])
    return [words for words in found if words]


def who_is_meant(
    words: list[str], people: Mapping[int, str], *, near: Collection[int]
) -> tuple[set[int], str]:
    """Return the people whom a call may mean, and the words that named them.

    ``people``: key to name, both as words compare (lower case, without accents), as ``words`` are. The longest whole
    name wins; a first name alone means who is ``near``, in this conversation, before others. One person: them.
    """
    for length in range(min(len(words), WORDS_IN_A_NAME), 0, -1):
        said = " ".join(words[:length])
        exact = {key for key, name in people.items() if name == said}
        if exact:
            return (exact & set(near) or exact, said)
    said = words[0]
    first = {key for key, name in people.items() if name.split(" ", 1)[0] == said}
    return (first & set(near) or first, said)


def first_words(calls: Iterable[list[str]]) -> Iterator[str]:
    """Return the first word of every call, each once."""
    yield from dict.fromkeys(words[0] for words in calls)
