"""What do other rooms show on the page of a person? They register a function; this room draws what it gives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from vakwerk.people.models import Person

Words = str | Promise


@dataclass(frozen=True)
class Line:
    """One thing about a person. ``url``: its page, "" without one; ``note``: a softer second line."""

    title: Words
    url: str = ""
    note: Words = ""


@dataclass(frozen=True)
class Section:
    """A part of the page. ``key`` becomes its anchor; ``empty`` is said when there are no lines.

    ``way_label`` and ``way_url``: the link beside its title to where it is changed, "" without one.
    """

    key: str
    title: Words
    lines: Sequence[Line] = field(default_factory=tuple)
    empty: Words = ""
    way_label: Words = ""
    way_url: str = ""


_sections: list[Callable[[Person, Person], Section | None]] = []


def shows(
    function: Callable[[Person, Person], Section | None],
) -> Callable[[Person, Person], Section | None]:
    """Register a function that gives a section about a person, or ``None`` when the viewer may not see it.

    It takes the person and the viewer, and takes a constant number of queries. Import its module in the room's
    ``AppConfig.ready``.
    """
    if function not in _sections:
        _sections.append(function)
    return function


def sections_about(person: Person, *, viewer: Person) -> list[Section]:
    """Return what every room shows a viewer about a person."""
    return [section for function in _sections if (section := function(person, viewer)) is not None]
