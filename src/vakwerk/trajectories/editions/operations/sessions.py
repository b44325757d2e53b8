"""How do the dates of an edition change? Everybody's calendar moves along."""

from datetime import datetime
from typing import Any

from django.db import transaction

from vakwerk.foundation import audit
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person
from vakwerk.trajectories.editions import queries, rules
from vakwerk.trajectories.editions.operations.shared import (
    Moment,
    keep_span,
    put_session,
    reason_not_to_meet,
)
from vakwerk.trajectories.editions.rules import SessionRefusal
from vakwerk.trajectories.enrolment import queries as enrolled
from vakwerk.trajectories.enrolment.letters import tell
from vakwerk.trajectories.enrolment.reminders import remind_of
from vakwerk.trajectories.models import Edition, EditionSession, Enrolment


@transaction.atomic
def add_session(*, edition: Edition, moment: Moment, by: Person, now: datetime) -> EditionSession:
    """Add a session, and tell whoever is enrolled.

    :raises Refused: with a ``SessionRefusal``.
    """
    edition = enrolled.locked(edition)
    if not edition.is_ahead:
        raise Refused(SessionRefusal.EDITION_OVER)
    made = put_session(edition, moment, now=now)
    keep_span(edition)
    if edition.state != Edition.State.PLANNED:
        takers = queries.takers(edition, states=[Enrolment.State.ENROLLED])
        tell("session_added", edition=edition, people=takers, sessions=[made.pk])
    audit.record("trajectories.session_added", by=by, on=made, title=edition.trajectory.title)
    return made


def reason_not_to_touch(session: EditionSession, now: datetime) -> SessionRefusal | None:
    """Tell why a session may no longer change or be called off, or ``None`` if it may."""
    return rules.reason_not_to_touch(
        edition_state=session.edition.state,
        is_cancelled=session.is_cancelled,
        ends_at=session.ends_at,
        now=now,
    )


def is_told(session: EditionSession, moment: Moment) -> bool:
    """Tell whether people hear of a change: of another time or place, once the edition is open to them."""
    before = (session.starts_at, session.ends_at, session.place)
    after = (moment.starts_at, moment.ends_at, moment.place)
    return before != after and session.edition.state != Edition.State.PLANNED


def _locked_session(session: EditionSession) -> EditionSession:
    edition = enrolled.locked(session.edition_id)
    fresh = EditionSession.objects.select_related("activity").get(pk=session.pk)
    fresh.edition = edition
    return fresh


@transaction.atomic
def change_session(*, session: EditionSession, moment: Moment, by: Person, now: datetime) -> EditionSession:
    """Move a session or give it another place or title; everybody's calendar moves along.

    :raises Refused: with a ``SessionRefusal``.
    """
    session = _locked_session(session)
    edition = session.edition
    if reason := reason_not_to_touch(session, now):
        raise Refused(reason)
    same_time = (session.starts_at, session.ends_at) == (moment.starts_at, moment.ends_at)
    if not same_time and (reason := reason_not_to_meet(edition, moment, now=now, besides=session.pk)):
        raise Refused(reason)
    before: dict[str, Any] = {
        "was_at": session.starts_at.isoformat(),
        "was_until_at": session.ends_at.isoformat(),
        "was_where": session.where,
    }
    changed_where, told = session.place != moment.place, is_told(session, moment)
    if not same_time:
        # Who could not come then may well be able to come now.
        session.apologies.all().delete()
        session.code, session.reminded_at = "", None
    session.starts_at, session.ends_at, session.place = moment.starts_at, moment.ends_at, moment.place
    session.activity, session.own_title = moment.activity, moment.title or Bilingual()
    if not same_time or changed_where:
        session.sequence += 1
    session.save()
    keep_span(edition)
    if not same_time:
        remind_of(session)
    if told:
        takers = queries.takers(edition, states=[Enrolment.State.ENROLLED])
        tell("session_changed", edition=edition, people=takers, sessions=[session.pk], **before)
    audit.record("trajectories.session_changed", by=by, on=session, title=edition.trajectory.title)
    return session


@transaction.atomic
def cancel_session(*, session: EditionSession, by: Person, now: datetime) -> EditionSession:
    """Call a session off and take it out of everybody's calendar; one that nobody knew of simply goes.

    :raises Refused: with a ``SessionRefusal``.
    """
    session = _locked_session(session)
    edition = session.edition
    if reason := reason_not_to_touch(session, now):
        raise Refused(reason)
    if edition.state == Edition.State.PLANNED:
        session.delete()
    else:
        session.is_cancelled = True
        session.sequence += 1
        session.save(update_fields=["is_cancelled", "sequence"])
        takers = queries.takers(edition, states=[Enrolment.State.ENROLLED])
        tell("session_cancelled", edition=edition, people=takers, sessions=[session.pk])
    keep_span(edition)
    audit.record("trajectories.session_cancelled", by=by, on=edition, title=edition.trajectory.title)
    return session
