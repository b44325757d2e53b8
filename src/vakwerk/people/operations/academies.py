"""How does an academy begin? With an address, a name, and one person who can let the others in."""

from django.db import transaction

from vakwerk.foundation import audit
from vakwerk.foundation import rules as foundation_rules
from vakwerk.foundation.models import Academy
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people import rules, sign_in
from vakwerk.people.models import Organisation, Person
from vakwerk.people.operations.persons import PersonFacts, add_person

FIRST_ROLES = (Role.ADMINISTRATOR, Role.COORDINATOR)


@transaction.atomic
def found_academy(
    *, slug: str, name: str, municipality: str, administrator: PersonFacts
) -> tuple[Academy, str]:
    """Make an academy with its municipality and its first person; return it with that person's sign-in link.

    Runs as the owner of the tables: the application may not write academies.
    The first person is administrator and coordinator, so nothing is out of reach on the first day.

    :raises Refused: when the address cannot be used or is taken, or the person has no e-mail address.
    """
    if reason := foundation_rules.reason_not_to_use_slug(slug):
        raise Refused(reason, {"slug": slug})
    if Academy.objects.filter(slug=slug).exists():
        raise Refused(foundation_rules.AcademyRefusal.SLUG_TAKEN, {"slug": slug})
    if not administrator.email:
        raise Refused(rules.Refusal.NO_EMAIL)
    academy = Academy.objects.create(slug=slug, name=name, contact_email=administrator.email)
    with in_academy(academy):
        organisation = Organisation.objects.create(name=municipality, kind=Organisation.Kind.MUNICIPALITY)
        person = add_person(facts=administrator, by=None, organisation=organisation, roles=FIRST_ROLES)
        audit.record("people.academy_founded", by=None, on=academy)
        return academy, link_for(person)


def link_for(person: Person) -> str:
    """Return a link that signs a person in once and opens their academy.

    :raises Refused: when the person has no account, for want of an e-mail address.
    """
    if person.account is None:
        raise Refused(rules.Refusal.NO_EMAIL)
    return sign_in.make_link(account=person.account, next_url=f"/{person.academy.slug}/")
