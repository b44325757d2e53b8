"""``vakwerk backup FILE``: write the database and the uploaded files to one file."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from vakwerk import environment as env
from vakwerk.commands import archive
from vakwerk.environment import data_dir
from vakwerk.foundation.database import ensure_database


def run(arguments: Sequence[str]) -> int:
    """Write the backup; 0 when it is whole, 1 when there is none."""
    parser = argparse.ArgumentParser(prog="vakwerk backup", description=__doc__)
    parser.add_argument("file", type=Path, help="where to write it, for instance vakwerk-2026-06-01.tar")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there already")
    options = parser.parse_args(arguments)
    if options.file.exists() and not options.force:
        sys.stderr.write(f"vakwerk backup: {options.file} is there already. Use another name, or --force.\n")
        return 1
    if not options.file.parent.is_dir():
        sys.stderr.write(f"vakwerk backup: there is no folder {options.file.parent}.\n")
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # by way of what clears up
    ensure_database(data_dir())
    try:
        manifest = archive.write(
            options.file,
            database=reading_everything(),
            files=data_dir() / "files",
            version=version("vakwerk"),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
    except OSError as error:
        sys.stderr.write(
            f"vakwerk backup: {options.file} cannot be written: {error.strerror}. No file was left.\n"
        )
        return 1
    except archive.BackupError as error:
        sys.stderr.write(f"vakwerk backup: {error}\n")
        if "row-level security" in str(error):
            sys.stderr.write(
                "Set DATABASE_BACKUP_URL to a role with BYPASSRLS; docs/how-to/use-your-own-postgresql.md says how.\n"
            )
        return 1
    rows, size = sum(manifest.rows.values()), options.file.stat().st_size / 1024**2
    sys.stdout.write(f"Wrote {options.file}: {rows} rows in {len(manifest.rows)} tables, {size:.1f} MiB.\n")
    sys.stdout.write(f"{manifest.note}\n")
    return 0


def reading_everything() -> str:
    """Return the URL of a role that reads past row-level security, or else of the owner or the application."""
    return (
        env.text("DATABASE_BACKUP_URL")
        or env.text("DATABASE_OWNER_URL")
        or os.environ.get("DATABASE_URL", "")
    )
