"""How is a guest invited, reminded, or no longer expected? Each function is one transaction."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from vakwerk.foundation import audit
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.people import queries, rules
from vakwerk.people.letters import language_of, to_outsider
from vakwerk.people.models import Invitation, Organisation, Person
from vakwerk.people.operations import PersonFacts, add_person, come_back, leave, place_person, set_roles
from vakwerk.people.operations.accounts import give_account, untie_account
from vakwerk.people.rules import Refusal
from vakwerk.people.sign_in import make_link


@transaction.atomic
def invite_guest(
    *,
    given_name: str,
    family_name: str,
    email: str,
    organisation: Organisation,
    by: Person,
    note: str = "",
    phone: str = "",
) -> Invitation:
    """Make a guest with an account, and send them an invitation with a link that signs them in.

    Somebody who was here before is welcome again.

    :raises Refused: when somebody who takes part has this address.
    """
    person = queries.person_with_email(email)
    if person is not None and person.left_on is None:
        raise Refused(Refusal.ALREADY_HERE, {"name": person.name})
    if person is None:
        facts = PersonFacts(given_name=given_name, family_name=family_name, email=email, phone=phone)
        person = add_person(facts=facts, by=by, organisation=organisation, roles=(Role.GUEST,))
    else:
        come_back(person=person, by=by)
        set_roles(person=person, roles={*queries.locked_roles(person), Role.GUEST}, by=by)
        place_person(
            person=person,
            organisation=organisation,
            by=by,
            membership=person.memberships.filter(is_main=True).first(),
        )
        give_account(person=person)
    invitation, _made = Invitation.objects.update_or_create(
        person=person,
        defaults={"note": note, "made_by_id": by.pk, "withdrawn_at": None, "accepted_at": None},
    )
    _send(invitation, person=person, by=by)
    audit.record("people.guest_invited", by=by, on=invitation, about=person)
    return invitation


@transaction.atomic
def send_again(*, invitation: Invitation, by: Person, now: datetime) -> None:
    """Send an invitation again, with a new link.

    :raises Refused: when it was withdrawn, or the guest has no address.
    """
    if invitation.withdrawn_at:
        raise Refused(Refusal.IS_WITHDRAWN)
    _send(invitation, person=invitation.person, by=by)
    invitation.sent_at, invitation.times_sent = now, invitation.times_sent + 1
    invitation.save(update_fields=["sent_at", "times_sent"])
    audit.record("people.guest_reminded", by=by, on=invitation, about=invitation.person_id)


@transaction.atomic
def invite_at_new_address(*, person: Person, by: Person, now: datetime) -> bool:
    """Send a guest who was not here yet their invitation, if it went to another address; tell whether it did."""
    invitation = person.invitations.first()
    if invitation is None or not rules.invitation_went_elsewhere(
        open_=invitation.state == Invitation.State.OPEN, sent_to=invitation.sent_to, address=person.email
    ):
        return False
    send_again(invitation=invitation, by=by, now=now)
    return True


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Person, now: datetime, today: date) -> None:
    """Withdraw an invitation: its links stop working and the guest cannot come in."""
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    leave(person=invitation.person, on=today, by=by, now=now)
    untie_account(person=invitation.person)
    audit.record("people.guest_withdrawn", by=by, on=invitation, about=invitation.person_id)


@transaction.atomic
def welcome(*, person: Person, now: datetime) -> Invitation | None:
    """Note that a guest came in, the first time; return their invitation, if they have one."""
    invitation = person.invitations.first()
    if invitation is not None and invitation.accepted_at is None:
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
        audit.record("people.guest_came", by=person, on=invitation, about=person)
    return invitation


def _send(invitation: Invitation, *, person: Person, by: Person) -> None:
    if not person.email:
        raise Refused(Refusal.NO_EMAIL)
    academy = person.academy
    landing = reverse("people:welcome", args=[academy.slug])
    # Without an account of theirs, see give_accounts, they sign in first and are recognised then.
    link = (
        make_link(account=person.account, next_url=landing) if person.account else settings.BASE_URL + landing
    )
    invitation.sent_to = person.email
    invitation.save(update_fields=["sent_to"])
    to_outsider(
        "people/guests/invitation.txt",
        person.email,
        academy=academy,
        language=language_of(person),
        facts={"guest": person, "host": by, "link": link, "note": invitation.note},
        about_id=person.pk,
    )
