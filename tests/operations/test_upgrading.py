"""Does an academy that was there before the newest migrations keep what it has, forwards and back?"""

import json
import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from vakwerk.foundation import database
from vakwerk.foundation.tests import schema_cache

BEFORE = [
    ("circles", "0006_read_sessions_from_a_calendar_program"),
    ("craft", "0012_keep_what_was_found_in_large_files"),
    ("foundation", "0003_share_rate_limits"),
    ("people", "0005_add_assessors"),
    ("trajectories", "0012_keep_needs_and_regional_templates"),
]
NAME = "upgraded_vakwerk"
DEVENTER, BERT, ILSE, DIRK = 7, 11, 12, 13
EVENT = "BEGIN:VEVENT\r\nUID:session-1@deventer\r\n .example\r\nSEQUENCE:2\r\nEND:VEVENT\r\n"
MAIL_TASK = "vakwerk.foundation.mail.send_mail_batch"
BLANKS = {"boolean": False, "jsonb": "{}", "uuid": "5f0c7b1e-0000-4000-8000-000000000001", "bytea": b""}


@pytest.fixture(autouse=True)
def _beside_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process reach the database though journeys left their browser's event loop open in it."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[psycopg.Connection[Any]]:
    """Return a superuser's connection to a database of its own, which Django reaches as the owner of the tables."""
    admin = f"postgresql://postgres@/{{}}?host={os.environ['VAKWERK_TEST_SOCKET']}"
    name, owner = sql.Identifier(NAME), sql.Identifier(database.OWNER_ROLE)
    usual = dict(connection.settings_dict)
    with psycopg.connect(admin.format("postgres"), autocommit=True) as whole, django_db_blocker.unblock():
        whole.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        whole.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, owner))
        schema_cache.fill(admin.format(NAME), lambda: pytest.fail("the tests' own tables were made before"))
        connection.close()
        connection.settings_dict.update(NAME=NAME, OPTIONS={"assume_role": database.OWNER_ROLE})
        try:
            with psycopg.connect(admin.format(NAME), autocommit=True) as inside:
                # Rows of long ago, without all that they hang from.
                inside.execute("SET session_replication_role = replica")
                yield inside
        finally:
            connection.close()
            connection.settings_dict.update(NAME=usual["NAME"], OPTIONS=usual["OPTIONS"])
            whole.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _migrate(targets: list[tuple[str, str]] | None = None) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(targets or executor.loader.graph.leaf_nodes())


def _add(server: psycopg.Connection[Any], table: str, **given: Any) -> None:
    """Add a row; what must be said and is not given is blank."""
    columns = server.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
        " AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
        [table],
    )
    row = {name: _blank(kind) for name, kind in columns} | given
    names = sql.SQL(", ").join(map(sql.Identifier, row))
    places = sql.SQL(", ").join([sql.Placeholder()] * len(row))
    statement = sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})")
    server.execute(statement.format(sql.Identifier(table), names, places), list(row.values()))


def _blank(kind: str) -> Any:
    if "time" in kind or kind == "date":
        return "2026-09-01"
    return BLANKS.get(kind, "" if kind in ("text", "character varying") else 1)


