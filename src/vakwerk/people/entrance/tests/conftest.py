"""What do the tests of the entrance start from?"""

import pytest

from vakwerk.people.entrance.tests.factories import Entrance, an_entrance


@pytest.fixture
def entrance(db: None) -> Entrance:
    return an_entrance()
