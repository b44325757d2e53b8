"""Which places does craftsmanship have in the menus?"""

from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import places
from vakwerk.foundation.places import Menu, Place
from vakwerk.foundation.roles import Role

places.add(
    Place("craft", _("Craftsmanship"), "craft:craft", "vakmanschap/", Menu.MAIN, 50),
    Place("assess", _("Assess"), "craft:to_assess", "beoordelen/", Menu.MAIN, 60, frozenset({Role.ASSESSOR})),
    Place("growth", _("My growth"), "craft:growth", "mijn-groei/", Menu.MINE, 10),
    Place("evidence", _("My evidence"), "craft:my_evidence", "mijn-bewijs/", Menu.MINE, 20),
    Place("badges", _("My badges"), "craft:my_badges", "mijn-badges/", Menu.MINE, 30),
    Place("shared", _("Shared with me"), "craft:shared_with_me", "gedeeld-met-mij/", Menu.MINE, 60),
)
places.within("home", "mijn-bewijs/", "mijn-groei/", "mijn-badges/", "gedeeld-met-mij/")
