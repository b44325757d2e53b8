"""What did people who left leave behind?"""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from vakwerk.people.models import Handover


def handovers() -> QuerySet[Handover]:
    """Return what people who left did for others and nobody took over yet, the last first."""
    return Handover.objects.filter(settled_at=None).select_related("person")


def handover_or_404(handover_id: int) -> Handover:
    """Return something to take over, settled or not.

    :raises Http404: when there is none.
    """
    return get_object_or_404(Handover.objects.select_related("person"), pk=handover_id)
