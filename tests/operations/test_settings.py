"""Is a setting that cannot be named, in one line, before it does any harm? Looked at the way an administrator does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NOWHERE = "postgresql://nobody@127.0.0.1:9/vakwerk"
WRONG = {
    "VAKWERK_PORT": ["abc", "0", "70000", "8000.5", ""],
    "VAKWERK_HOST": ["a b"],
    "VAKWERK_WEB_PROCESSES": ["abc", "0"],
    "VAKWERK_WEB_THREADS": ["-1"],
    "VAKWERK_EMAIL_PORT": ["mail", "99999"],
    "VAKWERK_EMAIL_FROM": ["geen adres"],
    "VAKWERK_EMAIL_TLS": ["maybe"],
    "VAKWERK_LOG_LEVEL": ["LOUD"],
    "VAKWERK_LOG_FORMAT": ["yaml"],
    "VAKWERK_BASE_URL": ["vakwerk.example", "http://x:abc", "ftp://x", "https://"],
    "VAKWERK_SECURITY_CONTACT": ["jan"],
    "VAKWERK_OIDC_ISSUER": ["idp"],
    "DATABASE_URL": ["postgresql://x@y:port/z", "mysql://x/y"],
    "DATABASE_OWNER_URL": ["mysql://x/y"],
    "DATABASE_BACKUP_URL": ["nonsense"],
}


def findings(folder: Path, **settings: str) -> list[dict[str, str]]:
    """Return what ``vakwerk check`` says of a machine with these settings."""
    done = subprocess.run(
        [sys.executable, "-m", "vakwerk.cli", "check", "--json"],
        env={
            "PATH": os.environ["PATH"], "VAKWERK_DATA_DIR": str(folder), "DATABASE_URL": NOWHERE, **settings
        },
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in WRONG for value in WRONG[name]])
def test_a_setting_that_cannot_be_is_named(tmp_path: Path, name: str, value: str) -> None:
    (finding,) = findings(tmp_path, **{name: value})
    assert finding["grade"] == "mend"
    assert finding["fact"].startswith(name)
    assert len(finding["fact"].splitlines()) == 1


def test_settings_that_say_two_things_are_named(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, VAKWERK_EMAIL_TLS="1", VAKWERK_EMAIL_STARTTLS="1")
    assert "both on" in finding["fact"]


def test_settings_that_can_be_are_believed(tmp_path: Path) -> None:
    said = findings(
        tmp_path,
        VAKWERK_PORT=" 8123 ",
        VAKWERK_HOST="::1",
        VAKWERK_BASE_URL="https://leren.voorbeeld.example:8443/",
        VAKWERK_EMAIL_FROM="leren@voorbeeld.example",
        VAKWERK_LOG_LEVEL="warning",
        VAKWERK_LOG_FORMAT="JSON",
        VAKWERK_SECURITY_CONTACT="https://voorbeeld.example/melden",
        VAKWERK_OIDC_ISSUER="https://idp.voorbeeld.example/realms/x",
        VAKWERK_OIDC_CLIENT_ID="vakwerk",
        DATABASE_OWNER_URL=NOWHERE,
    )
    assert any(one["fact"] == "https://leren.voorbeeld.example:8443" for one in said)
