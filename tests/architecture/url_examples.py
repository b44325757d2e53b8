"""One real object of an academy for every kind of gap in an address. Extend it with the address that needs it."""

from typing import Any

from vakwerk.circles.models import Pairing, Seat, Session
from vakwerk.circles.tests import factories as circles
from vakwerk.craft.tests import evidence_factories as evidence
from vakwerk.craft.tests import framework_factories as frameworks
from vakwerk.foundation.models import Job, OutgoingMail
from vakwerk.knowledge.tests import factories as knowledge
from vakwerk.people import operations
from vakwerk.people.models import Bond, Handover, Invitation, PeopleImport, Person
from vakwerk.trajectories.tests import design_factories as designing
from vakwerk.trajectories.tests import edition_factories as editions


def make_examples(owner: Person, secret: str) -> dict[str, Any]:
    """Fill the current academy and return gap → value. ``secret`` stands wherever a person could write."""
    organisation = operations.add_organisation(name=secret, kind="municipality", by=owner)
    unit = operations.add_unit(organisation=organisation, name=secret, by=owner)
    members = circles.make_people(5)
    membership = members[0].memberships.get()
    round_circle = circles.published_circle(owner, members[:4], facilitator=owner)
    proposal = round_circle.proposal
    pairing = Pairing.objects.create(round=proposal.round, person=members[1], other=members[2])
    bond = Bond.objects.create(person=members[0], senior=members[1], kind=Bond.Kind.MANAGER)
    job = Job.objects.create(
        kind="x", title=secret, asked_by_id=owner.pk, arguments={"round_id": proposal.round_id}
    )
    mail = OutgoingMail.objects.create(
        to="x@x.example", subject=secret, text=secret, calendar=f"BEGIN:{secret}"
    )
    craft = frameworks.example(owner, secret)
    return {
        **knowledge.examples(owner, secret),
        **craft,
        **evidence.example(owner, secret),
        **editions.example(owner, secret),
        **designing.examples(owner, secret),
        "act": "afsluiten",
        "bond_id": bond.pk,
        "circle_id": round_circle.pk,
        "handover_id": Handover.objects.create(
            person=members[4], kind="people.manages", facts={"count": 1}
        ).pk,
        "import_id": PeopleImport.objects.create(
            file_name=f"{secret}.csv", content=b"voornaam;achternaam\nAd;Bos\n"
        ).pk,
        "invitation_id": Invitation.objects.create(person=members[4]).pk,
        "job_id": job.pk,
        "kind": "xlsx",
        "mail_id": mail.pk,
        "membership_id": membership.pk,
        "number": proposal.number,
        "organisation_id": organisation.pk,
        "other": proposal.number,
        "pairing_id": pairing.pk,
        "person_id": members[0].pk,
        "round_id": proposal.round_id,
        "seat_id": Seat.objects.filter(circle=round_circle).latest("pk").pk,
        "session_id": Session.objects.filter(circle=round_circle).latest("pk").pk,
        # No secret address: what a stranger tries.
        "token": "guessed",
        "unit_id": unit.pk,
    }
