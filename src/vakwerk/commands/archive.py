"""What is in a backup? One tar file: a manifest, the database as pg_dump writes it, and the uploaded files."""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, LiteralString

import psycopg
from psycopg import sql

from vakwerk.foundation import embedded

Connection = psycopg.Connection[tuple[Any, ...]]

MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files"
FORMAT = 1


class BackupError(RuntimeError):
    """A backup could not be made or read; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. ``rows``: per table how many, counted in the same instant as the dump."""

    version: str
    made_at: str
    server: int
    rows: dict[str, int] = field(default_factory=dict)
    format: int = FORMAT
    note: str = (
        "Holds personal data; keep it safe. Does not hold the secret key (secret-key in the data directory, or"
        " VAKWERK_SECRET_KEY): without it people sign in anew and the next badge makes a new key to sign with."
    )


def write(target: Path, *, database: str, files: Path, version: str, made_at: str) -> Manifest:
    """Write everything to ``target``, which appears only once it is whole.

    ``database``: URL of a role that reads past row-level security.

    :raises BackupError: when the dump fails; then no file is left.
    """
    half = target.with_name(target.name + ".half")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with tempfile.TemporaryDirectory() as folder, os.fdopen(descriptor, "wb") as stream:
            dump = Path(folder) / DUMP
            manifest = _dump(database, dump, version=version, made_at=made_at)
            with tarfile.open(fileobj=stream, mode="w") as archive:
                first = Path(folder) / MANIFEST
                first.write_text(json.dumps(asdict(manifest), indent=2), encoding="utf-8")
                archive.add(first, MANIFEST)
                archive.add(dump, DUMP)
                if files.is_dir():
                    archive.add(files, FILES)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return manifest


def _dump(database: str, dump: Path, *, version: str, made_at: str) -> Manifest:
    """Dump the database and count its rows, both in one snapshot."""
    with psycopg.connect(database) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = _one(connection, "SELECT pg_export_snapshot()")
        server = int(_one(connection, "SELECT current_setting('server_version_num')")) // 10000
        rows = count_rows(connection)
        _run(
            program("pg_dump", server), "--format=custom", "--no-owner", "--no-privileges", "--schema=public",
            f"--snapshot={snapshot}", f"--file={dump}", database,
        )  # fmt: skip
    return Manifest(version=version, made_at=made_at, server=server, rows=rows)


def tables(connection: Connection) -> list[str]:
    """Return the names of all tables."""
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    return [str(name) for (name,) in rows]


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    counted = {}
    for name in tables(connection):
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        counted[name] = int(str(row[0])) if row else 0
    return counted


@contextmanager
def opened(source: Path) -> Iterator[tuple[Manifest, Path]]:
    """Unpack a backup into a folder that lasts as long as the block.

    :raises BackupError: when the file is no backup of ours, or of a later format.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            with tarfile.open(source) as archive:
                members = [member for member in archive.getmembers() if _is_ours(member)]
                # Pythons before 3.11.4 know no filter; what we let through needs none.
                careful: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
                archive.extractall(folder, members, **careful)  # noqa: S202 - only members that _is_ours let through
            found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, tarfile.TarError, ValueError) as error:
            message = f"{source} is not a backup of Vakwerk: {error}"
            raise BackupError(message) from error
        if found.get("format", 0) > FORMAT:
            message = (
                f"{source} was made by a later Vakwerk ({found.get('version')}); use that version or later."
            )
            raise BackupError(message)
        yield Manifest(**found), folder


def _is_ours(member: tarfile.TarInfo) -> bool:
    """Tell whether this is a plain file or folder in a place where we write."""
    parts = Path(member.name).parts
    if not (member.isfile() or member.isdir()) or ".." in parts:
        return False
    return member.name in {MANIFEST, DUMP} or parts[:1] == (FILES,)


def read_into(database: str, folder: Path, *, instead_of: list[str]) -> None:
    """Restore the dump, in one transaction, as the role that will own the tables.

    ``instead_of``: tables that are there now and go away in the same transaction, with the functions beside them.

    The dump becomes SQL first: an older server does not know every setting that a newer ``pg_dump`` writes.

    :raises BackupError: when the database refuses; it is then as it was.
    """
    with psycopg.connect(database) as connection:
        server = int(_one(connection, "SELECT current_setting('server_version_num')")) // 10000
        listed = sql.SQL(", ").join(map(sql.Identifier, instead_of)).as_string(connection)
        functions = _functions(connection)
    drop = [f"--command=DROP TABLE {listed} CASCADE"] if instead_of else []
    # Some went with the tables they read.
    drop += [f"--command=DROP FUNCTION IF EXISTS {one} CASCADE" for one in functions] if instead_of else []
    script = folder / "restore.sql"
    with (folder / "all.sql").open("wb") as out:
        _run(
            program("pg_restore", server),
            "--no-owner",
            "--no-privileges",
            "--file=-",
            str(folder / DUMP),
            out=out,
        )
    with (folder / "all.sql").open("rb") as lines, script.open("wb") as kept:
        head = True
        for line in lines:
            head = head and not line.startswith(b"COPY ")
            if not (head and line.startswith((b"SET transaction_timeout", b"CREATE SCHEMA public"))):
                kept.write(line)
    (folder / "all.sql").unlink()
    _run(
        program("psql", server), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
        "--output=/dev/null", *drop, f"--file={script}", database,
    )  # fmt: skip


def _functions(connection: psycopg.Connection[Any]) -> list[str]:
    """Return the functions that Vakwerk made, as PostgreSQL names them; not those of an extension."""
    found = connection.execute(
        "SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))"
        " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'"
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
    )
    return [name for (name,) in found]


def program(name: str, server: int) -> str:
    """Return the path of a PostgreSQL program: the one that came with Vakwerk, or a newer one on this machine."""
    ours = embedded.programs() / name
    if ours.exists() and server <= embedded.VERSION:
        return str(ours)
    if found := shutil.which(name):
        return found
    message = (
        f"The server is PostgreSQL {server}; install {name} of that version or later (postgresql-client)."
    )
    raise BackupError(message)


def _run(*words: str, out: IO[bytes] | None = None) -> None:
    done = subprocess.run(words, stdout=out, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        message = f"{Path(words[0]).name} failed: {done.stderr.decode(errors='replace').strip()}"
        raise BackupError(message)


def _one(connection: Connection, query: LiteralString) -> str:
    row = connection.execute(query).fetchone()
    return str(row[0]) if row else ""
