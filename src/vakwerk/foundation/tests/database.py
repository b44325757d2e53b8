"""What do all tests share? A PostgreSQL of their own, with the two roles that Vakwerk really uses."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vakwerk.foundation import database

_started: list[tuple[Any, Path]] = []


def _prepare() -> None:
    """Start one embedded server for the whole run; workers of xdist join it through the environment."""
    if "VAKWERK_TEST_SOCKET" not in os.environ:
        # Under the system's temporary folder: a socket's path may not be longer than 107 characters.
        folder = Path(tempfile.mkdtemp(prefix="vakwerk-test-"))
        server = database.start_embedded(folder)
        database.prepare_embedded(server)
        os.environ["VAKWERK_TEST_SOCKET"] = str(server.get_postmaster_info().socket_dir)
        os.environ["VAKWERK_DATA_DIR"] = str(folder / "data")
        _started.append((server, folder))
    socket = os.environ["VAKWERK_TEST_SOCKET"]
    os.environ["DATABASE_URL"] = f"postgresql://{database.APPLICATION_ROLE}@/vakwerk?host={socket}"
    os.environ["DATABASE_OWNER_URL"] = f"postgresql://{database.OWNER_ROLE}@/vakwerk?host={socket}"
    os.environ["VAKWERK_SECRET_KEY"] = "only-for-tests-and-long-enough-to-be-accepted"


# On import, since pytest-django reads the settings before any hook of ours could run.
_prepare()


def pytest_unconfigure() -> None:
    """Stop the server that this process started."""
    for server, folder in _started:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Make a database as the owner and hand it to the tests as the application's role."""
    import psycopg
    from django.db import connection
    from psycopg import sql

    from vakwerk.foundation.migrating import migrate
    from vakwerk.foundation.tests import schema_cache

    name = f"test_vakwerk_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    admin = f"postgresql://postgres@/postgres?host={os.environ['VAKWERK_TEST_SOCKET']}"
    with psycopg.connect(admin, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(database.OWNER_ROLE)
            )
        )
        # Tests may lose a transaction in a power cut.
        server.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.settings_dict["OPTIONS"].pop("pool", None)
        connection.settings_dict["USER"] = "postgres"
        # A test may take the part of the owner for a moment, in its own transaction: see founding.py.
        connection.settings_dict["OPTIONS"]["assume_role"] = database.OWNER_ROLE
        schema_cache.fill(admin.replace("/postgres?", f"/{name}?"), lambda: migrate(verbosity=0))
        connection.close()
        connection.settings_dict["OPTIONS"]["assume_role"] = database.APPLICATION_ROLE
    yield
    with django_db_blocker.unblock():
        connection.close()
