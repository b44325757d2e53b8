"""What is in a backup? One tar file: the database as pg_dump writes it, the uploaded files, and a manifest.

The manifest comes last and knows the size and the sum of everything before it: a file that is damaged, or of which
a part is missing, is known as such before anything is done with it.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, LiteralString

import psycopg
from psycopg import sql

from vakwerk.commands.workplace import workplace
from vakwerk.foundation import embedded

Connection = psycopg.Connection[tuple[Any, ...]]

MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files"
FORMAT = 2
_AT_A_TIME = 1024 * 1024


class BackupError(RuntimeError):
    """A backup could not be made or read; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    ``rows``: per table how many, counted in the same instant as the dump. ``migrations``: those that the tables have
    been through, as ``room.name``. ``sums``: the SHA-256 of every other member; absent in backups of format 1.
    """

    version: str
    made_at: str
    server: int
    rows: dict[str, int] = field(default_factory=dict)
    format: int = FORMAT
    note: str = (
        "Holds personal data; keep it safe. Does not hold the secret key (secret-key in the data directory, or"
        " VAKWERK_SECRET_KEY): without it people sign in anew and the next badge makes a new key to sign with."
    )
    migrations: list[str] = field(default_factory=list)
    sums: dict[str, str] = field(default_factory=dict)


def write(target: Path, *, database: str, files: Path, version: str, made_at: str) -> Manifest:
    """Write everything to ``target``, which appears only once it is whole.

    ``database``: URL of a role that reads past row-level security.

    :raises BackupError: when the dump fails; then no file is left.
    """
    with workplace(target.parent) as folder:
        rows, migrations, server = dump(database, folder / DUMP)
        half = folder / "half.tar"
        with (
            open(half, "xb", opener=_only_for_us) as stream,
            tarfile.open(fileobj=stream, mode="w") as archive,
        ):
            sums = {DUMP: _add(archive, DUMP, folder / DUMP)}
            for path in sorted(files.rglob("*")) if files.is_dir() else []:
                name = f"{FILES}/{path.relative_to(files).as_posix()}"
                if path.is_file() and (content := as_it_is_now(path)) is not None:
                    sums[name] = _add_bytes(archive, name, content)
            manifest = Manifest(
                version=version, made_at=made_at, server=server, rows=rows, migrations=migrations, sums=sums
            )
            _add_bytes(archive, MANIFEST, json.dumps(asdict(manifest), indent=2).encode())
            archive.close()
            stream.flush()
            os.fsync(stream.fileno())
        half.replace(target)
    return manifest


def _only_for_us(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def as_it_is_now(path: Path) -> bytes | None:
    """Read an uploaded file, which may grow or vanish while we look; none is large."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None  # removed since: no row that we dumped needs it for long


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    with path.open("rb") as stream:
        total = hashlib.file_digest(stream, "sha256").hexdigest()
    archive.add(path, name)
    return total


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> str:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))
    return hashlib.sha256(content).hexdigest()


def dump(database: str, target: Path) -> tuple[dict[str, int], list[str], int]:
    """Dump the database, count its rows and list its migrations, all in one snapshot."""
    with psycopg.connect(database) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = _one(connection, "SELECT pg_export_snapshot()")
        server = int(_one(connection, "SELECT current_setting('server_version_num')")) // 10000
        rows = count_rows(connection)
        if "django_migrations" not in rows:
            message = "this database has no tables of Vakwerk yet; there is nothing to back up."
            raise BackupError(message)
        applied = connection.execute(
            "SELECT app || '.' || name FROM django_migrations ORDER BY id"
        ).fetchall()
        run(
            program("pg_dump", server), "--format=custom", "--no-owner", "--no-privileges", "--schema=public",
            f"--snapshot={snapshot}", f"--file={target}", database,
        )  # fmt: skip
    return rows, [str(name) for (name,) in applied], server


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
def opened(source: Path, *, beside: Path) -> Iterator[tuple[Manifest, Path]]:
    """Unpack a backup into a folder in ``beside`` that lasts as long as the block, after looking whether it is whole.

    :raises BackupError: when the file is no backup of ours, is damaged, or of a later Vakwerk.
    """
    if not source.is_file():
        message = f"there is no file {source}."
        raise BackupError(message)
    with workplace(beside) as folder:
        try:
            with tarfile.open(source, "r:") as archive:
                members = [member for member in archive.getmembers() if _is_ours(member)]
                # Pythons before 3.11.4 know no filter; what we let through needs none.
                careful: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
                archive.extractall(folder, members, **careful)  # noqa: S202 - only members that _is_ours let through
        except (tarfile.TarError, EOFError, ValueError) as error:
            message = f"{source} is not a backup of Vakwerk, or it is damaged: {error}."
            raise BackupError(message) from error
        manifest = _manifest(folder / MANIFEST, source)
        _look_whether_whole(folder, manifest, source)
        yield manifest, folder


