"""Which places do trajectories have in the menus?"""

from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import places
from vakwerk.foundation.places import Menu, Place

places.add(
    Place("catalogue", _("On offer"), "trajectories:catalogue", "aanbod/", Menu.MAIN, 20),
    Place("needs", _("What I want to learn"), "trajectories:needs", "leerbehoeften/", Menu.MINE, 40),
    Place("check_in", _("Enter an attendance code"), "trajectories:check_in", "aanwezig/", Menu.MINE, 50),
)
places.within("home", "leerbehoeften/", "aanbod/mijn/")
