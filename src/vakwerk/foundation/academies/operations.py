"""What an administrator does with the academy. Each function is one transaction."""

from dataclasses import dataclass

from django.db import connection, transaction

from vakwerk.foundation import audit, rules
from vakwerk.foundation.audit import Whom
from vakwerk.foundation.models import Academy
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.tenancy import NoAcademyError


@dataclass(frozen=True)
class Settings:
    """What an administrator may choose. ``hue`` in degrees [0, 360], ``chroma`` in [0, 0.3]."""

    name: str
    subtitle: str
    contact_email: str
    hue: float
    chroma: float


@transaction.atomic
def change_academy(*, academy: Academy, settings: Settings, by: Whom) -> list[str]:
    """Give the academy that this runs for other settings, and return the names of what changed.

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
        _keep(academy, settings)
        audit.record("foundation.academy_changed", by=by, on=academy, fields=changed)
    return changed


def _keep(academy: Academy, settings: Settings) -> None:
    # The application may write academies only by this function, which changes the one of the transaction.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT foundation_change_academy(%s, %s, %s, %s, %s)",
            [settings.name, settings.subtitle, settings.contact_email, settings.hue, settings.chroma],
        )
        if cursor.fetchone() != (academy.pk,):
            raise NoAcademyError