def _fill(server: psycopg.Connection[Any]) -> None:
    """Put in an academy of before what the newest migrations touch."""
    of = {"academy_id": DEVENTER}
    _add(server, "foundation_academy", id=DEVENTER, slug="deventer", name="Deventer")
    _add(server, "people_account", id=1, email="bert@deventer.example")
    for email, verified in (("bert@deventer.example", True), ("bert@thuis.example", False)):
        _add(server, "account_emailaddress", user_id=1, email=email, verified=verified, primary=verified)
    _add(server, "people_signinlink", account_id=1, token_hash="a" * 64)
    for pk, family_name in ((BERT, "d\u2019Hondt"), (ILSE, "Bos"), (DIRK, "Smit")):
        _add(server, "people_person", id=pk, given_name="Kim", family_name=family_name, **of)
    server.execute("UPDATE people_person SET left_on = '2026-08-31', erased_at = now() WHERE id = %s", [DIRK])
    for about in (BERT, DIRK):
        acts = {"action": "craft.evidence_written", "actor_id": about, "about_id": about}
        _add(server, "foundation_auditentry", **acts, facts=json.dumps({"n": 1}), **of)
    _add(server, "foundation_auditentry", action="people.changed", actor_id=ILSE, about_id=BERT, **of)
    _add(server, "people_bond", kind="assessor", source="evidence", person_id=BERT, senior_id=ILSE, **of)
    written = {"state": "submitted", "title": "Op de hei", "person_id": BERT, "assessor_id": ILSE}
    _add(server, "craft_evidence", id=3, **written, **of)
    _add(server, "craft_askedresponse", state="given", evidence_id=3, ended_at="2026-09-02", **of)
    for pk, by in ((1, ILSE), (2, BERT)):
        taken = {"person_id": BERT, "revoked_at": "2026-09-02", "revoked_by_id": by}
        _add(
            server,
            "craft_badge",
            id=pk,
            uuid=f"5f0c7b1e-0000-4000-8000-00000000000{pk}",
            status_index=pk,
            reached_id=pk,
            **taken,
            **of,
        )
    for pk, state, method in ((1, "sent", "REQUEST"), (2, "waiting", "CANCEL")):
        letter = {
            "to": "bert@deventer.example",
            "calendar": EVENT,
            "calendar_method": method,
            "about_id": BERT,
        }
        _add(server, "foundation_outgoingmail", id=pk, state=state, **letter, **of)
    given = {"args": [], "kwargs": {"academy_id": DEVENTER, "mail_ids": [2]}}
    _add(
        server,
        "django_tasks_database_dbtaskresult",
        status="READY",
        task_path=MAIL_TASK,
        args_kwargs=json.dumps(given),
    )


def _rows(server: psycopg.Connection[Any], query: str) -> list[tuple[Any, ...]]:
    return server.execute(query.encode()).fetchall()


TRAIL = "SELECT action, actor_id, about_id FROM foundation_auditentry ORDER BY action, about_id"
FOUND_BY_ANY_APOSTROPHE = "SELECT id FROM people_person WHERE search_key LIKE '%d''hondt%'"
BONDS = "SELECT person_id, senior_id FROM people_bond"


def test_an_academy_of_before_keeps_all_it_has_and_can_go_back(server: psycopg.Connection[Any]) -> None:
    _migrate(BEFORE)
    _fill(server)
    _migrate()
    assert _rows(server, "SELECT uid, sequence, is_removed FROM foundation_sententry") == [
        ("session-1@deventer.example", 2, True)
    ]
    [(job_id, kind)] = _rows(server, "SELECT id, kind FROM foundation_job")
    [(task,)] = _rows(server, "SELECT args_kwargs FROM django_tasks_database_dbtaskresult")
    assert kind == "foundation.mail"
    assert task["kwargs"] == {"academy_id": DEVENTER, "job_id": job_id}
    assert _rows(server, "SELECT person_id, facts FROM foundation_ownact") == [(BERT, {"n": 1})]
    assert _rows(server, TRAIL) == [("people.changed", ILSE, BERT)]
    assert _rows(server, BONDS) == []
    assert _rows(server, "SELECT id, revoked_by_academy FROM craft_badge ORDER BY id") == [
        (1, True),
        (2, False),
    ]
    assert _rows(server, "SELECT texts ->> 'title' FROM craft_askedresponse") == [("Op de hei",)]
    assert _rows(server, FOUND_BY_ANY_APOSTROPHE) == [(BERT,)]
    assert _rows(server, "SELECT email FROM account_emailaddress") == [("bert@deventer.example",)]
    assert _rows(server, "SELECT email FROM people_addressclaim") == [("bert@thuis.example",)]
    assert _rows(server, "SELECT email FROM people_signinlink") == [("bert@deventer.example",)]

    _migrate(BEFORE)
    # The data of whoever was erased stay away; the rest is as it was.
    assert _rows(server, TRAIL) == [("craft.evidence_written", BERT, BERT), ("people.changed", ILSE, BERT)]
    assert _rows(server, BONDS) == [(BERT, ILSE)]
    assert _rows(server, "SELECT count(*) FROM foundation_outgoingmail") == [(2,)]
    typed = "SELECT email FROM account_emailaddress WHERE NOT verified"
    assert _rows(server, typed) == [("bert@thuis.example",)]
    _migrate()
    assert _rows(server, "SELECT count(*) FROM foundation_ownact") == [(1,)]
