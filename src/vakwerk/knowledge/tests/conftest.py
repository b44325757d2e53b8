"""What the tests of this room start from: two academies of one region, and one of another."""

from collections.abc import Iterator

import pytest
from django.test import Client

from vakwerk.foundation.models import Academy, Region
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import a_region, an_academy
from vakwerk.people.models import Person
from vakwerk.people.tests import factories


@pytest.fixture
def region(db: None) -> Region:
    return a_region(slug="ijssel-en-veluwe", name="Leerregio IJssel en Veluwe")


@pytest.fixture
def apeldoorn(region: Region) -> Academy:
    return an_academy(slug="apeldoorn", name="Vakhuis Apeldoorn", region=region)


@pytest.fixture
def amsterdam(region: Region) -> Academy:
    return an_academy(slug="amsterdam", name="Academie aan het Water", region=region)


@pytest.fixture
def maastricht(db: None) -> Academy:
    other = a_region(slug="zuid", name="Leerregio Zuid")
    return an_academy(slug="maastricht", name="Academie Maastricht", region=other)


@pytest.fixture
def jeroen(apeldoorn: Academy) -> Person:
    return factories.coordinator_of(apeldoorn)


@pytest.fixture
def ilse(amsterdam: Academy) -> Person:
    with in_academy(amsterdam):
        return factories.person("Ilse", "Bonnema", roles=(Role.COORDINATOR,), email="ilse@amsterdam.example")


@pytest.fixture
def bert(apeldoorn: Academy) -> Person:
    with in_academy(apeldoorn):
        return factories.person("Bert", "Wolters")


@pytest.fixture
def esra(apeldoorn: Academy) -> Person:
    with in_academy(apeldoorn):
        return factories.person("Esra", "Kaya")


@pytest.fixture
def henk(apeldoorn: Academy) -> Person:
    """A guest."""
    with in_academy(apeldoorn):
        return factories.person("Henk", "Oosterveld", roles=(Role.GUEST,))


@pytest.fixture
def client(jeroen: Person) -> Client:
    """A browser in which the coordinator is signed in."""
    return factories.signed_in(jeroen)


@pytest.fixture
def inside(apeldoorn: Academy) -> Iterator[Academy]:
    """Run the test inside Apeldoorn."""
    with in_academy(apeldoorn):
        yield apeldoorn
