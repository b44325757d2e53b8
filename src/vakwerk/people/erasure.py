"""What do other rooms erase with a person? They register a function; this room calls it."""

from collections.abc import Callable

from vakwerk.people.models import Person

_erasers: list[Callable[[Person], None]] = []


def erases(function: Callable[[Person], None]) -> Callable[[Person], None]:
    """Register a function that erases what its room keeps of a person, or makes it nameless.

    It runs inside the transaction of the erasure. Import its module in the room's ``AppConfig.ready``.
    """
    if function not in _erasers:
        _erasers.append(function)
    return function


def run(person: Person) -> None:
    """Have every room erase what it keeps of ``person``."""
    for function in _erasers:
        function(person)
