"""How does a command get a working Vakwerk? With a database, as the application or as the owner."""

import os
import subprocess
import sys

from vakwerk import environment
from vakwerk.commands.failures import (
    NEEDS_MIGRATING,
    CannotStartError,
    database_unreachable,
    only_the_owner,
    reason_not_to_connect,
)
from vakwerk.commands.lock import address_in
from vakwerk.foundation.database import IS_OWNER, ensure_database


def prepare(*, as_owner: bool = False, reach: bool = True) -> None:
    """Find or start the database and load Django.

    ``as_owner``: connect as the role that owns the tables, to migrate; where the environment names no
    owner, the one role there is must do. ``reach``: stop with the reason when the database does not answer,
    instead of at the first query.

    :raises CannotStartError: when the database does not answer.
    """
    ensure_database(environment.data_dir())
    use_served_address()
    if as_owner and (owner := environment.text("DATABASE_OWNER_URL")):
        os.environ["DATABASE_URL"] = owner
        os.environ.pop("DATABASE_URL_FILE", None)  # it would count for more
    if reach and (reason := reason_not_to_connect()):
        raise database_unreachable(reason)
    import django  # noqa: PLC0415 - settings are read here, after the database is known

    django.setup()


def prepare_with_tables(*, as_owner: bool = False) -> None:
    """Do as ``prepare``, for a command that needs the tables: an embedded database gets those it lacks.

    :raises CannotStartError: when the database does not answer, or somebody else must migrate it first.
    """
    prepare(as_owner=as_owner)
    pending = pending_migrations()
    if pending and not is_embedded():
        raise CannotStartError(
            f"the database lacks {len(pending)} migrations, {pending[0]} first."
            " Run vakwerk migrate; if there are people in it, make a backup before.",
            exit_code=NEEDS_MIGRATING,
        )
    if pending:
        bring_up_to_date()
    if as_owner:
        require_owner()


def require_owner() -> None:
    """Stop where the connected role does not own the tables, or may not make them.

    :raises CannotStartError: that says so.
    """
    from django.db import connection  # noqa: PLC0415 - needs Django loaded

    with connection.cursor() as cursor:
        cursor.execute(IS_OWNER)
        is_owner = cursor.fetchone() == (True,)
    leave_database()
    if not is_owner:
        raise only_the_owner()


def is_embedded() -> bool:
    """Tell whether the database is ours to start and migrate."""
    return "VAKWERK_EMBEDDED" in os.environ


def pending_migrations() -> list[str]:
    """Return the migrations that the database lacks, and leave it without a connection.

    All of them where we may not even ask: a first migration was cut off before it granted anything.
    """
    from django.db import ProgrammingError  # noqa: PLC0415 - needs Django loaded
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415
    from psycopg.errors import InsufficientPrivilege  # noqa: PLC0415

    from vakwerk.foundation import health  # noqa: PLC0415

    try:
        pending = health.pending_migrations()
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        pending = [f"{room}.{name}" for room, name in sorted(MigrationLoader(None).disk_migrations or ())]
    leave_database()
    return pending


def leave_database() -> None:
    """Close the connection and its pool, whose threads must not be there when serve forks."""
    from django.db import connection  # noqa: PLC0415 - needs Django loaded

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend only


def bring_up_to_date() -> None:
    """Migrate, and say so: on standard error, since what a command prints may be read by a program."""
    sys.stderr.write("Bringing the database up to date …\n")
    own_command("migrate", "--quiet")


def own_command(*words: str) -> None:
    """Run another of our commands in a process of its own, so that this one stays small.

    :raises CannotStartError: when it fails; it has said why.
    """
    sys.stdout.flush()
    done = subprocess.run([sys.executable, "-m", "vakwerk.cli", *words], check=False)
    if done.returncode != 0:
        raise CannotStartError(f"vakwerk {words[0]} did not come to an end.", exit_code=done.returncode)


def use_served_address() -> None:
    """Have links lead to where Vakwerk is served from this data directory, or was served last.

    Does nothing where the environment says the address.
    """
    if environment.text("VAKWERK_BASE_URL"):
        return
    port = environment.port("VAKWERK_PORT", 8000)
    os.environ["VAKWERK_BASE_URL"] = address_in(environment.data_dir()) or f"http://127.0.0.1:{port}"
