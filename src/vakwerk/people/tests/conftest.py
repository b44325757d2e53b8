"""What the tests of this room start from."""

from collections.abc import Iterator

import pytest
from django.test import Client

from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Person
from vakwerk.people.tests import factories


@pytest.fixture
def apeldoorn(db: None) -> Academy:
    return factories.academy()


@pytest.fixture
def amsterdam(db: None) -> Academy:
    return factories.academy("amsterdam", "Academie aan het Water")


@pytest.fixture
def jeroen(apeldoorn: Academy) -> Person:
    return factories.coordinator_of(apeldoorn)


@pytest.fixture
def client(jeroen: Person) -> Client:
    """A browser in which the coordinator is signed in."""
    return factories.signed_in(jeroen)


@pytest.fixture
def inside(apeldoorn: Academy) -> Iterator[Academy]:
    """Run the test inside Apeldoorn."""
    with in_academy(apeldoorn):
        yield apeldoorn
