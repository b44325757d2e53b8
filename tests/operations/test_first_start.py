"""What does somebody meet who starts with nothing? Every command, with an empty database or with none."""

import io
import json
import os
import re
import shlex
import subprocess
import sys
import tarfile
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from tests.operations.house import House, free_port

from vakwerk.commands import COMMANDS
from vakwerk.commands.serve import address_of
from vakwerk.foundation.database import APPLICATION_ROLE, OWNER_ROLE

pytestmark = pytest.mark.xdist_group("operations")

TUTORIAL = (Path(__file__).parents[2] / "docs/tutorials/first-circles.md").read_text(encoding="utf-8")
COMMANDS_OF_TUTORIAL = [
    shlex.split(line.strip())
    for line in TUTORIAL.replace("\\\n", " ").splitlines()
    if line.startswith("    ")
]
(ADD,) = [words[1:] for words in COMMANDS_OF_TUTORIAL if words[1:2] == ["academy"]]
NO_DATABASE = {"help", "compose", "protect"}
NEED_TABLES = ("serve", "academy", "demo", "worker")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path, free_port())
    try:
        yield house
    finally:
        house.close()


def arguments(command: str, house: House) -> tuple[str, ...]:
    """Return what a command needs to get as far as the database."""
    file = house.folder / "backup.tar"
    if command == "restore":
        manifest = b'{"version": "0.1.0", "made_at": "2026-11-24", "server": 18}'
        with tarfile.open(file, "w") as archive:
            member = tarfile.TarInfo("manifest.json")
            member.size = len(manifest)
            archive.addfile(member, io.BytesIO(manifest))
    return {
        "serve": ("--port", str(house.port)),
        "academy": tuple(ADD[1:]),
        "backup": (str(file),),
        "restore": (str(file),),
        "manage": ("showmigrations",),
    }.get(command, ())


@contextmanager
def empty_database() -> Iterator[str]:
    """Make a database on the tests' server, as that of a server which is not ours; give its URL."""
    host = os.environ["VAKWERK_TEST_SOCKET"]
    name = sql.Identifier("first_start")
    with psycopg.connect(f"postgresql://postgres@/postgres?host={host}", autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield f"postgresql://{OWNER_ROLE}@/first_start?host={host}"
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def said_in_one_line(done: subprocess.CompletedProcess[str]) -> str:
    """Return what a command said, which is one line and no traceback."""
    (line,) = done.stderr.splitlines()
    return line


def test_the_tutorial_names_only_what_a_fresh_machine_has() -> None:
    root = Path(__file__).parents[2]
    targets = re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert [words[0] for words in COMMANDS_OF_TUTORIAL[:3]] == ["make", "export", ".venv/bin/vakwerk"]
    for program, *words in COMMANDS_OF_TUTORIAL:
        assert program in {"make", "export", ".venv/bin/vakwerk"}
        if program == "make":
            assert words[0] in targets
        if program == ".venv/bin/vakwerk":
            assert words[0] in COMMANDS


def test_an_academy_is_founded_while_the_first_start_still_makes_the_database(house: House) -> None:
    """As in the tutorial, by a reader who types fast; the link leads to the port that is served."""
    house.begin_to_serve()
    done = house.vakwerk(*ADD)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    house.wait_for(lambda: house.get("/readyz")[0] == 200, seconds=240)
    assert "Traceback" not in house.log
    link = urllib.parse.urlsplit(done.stdout.split()[-1])
    assert link.netloc == f"127.0.0.1:{house.port}"
    assert house.get(link.path)[0] == 200

    again = ("academy", "link", "apeldoorn", "jeroen@apeldoorn.example")
    done = house.vakwerk(*again)
    assert done.stdout.startswith(f"http://127.0.0.1:{house.port}/"), done.stderr
    assert done.stderr == ""
    house.end()
    done = house.vakwerk(*again)
    assert done.stdout.startswith(f"http://127.0.0.1:{house.port}/"), done.stderr
    assert said_in_one_line(done).startswith("Vakwerk is not open now")


@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - NO_DATABASE - {"check"}))
def test_a_command_without_a_database_says_why_in_one_line(house: House, command: str) -> None:
    nobody = f"postgresql://vakwerk_app@127.0.0.1:{free_port()}/vakwerk"
    house.settings |= {"DATABASE_URL": nobody, "VAKWERK_LOG_LEVEL": "ERROR"}
    done = house.vakwerk(command, *arguments(command, house))
    assert done.returncode == 1
    # A file is looked at before the database is: that is the first reason to stop.
    reason = "is not a backup of Vakwerk" if command == "restore" else r"database does not answer: .*refused"
    assert re.search(reason, said_in_one_line(done))


