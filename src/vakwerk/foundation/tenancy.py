"""Whose rows are these? Ties rows to an academy, in Python and in the database itself.

The database refuses the rows of another academy (row-level security), even to a query that forgets to ask.
It knows the academy from a setting that lasts one transaction, so nothing leaks to the next request on the
same connection.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from django.db import connection, models, router, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_academy_id: ContextVar[int | None] = ContextVar("academy_id", default=None)

# The sub-select makes PostgreSQL read the setting once a query instead of once a row.
ACADEMY_SETTING = "(SELECT NULLIF(current_setting('vakwerk.academy', true), '')::bigint)"


class NoAcademyError(RuntimeError):
    """A row of an academy was made outside an academy."""


def current_academy_id() -> int:
    """Return the academy that this code runs for.

    :raises NoAcademyError: outside ``in_academy``.
    """
    if (academy_id := _academy_id.get()) is None:
        message = "No academy is set: wrap this in in_academy(academy)."
        raise NoAcademyError(message)
    return academy_id


class Kept(Protocol):
    """Whatever has a key in the database: an academy, whose model stands above this module."""

    @property
    def pk(self) -> Any: ...


@contextmanager
def in_academy(academy: Kept | int) -> Iterator[None]:
    """Run the block in one transaction that sees the rows of ``academy`` and no others."""
    academy_id = academy if isinstance(academy, int) else academy.pk
    before = _academy_id.get()
    with transaction.atomic():
        _tell_database(academy_id)
        token = _academy_id.set(academy_id)
        try:
            yield
        finally:
            _academy_id.reset(token)
    # The setting dies with its transaction; inside an outer one it would outlive this block.
    if connection.in_atomic_block and before != academy_id and not connection.needs_rollback:
        _tell_database(before)


def _tell_database(academy_id: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('vakwerk.academy', %s, true)", [str(academy_id or "")])


class AcademyOwned(models.Model):
    """A row that belongs to one academy, and that no other academy can see.

    A subclass also needs ``SecureAcademyTable`` in its migration; an architecture test insists on it.
    """

    academy = models.ForeignKey(
        "foundation.Academy",
        on_delete=models.PROTECT,
        default=current_academy_id,
        editable=False,
        related_name="+",
        db_index=False,  # the unique index on (academy, id) serves
    )

    class Meta:
        abstract = True


class AcademyForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """A foreign key to a row of the same academy.

    PostgreSQL checks foreign keys without row-level security, so an ordinary one could point into another
    academy. ``SecureAcademyTable`` adds one on ``(academy_id, id)`` instead of Django's own.
    """

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class SecureAcademyTable(Operation):
    """Close an academy-owned table: row-level security, and foreign keys that stay inside the academy.

    Runs after ``CreateModel``; running it again after a field was added secures the new foreign keys.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.model_name], {})

    def describe(self) -> str:
        return f"Close the table of {self.model_name} to other academies"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing: Django's models do not know about policies."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if not router.allow_migrate_model(schema_editor.connection.alias, model):
            return
        for statement in (*_policy_sql(model), *_foreign_key_sql(model)):
            schema_editor.execute(statement, None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(f'DROP POLICY IF EXISTS own_academy ON "{table}"', None)
        schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY', None)


class ShareWithRegion(Operation):
    """Let the academies of a region read the rows that name it in ``shared_region_id``.

    Read only: what is shared stays the owner's. Runs after ``SecureAcademyTable``.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.model_name], {})

    def describe(self) -> str:
        return f"Let a region read what is shared of {self.model_name}"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing: Django's models do not know about policies."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        academies = to_state.apps.get_model("foundation", "Academy")._meta.db_table
        ours = f'(SELECT region_id FROM "{academies}" WHERE id = {ACADEMY_SETTING})'  # noqa: S608 - names of tables, no input
        schema_editor.execute(f'DROP POLICY IF EXISTS shared_with_region ON "{table}"', None)
        schema_editor.execute(
            f'CREATE POLICY shared_with_region ON "{table}" FOR SELECT USING (shared_region_id = {ours})',
            None,
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(f'DROP POLICY IF EXISTS shared_with_region ON "{table}"', None)


def _policy_sql(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    mine = f"academy_id = {ACADEMY_SETTING}"
    return [
        f'CREATE UNIQUE INDEX IF NOT EXISTS "{table}_academy_id_id" ON "{table}" (academy_id, id)',
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        # FORCE: the owner, who migrates, is bound by the policy too.
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'DROP POLICY IF EXISTS own_academy ON "{table}"',
        f'CREATE POLICY own_academy ON "{table}" USING ({mine}) WITH CHECK ({mine})',
    ]


def _foreign_key_sql(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    for field in model._meta.local_fields:
        if isinstance(field, AcademyForeignKey):
            name = f"{table}_{field.column}_same_academy"[:63]
            target = field.remote_field.model._meta.db_table
            yield f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{name}"'
            # Deferred, as Django's own are: rows of one transaction may arrive in any order.
            yield (
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (academy_id, "{field.column}")'
                f' REFERENCES "{target}" (academy_id, id) DEFERRABLE INITIALLY DEFERRED'
            )
