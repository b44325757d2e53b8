"""What stands around every page? Academy, person, navigation, and the other language.

This is the front door's, since it names pages of every room.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.roles import Role


@dataclass(frozen=True)
class Entry:
    """One entry of a menu. ``current``: the page stands in this part."""

    label: str | Promise
    url: str
    current: bool = False


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every template what ``base.html`` shows around it."""
    academy = getattr(request, "academy", None)
    person = getattr(request, "person", None)
    other = "en" if get_language() == "nl" else "nl"
    return {
        "academy": academy,
        "person": person,
        "demo": settings.DEMO,
        "navigation": _navigation(request, academy.slug, person.roles) if academy and person else [],
        "account_menu": _account_menu(request),
        "other_language": {"code": other, "label": "English" if other == "en" else "Nederlands"},
    }


# Label, name of the page, what its address starts with below the academy, and for whom (nobody: everyone).
_PAGES: tuple[tuple[Promise, str, str, frozenset[Role]], ...] = ()


def _navigation(request: HttpRequest, slug: str, roles: frozenset[Role]) -> list[Entry]:
    here = request.path_info.removeprefix(f"/{slug}/")
    return [
        Entry(label, reverse(page, args=[slug]), current=here.startswith(prefix) if prefix else not here)
        for label, page, prefix, allowed in _PAGES
        if not allowed or roles & allowed
    ]


def _account_menu(request: HttpRequest) -> list[Entry]:
    return []
