"""Does PostgreSQL know how much there is? Has it look again after many rows came in at once.

Until it looked, it plans as if a table were as small as before, and a page can take a hundred times as long.
It looks by itself within a few minutes (autovacuum); the first visitors come sooner.
"""

from functools import partial
from typing import Final

from django.db import connection, models, transaction

# Fewer change no plan that matters.
MANY: Final = 500


def refresh_after_commit(*tables: type[models.Model], rows: int) -> None:
    """Have the database look at tables again once the current transaction is kept, if ``rows`` is many.

    The application may do so from PostgreSQL 17 on (``rights.py``). Before that the database says no in a
    warning that nobody needs to see, and it comes to it by itself.
    """
    if rows >= MANY:
        # Robust: what was done is done, whether or not the database looks at it now.
        transaction.on_commit(partial(_look_again, tables), robust=True)


def _look_again(tables: tuple[type[models.Model], ...]) -> None:
    names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
    with connection.cursor() as cursor:
        # Skipped where autovacuum is at it already, so that nobody waits for it.
        cursor.execute(f"ANALYZE (SKIP_LOCKED) {names}")
