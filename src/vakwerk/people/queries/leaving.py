"""What did people who left leave behind?"""

from django.db.models import QuerySet
from django.http import Http404

from vakwerk.people.models import Handover


def handovers() -> QuerySet[Handover]:
    """Return what people who left did for others and nobody took over yet, the last first."""
    return Handover.objects.filter(settled_at=None).select_related("person")


def handover_or_404(handover_id: int) -> Handover:
    """Return something to take over, settled or not.

    :raises Http404: when there is none.
    """
    found = Handover.objects.select_related("person").filter(pk=handover_id).first()
    if found is None:
        raise Http404
    return found
