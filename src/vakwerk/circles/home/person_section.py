"""What does the page of a person say about circles? Rounds they joined, circles they sit in or facilitate."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vakwerk.circles import times
from vakwerk.circles.models import Circle, Round, Seat, SignUp
from vakwerk.circles.published import queries
from vakwerk.circles.published.wording import circle_name
from vakwerk.circles.rounds import queries as rounds
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Person
from vakwerk.people.sections import Line, Section, shows

MOST = 20


@shows
def circles_of(person: Person, viewer: Person) -> Section | None:
    """Give a coordinator the rounds and circles of a person; nobody else, whoever keeps the people."""
    if Role.COORDINATOR not in viewer.roles:
        return None
    slug = person.academy.slug
    seats = list(queries.seats_of(person)[:MOST])
    facilitated = queries.facilitated_by(person)[:MOST]
    return Section(
        key="circles",
        title=_("Circles"),
        lines=[
            *(_circle(seat.circle, slug, _since(seat)) for seat in seats),
            *(_circle(circle, slug, _("facilitator")) for circle in facilitated),
            *_sign_ups(person, slug, seated={seat.circle.proposal.round_id for seat in seats}),
        ],
        empty=_("Not in a circle, and not signed up for a round."),
    )


def _since(seat: Seat) -> str:
    return _("left on %(day)s") % {"day": _day(seat.left_at)} if seat.left_at else _("member")


def _circle(circle: Circle, slug: str, note: str) -> Line:
    return Line(
        title=f"{circle_name(circle)}, {circle.proposal.round.title}",
        url=reverse("circles:manage_circle", args=[slug, circle.pk]),
        note=note,
    )


def _sign_ups(person: Person, slug: str, *, seated: Collection[int]) -> Iterator[Line]:
    """Say for which rounds somebody signed up without having had a place in one of its circles."""
    for one in rounds.sign_ups_of(person)[:MOST]:
        if one.round_id not in seated:
            yield Line(one.round.title, reverse("circles:round", args=[slug, one.round_id]), _answered(one))


def _answered(sign_up: SignUp) -> str:
    if sign_up.state == SignUp.State.WITHDRAWN:
        return _("withdrew")
    if sign_up.round.state in {Round.State.PUBLISHED, Round.State.ENDED}:
        return _("signed up, has no place")
    moments = "; ".join(times.moment(chosen.slot) for chosen in sign_up.slots.all())
    return _("signed up on %(day)s: %(moments)s") % {"day": _day(sign_up.signed_at), "moments": moments}


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at).date())
