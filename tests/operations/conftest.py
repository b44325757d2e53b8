"""What do the tests of running Vakwerk share? One migrated database, since making it takes longest."""

import pytest
from tests.operations.house import House, free_port


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = House(tmp_path_factory.mktemp("house"), free_port())
    done = house.vakwerk("migrate", "--quiet")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return house
