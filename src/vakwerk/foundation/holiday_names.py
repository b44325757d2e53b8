"""What are the public holidays called?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Promise] = {
    "new_years_day": _("New Year's Day"),
    "easter": _("Easter"),
    "kings_day": _("King's Day"),
    "liberation_day": _("Liberation Day"),
    "ascension_day": _("Ascension Day"),
    "whitsun": _("Whitsun"),
    "christmas": _("Christmas"),
}


def holiday_name(code: str) -> str:
    """Say which holiday it is, or nothing."""
    return str(NAMES.get(code, ""))
