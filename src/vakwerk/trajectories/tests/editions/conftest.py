"""What do the tests of editions share? An academy with a coordinator, and a browser that is signed in."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy
from vakwerk.people.models import Person
from vakwerk.trajectories.tests.edition_factories import make_person


@pytest.fixture
def academy(db: None) -> Iterator[Academy]:
    made = an_academy(slug="apeldoorn", name="Vakhuis Apeldoorn", contact_email="leren@vakwerk.example")
    with in_academy(made):
        yield made


@pytest.fixture
def jeroen(academy: Academy) -> Person:
    return make_person("Jeroen", "Timmer", Role.COORDINATOR)


@pytest.fixture
def browser() -> Callable[[Person], Client]:
    """Return a browser in which somebody is signed in."""

    def signed_in(person: Person) -> Client:
        client = Client()
        assert person.account
        client.force_login(person.account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
