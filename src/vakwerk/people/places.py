"""Which places do people have in the menus? What is known about them, and what the foundation kept of it."""

from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import places
from vakwerk.foundation.places import Menu, Place
from vakwerk.foundation.roles import Role

places.add(
    Place(
        "management",
        _("Manage"),
        "foundation:management",
        "beheer/",
        Menu.MINE,
        70,
        frozenset({Role.ADMINISTRATOR}),
    ),
    Place("my_data", _("My data"), "people:my_data", "mijn-gegevens/", Menu.MINE, 80),
    Place(
        "my_trail",
        _("What happened around me"),
        "foundation:my_trail",
        "mijn-gegevens/logboek/",
        Menu.MINE,
        90,
    ),
)
