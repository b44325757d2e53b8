"""What may the application's role do in the database? Asked of the real role, with the rights that migrating grants."""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from vakwerk.foundation import database
from vakwerk.foundation.migrating import APPEND_ONLY, CHOSEN_BY_ACADEMY, READ_ONLY

ROWS = {"SELECT", "INSERT", "UPDATE", "DELETE"}
SLOW_TO_OTHERS = ("SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE")
ACADEMIES = """
    INSERT INTO foundation_academy (slug, name, subtitle, contact_email, hue, chroma, created_at)
    VALUES ('ene', 'De ene', '', '', 222, 0.09, now()), ('andere', 'De andere', '', '', 222, 0.09, now())
    RETURNING id
"""


@pytest.fixture
def application(django_db_setup: None) -> Iterator[tuple[psycopg.Connection[Any], int, int]]:
    """Two academies, and a connection as the application without what tests are granted beside; nothing is kept."""
    address = (
        f"postgresql://postgres@/{connection.settings_dict['NAME']}?host={os.environ['VAKWERK_TEST_SOCKET']}"
    )
    with psycopg.connect(address) as server:
        # As in _let_tests_found_academies, the other way round.
        server.execute("DROP POLICY of_tests ON foundation_academy")
        role = database.APPLICATION_ROLE
        server.execute(f"REVOKE INSERT, UPDATE, DELETE ON foundation_academy, foundation_region FROM {role}")
        server.execute(f"GRANT UPDATE ({', '.join(CHOSEN_BY_ACADEMY)}) ON foundation_academy TO {role}")
        own, other = (row[0] for row in server.execute(ACADEMIES).fetchall())
        server.execute(f"SET LOCAL ROLE {role}")
        server.execute("SELECT set_config('vakwerk.academy', %s, true)", [str(own)])
        yield server, own, other
        server.rollback()


def _refused(server: psycopg.Connection[Any], statement: str) -> bool:
    try:
        with server.transaction():
            server.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


def test_every_table_has_the_rights_of_its_kind_and_no_more(
    application: tuple[psycopg.Connection[Any], int, int],
) -> None:
    server, _own, _other = application
    names = [row[0] for row in server.execute("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
             " AND relnamespace = 'public'::regnamespace").fetchall()]  # fmt: skip
    rights = (*sorted(ROWS), "TRUNCATE", "REFERENCES", "TRIGGER")
    found = {
        name: {
            right
            for right in rights
            if server.execute("SELECT has_table_privilege(%s, %s)", [f'public."{name}"', right]).fetchone()
            == (True,)
        }
        for name in names
    }
    kinds = {name: {"SELECT", "INSERT"} for name in APPEND_ONLY} | {name: {"SELECT"} for name in READ_ONLY}
    assert len(found) > 60
    assert {name: held for name, held in found.items() if held != kinds.get(name, ROWS)} == {}


@pytest.mark.parametrize("mode", SLOW_TO_OTHERS)
def test_the_application_cannot_lock_others_out_of_the_audit_trail(
    application: tuple[psycopg.Connection[Any], int, int], mode: str
) -> None:
    server, _own, _other = application
    for table in (*APPEND_ONLY, "foundation_region"):
        assert _refused(server, f"LOCK TABLE {table} IN {mode} MODE NOWAIT")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE foundation_auditentry SET action = 'x'",
        "DELETE FROM foundation_auditentry",
        "TRUNCATE foundation_auditentry",
        "SELECT FROM foundation_auditentry FOR UPDATE",
        "SELECT FROM foundation_auditentry FOR KEY SHARE",
        "INSERT INTO foundation_region (slug, name) VALUES ('x', 'x')",
        "UPDATE foundation_region SET name = 'x'",
        "DELETE FROM foundation_region",
        "INSERT INTO foundation_academy (slug, name) VALUES ('x', 'x')",
        "UPDATE foundation_academy SET slug = 'x'",
        "UPDATE foundation_academy SET region_id = NULL",
        "DELETE FROM foundation_academy",
        "ALTER TABLE foundation_auditentry DISABLE ROW LEVEL SECURITY",
    ],
)
def test_what_only_the_owner_does_is_refused(
    application: tuple[psycopg.Connection[Any], int, int], statement: str
) -> None:
    server, _own, _other = application
    assert _refused(server, statement)


def test_an_academy_changes_its_own_settings_and_nobody_elses(
    application: tuple[psycopg.Connection[Any], int, int],
) -> None:
    server, own, other = application
    assert server.execute("UPDATE foundation_academy SET name = 'Nieuw'").rowcount == 1
    names = server.execute(
        "SELECT id, name FROM foundation_academy WHERE id IN (%s, %s)", [own, other]
    ).fetchall()
    assert dict(names) == {own: "Nieuw", other: "De andere"}
    # What keeps badges in order.
    assert server.execute("SELECT id FROM foundation_academy FOR UPDATE").fetchall() == [(own,)]
