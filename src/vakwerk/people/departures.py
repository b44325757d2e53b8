"""What ties people to the work of others, and what becomes of it when they leave? Beside ``erasure``.

A room registers three things: a function that finds the ties of people, one that ends them, and for each kind of
tie one that says it in words. This room asks before somebody leaves, and tells whoever must know afterwards.
People leave alone or by thousands at once, so every function takes many people and a constant number of queries,
or one per circle or edition that is touched.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from vakwerk.foundation.bilingual import Bilingual

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Tie:
    """Something that ties a person to the work of others.

    ``facts``: JSON values for the words, a text in two languages as a mapping; never a name of somebody else.
    ``path``: the page where a coordinator goes on with it. ``hears``: the ids of people who hear of it besides
    the coordinators.
    """

    person_id: int
    kind: str
    facts: Facts = field(default_factory=dict)
    path: str = ""
    hears: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Said:
    """A tie in words. ``now`` and ``after``: how it is and what becomes of it.

    ``task``: what is left for a coordinator to do; "" when nobody has to do a thing.
    """

    what: str
    now: str
    after: str
    task: str = ""


_finders: list[Callable[[Collection[int]], Iterable[Tie]]] = []
_enders: list[Callable[[Collection[int], datetime], None]] = []
_words: dict[str, Callable[[Facts], Said]] = {}


def finds_ties(function: Callable[[Collection[int]], Iterable[Tie]]) -> Callable[..., Iterable[Tie]]:
    """Register a function that finds what ties people to its room. Import its module in ``AppConfig.ready``."""
    if function not in _finders:
        _finders.append(function)
    return function


def ends_ties(function: Callable[[Collection[int], datetime], None]) -> Callable[..., None]:
    """Register a function that ends what its room keeps for people who leave.

    It runs inside the transaction of the leaving, and sends no letter to who leaves.
    """
    if function not in _enders:
        _enders.append(function)
    return function


def says(kind: str) -> Callable[[Callable[[Facts], Said]], Callable[[Facts], Said]]:
    """Register how a kind of tie is said, in the language of the moment."""

    def register(function: Callable[[Facts], Said]) -> Callable[[Facts], Said]:
        _words[kind] = function
        return function

    return register


def ties_of(people: Collection[int]) -> list[Tie]:
    """Return what ties people to the work of others, room by room."""
    return [tie for find in _finders for tie in find(people)] if people else []


def end(people: Collection[int], *, now: datetime) -> None:
    """Have every room end what it keeps for people who leave."""
    for function in _enders:
        function(people, now)


def in_words(kind: str, facts: Facts) -> Said:
    """Say a tie in the language of the moment."""
    read = {name: Bilingual(fact) if isinstance(fact, dict) else fact for name, fact in facts.items()}
    return _words[kind](read)
