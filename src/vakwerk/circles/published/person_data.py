"""What do circles know of a person, and what of it goes when the person is erased?"""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from vakwerk.circles.models import Absence, CalendarFeed, Circle, Pairing, Proposal, Round, Seat, SignUp
from vakwerk.circles.published import queries
from vakwerk.people.erasure import erases
from vakwerk.people.export import exports
from vakwerk.people.models import Person


@exports("circles")
def known_of(person: Person) -> dict[str, Any]:
    """Give what somebody answered, where they sat and when they stayed away; never who sat there with them."""
    sign_ups = SignUp.objects.filter(person=person).select_related("round").prefetch_related("slots__slot")
    seats = Seat.objects.filter(queries.PUBLISHED, person=person).select_related("circle__proposal__round")
    absences = Absence.objects.filter(person=person).select_related("session")
    return {
        "sign_ups": [
            {
                "round": one.round.title,
                "state": one.state,
                "signed_up_at": one.signed_at,
                "discipline": one.discipline,
                "experience": one.seniority,
                "way_of_governing": one.orientation,
                "brings": one.brings,
                "what_helps_to_take_part": one.wishes,
                "moments": [str(chosen.slot) for chosen in one.slots.all()],
            }
            for one in sign_ups
        ],
        "circles": [
            {
                "round": seat.circle.proposal.round.title,
                "circle": seat.circle.number,
                "left_at": seat.left_at,
            }
            for seat in seats
        ],
        "facilitates": [
            {"round": circle.proposal.round.title, "circle": circle.number}
            for circle in Circle.objects.filter(queries.PUBLISHED, facilitator=person).select_related(
                "proposal__round"
            )
        ],
        "calendar_feed": [
            {"made_at": feed.made_at, "last_read_at": feed.read_at}
            for feed in CalendarFeed.objects.filter(person=person)
        ],
        "stayed_away": [{"session": one.session.starts_at, "told_at": one.told_at} for one in absences],
    }


@erases
def forget(person: Person) -> None:
    """Empty what the person wrote and free their seats; circles that met keep that somebody sat there."""
    now = timezone.now()
    SignUp.objects.filter(person=person).update(
        state=SignUp.State.WITHDRAWN, discipline="", seniority="", orientation="", brings="", wishes=""
    )
    Pairing.objects.filter(Q(person=person) | Q(other=person)).delete()
    Absence.objects.filter(person=person).delete()
    CalendarFeed.objects.filter(person=person).delete()
    Seat.objects.filter(person=person, proposal__state=Proposal.State.DRAFT).delete()
    running = Seat.objects.filter(
        queries.PUBLISHED, person=person, left_at=None, proposal__round__state=Round.State.PUBLISHED
    )
    running.update(left_at=now)
    Circle.objects.filter(facilitator=person).update(facilitator=None)
