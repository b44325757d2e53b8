"""What do the tests of standards share? An academy with a public address, and somebody who could read what is asked."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from vakwerk.craft.tests import evidence_factories as evidence
from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people


@pytest.fixture
def academy(db: None, settings: LazySettings) -> Iterator[Academy]:
    settings.BASE_URL = "https://vakwerk.example"
    made = people.academy()
    with in_academy(made):
        yield made


@pytest.fixture
def esra(academy: Academy) -> Person:
    made = people.person("Esra", "Kaya")
    made.joined_at = evidence.READABLE
    made.save(update_fields=["joined_at"])
    return made
