"""``vakwerk restore FILE``: read a backup into an empty database, and bring it up to this version."""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import psycopg

from vakwerk import environment as env
from vakwerk.commands import archive
from vakwerk.commands.lock import InUseError, sole_use
from vakwerk.commands.setup import data_dir
from vakwerk.foundation.database import ensure_database

NOT_EMPTY = 3


def run(arguments: Sequence[str]) -> int:
    """Restore; 0 when all rows are back, 1 when nothing was changed, 3 when the database is not empty."""
    parser = argparse.ArgumentParser(prog="vakwerk restore", description=__doc__)
    parser.add_argument("file", type=Path, help="a file that vakwerk backup wrote")
    parser.add_argument("--force", action="store_true", help="throw away what is in the database now")
    options = parser.parse_args(arguments)
    try:
        with (
            archive.opened(options.file) as (manifest, folder),
            sole_use(data_dir(), address="a restore that runs"),
        ):
            ensure_database(data_dir())
            return _restore(manifest, folder, force=options.force)
    except (archive.BackupError, InUseError) as error:
        sys.stderr.write(f"vakwerk restore: {error}\n")
        return 1


def _restore(manifest: archive.Manifest, folder: Path, *, force: bool) -> int:
    owner = env.text("DATABASE_OWNER_URL") or env.text("DATABASE_URL")
    files = data_dir() / "files"
    with psycopg.connect(owner, autocommit=True) as connection:
        tables = archive.tables(connection)
        if (tables or (files.is_dir() and any(files.iterdir()))) and not force:
            sys.stderr.write(
                f"vakwerk restore: the database has {len(tables)} tables already, and nothing was changed.\n"
                "Restore into an empty one, or throw away what is there with --force.\n"
            )
            return NOT_EMPTY
    archive.read_into(owner, folder, instead_of=tables)
    if files.is_dir():
        shutil.rmtree(files)
    if (folder / archive.FILES).is_dir():
        shutil.copytree(folder / archive.FILES, files)
    wrong = _differences(manifest)
    # Grants the application its rights, and applies what this version has more than the backup's.
    subprocess.run([sys.executable, "-m", "vakwerk.cli", "migrate", "--quiet"], check=True)
    sys.stdout.write(
        f"Restored {sum(manifest.rows.values())} rows in {len(manifest.rows)} tables,"
        f" as they were at {manifest.made_at} in Vakwerk {manifest.version}.\n"
    )
    for line in wrong:
        sys.stderr.write(f"vakwerk restore: {line}\n")
    return 1 if wrong else 0


def _differences(manifest: archive.Manifest) -> list[str]:
    """Compare the number of rows with the manifest, where a role may count them."""
    if not (reader := env.text("DATABASE_BACKUP_URL")):
        return []
    with psycopg.connect(reader) as connection:
        found = archive.count_rows(connection)
    return [
        f"{table} should have {rows} rows and has {found.get(table, 0)}"
        for table, rows in manifest.rows.items()
        if found.get(table) != rows
    ]
