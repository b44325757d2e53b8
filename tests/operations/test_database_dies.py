"""Does Vakwerk go on when its database dies, is cut off, or was left half made? With the real command."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    try:
        migrated.serve()
        yield migrated
    finally:
        migrated.close()


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


def test_a_second_command_leaves_the_server_what_it_needs_to_stop(migrated: House, tmp_path: Path) -> None:
    """Where the data lies so deep that the socket is elsewhere, in a folder that every command prepares."""
    data = tmp_path / "a-name-that-is-too-long-for-the-path-of-a-socket-and-then-some-more" / "data"
    data.mkdir(parents=True)
    with embedded_server(migrated, data) as socket:
        assert migrated.vakwerk("manage", "check", folder=data).returncode == 0
        assert socket.is_socket()
        assert not socket.stat().st_mode & 0o077  # others on this machine have no business here
    assert not list(socket.parent.iterdir())


@contextmanager
def embedded_server(house: House, data: Path) -> Iterator[Path]:
    """Have a process of its own hold the database of a data directory; give the path of its socket."""
    code = f"""
from pathlib import Path
from vakwerk.foundation import embedded
print(embedded.start(Path({str(data)!r})).get_postmaster_info().socket_path, flush=True)
input()
"""
    holder = subprocess.Popen(
        [sys.executable, "-c", code],
        env=house.environment(data), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout
    yield Path(holder.stdout.readline().strip())
    holder.communicate("\n", timeout=60)


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


def test_rights_that_a_kill_kept_from_being_granted_are_right_after_the_next_start(migrated: House) -> None:
    take = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
    owner.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM vakwerk_app")
    owner.execute("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM vakwerk_app")
    owner.execute("GRANT ALL ON foundation_academy, foundation_auditentry TO PUBLIC")
"""
    assert migrated.vakwerk("manage", "shell", "--no-imports", "-c", take).returncode == 0
    migrated.serve()
    assert migrated.get("/")[0] == 200
    assert migrated.end() == 0
    findings = json.loads(migrated.vakwerk("check", "--json").stdout)
    assert {finding["grade"] for finding in findings if finding["subject"] == "rights"} == {"well"}
