"""Which places do circles have in the menus?"""

from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import places
from vakwerk.foundation.places import Menu, Place
from vakwerk.foundation.roles import Role

places.add(
    Place("home", _("My Vakwerk"), "circles:home", "", Menu.MAIN, 10),
    Place("circles", _("Circles"), "circles:circles", "kringen/", Menu.MAIN, 30),
    Place(
        "coordination",
        _("Coordination"),
        "circles:coordination",
        "coordinatie/",
        Menu.MAIN,
        70,
        frozenset({Role.COORDINATOR}),
    ),
)
