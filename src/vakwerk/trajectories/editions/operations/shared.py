"""What do the operations on editions share? The conditions and moments, and what must hold for both."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from vakwerk.foundation import audit
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.times import AMSTERDAM
from vakwerk.people.models import Person
from vakwerk.trajectories.editions import queries, rules
from vakwerk.trajectories.editions.rules import EditionRefusal, SessionRefusal
from vakwerk.trajectories.enrolment.reminders import remind_of
from vakwerk.trajectories.models import Activity, Edition, EditionSession


@dataclass(frozen=True)
class Terms:
    """The conditions of an edition. ``cost`` in euro cents for one person; ``mandatory_for_id``: a unit."""

    name: str = ""
    form: str = Edition.Form.ON_PLACE
    place: str = ""
    online_url: str = ""
    enrol_until: date | None = None
    needs_approval: bool = False
    guests_welcome: bool = False
    is_mandatory: bool = False
    mandatory_for_id: int | None = None
    cost: int = 0
    paid_by: str = Edition.Payer.ACADEMY
    cost_note: str = ""


@dataclass(frozen=True)
class Moment:
    """When a session is, with its time zone, what it is about and where, if not where the edition is."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    activity: Activity | None = None
    title: Bilingual | None = None


TERMS = tuple(one.name for one in fields(Terms))


def check_terms(edition: Edition, *, moments: Sequence[tuple[datetime, datetime]]) -> None:
    if edition.is_mandatory and (reason := against_mandatory(edition, moments)):
        raise Refused(reason)
    first = min((start for start, _end in moments), default=None)
    if edition.enrol_until and first and edition.enrol_until > first.astimezone(AMSTERDAM).date():
        raise Refused(EditionRefusal.ENROL_AFTER_START)


def against_mandatory(
    edition: Edition, moments: Sequence[tuple[datetime, datetime]]
) -> EditionRefusal | None:
    return rules.reason_not_to_be_mandatory(
        cost=edition.cost,
        paid_by=edition.paid_by,
        moments=[(start.astimezone(AMSTERDAM), end.astimezone(AMSTERDAM)) for start, end in moments],
    )


def reason_not_to_meet(
    edition: Edition,
    moment: Moment,
    *,
    now: datetime,
    besides: int | None = None,
    past_is_fine: bool = False,
) -> SessionRefusal | None:
    """Tell why an edition cannot have a session then, or ``None`` if it can. ``besides``: the one that moves."""
    return rules.reason_not_to_meet(
        moment.starts_at.astimezone(AMSTERDAM),
        moment.ends_at.astimezone(AMSTERDAM),
        now=now,
        others=queries.moments(edition, besides=besides),
        mandatory=edition.is_mandatory,
        past_is_fine=past_is_fine,
    )


def put_session(
    edition: Edition, moment: Moment, *, now: datetime, past_is_fine: bool = False
) -> EditionSession:
    if reason := reason_not_to_meet(edition, moment, now=now, past_is_fine=past_is_fine):
        raise Refused(reason)
    last = edition.sessions.order_by("-number").values_list("number", flat=True).first() or 0
    made = EditionSession.objects.create(
        edition=edition,
        number=last + 1,
        activity=moment.activity,
        own_title=moment.title or Bilingual(),
        starts_at=moment.starts_at,
        ends_at=moment.ends_at,
        place=moment.place,
    )
    if made.starts_at > now:
        remind_of(made)
    return made


def keep_span(edition: Edition) -> None:
    """Number the sessions in the order of time, and keep when the edition begins and ends."""
    rows = list(EditionSession.objects.filter(edition=edition).order_by("starts_at", "pk"))
    for number, one in enumerate(rows, start=1):
        one.number = number
    EditionSession.objects.bulk_update(rows, ["number"])
    held = [one for one in rows if not one.is_cancelled]
    edition.starts_at = min((one.starts_at for one in held), default=None)
    edition.ends_at = max((one.ends_at for one in held), default=None)
    edition.save(update_fields=["starts_at", "ends_at"])


def recorded(what: str, edition: Edition, by: Person | None) -> None:
    audit.record(f"trajectories.{what}", by=by, on=edition, title=edition.trajectory.title)
