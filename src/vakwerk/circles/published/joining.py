"""What must be known of a circle that meets, and of people who may join it? In a constant number of queries."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from vakwerk.circles.models import Circle, Pairing, Proposal, Round, Seat, Session, SignUp
from vakwerk.circles.published import queries
from vakwerk.circles.published.rules import Newcomer, OpenCircle
from vakwerk.foundation.many import one_of
from vakwerk.people.models import Membership, Organisation, Person


def opening(circle: Circle, *, now: datetime) -> OpenCircle:
    """Return a circle as joining sees it."""
    members = queries.member_ids(circle)
    return OpenCircle(
        members=members,
        facilitator_id=circle.facilitator_id,
        size_max=circle.proposal.round.size_max,
        standing=circle.standing,
        sessions_ahead=queries.sessions_ahead([circle], now=now).count(),
        has_resident=bool(residents_among(members)),
    )


def newcomers(
    circle: Circle, people: Sequence[Person], *, now: datetime, signing_up: bool = False
) -> dict[int, Newcomer]:
    """Return people as joining a circle sees them, by id. ``signing_up``: they sign up with the seat."""
    round_, ids = circle.proposal.round, [one.pk for one in people]
    signed_up = set(
        SignUp.objects.filter(round=round_, state=SignUp.State.SIGNED).values_list("person_id", flat=True)
    )
    seated = set(
        Seat.objects.filter(proposal=circle.proposal_id, left_at=None).values_list("person_id", flat=True)
    )
    residents = residents_among(ids)
    bonded = queries.bonded_with_all(ids)
    busy = busy_when(circle, ids, now=now)
    apart, together = _paired(round_, ids)
    return {
        one.pk: Newcomer(
            person_id=one.pk,
            is_signed_up=signing_up or one.pk in signed_up,
            has_seat=one.pk in seated,
            has_left=one.left_on is not None,
            is_resident=one.pk in residents,
            busy=one.pk in busy,
            bonded=bonded[one.pk],
            apart=frozenset(apart[one.pk]),
            # Whoever withdrew no longer counts.
            together=frozenset(together[one.pk] & (signed_up | seated)),
        )
        for one in people
    }


def residents_among(people: Collection[int]) -> frozenset[int]:
    """Return who of some people join as residents."""
    of_residents = Membership.objects.filter(is_main=True, organisation__kind=Organisation.Kind.RESIDENTS)
    return frozenset(of_residents.filter(person__in=one_of(people)).values_list("person_id", flat=True))


def busy_when(
    circle: Circle, people: Collection[int], *, now: datetime, besides: Collection[Circle] = ()
) -> frozenset[int]:
    """Return who of some people sit in or facilitate another circle that meets when this one does.

    ``besides``: circles that do not count, since they end.
    """
    ours = queries.sessions_ahead([circle], now=now).filter(
        starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    clashing = Session.objects.filter(Exists(ours), circle=OuterRef("pk"), is_cancelled=False)
    others = Circle.objects.filter(Exists(clashing), proposal__state=Proposal.State.PUBLISHED).exclude(
        pk__in=[circle.pk, *(one.pk for one in besides)]
    )
    sits = Seat.objects.filter(person__in=one_of(people), left_at=None, circle__in=others)
    leads = others.filter(facilitator__in=one_of(people))
    return frozenset(sits.values_list("person_id", flat=True)) | frozenset(
        leads.values_list("facilitator_id", flat=True)
    )


def _paired(round_: Round, people: Collection[int]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Return with whom people must not, and must, sit in a round."""
    apart: dict[int, set[int]] = {pk: set() for pk in people}
    together: dict[int, set[int]] = {pk: set() for pk in people}
    rows = Pairing.objects.filter(
        Q(person__in=one_of(people)) | Q(other__in=one_of(people)), round=round_
    ).values_list("person_id", "other_id", "kind")
    for first, second, kind in rows:
        found = apart if kind == Pairing.Kind.APART else together
        for one, other in ((first, second), (second, first)):
            if one in found:
                found[one].add(other)
    return apart, together
