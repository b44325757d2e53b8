"""What an administrator does with the academy. Each function is one transaction."""

from dataclasses import dataclass

from django.db import transaction

from vakwerk.foundation import audit, rules
from vakwerk.foundation.models import Academy
from vakwerk.foundation.refusals import Refused


@dataclass(frozen=True)
class Settings:
    """What an administrator may choose. ``hue`` in degrees [0, 360], ``chroma`` in [0, 0.3]."""

    name: str
    subtitle: str
    contact_email: str
    hue: float
    chroma: float


@transaction.atomic
def change_academy(*, academy: Academy, settings: Settings, by_id: int) -> list[str]:
    """Give the academy other settings, and return the names of what changed.

    :raises Refused: with ``AcademyRefusal.CONTRAST`` when its colours would be hard to read.
    """
    if shortfall := rules.contrast_shortfall(settings.hue, settings.chroma):
        raise Refused(
            rules.AcademyRefusal.CONTRAST,
            {"pair": shortfall.name, "ratio": shortfall.ratio, "least": shortfall.least},
        )
    changed = [name for name, value in vars(settings).items() if getattr(academy, name) != value]
    for name in changed:
        setattr(academy, name, getattr(settings, name))
    if changed:
        academy.save(update_fields=changed)
        audit.record("foundation.academy_changed", by_id=by_id, on=academy, fields=changed)
    return changed
