"""How do restored files come in the place of those of before, also when a restore is killed halfway?

Files and rows cannot change in one instant. So the restored files first stand ready in a folder with a name of its
own, and the rows come with that name, in the comment of a table, in one transaction. From then on the files must
follow: the next restore or start finishes what a killed one did not. Without the name they never counted, and go.
"""

import secrets
import shutil
from pathlib import Path

import psycopg

_READY, _BEFORE = ".vakwerk-restored-", ".vakwerk-before-"
_TABLE = "public.django_migrations"  # every backup has it


def make_ready(files: Path, data_dir: Path) -> str:
    """Have the restored ``files`` stand ready, and return the name with which the rows must come."""
    name = secrets.token_hex(8)
    ready = data_dir / f"{_READY}{name}"
    if files.is_dir():
        files.rename(ready)
    else:
        ready.mkdir()
    return name


def naming(name: str) -> str:
    """Return the SQL that gives the rows their name."""
    return f"COMMENT ON TABLE {_TABLE} IS 'restored {name}'"


def is_cut_off(data_dir: Path) -> bool:
    """Tell whether a restore left files that must still go their way."""
    return any(data_dir.glob(f"{_READY}*")) or any(data_dir.glob(f"{_BEFORE}*"))


def settle(data_dir: Path, database: str) -> None:
    """Put the files in place that belong to the rows that are there; throw away those that do not."""
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [_TABLE]).fetchone()
    name = str(row[0] if row else "").removeprefix("restored ")
    files, ready, before = data_dir / "files", data_dir / f"{_READY}{name}", data_dir / f"{_BEFORE}{name}"
    if ready.is_dir():
        # Killed between these two, the next one goes on with the second.
        if files.is_dir() and not before.exists():
            files.rename(before)
        ready.rename(files)
    for left in [*data_dir.glob(f"{_READY}*"), *data_dir.glob(f"{_BEFORE}*")]:
        shutil.rmtree(left, ignore_errors=True)
