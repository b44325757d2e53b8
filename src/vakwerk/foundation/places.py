"""Which parts does an academy have? Each room registers its places; the menus and breadcrumbs show them.

So no room needs the address of one above it: a template says ``{% place_crumb "coordination" %}`` or
``{% place_url "home" as home_url %}``, and code asks ``address_of``.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise

from vakwerk.foundation.roles import Role


class Menu(StrEnum):
    """Where a place is shown: above every page, or under the name of the person."""

    MAIN = "main"
    MINE = "mine"


@dataclass(frozen=True)
class Place:
    """A part of the academy.

    ``key``: what others call it; ``page``: the name of its address; ``under``: what the addresses in it start with;
    ``order``: where in the menu, low first; ``roles``: who see it there, empty: everybody.
    """

    key: str
    label: Promise
    page: str
    under: str
    menu: Menu
    order: int
    roles: frozenset[Role] = frozenset()

    def reach(self, here: str) -> int:
        """Return how much of an address this part explains; -1 for an address of another part."""
        if not here:
            return -1 if self.under else 0
        starts = (self.under, *_more.get(self.key, ()))
        return max((len(start) for start in starts if start and here.startswith(start)), default=-1)


_places: dict[str, Place] = {}
_more: dict[str, tuple[str, ...]] = {}


def add(*places: Place) -> None:
    """Register places; each room does so in its ``places.py``."""
    _places.update({place.key: place for place in places})


def within(key: str, *starts: str) -> None:
    """Have addresses of this room count as part of a place, maybe of another room."""
    _more[key] = tuple(dict.fromkeys((*_more.get(key, ()), *starts)))


def in_menu(menu: Menu) -> list[Place]:
    """Return the places of a menu, in order."""
    return sorted((place for place in _places.values() if place.menu is menu), key=lambda place: place.order)


def place(key: str) -> Place:
    """Return a place, of whatever room."""
    return _places[key]


def address_of(key: str, slug: str) -> str:
    """Return the address of a place in an academy."""
    return reverse(_places[key].page, args=[slug])
