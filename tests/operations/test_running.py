"""Does Vakwerk start, live, die and come back as it should? With the real command and the embedded database."""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from tests.operations.house import House, free_port

from vakwerk.commands.supervisor import _UNTIL_NEXT

pytestmark = pytest.mark.xdist_group("operations")


@pytest.fixture
def house(migrated: House) -> Iterator[House]:
    try:
        migrated.serve()
        yield migrated
    finally:
        migrated.close()


def test_it_ends_cleanly_and_takes_its_database_with_it(house: House) -> None:
    assert house.get("/healthz")[0] == 200
    assert house.database_runs()
    children = house.children()
    assert house.end() == 0
    assert not any(child.is_running() for child in children)
    assert not house.database_runs()


def test_ctrl_c_ends_it_as_well(house: House) -> None:
    assert house.end(signal.SIGINT) == 0


def test_a_worker_and_a_web_process_that_die_are_started_again(house: House) -> None:
    worker = house.worker()
    worker.kill()
    house.wait_for(lambda: house.worker().pid != worker.pid and house.get("/readyz")[0] == 200)
    web = max(house.children(), key=lambda child: len(child.parents()))
    web.kill()
    house.wait_for(lambda: not web.is_running() and house.get("/healthz")[0] == 200)
    assert "process.died" in house.log


def test_after_it_is_killed_nothing_lives_on_and_the_next_one_takes_over(house: House) -> None:
    children = house.children()
    house.end(signal.SIGKILL)
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []
    assert house.database_runs()
    house.serve()
    assert house.end() == 0
    assert not house.database_runs()


def test_what_a_killed_one_left_serves_until_the_next_can(house: House) -> None:
    left = house.children()
    house.end(signal.SIGKILL)
    with (house.folder / "data" / "next.lock").open("w") as line:
        # As one does that loads slowly, on a machine that is too busy.
        fcntl.flock(line, fcntl.LOCK_EX)
        time.sleep(_UNTIL_NEXT + 1)
        assert house.get("/readyz")[0] == 200
        assert house.vakwerk("academy", "list").returncode == 0
    house.begin_to_serve()
    house.wait_until_served()
    _, alive = psutil.wait_procs(left, timeout=20)
    assert alive == []


def test_two_that_take_the_place_of_a_killed_one_are_not_both_there(house: House) -> None:
    house.end(signal.SIGKILL)
    house.begin_to_serve()
    first, house.served = house.served, None
    assert first
    house.begin_to_serve()
    second, house.served = house.served, None
    assert second
    house.wait_for(lambda: 3 in {first.poll(), second.poll()})
    house.served = first if second.poll() == 3 else second
    house.wait_until_served()
    assert house.served.poll() is None


def test_a_pid_file_whose_number_belongs_to_something_else_is_forgotten(migrated: House) -> None:
    # As after a power cut: the file is there, and the number is now this very test's.
    file = migrated.folder / "data" / "postgres" / "postmaster.pid"
    assert not file.exists()
    file.write_text(f"{os.getpid()}\n{file.parent}\n1767225600\n5432\n/nowhere\n\n", encoding="utf-8")
    migrated.serve()
    assert migrated.database_runs()
    assert migrated.end() == 0


def test_a_second_one_on_the_same_data_says_so(house: House) -> None:
    second = house.vakwerk("serve", "--port", str(free_port()))
    assert second.returncode == 3
    assert f"http://127.0.0.1:{house.port}" in second.stderr


def test_a_port_that_is_taken_is_named(house: House, tmp_path: Path) -> None:
    other = house.vakwerk("serve", "--port", str(house.port), folder=tmp_path)
    assert other.returncode == 3
    assert f"port {house.port}" in other.stderr


def test_the_log_names_routes_and_no_paths(house: House) -> None:
    house.get("/account/login/?next=/jan.jansen/")
    house.get("/healthz")
    house.wait_for(lambda: any(event["event"] == "request" for event in house.events()))
    assert any(event.get("route") == "account/login/" for event in house.events())
    assert "jan.jansen" not in house.log


def test_metrics_are_for_this_machine_unless_a_proxy_asks(house: House) -> None:
    status, body = house.get("/metrics")
    assert status == 200
    assert "vakwerk_tasks" in body
    assert house.get("/metrics", **{"X-Forwarded-For": "203.0.113.9"})[0] == 404
