"""What the academy's settings say: refusals, contrasts, and the sentences of the audit trail."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import audit, refusals
from vakwerk.foundation.rules import AcademyRefusal
from vakwerk.foundation.theme import Contrast

PAIRS: dict[str, Promise] = {
    "links and buttons": _("links and buttons on white"),
    "white on an edge": _("white text on a coloured edge"),
    "text on a track": _("text on a light bar"),
}


def _contrast(facts: Mapping[str, Any]) -> str:
    return gettext(
        "People cannot read these colours well: %(pair)s. The contrast is %(ratio)s to 1, it must be at "
        "least %(least)s to 1. Choose a lower strength or another colour."
    ) % {
        "pair": PAIRS[facts["pair"]],
        "ratio": number_format(facts["ratio"], 1),
        "least": number_format(facts["least"], 0),
    }


refusals.describe(
    {
        AcademyRefusal.SLUG_SHAPE: _(
            "The address “%(slug)s” must be lower-case letters, digits and hyphens, and begin with a letter."
        ),
        AcademyRefusal.SLUG_RESERVED: _("The address “%(slug)s” is one that Vakwerk uses itself."),
        AcademyRefusal.SLUG_TAKEN: _("There is an academy at “%(slug)s” already."),
        AcademyRefusal.CONTRAST: _contrast,
    }
)


def contrast_line(pair: Contrast) -> dict[str, str | bool]:
    """Put one contrast into words for the table beside the preview."""
    return {
        "label": str(PAIRS[pair.name]),
        "ratio": number_format(pair.ratio, 1),
        "least": number_format(pair.least, 0),
        "enough": pair.enough,
    }


audit.describe({"foundation.academy_changed": _("changed the settings of the academy")})
