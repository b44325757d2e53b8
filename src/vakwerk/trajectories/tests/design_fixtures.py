"""What do the tests of trajectories, needs and regions share? An academy with a coordinator, and signed-in browsers."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people
from vakwerk.trajectories.tests.design_factories import framework


@pytest.fixture
def academy(db: None) -> Iterator[Academy]:
    made = people.academy()
    with in_academy(made):
        framework()
        yield made


@pytest.fixture
def jeroen(academy: Academy) -> Person:
    return people.person("Jeroen", "Timmer", roles=(Role.COORDINATOR,))


@pytest.fixture
def esra(academy: Academy) -> Person:
    return people.person("Esra", "Kaya")


@pytest.fixture
def coordinator(jeroen: Person) -> Client:
    return people.signed_in(jeroen)


@pytest.fixture
def colleague(esra: Person) -> Client:
    return people.signed_in(esra)


def queries_of(client: Client, address: str) -> int:
    """Count the queries of a page that was asked before."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
