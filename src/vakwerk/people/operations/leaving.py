"""How do people leave, come back, or have their data erased?"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import structlog
from django.db import transaction
from django.utils import timezone

from vakwerk.foundation import audit, own_acts
from vakwerk.foundation.audit import Whom
from vakwerk.foundation.models import Academy, AuditEntry, OutgoingMail, SentEntry
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.tenancy import current_academy_id, in_academy
from vakwerk.foundation.tidying import every_hour
from vakwerk.people import addresses, departures, erasure, farewell, queries, rules
from vakwerk.people.departures import Tie
from vakwerk.people.models import Account, Handover, Invitation, PeopleImportRow, Person, SignInLink
from vakwerk.people.operations.accounts import untie_account

log = structlog.get_logger(__name__)


@transaction.atomic
def leave(*, person: Person, on: date, by: Person | None, now: datetime) -> list[Tie]:
    """Note the last day of a person, and return the ties that ended.

    Today or before: they leave at once, see ``leave_now``. Later: in the night after that day.

    :raises Refused: when they are the last administrator, or an administrator and ``by`` is not, or the day is
        too far off.
    """
    today = timezone.localdate(now)
    if reason := rules.reason_not_to_leave_on(on, today=today):
        raise Refused(reason)
    if by is not None:
        _check_let_go(person, by)
    if on > today:
        person.leaves_on = on
        person.save(update_fields=["leaves_on"])
        audit.record("people.will_leave", by=by, on=person, about=person, day=on.isoformat())
        return []
    ended = leave_now(people={person.pk: on}, by=by, now=now)
    person.left_on, person.leaves_on = on, None
    return ended


@transaction.atomic
def leave_now(*, people: Mapping[int, date], by: Whom, now: datetime, nameless: bool = False) -> list[Tie]:
    """Have people leave, each with their last day, and return what ended by it.

    Every room ends its ties, waiting letters to them are dropped, and one letter goes to each coordinator and to
    each facilitator or trainer concerned. ``nameless``: the letters name nobody, for an erasure.
    """
    going = list(
        Person.objects.select_for_update(of=("self",)).filter(pk__in=people, left_on=None).order_by("pk")
    )
    if not going:
        return []
    ids = [person.pk for person in going]
    ties = departures.ties_of(ids)
    departures.end(ids, now=now)
    for person in going:
        person.left_on, person.leaves_on = people[person.pk], None
    Person.objects.bulk_update(going, ["left_on", "leaves_on"], batch_size=500)
    _shut_out(ids, now)
    _hand_over(ties, now)
    farewell.tell(going, ties, now=now, nameless=nameless)
    AuditEntry.objects.bulk_create(
        audit.entry("people.left", by=by, on=person, about=person, day=people[person.pk].isoformat())
        for person in going
    )
    return ties


def _shut_out(ids: Collection[int], now: datetime) -> None:
    """Have nothing lead them in here any more, and no letter that waits go out to them."""
    Invitation.objects.filter(person__in=ids, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    accounts = Person.objects.filter(pk__in=ids).exclude(account=None).values("account")
    slug = Academy.objects.values_list("slug", flat=True).get(pk=current_academy_id())
    links = SignInLink.objects.filter(account__in=accounts, next_url__startswith=f"/{slug}/")
    links.filter(used_at=None, ended_at=None).update(ended_at=now)
    OutgoingMail.objects.filter(about_id__in=ids, state=OutgoingMail.State.WAITING).delete()


def _hand_over(ties: Sequence[Tie], now: datetime) -> None:
    Handover.objects.bulk_create(
        Handover(person_id=tie.person_id, kind=tie.kind, facts=dict(tie.facts), path=tie.path, made_at=now)
        for tie in ties
        if departures.in_words(tie.kind, tie.facts).task
    )


@transaction.atomic
def come_back(*, person: Person, by: Person | None) -> None:
    """Note that a person is here again, or stays after all. Places that were given up stay so."""
    if person.left_on is None and person.leaves_on is None:
        return
    action = "people.came_back" if person.left_on else "people.stays"
    person.left_on = person.leaves_on = None
    person.save(update_fields=["left_on", "leaves_on"])
    audit.record(action, by=by, on=person, about=person)


@transaction.atomic
def settle_handover(*, handover: Handover, by: Person, now: datetime) -> None:
    """Note that what a leaver left behind is taken care of."""
    if Handover.objects.filter(pk=handover.pk, settled_at=None).update(settled_at=now, settled_by_id=by.pk):
        audit.record("people.handed_over", by=by, on=handover, about=handover.person_id)


def is_handed_over(kind: str, *, path: str) -> bool:
    """Tell whether work of this kind, to go on with at this page, waits for somebody to take it over."""
    return Handover.objects.filter(kind=kind, path=path, settled_at=None).exists()


def settle_handovers(kind: str, *, path: str, by: Person, now: datetime) -> None:
    """Note that work of this kind, to go on with at this page, is done with."""
    for handover in Handover.objects.filter(kind=kind, path=path, settled_at=None):
        settle_handover(handover=handover, by=by, now=now)


@every_hour
def leave_after_last_day(now: datetime) -> None:
    """Have everybody leave whose last day is over, academy by academy."""
    for academy_id in Academy.objects.order_by("pk").values_list("pk", flat=True):
        try:
            with in_academy(academy_id):
                leave_when_due(now=now)
        except Exception:
            # The other academies go on; this one is tried again in an hour.
            log.exception("people.leaving_failed", academy_id=academy_id)


@transaction.atomic
def leave_when_due(*, now: datetime) -> list[Tie]:
    """Have everybody of this academy leave whose last day is over; the last administrator stays."""
    # Locked: of who is said to stay at this very moment, that counts.
    rows = Person.objects.select_for_update(of=("self",)).filter(
        left_on=None, leaves_on__lt=timezone.localdate(now)
    )
    due = {pk: day for pk, day in rows.order_by("pk").values_list("pk", "leaves_on") if day is not None}
    administrators = queries.administrator_ids()
    if administrators and administrators <= due.keys():
        due = {pk: day for pk, day in due.items() if pk not in administrators}
    return leave_now(people=due, by=None, now=now)


@transaction.atomic
def erase_person(*, person: Person, now: datetime, today: date, by: Person | None) -> None:
    """Erase everything about a person; only a nameless row stays, so that circles of others stay whole.

    Who was still here leaves first, so that seats go to whoever waits. The account goes too unless another
    academy knows it. This cannot be undone.

    :raises Refused: when they are the last administrator, or an administrator and ``by`` is somebody else who
        is not.
    """
    if by is not None:
        _check_let_go(person, by)
    if person.left_on is None:
        leave_now(people={person.pk: today}, by=by, now=now, nameless=True)
    # The other rooms first, while the person is still known.
    erasure.run(person)
    account = person.account
    untie_account(person=person)
    if account is not None:
        if queries.account_is_known(account):
            addresses.let_go(account=account, email=person.email)
        else:
            Account.objects.filter(pk=account.pk).delete()
    for rows in (
        person.memberships,
        person.bonds_above,
        person.bonds_below,
        person.role_assignments,
        person.invitations,
    ):
        rows.all().delete()
    PeopleImportRow.objects.filter(person_id=person.pk).delete()
    OutgoingMail.objects.filter(about_id=person.pk).delete()
    SentEntry.objects.filter(about_id=person.pk).delete()
    own_acts.forget(person.pk)
    for name in ("given_name", "family_name", "email", "phone", "reference"):
        setattr(person, name, "")
    for name in ("discipline", "seniority", "orientation"):
        setattr(person, name, "")
    person.named_in_public_at = None
    person.left_on = person.left_on or today
    person.leaves_on = None
    person.erased_at = now
    person.save()
    audit.record("people.erased", by=by, on=person, about=person)


def _check_let_go(person: Person, by: Person) -> None:
    reason = rules.reason_not_to_let_go(
        by=by.roles,
        of=queries.locked_roles(person),
        themself=by == person,
        other_administrators=queries.administrators_besides(person),
    )
    if reason:
        raise Refused(reason)
