"""``vakwerk restore FILE``: read a backup into an empty database, and bring it up to this version.

The file is looked at in full first, and rows are counted before anything counts: whatever is wrong with it, what
was there stays as it was.
"""

import argparse
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psycopg

from vakwerk import environment as env
from vakwerk.commands import archive, exchange
from vakwerk.commands.failures import CannotStartError, only_the_owner
from vakwerk.commands.lock import InUseError, sole_use
from vakwerk.commands.setup import own_command
from vakwerk.environment import data_dir
from vakwerk.foundation.database import IS_OWNER, ensure_database

NOT_EMPTY = 3
PACKAGE = Path(__file__).resolve().parents[1]


def run(arguments: Sequence[str]) -> int:
    """Restore; 0 when all rows are back, 1 when nothing was changed, 3 when the database is not empty."""
    parser = argparse.ArgumentParser(prog="vakwerk restore", description=__doc__)
    parser.add_argument("file", type=Path, help="a file that vakwerk backup wrote")
    parser.add_argument("--force", action="store_true", help="throw away what is in the database now")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # by way of what clears up
    try:
        with (
            sole_use(data_dir(), address="a restore that runs"),
            archive.opened(options.file, beside=data_dir()) as (manifest, folder),
        ):
            _refuse_later_tables(manifest, options.file)
            ensure_database(data_dir())
            return _restore(manifest, folder, force=options.force)
    except (archive.BackupError, InUseError) as error:
        sys.stderr.write(f"vakwerk restore: {error}\n")
        return 1


def _refuse_later_tables(manifest: archive.Manifest, source: Path) -> None:
    """Refuse tables that went through migrations which this version does not have: its pages would not know them."""
    for name in manifest.migrations:
        room, _dot, migration = name.partition(".")
        folder = PACKAGE / room / "migrations"
        if folder.is_dir() and not (folder / f"{migration}.py").is_file():
            message = (
                f"{source} was made by a later Vakwerk ({manifest.version}, with {name});"
                " use that version or later."
            )
            raise archive.BackupError(message)


def _restore(manifest: archive.Manifest, folder: Path, *, force: bool) -> int:
    owner = env.text("DATABASE_OWNER_URL") or env.text("DATABASE_URL")
    exchange.settle(data_dir(), owner)
    files = data_dir() / "files"
    with psycopg.connect(owner, autocommit=True) as connection:
        if connection.execute(IS_OWNER).fetchone() != (True,):
            raise only_the_owner()
        tables = archive.tables(connection)
        if (tables or (files.is_dir() and any(files.iterdir()))) and not force:
            sys.stderr.write(
                f"vakwerk restore: the database has {len(tables)} tables already, and nothing was changed.\n"
                "Restore into an empty one, or throw away what is there with --force.\n"
            )
            return NOT_EMPTY
    name = exchange.make_ready(folder / archive.FILES, data_dir())
    try:
        archive.read_into(owner, folder, manifest, instead_of=tables, at_last=exchange.naming(name))
    finally:
        # Where the database is gone, the next restore or start does it.
        with suppress(psycopg.Error):
            exchange.settle(data_dir(), owner)
    # Grants the application its rights, and applies what this version has more than the backup's.
    try:
        own_command("migrate", "--quiet")
    except CannotStartError as error:
        sys.stderr.write(
            f"vakwerk restore: everything is back, but the database is not up to date. Run: vakwerk migrate ({error})\n"
        )
        return 1
    sys.stdout.write(
        f"Restored {sum(manifest.rows.values())} rows in {len(manifest.rows)} tables,"
        f" as they were at {manifest.made_at} in Vakwerk {manifest.version}.\n"
    )
    return 0
