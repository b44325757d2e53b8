"""Which places does knowledge have in the menus?"""

from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import places
from vakwerk.foundation.places import Menu, Place

places.add(Place("knowledge", _("Knowledge"), "knowledge:search", "kennis/", Menu.MAIN, 40))
