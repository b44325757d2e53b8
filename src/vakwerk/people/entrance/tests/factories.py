"""Two academies, somebody known in both, somebody known in one without an account, and a stranger."""

from dataclasses import dataclass

from django.test import Client

from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy
from vakwerk.people.models import Account, Person, RoleAssignment

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Entrance:
    """The set-up, and how to be signed in. Esra of Apeldoorn has no account yet."""

    apeldoorn: Academy
    amsterdam: Academy
    samira: Account
    stranger: Account

    def signed_in(self, account: Account) -> Client:
        client = Client()
        client.force_login(account, backend=BACKEND)
        return client


def an_entrance() -> Entrance:
    """Make the set-up."""
    apeldoorn = an_academy()
    amsterdam = an_academy(slug="amsterdam", name="Academie aan het Water")
    samira = Account.objects.create_user("samira@amsterdam.example")
    for academy in (apeldoorn, amsterdam):
        with in_academy(academy):
            person = Person.objects.create(
                given_name="Samira", family_name="El Idrissi", email=samira.email, account=samira
            )
            RoleAssignment.objects.create(person=person, role=Role.PARTICIPANT)
    with in_academy(apeldoorn):
        Person.objects.create(given_name="Esra", family_name="Kaya", email="esra@apeldoorn.example")
    return Entrance(apeldoorn, amsterdam, samira, Account.objects.create_user("niemand@elders.example"))
