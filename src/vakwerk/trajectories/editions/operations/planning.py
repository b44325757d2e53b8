"""How does an edition come to be? Planned, with conditions and people who lead it."""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from vakwerk.foundation import audit
from vakwerk.foundation.audit import number_of
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person
from vakwerk.trajectories.editions import queries, rules
from vakwerk.trajectories.editions.operations.shared import (
    TERMS,
    Moment,
    Terms,
    check_terms,
    keep_span,
    put_session,
)
from vakwerk.trajectories.editions.rules import EditionRefusal
from vakwerk.trajectories.enrolment import queries as enrolled
from vakwerk.trajectories.enrolment.letters import tell
from vakwerk.trajectories.models import Edition, EditionSession, Enrolment, Trainer, Trajectory

LIVE = tuple(enrolled.LIVE)


@transaction.atomic
def plan_edition(
    *,
    trajectory: Trajectory,
    terms: Terms,
    capacity: int,
    by: Person | None,
    now: datetime,
    key: str = "",
    moments: Sequence[Moment] = (),
    past_is_fine: bool = False,
    brought_in: bool = False,
) -> Edition:
    """Start an edition of a published trajectory; nobody sees it until it is opened.

    ``past_is_fine``: the sessions may have been already. ``brought_in``: an academy brings along what it gave
    or planned elsewhere, so its trajectory may still be a draft, and its sessions may have been.

    :raises Refused: with an ``EditionRefusal`` or ``SessionRefusal``.
    """
    reason = rules.reason_not_to_plan(trajectory_state=trajectory.state)
    if reason and not (brought_in and trajectory.state == Trajectory.State.DRAFT):
        raise Refused(reason)
    key = key or queries.next_key(trajectory, year=timezone.localdate(now).year)
    if Edition.objects.filter(key=key).exists():
        raise Refused(EditionRefusal.KEY_TAKEN, {"key": key})
    edition = Edition(
        trajectory=trajectory,
        key=key,
        capacity=capacity,
        made_by_id=number_of(by),
        made_at=now,
        **{name: getattr(terms, name) for name in TERMS},
    )
    check_terms(edition, moments=[(one.starts_at, one.ends_at) for one in moments])
    edition.save()
    for moment in sorted(moments, key=lambda one: one.starts_at):
        put_session(edition, moment, now=now, past_is_fine=past_is_fine or brought_in)
    keep_span(edition)
    audit.record("trajectories.edition_planned", by=by, on=edition, title=trajectory.title)
    return edition


@transaction.atomic
def change_terms(*, edition: Edition, terms: Terms, by: Person, now: datetime) -> Edition:
    """Give an edition other conditions. A new place or link goes to everybody with their calendar.

    Whoever takes part, waits or asked hears of another price or payer, and of what is mandatory from now on or no
    longer.

    :raises Refused: with an ``EditionRefusal``.
    """
    edition = enrolled.locked(edition)
    if not edition.is_ahead:
        raise Refused(EditionRefusal.WRONG_STATE)
    before = copy(edition)
    for name in TERMS:
        setattr(edition, name, getattr(terms, name))
    check_terms(edition, moments=queries.moments(edition))
    edition.save()
    if edition.state != Edition.State.PLANNED:
        if rules.moved(before, edition):
            _where_changed(edition, now)
        if rules.other_deal(before, edition):
            tell(
                "terms_changed", edition=edition, people=queries.takers(edition, states=LIVE), **_deal(before)
            )
    audit.record("trajectories.edition_changed", by=by, on=edition, title=edition.trajectory.title)
    return edition


def _deal(edition: Edition) -> dict[str, Any]:
    """Return what taking part cost and asked before, for a letter that says so."""
    return {"was_cost": edition.cost, "was_paid_by": edition.paid_by, "was_mandatory": edition.is_mandatory}


def _where_changed(edition: Edition, now: datetime) -> None:
    ahead = enrolled.sessions_ahead(edition, now=now)
    for one in ahead:
        one.sequence += 1
    EditionSession.objects.bulk_update(ahead, ["sequence"])
    if ahead:
        takers = queries.takers(edition, states=[Enrolment.State.ENROLLED])
        tell("session_changed", edition=edition, people=takers, sessions=[one.pk for one in ahead])


@transaction.atomic
def set_trainers(
    *, edition: Edition, people: Iterable[Person], names: Iterable[str], by: Person, now: datetime
) -> list[Trainer]:
    """Say who leads an edition: people of the academy, who may then keep the list, and names from elsewhere.

    Who takes part cannot lead; they are left out.
    """
    edition = enrolled.locked(edition)
    before = {one.person_id for one in edition.trainers.all() if one.person_id}
    live = set(Enrolment.objects.filter(edition=edition, state__in=LIVE).values_list("person_id", flat=True))
    chosen = [person for person in dict.fromkeys(people) if person.pk not in live]
    edition.trainers.all().delete()
    rows = [Trainer(edition=edition, person=person) for person in chosen]
    rows += [
        Trainer(edition=edition, named=name)
        for name in dict.fromkeys(" ".join(name.split())[:160] for name in names)
        if name
    ]
    for position, row in enumerate(rows):
        row.position = position
    Trainer.objects.bulk_create(rows)
    if edition.state in {Edition.State.OPEN, Edition.State.CLOSED}:
        tell("enrolled", edition=edition, people=[one.pk for one in chosen if one.pk not in before])
        gone = before - {one.pk for one in chosen}
        if gone:
            tell("withdrawn", edition=edition, people=sorted(gone))
    audit.record("trajectories.trainers_set", by=by, on=edition, title=edition.trajectory.title)
    return rows
