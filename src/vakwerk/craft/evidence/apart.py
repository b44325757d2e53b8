"""Whom may somebody not be assessed by, as other rooms know it? They register a function; this room asks it.

In a circle nobody stands above another, so who sits in one with somebody does not assess them.
"""

from collections.abc import Callable

from vakwerk.people.models import Person

_askers: list[Callable[[Person], set[int]]] = []


def keeps_apart(function: Callable[[Person], set[int]]) -> Callable[[Person], set[int]]:
    """Register a function that gives the ids of the people who may not assess a person.

    Import its module in the room's ``AppConfig.ready``.
    """
    if function not in _askers:
        _askers.append(function)
    return function


def kept_apart_from(person: Person) -> set[int]:
    """Return everybody whom another room keeps from assessing this person."""
    return {found for function in _askers for found in function(person)}
