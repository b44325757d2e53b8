"""An academy that every thread sees: kept for good in the database, and cleared after the test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, connections
from django_tasks_db.models import DBTaskResult
from psycopg import sql

from vakwerk.foundation.models import Academy
from vakwerk.foundation.tests.founding import an_academy


@contextmanager
def kept_academy(blocker: Any, *, slug: str, name: str) -> Iterator[Academy]:
    """Keep an academy until the end of the block. ``blocker``: the fixture ``django_db_blocker``."""
    with blocker.unblock():
        before = set(DBTaskResult.objects.values_list("pk", flat=True))
        academy = an_academy(slug=slug, name=name)
        try:
            yield academy
        finally:
            DBTaskResult.objects.exclude(pk__in=before).delete()
            _clear(academy.pk)
            connections.close_all()


def _clear(academy_id: int) -> None:
    """Throw everything of an academy away as the superuser, who may also touch the audit trail."""
    name = connection.settings_dict["NAME"]
    address = f"postgresql://postgres@/{name}?host={os.environ['VAKWERK_TEST_SOCKET']}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute("SET session_replication_role = replica")
        accounts = server.execute(
            "SELECT account_id FROM people_person WHERE academy_id = %s AND account_id IS NOT NULL",
            [academy_id],
        ).fetchall()
        tables = server.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'academy_id'"
            " AND table_schema = 'public'"
        ).fetchall()
        for (table,) in tables:
            server.execute(
                sql.SQL("DELETE FROM {} WHERE academy_id = %s").format(sql.Identifier(table)), [academy_id]
            )
        server.execute("DELETE FROM foundation_academy WHERE id = %s", [academy_id])
        server.execute("DELETE FROM people_account WHERE id = ANY(%s)", [[one for (one,) in accounts]])
