"""What do the tests of evidence share? An academy whose craft was readable long enough, a writer and an assessor."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client

from vakwerk.craft.models import Competency
from vakwerk.craft.tests import framework_factories as frameworks
from vakwerk.craft.tests.evidence_factories import READABLE
from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people


@pytest.fixture
def academy(db: None, settings: LazySettings, tmp_path: object) -> Iterator[Academy]:
    settings.DATA_DIR = tmp_path
    made = people.academy()
    with in_academy(made):
        yield made


@pytest.fixture
def connecting(academy: Academy) -> Competency:
    return frameworks.competency(frameworks.adopted(on=READABLE.date(), now=READABLE))


def _of_apeldoorn(name: str, family: str, *roles: Role) -> Person:
    made = people.person(name, family, roles=roles or (Role.PARTICIPANT,))
    made.joined_at = READABLE
    made.save(update_fields=["joined_at"])
    return made


@pytest.fixture
def esra(academy: Academy) -> Person:
    return _of_apeldoorn("Esra", "Kaya")


@pytest.fixture
def lotte(academy: Academy) -> Person:
    return _of_apeldoorn("Lotte", "Hoekstra")


@pytest.fixture
def marit(academy: Academy) -> Person:
    return _of_apeldoorn("Marit", "Hofman", Role.ASSESSOR)


@pytest.fixture
def esras(esra: Person) -> Client:
    return people.signed_in(esra)


@pytest.fixture
def marits(marit: Person) -> Client:
    return people.signed_in(marit)
