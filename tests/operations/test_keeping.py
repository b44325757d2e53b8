"""Is nothing lost? Checks, backups and restores, with the real command."""

import json
from pathlib import Path

import pytest
from tests.operations.house import House, free_port

from vakwerk.cli import main

pytestmark = pytest.mark.xdist_group("operations")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A Vakwerk with an academy and an uploaded file."""
    house = House(tmp_path_factory.mktemp("full"), free_port())
    assert house.vakwerk("migrate", "--quiet").returncode == 0
    done = house.vakwerk(
        "manage", "shell", "--no-imports", "-c",
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


def test_another_file_is_no_backup(full: House, tmp_path: Path) -> None:
    stranger = tmp_path / "brief.txt"
    stranger.write_text("Geachte")
    done = full.vakwerk("restore", str(stranger))
    assert done.returncode == 1
    assert "is not a backup" in done.stderr


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
