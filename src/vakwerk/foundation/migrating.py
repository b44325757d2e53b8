"""How does the database get its tables, and the application its rights on them?"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from vakwerk.foundation.database import APPLICATION_ROLE, django_settings

# The application adds to these and never changes or deletes; the database itself sees to it.
APPEND_ONLY = ("foundation_auditentry",)
_MIGRATING = 0x56414B57  # a number that nothing else locks
_MAY_BE_GRANTED_UPKEEP = 170000  # PostgreSQL 17 is the first in which only looking can be granted


def migrate(*, verbosity: int = 1) -> None:
    """Apply all migrations as the connected role, then grant the application role rows and nothing more.

    Two that migrate at once take turns, and the second finds nothing left to do.
    """
    with _turn():
        call_command("migrate", verbosity=verbosity, interactive=False)
        grant_rights()


@contextmanager
def _turn() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])


def grant_rights(role: str = APPLICATION_ROLE, *, via: BaseDatabaseWrapper | None = None) -> None:
    """Let ``role`` read and write rows, and only add to the append-only tables.

    Does nothing where the role does not exist or is the connected one, as on a server with a single role.
    ``via``: a connection as the owner of the tables, where that is not Django's own.
    """
    owner = via or connection
    with owner.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
        if cursor.fetchone() is None:
            return
        quoted = owner.ops.quote_name(role)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        if owner.connection.info.server_version >= _MAY_BE_GRANTED_UPKEEP:
            # To have the database count anew after many rows came in, see statistics.py.
            cursor.execute(f"GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO {quoted}")
        for table in APPEND_ONLY:
            cursor.execute(f'REVOKE UPDATE, DELETE ON "{table}" FROM {quoted}')
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {quoted}")


def grant_rights_again(owner_url: str) -> None:
    """Grant what ``grant_rights`` grants, as the owner, while Django is connected as the application.

    At every start: whoever was killed between migrating and granting left tables that nobody may read, and a new
    version may grant less than the one before.
    """
    owner = connection.copy()
    owner.settings_dict = {**owner.settings_dict, **django_settings(owner_url)}
    try:
        grant_rights(via=owner)
    finally:
        owner.close()


def tables_out_of_reach() -> list[str]:
    """Return the tables that the connected role may not read: they were made, and never granted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
            " AND NOT has_table_privilege(oid, 'SELECT') ORDER BY relname"
        )
        return [name for (name,) in cursor.fetchall()]
