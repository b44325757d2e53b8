"""How does an edition open, close and end? Each of these is told to whoever it concerns."""

from datetime import datetime

from django.db import transaction

from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person
from vakwerk.trajectories.completion import operations as completion
from vakwerk.trajectories.editions import queries, rules
from vakwerk.trajectories.editions.operations.shared import against_mandatory, recorded
from vakwerk.trajectories.editions.rules import EditionRefusal
from vakwerk.trajectories.enrolment import operations as enrolment
from vakwerk.trajectories.enrolment import queries as enrolled
from vakwerk.trajectories.enrolment.letters import tell
from vakwerk.trajectories.models import Edition, EditionSession, Enrolment

LIVE = tuple(enrolled.LIVE)


def reason_not_to_open(edition: Edition, *, now: datetime) -> EditionRefusal | None:
    """Tell why people cannot enrol yet, or ``None`` if the edition may open; needs the trajectory."""
    moments = queries.moments(edition)
    return rules.reason_not_to_open(
        rules.ToOpen(
            state=edition.state,
            trajectory_state=edition.trajectory.state,
            first=edition.starts_at,
            form=edition.form,
            has_place=bool(edition.place)
            or all(edition.sessions.filter(is_cancelled=False).values_list("place", flat=True)),
            has_link=bool(edition.online_url),
            mandatory=against_mandatory(edition, moments) if edition.is_mandatory else None,
            undated=len(queries.undated(edition)),
        ),
        now=now,
    )


@transaction.atomic
def open_edition(
    *,
    edition: Edition,
    by: Person | None,
    now: datetime,
    past_is_fine: bool = False,
    parts_are_fine: bool = False,
) -> Edition:
    """Let people enrol; its trainers get their dates.

    ``past_is_fine``: it may have begun. ``parts_are_fine``: sessions of the trajectory may lack a date, since
    the edition was open like that where it comes from.

    :raises Refused: with an ``EditionRefusal``.
    """
    edition = enrolled.locked(edition)
    reason = reason_not_to_open(edition, now=now)
    fine = {EditionRefusal.HAS_BEGUN: past_is_fine, EditionRefusal.PARTS_UNDATED: parts_are_fine}
    if reason and not fine.get(reason):
        raise Refused(reason)
    first_time = edition.opened_at is None
    edition.state = Edition.State.OPEN
    edition.opened_at = edition.opened_at or now
    edition.save(update_fields=["state", "opened_at"])
    if first_time:
        leads = edition.trainers.filter(person__isnull=False).values_list("person_id", flat=True)
        tell("enrolled", edition=edition, people=[pk for pk in leads if pk])
    enrolment.promote(edition)
    recorded("edition_opened", edition, by)
    return edition


@transaction.atomic
def close_edition(*, edition: Edition, by: Person | None, now: datetime) -> Edition:
    """Stop enrolment; who waits keeps waiting, and still gets a seat that comes free.

    :raises Refused: with an ``EditionRefusal``.
    """
    edition = enrolled.locked(edition)
    if reason := rules.reason_not_to_end("close", state=edition.state, sessions_ahead=0):
        raise Refused(reason)
    edition.state = Edition.State.CLOSED
    edition.save(update_fields=["state"])
    recorded("edition_closed", edition, by)
    return edition


def reason_not_to_complete(edition: Edition, *, now: datetime) -> EditionRefusal | None:
    """Tell why an edition cannot be rounded off, or ``None`` if it can."""
    ahead = len(enrolled.sessions_ahead(edition, now=now))
    return rules.reason_not_to_end("complete", state=edition.state, sessions_ahead=ahead)


@transaction.atomic
def complete_edition(*, edition: Edition, by: Person | None, now: datetime) -> Edition:
    """Round an edition off: keep who completed it, ask what people thought, and empty what they wrote.

    :raises Refused: with an ``EditionRefusal``.
    """
    edition = enrolled.locked(edition)
    if reason := reason_not_to_complete(edition, now=now):
        raise Refused(reason)
    edition.state, edition.ended_at = Edition.State.COMPLETED, now
    edition.save(update_fields=["state", "ended_at"])
    completion.settle_all(edition=edition, now=now)
    seated = Enrolment.objects.filter(edition=edition, state=Enrolment.State.ENROLLED)
    seated.exclude(wishes="").update(wishes="")
    waiting = Enrolment.objects.filter(
        edition=edition, state__in=[Enrolment.State.WAITING, Enrolment.State.ASKED]
    )
    waiting.update(state=Enrolment.State.DECLINED, decided_at=now, wishes="")
    edition.waiting = 0
    edition.save(update_fields=["waiting"])
    asked = seated.filter(has_evaluated=False).values_list("person_id", flat=True)
    tell("evaluate", edition=edition, people=asked, sessions=[])
    recorded("edition_completed", edition, by)
    return edition


@transaction.atomic
def cancel_edition(*, edition: Edition, reason: str, by: Person | None, now: datetime) -> Edition:
    """Call an edition off: everybody hears why, and their calendars are cleared.

    :raises Refused: with an ``EditionRefusal``.
    """
    edition = enrolled.locked(edition)
    if refusal := rules.reason_not_to_end("cancel", state=edition.state, sessions_ahead=0, reason=reason):
        raise Refused(refusal)
    was_planned = edition.state == Edition.State.PLANNED
    ahead = enrolled.sessions_ahead(edition, now=now)
    for one in ahead:
        one.is_cancelled = True
        one.sequence += 1
    EditionSession.objects.bulk_update(ahead, ["is_cancelled", "sequence"])
    edition.state, edition.ended_at, edition.reason = Edition.State.CANCELLED, now, reason.strip()
    edition.save(update_fields=["state", "ended_at", "reason"])
    if not was_planned:
        takers = queries.takers(edition, states=LIVE)
        tell(
            "edition_cancelled",
            edition=edition,
            people=takers,
            sessions=[one.pk for one in ahead],
            reason=edition.reason,
        )
    Enrolment.objects.filter(edition=edition).exclude(wishes="").update(wishes="")
    recorded("edition_cancelled", edition, by)
    return edition


@transaction.atomic
def bring_to(*, edition: Edition, state: str, by: Person, now: datetime) -> Edition:
    """Bring an edition that was brought along to the state that it had, as far as its trajectory allows.

    What was held before becomes completed and what was called off stays so; nobody is told, since nobody is
    enrolled yet. Anything else is open once its trajectory is published, and planned until then.
    """
    edition = enrolled.locked(edition)
    if state in {Edition.State.COMPLETED, Edition.State.CANCELLED}:
        edition.state, edition.ended_at = state, edition.ends_at or now
        edition.save(update_fields=["state", "ended_at"])
    elif state in {Edition.State.OPEN, Edition.State.CLOSED} and reason_not_to_open(edition, now=now) in {
        None,
        EditionRefusal.PARTS_UNDATED,
    }:
        edition = open_edition(edition=edition, by=by, now=now, parts_are_fine=True)
        if state == Edition.State.CLOSED:
            edition = close_edition(edition=edition, by=by, now=now)
    return edition