def _manifest(file: Path, source: Path) -> Manifest:
    if not file.is_file():
        message = f"{source} is not a backup of Vakwerk, or its end is missing: it holds no {MANIFEST}."
        raise BackupError(message)
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if found["format"] <= FORMAT:
            manifest = Manifest(**found)
            if not all(isinstance(rows, int) for rows in manifest.rows.values()):
                raise TypeError(MANIFEST)
            return manifest
    except (AttributeError, KeyError, TypeError, ValueError):
        message = f"{source} is not a backup of Vakwerk: its {MANIFEST} cannot be read."
        raise BackupError(message) from None
    message = f"{source} was made by a later Vakwerk ({found.get('version')}); use that version or later."
    raise BackupError(message)


def _look_whether_whole(folder: Path, manifest: Manifest, source: Path) -> None:
    sums = manifest.sums if manifest.format > 1 else {}
    for name in {DUMP, *sums}:
        path = folder / name
        if not path.is_file():
            message = f"{source} is damaged: {name} is missing from it."
            raise BackupError(message)
        with path.open("rb") as stream:
            if name in sums and hashlib.file_digest(stream, "sha256").hexdigest() != sums[name]:
                message = f"{source} is damaged: {name} is not what was written."
                raise BackupError(message)


def _is_ours(member: tarfile.TarInfo) -> bool:
    """Tell whether this is a plain file or folder in a place where we write."""
    parts = Path(member.name).parts
    if not (member.isfile() or member.isdir()) or ".." in parts:
        return False
    return member.name in {MANIFEST, DUMP} or parts[:1] == (FILES,)


def read_into(
    database: str, folder: Path, manifest: Manifest, *, instead_of: list[str], at_last: str
) -> None:
    """Restore the dump, in one transaction, as the role that will own the tables.

    ``instead_of``: tables that are there now and go away in the same transaction, with the functions beside them.
    The rows are counted in it too: what is not as the manifest says goes back to how it was. ``at_last``: SQL that
    ends it.

    The dump becomes SQL first: an older server does not know every setting that a newer ``pg_dump`` writes.

    :raises BackupError: when the database refuses; it is then as it was.
    """
    with psycopg.connect(database) as connection:
        server = int(_one(connection, "SELECT current_setting('server_version_num')")) // 10000
        listed = sql.SQL(", ").join(map(sql.Identifier, instead_of)).as_string(connection)
        functions = _functions(connection)
        check = _check_of_rows(manifest).as_string(connection)
    drop = [f"--command=DROP TABLE {listed} CASCADE"] if instead_of else []
    # Some went with the tables they read.
    drop += [f"--command=DROP FUNCTION IF EXISTS {one} CASCADE" for one in functions] if instead_of else []
    filling = [_sql(folder, server, "pre-data"), _sql(folder, server, "data")]
    # Counted before the policies are there, which hide all rows from the owner.
    counting = folder / "count.sql"
    counting.write_text(check, encoding="utf-8")
    scripts = [*filling, counting, _sql(folder, server, "post-data")]
    run(
        program("psql", server), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
        "--output=/dev/null", *drop, *(f"--file={script}" for script in scripts),
        f"--command={at_last}", database,
    )  # fmt: skip


def _sql(folder: Path, server: int, section: str) -> Path:
    """Turn a part of the dump into SQL that this server knows."""
    raw, script = folder / f"{section}.raw", folder / f"{section}.sql"
    with raw.open("wb") as out:
        run(
            program("pg_restore", server), "--no-owner", "--no-privileges", f"--section={section}", "--file=-",
            str(folder / DUMP), out=out,
        )  # fmt: skip
    with raw.open("rb") as lines, script.open("wb") as kept:
        head = True
        for line in lines:
            head = head and not line.startswith(b"COPY ")
            if not (head and line.startswith((b"SET transaction_timeout", b"CREATE SCHEMA public"))):
                kept.write(line)
    raw.unlink()
    return script


def _check_of_rows(manifest: Manifest) -> sql.Composed:
    """Return SQL that fails where a table has not as many rows as the manifest says."""
    one = sql.SQL(
        "SELECT count(*) INTO found FROM public.{table}; IF found <> {rows} THEN"
        " RAISE EXCEPTION '% should have % rows and has %', {name}, {rows}, found; END IF;"
    )
    checks = [
        one.format(table=sql.Identifier(name), name=sql.Literal(name), rows=sql.Literal(rows))
        for name, rows in manifest.rows.items()
    ]
    return sql.SQL("DO $$ DECLARE found bigint; BEGIN {} END $$").format(sql.SQL("\n").join(checks))


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


def run(*words: str, out: IO[bytes] | None = None) -> None:
    """Run a program of PostgreSQL.

    :raises BackupError: when it fails, with what it said in one line.
    """
    done = subprocess.run(words, stdout=out, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        told = next((line for line in said if "ERROR" in line or "error:" in line), said[0] if said else "")
        message = f"{Path(words[0]).name} failed: {told.partition('ERROR:')[2].strip() or told}"
        raise BackupError(message)


def _one(connection: Connection, query: LiteralString) -> str:
    row = connection.execute(query).fetchone()
    return str(row[0]) if row else ""
