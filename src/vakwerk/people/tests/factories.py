"""Makes academies with people for tests, by the operations that Vakwerk itself uses."""

from typing import Any

from django.test import Client

from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy
from vakwerk.people import operations
from vakwerk.people.models import Organisation, Person
from vakwerk.people.operations import PersonFacts

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def academy(slug: str = "apeldoorn", name: str = "Vakhuis Apeldoorn") -> Academy:
    """Make an academy."""
    return an_academy(slug=slug, name=name)


def person(given_name: str, family_name: str = "", *, roles: tuple[Role, ...] = (), **more: Any) -> Person:
    """Make a person with an address of their own, in the current academy."""
    organisation = more.pop("organisation", None)
    job_title = more.pop("job_title", "")
    more.setdefault("email", f"{given_name}.{family_name}@apeldoorn.example".lower().replace(" ", "."))
    return operations.add_person(
        facts=PersonFacts(given_name=given_name, family_name=family_name, **more),
        by=None,
        roles=roles or (Role.PARTICIPANT,),
        organisation=organisation,
        job_title=job_title,
    )


def organisation(name: str, kind: str = "municipality") -> Organisation:
    """Make an organisation in the current academy."""
    return operations.add_organisation(name=name, kind=kind, by=None)


def coordinator_of(where: Academy) -> Person:
    """Make the coordinator of an academy, Jeroen Timmer."""
    with in_academy(where):
        return person("Jeroen", "Timmer", roles=(Role.COORDINATOR,), email=f"jeroen@{where.slug}.example")


def signed_in(who: Person) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    assert who.account is not None
    client.force_login(who.account, backend=BACKEND)
    return client
