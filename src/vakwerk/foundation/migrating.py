"""How does the database get its tables, and the application its rights on them?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from vakwerk.foundation import rights
from vakwerk.foundation.database import APPLICATION_ROLE, django_settings

_MIGRATING = 0x56414B57  # a number that nothing else locks

# What is ours, and what of it stands in its list of rights for a role (0: everybody), part of a table included.
_GRANTED: Final = """
    WITH thing AS (
        SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, c.oid::regclass::text AS said,
            coalesce(numbered.relname, c.relname) AS name, c.relacl AS acl, c.oid AS of
        FROM pg_class c
        LEFT JOIN pg_depend d ON c.relkind = 'S' AND d.objid = c.oid AND d.deptype IN ('a', 'i')
            AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
        LEFT JOIN pg_class numbered ON numbered.oid = d.refobjid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
            AND pg_has_role(c.relowner, 'USAGE')
        UNION ALL
        SELECT 'FUNCTION', p.oid::regprocedure::text, p.proname, coalesce(p.proacl, acldefault('f', p.proowner)), 0
        FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND pg_has_role(p.proowner, 'USAGE')
    ), given AS (
        SELECT said, entry.grantee, entry.privilege_type AS right_, entry.is_grantable FROM thing, aclexplode(acl) entry
        UNION ALL
        SELECT said, entry.grantee, entry.privilege_type || ' on a column', entry.is_grantable
        FROM thing JOIN pg_attribute ON attrelid = of, aclexplode(attacl) entry
    ), said_of AS (
        SELECT said, array_agg(
            CASE WHEN grantee = 0 THEN 'everybody ' ELSE '' END || right_
            || CASE WHEN is_grantable THEN ' and may pass it on' ELSE '' END
        ) AS rights
        FROM given WHERE grantee IN (0, (SELECT oid FROM pg_roles WHERE rolname = %s))
        GROUP BY said
    )
    SELECT kind, said, name, coalesce(rights, '{}') FROM thing LEFT JOIN said_of USING (said)
"""

# What the connected role may do, in whichever way it came by it.
_MAY: Final = """
    SELECT 'TABLE', relname, array(
        SELECT one FROM unnest(%s::text[]) one WHERE has_table_privilege(oid, one)
            OR (one IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') AND has_any_column_privilege(oid, one))
    )
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    UNION ALL
    SELECT 'FUNCTION', proname, CASE WHEN has_function_privilege(oid, 'EXECUTE') THEN '{EXECUTE}' ELSE '{}' END::text[]
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
        -- What an extension brought was never ours to grant.
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    ORDER BY 2
"""
# Beside rows and functions: to number rows anew, and to make tables.
_MAY_MOREOVER: Final = """
    SELECT relname || ' (UPDATE)' FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND CASE relkind WHEN 'S' THEN has_sequence_privilege(oid, 'UPDATE') END
    UNION ALL
    SELECT 'schema public (CREATE)' WHERE has_schema_privilege('public', 'CREATE')
    ORDER BY 1
"""


def migrate(*, verbosity: int = 1) -> None:
    """Apply all migrations as the connected role, then grant the application role its rights and nothing more.

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
    """Give ``role`` the rights that ``rights.py`` names, and take away all others, whoever else gave them.

    In one transaction, and only where something is not as it should be: what runs meanwhile notices nothing.
    Does nothing where the role does not exist or is the connected one, as on a server with a single role.
    ``via``: a connection as the owner of the tables, where that is not Django's own.
    """
    owner = via or connection
    owner.ensure_connection()
    with owner.connection.transaction(), owner.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
        if cursor.fetchone() is None:
            return
        _grant(cursor, role, owner.ops.quote_name(role), server=owner.connection.info.server_version)


def _grant(cursor: Any, role: str, quoted: str, *, server: int) -> None:
    # In turn with whoever migrates: of two that grant at once, one would fail.
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MIGRATING])
    cursor.execute(
        "SELECT has_schema_privilege(%s, 'public', 'USAGE'), has_schema_privilege(%s, 'public', 'CREATE')",
        [role, role],
    )
    may_use, may_create = cursor.fetchone()
    if not may_use:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
    if may_create:
        cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM {quoted}, PUBLIC")
    cursor.execute(_GRANTED, [role])
    for kind, said, name, given in cursor.fetchall():
        wanted = _wanted(kind, name, server=server)
        if set(given) != wanted:
            cursor.execute(f"REVOKE ALL ON {kind} {said} FROM {quoted}, PUBLIC")
            if wanted:
                cursor.execute(f"GRANT {', '.join(sorted(wanted))} ON {kind} {said} TO {quoted}")


def _wanted(kind: str, name: str, *, server: int) -> frozenset[str]:
    if kind == "TABLE":
        return rights.on_table(name, server=server)
    return rights.on_sequence(name) if kind == "SEQUENCE" else rights.on_function(name)


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


def rights_lacking() -> list[str]:
    """Return the tables and functions on which the connected role cannot do what the application does."""
    return [name for name, may, wanted in _what_it_may() if wanted - may - {rights.UPKEEP}]


def rights_beyond() -> list[str]:
    """Return what the connected role may do that the application never does, each with its rights."""
    found = [
        f"{name} ({', '.join(sorted(may - wanted))})" for name, may, wanted in _what_it_may() if may - wanted
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MAY_MOREOVER)
        return found + [name for (name,) in cursor.fetchall()]


def _what_it_may() -> list[tuple[str, frozenset[str], frozenset[str]]]:
    """Return each table and function with what the connected role may do there, and what it should."""
    with connection.cursor() as cursor:
        server = cursor.connection.info.server_version
        cursor.execute(_MAY, [rights.all_on_tables(server=server)])
        return [
            (name, frozenset(may), _wanted(kind, name, server=server))
            for kind, name, may in cursor.fetchall()
        ]
