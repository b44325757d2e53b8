"""What ties people to circles, and what becomes of it when they leave the academy?"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from vakwerk.circles.composing import queries as composing
from vakwerk.circles.models import Absence, CalendarFeed, Circle, Pairing, Proposal, Round, Seat, SignUp
from vakwerk.circles.published import queries
from vakwerk.circles.published.wording import as_facts, broken_in_words
from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import current_academy_id
from vakwerk.people.departures import Facts, Said, Tie, ends_ties, finds_ties, says

_BEFORE_PUBLISHING = (Round.State.DRAFT, Round.State.OPEN, Round.State.CLOSED)


def _seats(people: Collection[int]) -> Any:
    return Seat.objects.filter(
        queries.PUBLISHED, person__in=people, left_at=None, proposal__round__state=Round.State.PUBLISHED
    )


def _facilitated(people: Collection[int]) -> Any:
    return Circle.objects.filter(
        queries.PUBLISHED, facilitator__in=people, proposal__round__state=Round.State.PUBLISHED
    )


def _sign_ups(people: Collection[int]) -> Any:
    return SignUp.objects.filter(
        person__in=people,
        state=SignUp.State.SIGNED,
        round__state__in=[*_BEFORE_PUBLISHING, Round.State.PUBLISHED],
    )


@finds_ties
def ties(people: Collection[int]) -> Iterator[Tie]:
    """Find seats, circles to facilitate, sign-ups, and the rules that a circle breaks without them."""
    slug = Academy.objects.values_list("slug", flat=True).get(pk=current_academy_id())
    seats = list(_seats(people).select_related("circle__proposal__round").order_by("circle_id", "person_id"))
    for seat in seats:
        yield Tie(
            seat.person_id,
            "circles.seat",
            _about(seat.circle),
            reverse("circles:open_seat", args=[slug, seat.circle_id]),
            hears=_facilitator_of(seat.circle),
        )
    for circle in _facilitated(people).select_related("proposal__round").order_by("number"):
        path = reverse("circles:circle_facilitator", args=[slug, circle.pk])
        yield Tie(circle.facilitator_id, "circles.facilitates", _about(circle), path)
    for sign_up in _sign_ups(people).select_related("round").order_by("round_id", "person_id"):
        if not any(
            seat.person_id == sign_up.person_id and seat.circle.proposal.round_id == sign_up.round_id
            for seat in seats
        ):
            facts = {"round": sign_up.round.title, "waits": sign_up.round.state == Round.State.PUBLISHED}
            yield Tie(sign_up.person_id, "circles.signed_up", facts)
    yield from _broken(seats, slug)


def _about(circle: Circle) -> dict[str, Any]:
    return {"circle": circle.number, "round": circle.proposal.round.title}


def _facilitator_of(circle: Circle) -> frozenset[int]:
    return frozenset({circle.facilitator_id} - {None})  # type: ignore[arg-type]


def _broken(seats: Sequence[Seat], slug: str) -> Iterator[Tie]:
    """Find which rules circles break that they keep now."""
    by_proposal: dict[int, list[Seat]] = {}
    for seat in seats:
        by_proposal.setdefault(seat.proposal_id, []).append(seat)
    for some in by_proposal.values():
        proposal = some[0].circle.proposal
        board = composing.board_of(proposal.round, proposal)
        first = {seat.circle_id: seat for seat in reversed(some)}
        for circle_id, conflicts in composing.broken_without(
            board, [seat.person_id for seat in some]
        ).items():
            seat = first[circle_id]
            yield Tie(
                seat.person_id,
                "circles.breaks_rules",
                {**_about(seat.circle), "rules": [as_facts(one) for one in conflicts]},
                reverse("circles:open_seat", args=[slug, circle_id]),
                hears=_facilitator_of(seat.circle),
            )


@ends_ties
def end(people: Collection[int], now: datetime) -> None:
    """Free seats, withdraw sign-ups, leave circles to facilitate to others, and stop secret addresses."""
    seats = _seats(people)
    circles = list(seats.order_by("circle_id").values_list("circle_id", flat=True).distinct())
    # Locked in one order: who leaves and who is given a seat at that moment take turns.
    list(Circle.objects.select_for_update().filter(pk__in=circles).order_by("pk"))
    ahead = queries.sessions_ahead(Circle.objects.filter(pk__in=circles), now=now)
    Absence.objects.filter(session__in=ahead, person__in=people).delete()
    seats.update(left_at=now)
    Seat.objects.filter(person__in=people, proposal__state=Proposal.State.DRAFT).delete()
    rounds = _sign_ups(people).values("round")
    Pairing.objects.filter(
        Q(person__in=people) | Q(other__in=people), round__in=rounds, round__state__in=_BEFORE_PUBLISHING
    ).delete()
    _sign_ups(people).update(state=SignUp.State.WITHDRAWN, wishes="")
    _facilitated(people).update(facilitator=None)
    Circle.objects.filter(facilitator__in=people, proposal__state=Proposal.State.DRAFT).update(
        facilitator=None
    )
    CalendarFeed.objects.filter(person__in=people).delete()


def _circle(facts: Facts) -> str:
    return _("Circle %(circle)s, %(round)s") % facts


@says("circles.seat")
def _seat(facts: Facts) -> Said:
    return Said(what=_circle(facts), now=_("member"), after=_("the place is free"))


@says("circles.facilitates")
def _facilitates(facts: Facts) -> Said:
    return Said(
        what=_circle(facts),
        now=_("facilitator"),
        after=_("the members take turns"),
        task=_("Choose who facilitates."),
    )


@says("circles.signed_up")
def _signed_up(facts: Facts) -> Said:
    now = _("waits for a place") if facts["waits"] else _("signed up")
    return Said(what=str(facts["round"]), now=now, after=_("withdrawn"))


@says("circles.breaks_rules")
def _breaks_rules(facts: Facts) -> Said:
    return Said(
        what=_circle(facts),
        now=_("keeps every rule"),
        after=", ".join(broken_in_words(one) for one in facts["rules"]),
        task=_("Find somebody who fits, or merge it with another circle."),
    )
