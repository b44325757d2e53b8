"""What may an academy be called and look like, and what can somebody be in it? Pure: no Django, no database."""

import re
from enum import StrEnum

from vakwerk.foundation import theme
from vakwerk.foundation.refusals import Refusal

# First parts of addresses that Vakwerk itself uses, so no academy may take them.
RESERVED_SLUGS = frozenset(
    {
        "account", "accounts", "admin", "api", "academies", "componenten", "components", "demo", "docs",
        "favicon.ico", "healthz", "help", "hulp", "i18n", "metrics", "privacy", "readyz", "robots.txt", "static",
        "taal", "toegankelijkheid", "well-known",
    }
)  # fmt: skip
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


class RoleName(StrEnum):
    """What a person is in one academy, for rules; ``roles.Role`` is the same with its words."""

    COORDINATOR = "coordinator"
    FACILITATOR = "facilitator"
    ASSESSOR = "assessor"
    PARTICIPANT = "participant"
    GUEST = "guest"
    RESEARCHER = "researcher"
    WORKS_COUNCIL = "works_council"
    ADMINISTRATOR = "administrator"


class AcademyRefusal(Refusal):
    """Why an academy cannot be set up this way."""

    SLUG_SHAPE = "slug_shape"
    SLUG_RESERVED = "slug_reserved"
    SLUG_TAKEN = "slug_taken"
    CONTRAST = "contrast"


def reason_not_to_use_slug(slug: str) -> AcademyRefusal | None:
    """Tell why ``slug`` cannot be the first part of an academy's address, or ``None`` if it can."""
    if not _SLUG.match(slug) or len(slug) > 40:
        return AcademyRefusal.SLUG_SHAPE
    if slug in RESERVED_SLUGS:
        return AcademyRefusal.SLUG_RESERVED
    return None


def contrast_shortfall(hue: float, chroma: float) -> theme.Contrast | None:
    """Tell which contrast of an academy's colours falls short, or ``None`` if its pages stay readable."""
    return next((pair for pair in theme.contrasts(hue, chroma) if not pair.enough), None)
