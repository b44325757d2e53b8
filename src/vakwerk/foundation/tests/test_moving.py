"""Do acts that stood in the audit trail move to where only the person reads them, and back?"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.state import ProjectState

from vakwerk.foundation.database import OWNER_ROLE
from vakwerk.foundation.moving import MoveOwnActs

OWN = ("craft.evidence_written", "people.bond_added")
BERT, ILSE = 11, 12
ENTRIES = [
    ("craft.evidence_written", BERT, BERT, "{}"),
    ("people.bond_added", BERT, BERT, '{"kind": "assessor"}'),
    ("people.bond_added", ILSE, BERT, '{"kind": "assessor"}'),
    ("people.changed", ILSE, BERT, "{}"),
]


@pytest.fixture
def owner(db: None) -> Iterator[Any]:
    """Return a connection of the owner of the tables, who migrates, with a trail; nothing of it stays."""
    made: Any = connection.copy()
    made.settings_dict = {**connection.settings_dict, "OPTIONS": {"assume_role": OWNER_ROLE}}
    made.set_autocommit(False)
    with made.cursor() as cursor:
        cursor.execute(
            "INSERT INTO foundation_academy (slug, name, subtitle, contact_email, hue, chroma, created_at)"
            " VALUES ('deventer', 'Deventer', '', '', 1, 0.1, now()) RETURNING id"
        )
        (academy_id,) = cursor.fetchone()
        cursor.execute("SELECT set_config('vakwerk.academy', %s, true)", [str(academy_id)])
        for action, actor, about, facts in ENTRIES:
            cursor.execute(
                "INSERT INTO foundation_auditentry (academy_id, at, action, actor_id, about_id, facts, object_type)"
                " VALUES (%s, now(), %s, %s, %s, %s, '')",
                [academy_id, action, actor, about, facts],
            )
    made.academy_id = academy_id
    yield made
    made.rollback()
    made.close()


def _move(owner: Any, *, back: bool = False) -> None:
    operation, state = MoveOwnActs(OWN, "actor_id = about_id"), ProjectState()
    run = operation.database_backwards if back else operation.database_forwards
    run("craft", owner.schema_editor(atomic=False), state, state)


def _rows(owner: Any, table: str, about: str) -> list[tuple[Any, ...]]:
    with owner.cursor() as cursor:
        cursor.execute("SELECT set_config('vakwerk.academy', %s, true)", [str(owner.academy_id)])
        columns = f"action, actor_id, {about}, facts::text"
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY action, actor_id")  # noqa: S608 - names of tables
        return list(cursor.fetchall())


def test_what_somebody_did_for_their_own_learning_moves_and_acts_of_office_stay(owner: Any) -> None:
    _move(owner)
    assert _rows(owner, "foundation_ownact", "person_id") == ENTRIES[:2]
    assert _rows(owner, "foundation_auditentry", "about_id") == ENTRIES[2:]


def test_it_moves_back_with_actor_and_facts(owner: Any) -> None:
    _move(owner)
    _move(owner, back=True)
    assert _rows(owner, "foundation_ownact", "person_id") == []
    assert _rows(owner, "foundation_auditentry", "about_id") == ENTRIES
