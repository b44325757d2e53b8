"""Which academies are there?"""

from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import current_academy_id


def current_academy() -> Academy:
    """Return the academy that this code runs for, with its region."""
    return Academy.objects.select_related("region").get(pk=current_academy_id())


def academy_at(slug: str) -> Academy | None:
    """Return the academy with this address, or ``None``."""
    if not slug:
        return None
    return Academy.objects.select_related("region").filter(slug=slug).first()


def academies() -> list[Academy]:
    """Return every academy, by name. That an academy exists is public."""
    return list(Academy.objects.select_related("region"))
