"""What becomes of evidence when people leave: as the one who wrote it, assesses it, reads it or was asked about it?

Nothing here tells anybody who wrote what: a coordinator reads how many pieces wait, never whose.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.craft.evidence import letters, queries
from vakwerk.craft.evidence.operations.sending import BOND_SOURCE
from vakwerk.craft.models import AskedResponse, Evidence, Share, Submission
from vakwerk.people.departures import Facts, Said, Tie, ends_ties, finds_ties, says
from vakwerk.people.models import Bond

_OPEN = (Evidence.State.WAITING, Evidence.State.ASKED_BACK)


@finds_ties
def ties(people: Collection[int]) -> Iterator[Tie]:
    """Find how much evidence of people who stay is with assessors who leave."""
    counted = (
        Evidence.objects.filter(assessor__in=people, state__in=_OPEN)
        .exclude(person__in=people)
        .order_by()
        .values_list("assessor")
        .annotate(count=Count("pk"))
    )
    for assessor, count in counted:
        yield Tie(assessor, "craft.assesses", {"count": count})


@says("craft.assesses")
def _assesses(facts: Facts) -> Said:
    count = facts["count"]
    return Said(
        what=_("Assessor"),
        now=ngettext("of %(count)s piece of evidence", "of %(count)s pieces of evidence", count) % facts,
        after=_("goes back to who wrote it, who chooses another assessor"),
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
    _forget_bonds(people)
    requests = AskedResponse.objects.filter(
        Q(respondent__in=people) | Q(evidence__person__in=people), state=AskedResponse.State.OPEN
    )
    requests.update(state=AskedResponse.State.WITHDRAWN, email="", ended_at=now)
    for evidence in with_assessor:
        letters.assessor_left(evidence)


def _forget_bonds(people: Collection[int]) -> None:
    """Forget that people assess somebody of whom they read nothing any more."""
    bonds = Bond.objects.filter(senior__in=people, kind=Bond.Kind.ASSESSOR, source=BOND_SOURCE)
    for bond in bonds.select_related("senior"):
        if not Evidence.objects.filter(queries.assessed_by(bond.senior), person=bond.person_id).exists():
            bond.delete()
