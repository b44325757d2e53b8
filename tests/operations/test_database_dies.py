"""Does Vakwerk go on when its database dies, is cut off, or was left half made? With the real command."""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from tests.operations.house import House

pytestmark = pytest.mark.xdist_group("operations")

PATIENCE = 15  # seconds in which Vakwerk serves again, whatever was killed
PAGE = "/account/login/"


@pytest.fixture
def house(migrated: House) -> Iterator[House]:
    migrated.serve()
    yield migrated
    if migrated.served and migrated.served.poll() is None:
        migrated.end()


def served_again(house: House) -> float:
    """Return after how many seconds a page, and the worker, are there."""
    began = time.monotonic()
    house.wait_for(lambda: house.get(PAGE)[0] == 200 and house.get("/readyz")[0] == 200, seconds=60)
    return time.monotonic() - began


def test_a_database_that_is_killed_is_started_again_and_ends_with_the_rest(house: House) -> None:
    for _ in range(2):
        first = house.postmaster()
        first.kill()
        assert served_again(house) < PATIENCE
        assert house.postmaster().pid != first.pid
    assert house.end() == 0
    assert not house.database_runs()


def test_so_is_one_whose_keeper_is_killed_with_it(house: House) -> None:
    keeper = min(house.children(), key=lambda child: child.pid)
    keeper.kill()
    house.postmaster().kill()
    assert served_again(house) < PATIENCE


def test_a_backend_in_the_middle_of_long_work_does_not_keep_it_from_starting_again(house: House) -> None:
    busy = psycopg.connect(house.superuser_url())
    backend = psutil.Process(busy.info.backend_pid)
    # While it counts it does not look whether its parent lives.
    busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 3000000000)")
    time.sleep(0.3)
    house.postmaster().kill()
    assert served_again(house) < PATIENCE
    assert not backend.is_running()
    busy.close()


@pytest.mark.parametrize("path", [PAGE, "/", "/demo/"])
def test_the_next_visitor_sees_nothing_of_connections_that_the_database_cut(house: House, path: str) -> None:
    expected = house.get(path)[0]
    for _ in range(3):
        with psycopg.connect(house.superuser_url(), autocommit=True) as database:
            database.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            )
        assert [house.get(path)[0] for _ in range(6)] == [expected] * 6


def _ask(data: Path) -> "subprocess.CompletedProcess[str]":
    """Start the database, ask it something, and stop it."""
    ask = (
        "from django.db import connection as c; r = c.cursor(); r.execute('SELECT 1'); print(r.fetchone()[0])"
    )
    return House(data, 0).vakwerk("manage", "shell", "--no-imports", "-c", ask, folder=data)


def _half_made(data: Path) -> None:
    half = data / "postgres.half"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")


def _empty_pid_file(data: Path) -> None:
    assert _ask(data).returncode == 0
    (data / "postgres" / "postmaster.pid").touch()


@pytest.mark.parametrize("leave", [_half_made, _empty_pid_file])
def test_what_a_kill_left_half_made_is_healed_by_the_next_start(
    tmp_path: Path, leave: Callable[[Path], None]
) -> None:
    leave(tmp_path)
    done = _ask(tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1\n", "")


def test_rights_that_a_kill_kept_from_being_granted_are_granted_by_the_next_start(migrated: House) -> None:
    take = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
    owner.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM vakwerk_app")
"""
    assert migrated.vakwerk("manage", "shell", "--no-imports", "-c", take).returncode == 0
    migrated.serve()
    assert migrated.get("/")[0] == 200
    assert migrated.end() == 0
