"""Is the reason told when the place lets Vakwerk down: on the page in both languages, and on the command line?"""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from psycopg_pool import PoolTimeout

from vakwerk import cli
from vakwerk.commands import COMMANDS
from vakwerk.foundation import faults
from vakwerk.foundation.faults import Fault


def from_database(error: psycopg.Error) -> OperationalError:
    """Return an error of the database as Django passes it on."""
    passed = OperationalError(*error.args)
    passed.__cause__ = error
    return passed


ERRORS = {
    "a disk that is full": (OSError(errno.ENOSPC, "No space left on device"), Fault.DISK_FULL),
    "a quota that is used up": (OSError(errno.EDQUOT, "Disk quota exceeded"), Fault.DISK_FULL),
    "a disk that is full under the database": (
        from_database(psycopg.errors.DiskFull("could not extend file")), Fault.DISK_FULL,
    ),
    "a log of the database that cannot grow": (
        from_database(psycopg.errors.IoError("could not write to file: No space left on device")), Fault.DISK_FULL,
    ),
    "a place that cannot be written to": (OSError(errno.EROFS, "Read-only file system"), Fault.READ_ONLY),
    "a database that only reads": (from_database(psycopg.errors.ReadOnlySqlTransaction("x")), Fault.READ_ONLY),
    "a server that is not there": (from_database(psycopg.OperationalError("refused")), Fault.NO_DATABASE),
    "a server that stops": (from_database(psycopg.errors.AdminShutdown("terminating")), Fault.NO_DATABASE),
    "a pool without a connection": (from_database(PoolTimeout("after 10 s")), Fault.NO_DATABASE),
    "too many connections": (from_database(psycopg.errors.TooManyConnections("x")), Fault.NO_DATABASE),
    "a row that is there already": (from_database(psycopg.errors.UniqueViolation("x")), None),
    "a lock that took too long": (from_database(psycopg.errors.LockNotAvailable("x")), None),
    "two that wait for each other": (from_database(psycopg.errors.DeadlockDetected("x")), None),
    "a mistake of ours": (KeyError("x"), None),
    "a file of somebody else": (PermissionError(errno.EACCES, "denied", "/root/x"), None),
    "a file that is not there": (FileNotFoundError(errno.ENOENT, "No such file", "/nowhere/x"), None),
}  # fmt: skip


@pytest.mark.parametrize(("error", "fault"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_told_from_what_caused_it(tmp_path: Path, error: Exception, fault: Fault | None) -> None:
    assert faults.fault_of(error, place=tmp_path) is fault


@pytest.mark.parametrize("below", ["", "data", "data/deeper"])
def test_a_data_directory_that_cannot_be_made_is_told(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("in the way")
    place = tmp_path / "file" / below
    with pytest.raises(OSError) as failed:  # noqa: PT011 - of which kind depends on the system
        place.mkdir(parents=True, exist_ok=True)
    fault = faults.fault_of(failed.value, place=place)
    assert fault is Fault.NO_FOLDER
    assert "VAKWERK_DATA_DIR" in faults.in_words(fault, place)


def test_a_database_that_died_of_a_full_disk_did_not_merely_go_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = SimpleNamespace(f_flag=0, f_bavail=100, f_frsize=4096)
    monkeypatch.setattr(os, "statvfs", lambda _place: full)
    gone = from_database(psycopg.OperationalError("connection refused"))
    assert faults.fault_of(gone, place=tmp_path) is Fault.DISK_FULL


failing: list[Exception] = []


def fail(request: HttpRequest) -> HttpResponse:
    raise failing[0]


urlpatterns = [path("fail/", fail)]
handler500 = "vakwerk.foundation.breakdowns.answer"


@pytest.fixture
def visitor() -> Iterator[Client]:
    failing.clear()
    yield Client(raise_request_exception=False)
    # So that the test leaves nothing behind in a transaction that it broke.
    assert not connection.needs_rollback


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("error", "language", "status", "words"),
    [
        (OSError(errno.ENOSPC, "full"), "nl", 507, "De schijf is vol."),
        (OSError(errno.ENOSPC, "full"), "en", 507, "The disk is full."),
        (OSError(errno.EROFS, "read-only"), "nl", 503, "Op de schijf kan niets worden geschreven."),
        (OSError(errno.EROFS, "read-only"), "en", 503, "The disk cannot be written to."),
        (from_database(PoolTimeout("x")), "nl", 503, "De database antwoordt niet."),
        (from_database(PoolTimeout("x")), "en", 503, "The database does not answer."),
        (KeyError("x"), "en", 500, "Something went wrong on our side"),
    ],
)
def test_a_page_that_fails_tells_what_is_wrong_and_that_nothing_is_lost(
    visitor: Client, error: Exception, language: str, status: int, words: str
) -> None:
    failing.append(error)
    answer = visitor.get("/fail/", headers={"accept-language": language})
    said = answer.content.decode()
    assert answer.status_code == status
    assert words in said
    assert ("niet voor een deel" if language == "nl" else "not even in part") in said
    assert (answer.headers.get("Retry-After") is not None) == (status != 500)


def test_a_command_says_in_one_line_what_stopped_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def stop(arguments: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setenv("VAKWERK_DATA_DIR", str(tmp_path))
    monkeypatch.setitem(COMMANDS, "backup", stop)
    assert cli.main(["backup", "x.tar"]) == 1
    said = capsys.readouterr().err
    assert (
        said
        == f"vakwerk backup: the disk of {tmp_path} is full. Make room; nothing that was saved is lost.\n"
    )
