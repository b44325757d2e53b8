"""What coordinators decide about one circle of a proposal. Each function is one transaction."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from vakwerk.circles.composing import queries
from vakwerk.circles.composing import rules as composing_rules
from vakwerk.circles.composing.board import Board, Moment, Place
from vakwerk.circles.models import Circle, Proposal, Rearrangement
from vakwerk.circles.published import queries as published
from vakwerk.circles.published import rules as published_rules
from vakwerk.foundation import audit
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person


@dataclass(frozen=True)
class Facilitators:
    """Who may be asked to facilitate a circle. ``able``: those with the role; ``bonded``: with whom each has a bond."""

    people: tuple[Person, ...]
    able: frozenset[int]
    bonded: Mapping[int, frozenset[int]]


def facilitators_for(place: Place) -> Facilitators:
    """Return everybody with the role of facilitator, and who facilitates this circle now."""
    able = frozenset(published.facilitators().values_list("pk", flat=True))
    people = Person.objects.filter(pk__in=able | {place.facilitator_id or 0}).order_by("sort_key", "id")
    found = tuple(people)
    return Facilitators(found, able, published.bonded_with_all([person.pk for person in found]))


@transaction.atomic
def arrange_circle(
    *, proposal: Proposal, circle_id: int, slot_id: int | None, facilitator_id: int | None, by: Person
) -> Rearrangement | None:
    """Choose when a circle of a proposal meets and who facilitates it, and keep how it was.

    :param slot_id: ``None`` leaves the moment as it is.
    :param facilitator_id: ``None`` lets the members take turns.
    :return: what can be taken back, or ``None`` when nothing changed.
    :raises Refused: when not all members can come then, or the facilitator is not independent or not free.
    """
    locked = queries.locked_proposal(proposal)
    board = queries.board_of(locked.round, locked)
    place = board.place_by_id[circle_id]
    slot_id = slot_id or place.slot_id
    if (slot_id, facilitator_id) == (place.slot_id, place.facilitator_id):
        return None
    is_published = locked.is_settled
    if refused := reason_not_to_meet_then(board, place, slot_id, is_published=is_published):
        raise refused
    among, state = facilitators_for(place), locked.round.state
    if reason := reason_not_to_facilitate(
        board, place, facilitator_id, slot_id=slot_id, among=among, round_state=state
    ):
        raise Refused(reason)
    Circle.objects.filter(pk=circle_id).update(slot_id=slot_id, facilitator_id=facilitator_id)
    change = Rearrangement.objects.create(
        proposal=locked,
        kind=Rearrangement.Kind.ARRANGE,
        steps=[],
        moments=[[circle_id, place.slot_id, slot_id]] if slot_id != place.slot_id else [],
        facilitators=[[circle_id, place.facilitator_id, facilitator_id]]
        if facilitator_id != place.facilitator_id
        else [],
        made_by_id=by.pk,
    )
    audit.record("circles.circle_arranged", by=by, on=locked, about=facilitator_id, circle=place.number)
    return change


def reason_not_to_meet_then(
    board: Board, place: Place, slot_id: int | None, *, is_published: bool
) -> Refused | None:
    """Tell, ready to raise or to show, why a circle may not meet at a moment; ``people`` are who cannot come."""
    if slot_id is None or (slot_id == place.slot_id and not is_published):
        return None
    reason = composing_rules.reason_not_to_meet_then(
        slot_id,
        is_published=is_published,
        slots=board.moment_by_id.keys(),
        common=board.common_slots(place.circle_id),
    )
    if reason is None:
        return None
    away = [member.name for member in board.by_circle[place.circle_id] if slot_id not in member.slot_ids]
    return Refused(reason, {"people": tuple(away)})


def reason_not_to_facilitate(
    board: Board,
    place: Place,
    person_id: int | None,
    *,
    slot_id: int | None,
    among: Facilitators,
    round_state: str,
) -> published_rules.FacilitatorRefusal | None:
    """Tell why somebody may not facilitate a circle of a proposal at a moment, or ``None`` if they may."""
    if person_id is None:
        return None
    return published_rules.reason_not_to_facilitate(
        person_id,
        is_facilitator=person_id in among.able,
        members={member.person_id for member in board.by_circle[place.circle_id]},
        bonded=among.bonded.get(person_id, frozenset()),
        busy=person_id in busy_at(board, slot_id, besides=place),
        round_state=round_state,
    )


def busy_at(board: Board, slot_id: int | None, *, besides: Place) -> Collection[int]:
    """Return who sits in or facilitates another circle of the proposal that meets at the same moment."""
    moment = board.moment_by_id.get(slot_id or 0)
    if moment is None:
        return frozenset()
    busy: set[int] = set()
    for other in _meeting_then(board, moment):
        if other.circle_id != besides.circle_id:
            busy |= {member.person_id for member in board.by_circle[other.circle_id]}
            busy |= {other.facilitator_id or 0}
    return busy - {0}


def _meeting_then(board: Board, moment: Moment) -> Iterable[Place]:
    for place in board.places:
        other = board.moment_by_id.get(place.slot_id or 0)
        if (
            other
            and other.first_date == moment.first_date
            and other.starts_at < moment.ends_at
            and other.ends_at > moment.starts_at
        ):
            yield place
