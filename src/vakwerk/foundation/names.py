"""What are the persons called whose numbers stand in the audit trail? The people room knows, and tells here.

The foundation knows no room, so the people room hands over its answers when it is loaded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.expressions import BaseExpression, Combinable


@dataclass(frozen=True)
class NameBook:
    """``name_of``: an expression for the name of the person whose number stands in a column.

    ``found_by``: the numbers of the persons whom a search text finds.
    """

    name_of: Callable[[str], BaseExpression | Combinable]
    found_by: Callable[[str], QuerySet[Any, Any]]


_books: list[NameBook] = []


def use(book: NameBook) -> None:
    """Take names from ``book`` from now on."""
    _books[:] = [book]


def name_of(column: str) -> BaseExpression | Combinable:
    """Return an expression for the name of the person in ``column``, "" when there is nobody with it."""
    return _books[0].name_of(column) if _books else Value("", output_field=CharField())


def found_by(text: str) -> Any:
    """Return the numbers of the persons whom ``text`` finds, as a query or a list."""
    return _books[0].found_by(text) if _books else []
