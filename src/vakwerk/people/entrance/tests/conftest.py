"""What do the tests of the entrance start from?"""

import pytest
from django.core.cache import cache

from vakwerk.people.entrance.tests.factories import Entrance, an_entrance


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    cache.clear()


@pytest.fixture
def entrance(db: None) -> Entrance:
    return an_entrance()
