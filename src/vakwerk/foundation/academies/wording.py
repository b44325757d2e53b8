"""What the academy's settings say: refusals, contrasts, and the sentences of the audit trail."""

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import audit, rules
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.theme import Contrast

PAIRS: dict[str, Promise] = {
    "links and buttons": _("links and buttons on white"),
    "white on an edge": _("white text on a coloured edge"),
    "text on a track": _("text on a light bar"),
}


def why_not(refused: Refused) -> str:
    """Say why the academy cannot be set up this way."""
    if refused.reason == rules.AcademyRefusal.CONTRAST:
        return _(
            "People cannot read these colours well: %(pair)s. The contrast is %(ratio)s to 1, it must be at "
            "least %(least)s to 1. Choose a lower strength or another colour."
        ) % {
            "pair": PAIRS[refused.facts["pair"]],
            "ratio": number_format(refused.facts["ratio"], 1),
            "least": number_format(refused.facts["least"], 0),
        }
    return str(refused)


def contrast_line(pair: Contrast) -> dict[str, str | bool]:
    """Put one contrast into words for the table beside the preview."""
    return {
        "label": str(PAIRS[pair.name]),
        "ratio": number_format(pair.ratio, 1),
        "least": number_format(pair.least, 0),
        "enough": pair.enough,
    }


audit.describe({"foundation.academy_changed": _("changed the settings of the academy")})
