"""What does ``vakwerk serve`` do? Loads everything, and keeps a family of processes running."""

import argparse
import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from vakwerk import environment as env
from vakwerk.commands import exchange
from vakwerk.commands.failures import NEEDS_MIGRATING
from vakwerk.commands.lock import somebody_is_next
from vakwerk.commands.setup import (
    bring_up_to_date,
    is_embedded,
    leave_database,
    own_command,
    pending_migrations,
    prepare,
)
from vakwerk.commands.supervisor import Child, Supervisor
from vakwerk.commands.web import serve_pages
from vakwerk.environment import data_dir
from vakwerk.foundation import embedded
from vakwerk.foundation.database import ensure_database


def serve(options: argparse.Namespace, address: str) -> int:
    """Serve until told to end; 0 after a clean end, 4 when somebody must migrate first."""
    load()
    if exchange.is_cut_off(data_dir()):
        exchange.settle(data_dir(), env.text("DATABASE_URL"))
    if not _bring_up_to_date(migrate=options.migrate):
        return NEEDS_MIGRATING
    if options.demo:
        _fill_demo()
    gc.freeze()
    gc.enable()
    children = [Child("database", lambda: embedded.keep(data_dir()))] if is_embedded() else []
    children += [Child("web", lambda: serve_pages(options.host, options.port, options.web, options.threads))]
    if not options.no_worker:
        from vakwerk.foundation import worker  # noqa: PLC0415 - needs Django loaded

        children.append(Child("worker", worker.run))
    _say_where(address, demo=options.demo)
    Supervisor(children, grace=options.grace, is_followed=lambda: somebody_is_next(data_dir())).run()
    return 0


def load() -> None:
    """Start the database and load all pages; a second time it finds them loaded.

    The children that are forked later share the memory, and the first visitor waits for nothing.
    """
    # Loading makes much that stays: looking for what can go, again and again, takes a tenth of the start.
    gc.disable()
    with ThreadPoolExecutor(1) as beside:
        database = beside.submit(ensure_database, data_dir())
        # While the database starts: what takes long to load, and asks nothing of the settings.
        for name in ("psycopg_pool", "django.db.models", "structlog", "numpy", "circlemix", "granian"):
            import_module(name)
        database.result()
    prepare()
    from django.urls import get_resolver  # noqa: PLC0415

    from vakwerk import wsgi  # noqa: F401, PLC0415 - loading it is the point

    _ = get_resolver().url_patterns


def _bring_up_to_date(*, migrate: bool) -> bool:
    """Migrate where that is needed and wanted; ``False`` when it is needed and not wanted."""
    pending = pending_migrations()
    if not pending:
        return _grant_again()
    if not migrate and not is_embedded():
        sys.stderr.write(
            f"vakwerk serve: the database lacks {len(pending)} migrations, {pending[0]} first.\n"
            "Make a backup, then run: vakwerk migrate (or vakwerk serve --migrate).\n"
        )
        return False
    bring_up_to_date()
    return True


def _grant_again() -> bool:
    """Grant the application its rights once more; ``False`` where it lacks some and we do not know the owner."""
    from vakwerk.foundation.migrating import grant_rights_again, rights_lacking  # noqa: PLC0415

    if owner := env.text("DATABASE_OWNER_URL"):
        grant_rights_again(owner)
        return True
    lacking = rights_lacking()
    leave_database()
    if lacking:
        sys.stderr.write(
            f"vakwerk serve: the application lacks rights on {len(lacking)} tables, {lacking[0]} first: a migration was"
            " cut off before it granted them. Run: vakwerk migrate\n"
        )
        return False
    return True


def _fill_demo() -> None:
    from vakwerk.foundation.models import Academy  # noqa: PLC0415

    empty = not Academy.objects.exists()
    leave_database()
    if empty:
        own_command("demo")


def _say_where(address: str, *, demo: bool) -> None:
    lines = [f"Vakwerk is open at {address}"]
    if demo:
        from vakwerk.demo.personas import PERSONAS  # noqa: PLC0415

        lines += ["", f"This is the demo. Choose who you are at {address}/demo/, for instance:", ""]
        lines += [f"  {persona.name:<20} {persona.who.in_language('en')}" for persona in PERSONAS[:4]]
        lines.append("")
    lines.append(f"Data: {data_dir()}. Stop with Ctrl-C.")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
