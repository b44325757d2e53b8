"""How do acts that once stood in the audit trail get to where only the person reads them? For migrations of rooms."""

from collections.abc import Collection
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class MoveOwnActs(Operation):
    """Move the entries of some acts from the audit trail to the acts of one's own learning, and back.

    ``actions``: what moves. ``only``: SQL that narrows it down, about the columns of the trail; the other table has
    ``person_id`` where the trail has ``about_id``. Runs as the owner of the tables, who alone may take rows away.
    """

    reduces_to_sql = False
    reversible = True

    def __init__(self, actions: Collection[str], only: str = "true") -> None:
        self.actions, self.only = tuple(actions), only

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.actions, self.only], {})

    def describe(self) -> str:
        return f"Move {len(self.actions)} kinds of acts out of the audit trail"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing: only rows move."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: Any
    ) -> None:
        self._run(
            schema_editor,
            f"""
            WITH moved AS (
                DELETE FROM foundation_auditentry WHERE action = ANY(%s) AND {self.only}
                RETURNING academy_id, at, coalesce(about_id, actor_id) AS person_id, actor_id, action, facts,
                    object_type, object_id
            )
            INSERT INTO foundation_ownact
                (academy_id, at, person_id, actor_id, action, facts, object_type, object_id)
            SELECT academy_id, at, person_id, actor_id, action, facts, object_type, object_id
            FROM moved WHERE person_id IS NOT NULL
            """,  # noqa: S608 - what narrows it down stands in a migration
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: Any
    ) -> None:
        self._run(
            schema_editor,
            f"""
            WITH moved AS (
                DELETE FROM foundation_ownact WHERE action = ANY(%s) AND {self.only.replace("about_id", "person_id")}
                RETURNING academy_id, at, person_id, actor_id, action, facts, object_type, object_id
            )
            INSERT INTO foundation_auditentry
                (academy_id, at, about_id, actor_id, action, facts, object_type, object_id)
            SELECT academy_id, at, person_id, actor_id, action, facts, object_type, object_id FROM moved
            """,  # noqa: S608
        )

    def _run(self, schema_editor: BaseDatabaseSchemaEditor, statement: str) -> None:
        # Row by row of one academy at a time: no more is visible, not even to the owner of the tables.
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT id FROM foundation_academy ORDER BY id")
            for academy_id in [row[0] for row in cursor.fetchall()]:
                cursor.execute("SELECT set_config('vakwerk.academy', %s, true)", [str(academy_id)])
                cursor.execute(statement, [list(self.actions)])
            cursor.execute("SELECT set_config('vakwerk.academy', '', true)")
