"""What is there to compose with, and which proposals are there? Every way to a proposal starts here."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from circlemix.trial import Trial
from vakwerk.circles.composing.board import UNSAID, Board, Crowd, Encounter, Member, Moment, Place, Terms, Tie
from vakwerk.circles.composing.rules import Conflict, Step, made_worse
from vakwerk.circles.models import (
    Circle,
    Pairing,
    Proposal,
    Rearrangement,
    Round,
    Seat,
    SignUp,
    SignUpSlot,
    Slot,
)
from vakwerk.craft.evidence import ties
from vakwerk.foundation import jobs
from vakwerk.foundation.many import one_of
from vakwerk.foundation.models import Job
from vakwerk.foundation.text import number_in
from vakwerk.people import queries as people
from vakwerk.people.models import joins_as

JOB_KIND = "circles.compose"


def round_for_composing(round_id: int) -> Round:
    """Return a round of this academy, or answer 404."""
    return get_object_or_404(Round.objects, pk=round_id)


def proposal_of(round_id: int, number: int) -> Proposal:
    """Return a proposal by its number within a round of this academy, or answer 404."""
    return get_object_or_404(
        Proposal.objects.filter(round_id=round_id, number=number).select_related("round")
    )


def locked_proposal(proposal: Proposal) -> Proposal:
    """Return the proposal, locked until the end of the transaction: two coordinators take turns."""
    return Proposal.objects.select_for_update(of=("self",)).select_related("round").get(pk=proposal.pk)


def proposals_of(round_: Round) -> list[Proposal]:
    """Return all proposals of a round, newest first, with ``circle_count`` and ``seat_count``."""
    # Counted apart: joined, every circle would be paired with every seat.
    circles = Circle.objects.filter(proposal=OuterRef("pk"))
    seats = Seat.objects.filter(proposal=OuterRef("pk"), left_at=None)
    return list(
        Proposal.objects.filter(round=round_)
        .annotate(circle_count=_counted(circles), seat_count=_counted(seats))
        .order_by("-number")
    )


def _counted(rows: QuerySet[Any]) -> Coalesce:
    counts = rows.order_by().values("proposal").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counts), 0)


def proposal_before(proposal: Proposal) -> Proposal | None:
    """Return the proposal that was made before this one in its round."""
    return (
        Proposal.objects.filter(round_id=proposal.round_id, number__lt=proposal.number)
        .order_by("-number")
        .first()
    )


def last_rearrangement(proposal: Proposal) -> Rearrangement | None:
    """Return the last change by hand that stands."""
    return Rearrangement.objects.filter(proposal=proposal, undone_at=None).order_by("-id").first()


def running_job(round_: Round) -> Job | None:
    """Return the job that composes this round now, if there is one."""
    return jobs.under_way(JOB_KIND, round_id=round_.pk)


def job_of(round_: Round, job_id: int) -> Job:
    """Return a composing job of this round, or answer 404."""
    return get_object_or_404(jobs.jobs_of(JOB_KIND, round_id=round_.pk), pk=job_id)


def highest_published_number() -> int:
    """Return the highest number of a published circle of the academy; new circles count on from there."""
    number = (
        Circle.objects.filter(proposal__state=Proposal.State.PUBLISHED)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return number or 0


def board_of(round_: Round, proposal: Proposal | None = None) -> Board:
    """Lay out a round's people and a proposal's circles; without a proposal, everybody waits.

    The number of queries does not depend on how many people or circles there are.
    """
    seats = list(
        Seat.objects.filter(proposal=proposal, left_at=None).values_list(
            "person_id", "circle_id", "is_locked"
        )
        if proposal
        else []
    )
    members = _members(round_, [person_id for person_id, _, _ in seats])
    ids = [member.person_id for member in members]
    return Board(
        terms=terms_of(round_),
        crowd=Crowd(
            members=members,
            moments=tuple(
                Moment(*row)
                for row in Slot.objects.filter(round=round_).values_list(
                    "id", "first_date", "starts_at", "ends_at"
                )
            ),
            ties=(*_bonds(ids), *_pairings(round_)),
            encounters=_encounters(round_, ids),
        ),
        places=_places(proposal) if proposal else (),
        seats={person_id: circle_id for person_id, circle_id, _ in seats},
        locked=frozenset(person_id for person_id, _, is_locked in seats if is_locked),
    )


def terms_of(round_: Round) -> Terms:
    """Return what a round asks of its circles."""
    return Terms(
        size_min=round_.size_min,
        size_max=round_.size_max,
        min_externals=round_.min_externals,
        min_disciplines=round_.min_disciplines,
        min_organisations=round_.min_organisations,
        aims=dict(round_.aims),
    )


def _members(round_: Round, seated: Sequence[int]) -> tuple[Member, ...]:
    signed = {
        row[0]: row
        for row in SignUp.objects.filter(round=round_)
        .filter(Q(state=SignUp.State.SIGNED) | Q(person_id__in=one_of(seated)))
        .values_list("person_id", "id", "state", "discipline", "seniority", "orientation")
    }
    wanted = {*signed, *seated}
    chosen: dict[int, set[int]] = {}
    for sign_up_id, slot_id in SignUpSlot.objects.filter(sign_up__round=round_).values_list(
        "sign_up_id", "slot_id"
    ):
        chosen.setdefault(sign_up_id, set()).add(slot_id)
    work = {
        row[0]: row[1:]
        for row in people.main_places()
        .filter(person_id__in=one_of(wanted))
        .values_list("person_id", "job_title", "organisation__name", "organisation__kind")
    }
    found = people.with_ids(wanted).values_list(
        "id", "given_name", "family_name", "sort_key", "discipline", "seniority", "orientation", "email"
    )
    return tuple(
        _member(person, signed.get(person[0]), work.get(person[0], ("", "", "")), chosen)
        for person in found.order_by("id")
    )


def _member(
    person: tuple[object, ...],
    sign_up: tuple[object, ...] | None,
    work: tuple[str, str, str],
    chosen: dict[int, set[int]],
) -> Member:
    id_, given, family, sort_key, discipline, seniority, orientation, email = (str(part) for part in person)
    if sign_up is not None:
        # As it was when signing up; what was left open there is taken from the person.
        discipline, seniority, orientation = (
            str(own or kept)
            for own, kept in zip(sign_up[3:6], (discipline, seniority, orientation), strict=True)
        )
    title, organisation, kind = work
    return Member(
        person_id=int(id_),
        name=f"{given} {family}".strip(),
        given_name=given,
        sort_key=sort_key,
        work=title,
        organisation=organisation,
        kind=joins_as(kind).value,
        discipline=discipline,
        seniority=seniority,
        orientation=orientation,
        slot_ids=frozenset(chosen.get(int(str(sign_up[1])), ())) if sign_up else frozenset(),
        has_email=bool(email),
        withdrawn=sign_up is None or sign_up[2] != SignUp.State.SIGNED,
    )


def _bonds(ids: Iterable[int]) -> Iterable[Tie]:
    there = set(ids)
    rows = people.bonds_of(there).order_by("id")
    fields = ("person_id", "senior_id", "kind", "since", "source", "updated_at")
    known = [Tie(*row) for row in rows.values_list(*fields) if there.issuperset(row[:2])]
    said = {(tie.person_id, tie.senior_id) for tie in known}
    unsaid = sorted(pair for pair in ties.around(there) - said if there.issuperset(pair))
    return [*known, *(Tie(person, assessor, UNSAID) for person, assessor in unsaid)]


def _pairings(round_: Round) -> Iterable[Tie]:
    rows = (
        Pairing.objects.filter(round=round_)
        .order_by("id")
        .values_list("person_id", "other_id", "kind", "reason")
    )
    return [Tie(person_id, other_id, kind, source=reason) for person_id, other_id, kind, reason in rows]


def _encounters(round_: Round, ids: Iterable[int]) -> tuple[Encounter, ...]:
    """Return who shared a circle in another round that was published, the latest round last."""
    rows = (
        Seat.objects.filter(proposal__state=Proposal.State.PUBLISHED, person_id__in=one_of(ids), left_at=None)
        .exclude(proposal__round=round_)
        .order_by("proposal__published_at", "circle_id", "person_id")
        .values_list("circle_id", "person_id", "proposal__round__title")
    )
    shared: dict[int, tuple[str, list[int]]] = {}
    for circle_id, person_id, title in rows:
        shared.setdefault(circle_id, (title, []))[1].append(person_id)
    return tuple(
        Encounter(first, second, title)
        for title, members in shared.values()
        for k, first in enumerate(members)
        for second in members[k + 1 :]
    )


def _places(proposal: Proposal) -> tuple[Place, ...]:
    circles = Circle.objects.filter(proposal=proposal).select_related("facilitator").order_by("number")
    return tuple(
        Place(
            circle_id=circle.pk,
            number=circle.number,
            slot_id=circle.slot_id,
            facilitator=circle.facilitator.name if circle.facilitator else "",
            facilitator_id=circle.facilitator_id,
            place=circle.place,
        )
        for circle in circles
    )


def broken_rules(proposal: Proposal) -> tuple[Conflict, ...]:
    """Return the hard rules that a proposal breaks, with circles and people; empty when all is well."""
    return board_of(proposal.round, proposal).conflicts


def start_of(round_: Round, number: str) -> Proposal | None:
    """Return the proposal with this number, from which to compose again, or ``None``."""
    asked = number_in(number, digits=5)
    return Proposal.objects.filter(round=round_, number=asked).first() if asked else None


@dataclass(frozen=True)
class Replacement:
    """Somebody who waits and fits a circle. ``share``: the wishes it would leave, 0 … 1."""

    member: Member
    share: float
    new_discipline: bool
    new_organisation: bool


def replacements_for(circle: Circle) -> list[Replacement]:
    """Return who signed up, has no seat and breaks no hard rule in this circle, best for the wishes first."""
    board = board_of(circle.proposal.round, circle.proposal)
    group = board.group_of[circle.pk]
    waiting = [member for member in board.waiting if not member.withdrawn]
    if not waiting:
        return []
    trial = Trial(board.evaluation)
    shares, broken = trial.try_out([((board.position[m.person_id], group),) for m in waiting])
    after = trial.objective(shares)
    here = board.by_circle[circle.pk]
    found = [
        Replacement(
            member,
            float(after[k]),
            member.discipline not in {other.discipline for other in here},
            member.organisation not in {other.organisation for other in here},
        )
        for k, member in enumerate(waiting)
        # The circle keeps its moment: whoever joins can come then.
        if broken[k] <= 0 and board.place_by_id[circle.pk].slot_id in member.slot_ids
    ]
    return sorted(found, key=lambda each: (-each.share, each.member.sort_key, each.member.person_id))


def broken_by_leaving(circle: Circle, person_id: int) -> list[Conflict]:
    """Return the hard rules that a circle breaks without one of its members."""
    board = board_of(circle.proposal.round, circle.proposal)
    return broken_without(board, [person_id]).get(circle.pk, [])


def broken_without(board: Board, leaving: Collection[int]) -> dict[int, list[Conflict]]:
    """Return for each circle the hard rules that it breaks, or breaks further, without some of its members."""
    steps = [Step(person, board.seats[person], None) for person in leaving if person in board.seats]
    touched = {step.before for step in steps}
    found: dict[int, list[Conflict]] = {}
    for conflict in made_worse(board.conflicts, board.after(steps).conflicts):
        for circle_id in conflict.circle_ids:
            if circle_id in touched:
                found.setdefault(circle_id, []).append(conflict)
    return found
