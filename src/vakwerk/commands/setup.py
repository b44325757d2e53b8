"""How does a command get a working Vakwerk? With a database, as the application or as the owner."""

import os
from pathlib import Path

from vakwerk import environment
from vakwerk.foundation.database import ensure_database


def data_dir() -> Path:
    """Return where Vakwerk keeps its data."""
    return Path(environment.text("VAKWERK_DATA_DIR", "data")).resolve()


def prepare(*, as_owner: bool = False) -> None:
    """Find or start the database and load Django.

    ``as_owner``: connect as the role that owns the tables, to migrate; where the environment names no
    owner, the one role there is must do.
    """
    ensure_database(data_dir())
    if as_owner and (owner := environment.text("DATABASE_OWNER_URL")):
        os.environ["DATABASE_URL"] = owner
    import django  # noqa: PLC0415 - settings are read here, after the database is known

    django.setup()
