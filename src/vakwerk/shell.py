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
    """One entry of a menu. ``current``: the page stands in this part; ``method``: post where it does something."""

    label: str | Promise
    url: str
    current: bool = False
    method: str = "get"


@dataclass(frozen=True)
class _Place:
    """A part of the academy. ``under``, ``also``: what its addresses start with; ``roles``: for whom, empty: all."""

    label: Promise
    page: str
    under: str
    roles: frozenset[Role] = frozenset()
    also: tuple[str, ...] = ()

    def reach(self, here: str) -> int:
        """Return how much of an address this part explains; -1 for an address of another part."""
        if not here:
            return -1 if self.under else 0
        return max(
            (len(start) for start in (self.under, *self.also) if start and here.startswith(start)), default=-1
        )


_RUNNING_IT = frozenset({Role.COORDINATOR})
_PLACES = (
    _Place(
        _("My Vakwerk"),
        "circles:home",
        "",
        also=(
            "mijn-bewijs/",
            "mijn-groei/",
            "mijn-badges/",
            "leerbehoeften/",
            "aanbod/mijn/",
            "gedeeld-met-mij/",
        ),
    ),
    _Place(_("On offer"), "trajectories:catalogue", "aanbod/"),
    _Place(_("Circles"), "circles:circles", "kringen/"),
    _Place(_("Knowledge"), "knowledge:search", "kennis/"),
    _Place(_("Craftsmanship"), "craft:craft", "vakmanschap/"),
    _Place(_("Assess"), "craft:to_assess", "beoordelen/", frozenset({Role.ASSESSOR})),
    _Place(_("Coordination"), "circles:coordination", "coordinatie/", _RUNNING_IT),
)
# In the menu of the person; the first only inside an academy.
_MINE = (
    _Place(_("My growth"), "craft:growth", "mijn-groei/"),
    _Place(_("My evidence"), "craft:my_evidence", "mijn-bewijs/"),
    _Place(_("My badges"), "craft:my_badges", "mijn-badges/"),
    _Place(_("What I want to learn"), "trajectories:needs", "leerbehoeften/"),
    _Place(_("Enter an attendance code"), "trajectories:check_in", "aanwezig/"),
    _Place(_("Shared with me"), "craft:shared_with_me", "gedeeld-met-mij/"),
    _Place(_("Manage"), "foundation:management", "beheer/", frozenset({Role.ADMINISTRATOR})),
    _Place(_("My data"), "people:my_data", "mijn-gegevens/"),
    _Place(_("What happened around me"), "foundation:my_trail", "mijn-gegevens/logboek/"),
)
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
        "navigation": _entries(request, slug, _PLACES, person.roles) if person and slug else [],
        "account_menu": _account_menu(request, slug, person.roles if person else frozenset()),
        "other_language": {"code": other, "label": "English" if other == "en" else "Nederlands"},
    }


def _entries(
    request: HttpRequest, slug: str, places: tuple[_Place, ...], roles: frozenset[Role]
) -> list[Entry]:
    here = request.path_info.removeprefix(f"/{slug}/")
    within = [place for place in places if place.reach(here) >= 0]
    # Of two parts that fit, the page stands in the narrower one.
    current = max(within, key=lambda place: place.reach(here), default=None)
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
    mine = _entries(request, slug, _MINE, roles) if slug else []
    account = [Entry(label, reverse(page), request.path_info == reverse(page)) for label, page in _ACCOUNT]
    return [*mine, *account, Entry(_("Sign out"), reverse("account_logout"), method="post")]
