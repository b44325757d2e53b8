"""An academy with somebody in every role that the pages of the foundation tell apart."""

from dataclasses import dataclass

from django.test import Client

from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy
from vakwerk.people.models import Account, Person, RoleAssignment

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class House:
    """Jeroen is administrator, Ilse coordinator, Bert participant."""

    academy: Academy
    jeroen: Person
    ilse: Person
    bert: Person

    def client(self, person: Person) -> Client:
        """Return a browser in which a person is signed in."""
        client = Client()
        assert person.account is not None
        client.force_login(person.account, backend=BACKEND)
        return client


def _person(given: str, family: str, role: Role) -> Person:
    email = f"{given.lower()}@apeldoorn.example"
    account = Account.objects.create_user(email)
    person = Person.objects.create(given_name=given, family_name=family, email=email, account=account)
    RoleAssignment.objects.create(person=person, role=role)
    return person


def a_house() -> House:
    """Make the set-up."""
    academy = an_academy()
    with in_academy(academy):
        return House(
            academy,
            _person("Jeroen", "Timmer", Role.ADMINISTRATOR),
            _person("Ilse", "Bonnema", Role.COORDINATOR),
            _person("Bert", "Wolters", Role.PARTICIPANT),
        )
