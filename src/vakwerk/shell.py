"""What stands around every page? Academy, person, navigation, and the other language.

What stands in the menus the rooms registered, see ``foundation/places.py``.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.places import Menu, in_menu
from vakwerk.foundation.roles import Role


@dataclass(frozen=True)
class Entry:
    """One entry of a menu. ``current``: the page stands in this part; ``method``: post where it does something."""

    label: str | Promise
    url: str
    current: bool = False
    method: str = "get"


_ACCOUNT = (
    (_("Signing in and security"), "security"),
    (_("Where you are signed in"), "usersessions_list"),
    (_("My academies"), "front"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every template what ``base.html`` shows around it."""
    academy = getattr(request, "academy", None)
    person = getattr(request, "person", None)
    user = getattr(request, "user", None)
    other = "en" if get_language() == "nl" else "nl"
    slug = academy.slug if academy and person else ""
    return {
        "academy": academy,
        "person": person,
        "account_name": user.email if user and user.is_authenticated else "",
        "demo": settings.DEMO,
        "navigation": _entries(request, slug, Menu.MAIN, person.roles) if person and slug else [],
        "account_menu": _account_menu(request, slug, person.roles if person else frozenset()),
        "other_language": {"code": other, "label": "English" if other == "en" else "Nederlands"},
    }


def _entries(request: HttpRequest, slug: str, menu: Menu, roles: frozenset[Role]) -> list[Entry]:
    here = request.path_info.removeprefix(f"/{slug}/")
    places = in_menu(menu)
    # Of two parts that fit, the page stands in the narrower one.
    current = max(
        (place for place in places if place.reach(here) >= 0),
        key=lambda place: place.reach(here),
        default=None,
    )
    return [
        Entry(place.label, reverse(place.page, args=[slug]), current=place is current)
        for place in places
        if not place.roles or roles & place.roles
    ]


def _account_menu(request: HttpRequest, slug: str, roles: frozenset[Role]) -> list[Entry]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return (
            []
            if request.path_info == reverse("account_login")
            else [Entry(_("Sign in"), reverse("account_login"))]
        )
    mine = _entries(request, slug, Menu.MINE, roles) if slug else []
    account = [Entry(label, reverse(page), request.path_info == reverse(page)) for label, page in _ACCOUNT]
    return [*mine, *account, Entry(_("Sign out"), reverse("account_logout"), method="post")]