@pytest.mark.parametrize("command", NEED_TABLES)
def test_a_command_on_an_empty_database_of_somebody_else_asks_to_migrate(house: House, command: str) -> None:
    with empty_database() as url:
        house.settings["DATABASE_URL"] = url
        done = house.vakwerk(command, *arguments(command, house))
    assert done.returncode == 4
    assert "vakwerk migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_data_directory_that_cannot_be_made_is_said_in_one_line(house: House) -> None:
    file = house.folder / "file"
    file.write_text("in the way")
    for words in (("serve", "--port", str(house.port)), ("academy", "list")):
        done = house.vakwerk(*words, folder=file)
        assert done.returncode == 1
        assert f"{file} is no folder" in said_in_one_line(done)


@pytest.mark.parametrize("port", ["0", "65536", "web"])
def test_a_port_that_cannot_be_is_named(house: House, port: str) -> None:
    done = house.vakwerk("serve", "--port", port)
    assert done.returncode == 2
    assert (
        done.stderr.splitlines()[-1]
        == f"vakwerk serve: error: argument --port: {port!r} is not a port from 1 to 65535"
    )
    house.settings["VAKWERK_PORT"] = port
    assert "VAKWERK_PORT is" in said_in_one_line(house.vakwerk("serve"))


def test_an_administrator_needs_an_address_that_mail_can_reach(house: House) -> None:
    done = house.vakwerk(*(word.replace("@", "") for word in ADD))
    assert done.returncode == 2
    assert "is not an e-mail address" in done.stderr


def test_two_on_one_machine_do_not_sign_each_other_out(house: House) -> None:
    """A browser sends a cookie to every port of an address."""
    names = set()
    for address in ("http://127.0.0.1:8100", "http://localhost:8200", "https://academie.example.nl:8443"):
        house.settings |= {"VAKWERK_BASE_URL": address, "DATABASE_URL": "postgresql:///vakwerk"}
        say = "from vakwerk import settings; print(settings.SESSION_COOKIE_NAME)"
        names.add(
            subprocess.check_output([sys.executable, "-c", say], env=house.environment(), text=True).strip()
        )
    assert names == {"vakwerk_session_8100", "vakwerk_session_8200", "vakwerk_session"}


def _empty_backup(folder: Path) -> Path:
    """Make a file that is whole, of a Vakwerk with nothing in it."""
    manifest = {"version": "0.1.0", "made_at": "2026-11-24", "server": 18, "format": 1}
    with tarfile.open(folder / "empty.tar", "w") as archive:
        for name, content in (("database.dump", b"PGDMP"), ("manifest.json", json.dumps(manifest).encode())):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return folder / "empty.tar"


@pytest.mark.parametrize("command", ["academy", "demo", "migrate", "restore"])
@pytest.mark.django_db
def test_a_command_for_the_owner_says_in_one_line_that_the_application_may_not(
    house: House, command: str
) -> None:
    """As where the pages run on a machine that knows only the application's role."""
    host, name = os.environ["VAKWERK_TEST_SOCKET"], connection.settings_dict["NAME"]
    house.settings["DATABASE_URL"] = f"postgresql://{APPLICATION_ROLE}@/{name}?host={host}"
    backup = (str(_empty_backup(house.folder)),)
    done = house.vakwerk(command, *(backup if command == "restore" else arguments(command, house)))
    assert done.returncode == 1
    assert "Set DATABASE_OWNER_URL" in said_in_one_line(done)
    assert house.vakwerk("academy", "list").stdout == "There are no academies yet.\n"


def test_a_wrong_setting_is_said_in_one_line(house: House) -> None:
    house.settings["VAKWERK_EMAIL_PORT"] = "mail"
    done = house.vakwerk("academy", "list")
    assert done.returncode == 1
    assert "VAKWERK_EMAIL_PORT is 'mail'" in said_in_one_line(done)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8100"),
        ("0.0.0.0", "http://127.0.0.1:8100"),  # noqa: S104 - a browser cannot open all addresses at once
        ("::", "http://[::1]:8100"),
        ("::1", "http://[::1]:8100"),
        ("academie.example.nl", "http://academie.example.nl:8100"),
    ],
)
def test_the_address_that_is_printed_can_be_opened(host: str, address: str) -> None:
    assert address_of(host, 8100) == address
