"""Is nothing lost? Checks, backups and restores, with the real command."""

import io
import json
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.operations.house import House, free_port

from vakwerk.cli import main
from vakwerk.commands import archive, exchange
from vakwerk.commands.workplace import workplace

Spoil = Callable[[Path, Path], Path]

pytestmark = pytest.mark.xdist_group("operations")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A Vakwerk with an academy and an uploaded file."""
    house = House(tmp_path_factory.mktemp("full"), free_port())
    assert house.vakwerk("migrate", "--quiet").returncode == 0
    done = house.vakwerk(
        "manage", "--as-owner", "shell", "--no-imports", "-c",
        "from vakwerk.foundation.models import Academy, Job\n"
        "from vakwerk.foundation.tenancy import in_academy\n"
        "academy = Academy.objects.create(slug='apeldoorn', name='Vakhuis Apeldoorn')\n"
        "with in_academy(academy): Job.objects.create(kind='x', title='Ours')",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (house.folder / "data" / "files").mkdir()
    (house.folder / "data" / "files" / "mensen.csv").write_text("naam")
    return house


@pytest.fixture(scope="module")
def backup(full: House) -> Path:
    file = full.folder / "backup.tar"
    done = full.vakwerk("backup", str(file))
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o077 == 0
    return file


def test_a_backup_comes_back_whole_in_an_empty_database(full: House, backup: Path, tmp_path: Path) -> None:
    done = full.vakwerk("restore", str(backup), folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "files" / "mensen.csv").read_text() == "naam"
    findings = json.loads(full.vakwerk("check", "--json", folder=tmp_path).stdout)
    wrong = {finding["subject"] for finding in findings if finding["grade"] == "mend"}
    assert wrong <= {"mail"}  # policies, rights and migrations are all there
    seen = full.vakwerk(
        "manage", "shell", "--no-imports", "-c",
        "from vakwerk.foundation.models import Academy, Job\n"
        "from vakwerk.foundation.tenancy import in_academy\n"
        "print(Job.objects.count())\n"
        "with in_academy(Academy.objects.get()): print(Job.objects.get().title)",
        folder=tmp_path,
    )  # fmt: skip
    assert seen.stdout.split() == ["0", "Ours"]


def test_a_database_with_something_in_it_is_not_overwritten(full: House, backup: Path) -> None:
    done = full.vakwerk("restore", str(backup))
    assert done.returncode == 3
    assert "nothing was changed" in done.stderr


def test_with_force_it_is(full: House, backup: Path) -> None:
    assert full.vakwerk("restore", str(backup), "--force").returncode == 0


def test_a_backup_does_not_replace_a_file(full: House, backup: Path) -> None:
    done = full.vakwerk("backup", str(backup))
    assert done.returncode == 1
    assert "is there already" in done.stderr


def _members(backup: Path) -> dict[str, bytes]:
    with tarfile.open(backup) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive.getmembers()}  # type: ignore[union-attr]  # all are files


def _archive(target: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(target, "w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return target


def _with_manifest(backup: Path, target: Path, **facts: object) -> Path:
    members = _members(backup)
    members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | facts).encode()
    return _archive(target, members)


def _without(name: str) -> Spoil:
    return lambda backup, target: _archive(target, {n: c for n, c in _members(backup).items() if n != name})


def _holding(name: str, content: bytes) -> Spoil:
    return lambda backup, target: _archive(target, _members(backup) | {name: content})


def _bytes(change: Callable[[bytes], bytes]) -> Spoil:
    def spoil(backup: Path, target: Path) -> Path:
        target.write_bytes(change(backup.read_bytes()))
        return target

    return spoil


def _more_rows(backup: Path, target: Path) -> Path:
    rows = json.loads(_members(backup)["manifest.json"])["rows"]
    return _with_manifest(backup, target, rows=rows | {"foundation_academy": 7})


SPOILT: dict[str, tuple[Spoil, str]] = {
    "a letter": (_bytes(lambda _: b"Geachte heer"), "is not a backup"),
    "nothing": (_bytes(lambda _: b""), "is not a backup"),
    "a half": (_bytes(lambda whole: whole[: len(whole) // 2]), "damaged|end is missing"),
    "the last part missing": (_bytes(lambda whole: whole[: whole.rindex(b"manifest.json")]), "damaged|end is missing"),
    "a byte changed": (_bytes(lambda w: w[:5000] + bytes([w[5000] ^ 1]) + w[5001:]), "database.dump is not what was"),
    "no manifest": (_without("manifest.json"), "holds no manifest.json"),
    "no dump": (_without("database.dump"), "database.dump is missing"),
    "an uploaded file missing": (_without("files/mensen.csv"), "files/mensen.csv is missing"),
    "another manifest": (_holding("manifest.json", b"[1]"), "cannot be read"),
    "a manifest of nothing": (_holding("manifest.json", b"{}"), "cannot be read"),
    "rows that are no numbers": (lambda b, t: _with_manifest(b, t, rows={"x": "y"}), "cannot be read"),
    "a later format": (lambda b, t: _with_manifest(b, t, format=99, version="9.0"), r"later Vakwerk \(9.0\)"),
    "a later migration": (
        lambda b, t: _with_manifest(b, t, migrations=["people.9999_later"], version="9.0"), "later Vakwerk.*9999_later",
    ),
    "other rows than it says": (_more_rows, "foundation_academy should have 7 rows and has 1"),
    "a dump of something else": (
        lambda b, t: _with_manifest(_holding("database.dump", b"PGDMP no")(b, t), t, sums={}), "pg_restore failed",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "words"), SPOILT.values(), ids=SPOILT)
def test_a_backup_with_a_fault_is_refused_in_one_line_and_nothing_changes(
    full: House, backup: Path, tmp_path: Path, spoil: "Spoil", words: str
) -> None:
    done = full.vakwerk("restore", str(spoil(backup, tmp_path / "x.tar")), "--force")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert re.search(words, done.stderr)
    _nothing_changed(full)


def test_a_file_that_is_not_there_is_named(full: House) -> None:
    done = full.vakwerk("restore", "/nowhere/x.tar")
    assert (done.returncode, done.stderr) == (1, "vakwerk restore: there is no file /nowhere/x.tar.\n")


def _nothing_changed(full: House) -> None:
    data = full.folder / "data"
    assert (data / "files" / "mensen.csv").read_text() == "naam"
    assert not list(data.glob(".vakwerk-half-*"))
    assert full.vakwerk("academy", "list").stdout.split()[0] == "apeldoorn"


def test_what_a_killed_backup_left_goes_with_the_next_one(full: House, tmp_path: Path) -> None:
    left = tmp_path / ".vakwerk-half-old"
    left.mkdir()
    (left / "lock").touch()
    (left / "database.dump").write_text("people")
    with workplace(tmp_path) as busy:
        # The one that lives keeps its own.
        assert full.vakwerk("backup", str(tmp_path / "vakwerk.tar")).returncode == 0
        assert busy.is_dir()
    assert [one.name for one in tmp_path.iterdir()] == ["vakwerk.tar"]


def test_a_backup_that_is_told_to_stop_leaves_nothing(full: House, tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "vakwerk.cli", "backup", str(tmp_path / "vakwerk.tar")], env=full.environment()
    )
    full.wait_for(lambda: bool(list(tmp_path.iterdir())))
    running.terminate()
    running.wait(timeout=30)
    assert list(tmp_path.iterdir()) == []


def test_files_that_vanish_or_grow_meanwhile_do_not_break_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for name in ("a", "b", "c"):
        (files / name).write_text("1")

    def dump(database: str, target: Path) -> tuple[dict[str, int], list[str], int]:
        target.write_bytes(b"PGDMP")
        return {"x": 1}, [], 18

    read = archive.as_it_is_now

    def later(path: Path) -> bytes | None:
        if path.name == "a":
            (files / "b").unlink()
            (files / "c").write_text("12345")
        return read(path)

    monkeypatch.setattr(archive, "dump", dump)
    monkeypatch.setattr(archive, "as_it_is_now", later)
    target = tmp_path / "x.tar"
    archive.write(target, database="", files=files, version="1", made_at="now")
    with archive.opened(target, beside=tmp_path) as (manifest, folder):
        assert {name for name in manifest.sums if name.startswith("files/")} == {"files/a", "files/c"}
        assert (folder / "files" / "c").read_text() == "12345"


@pytest.mark.parametrize("killed", ["before the rows came", "before the files went", "between two renames"])
def test_a_restore_that_is_killed_is_finished_or_forgotten_by_the_next_start(
    full: House, killed: str
) -> None:
    data = full.folder / "data"
    (data / "x").mkdir()
    (data / "x" / "mensen.csv").write_text("restored")
    name = exchange.make_ready(data / "x", data)
    if killed != "before the rows came":
        connect = (
            "import os, psycopg; owner = psycopg.connect(os.environ['DATABASE_OWNER_URL'], autocommit=True)"
        )
        ask = f"{connect}; owner.execute({exchange.naming(name)!r})"
        done = full.vakwerk("manage", "shell", "--no-imports", "-c", ask)
        assert done.returncode == 0, done.stderr
    if killed == "between two renames":
        (data / "files").rename(data / f".vakwerk-before-{name}")
    full.serve()
    full.end()
    expected = "naam" if killed == "before the rows came" else "restored"
    assert (data / "files" / "mensen.csv").read_text() == expected
    assert not list(data.glob(".vakwerk-*"))
    (data / "files" / "mensen.csv").write_text("naam")


def test_help_starts_no_database(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VAKWERK_DATA_DIR", str(tmp_path / "none"))
    assert main(["help"]) == 0
    assert "serve" in capsys.readouterr().out
    assert not (tmp_path / "none").exists()


def test_an_unknown_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dance"]) == 2
    assert "dance" in capsys.readouterr().err


def test_settings_that_cannot_be_are_a_finding(full: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(House, "environment", lambda self, folder=None: {
        "PATH": "/usr/bin", "VAKWERK_DATA_DIR": str(self.folder / "data"), "DATABASE_URL": "mysql://x/y",
    })  # fmt: skip
    done = full.vakwerk("check")
    assert done.returncode == 1
    assert "must start with postgresql://" in done.stdout
