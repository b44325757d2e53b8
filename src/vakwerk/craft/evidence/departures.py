"""What becomes of evidence when people leave: as the one who wrote it, assesses it, reads it or was asked about it?

Nothing here tells anybody who wrote what: a coordinator does not read whether anything waits at all.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from vakwerk.craft.evidence import letters
from vakwerk.craft.models import AskedResponse, Evidence, Share, Submission
from vakwerk.foundation.roles import Role
from vakwerk.people.departures import Facts, Said, Tie, ends_ties, finds_ties, says
from vakwerk.people.models import RoleAssignment

_OPEN = (Evidence.State.WAITING, Evidence.State.ASKED_BACK)


@finds_ties
def ties(people: Collection[int]) -> Iterator[Tie]:
    """Find who assesses; whether anything is with them is for nobody to know who would read it here."""
    assessors = RoleAssignment.objects.filter(person__in=people, role=Role.ASSESSOR)
    for assessor in sorted(set(assessors.values_list("person_id", flat=True))):
        yield Tie(assessor, "craft.assesses")


@says("craft.assesses")
def _assesses(facts: Facts) -> Said:
    del facts
    return Said(
        what=_("Assessor"),
        now=_("of the evidence that is with them, if there is any"),
        after=_("goes back to the writer, who chooses another assessor"),
    )


@ends_ties
def end(people: Collection[int], now: datetime) -> None:
    """Give evidence back to its writers, stop what is read, and withdraw requests for a response."""
    with_assessor = list(
        Evidence.objects.select_for_update(of=("self",))
        .filter(assessor__in=people, state__in=_OPEN)
        .exclude(person__in=people)
        .select_related("person__account", "academy")
        .order_by("pk")
    )
    waiting = Evidence.objects.filter(
        Q(assessor__in=people) | Q(person__in=people), state=Evidence.State.WAITING
    )
    Submission.objects.filter(evidence__in=waiting, ended_at=None).update(ended_at=now)
    # What was asked back waits for its writer already.
    waiting.update(state=Evidence.State.WITHDRAWN, due_on=None, changed_at=now)
    Share.objects.filter(Q(person__in=people) | Q(reader__in=people)).delete()
    requests = AskedResponse.objects.filter(
        Q(respondent__in=people) | Q(evidence__person__in=people), state=AskedResponse.State.OPEN
    )
    requests.update(state=AskedResponse.State.WITHDRAWN, email="", ended_at=now)
    for evidence in with_assessor:
        letters.assessor_left(evidence)
