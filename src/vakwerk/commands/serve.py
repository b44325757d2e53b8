"""``vakwerk serve``: open Vakwerk, with everything it needs, in one command.

Starts the database if it is ours, brings it up to date, and runs the web server and the task worker until
SIGTERM or Ctrl-C. A process that dies is started again.
"""

import argparse
import gc
import os
import socket
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from vakwerk import environment as env
from vakwerk.commands import exchange
from vakwerk.commands.failures import NEEDS_MIGRATING
from vakwerk.commands.lock import InUseError, sole_use
from vakwerk.commands.setup import (
    bring_up_to_date,
    data_dir,
    is_embedded,
    leave_database,
    own_command,
    pending_migrations,
    prepare,
)
from vakwerk.commands.supervisor import Child, Supervisor
from vakwerk.commands.web import serve_pages
from vakwerk.foundation import embedded
from vakwerk.foundation.database import ensure_database

IN_USE = 3


def run(arguments: Sequence[str]) -> int:
    """Serve until told to end; 0 after a clean end, 3 when the place is taken, 4 when it must migrate first."""
    options = _parser().parse_args(arguments)
    if options.demo:
        os.environ["VAKWERK_DEMO"] = "1"
    address = env.text("VAKWERK_BASE_URL") or address_of(options.host, options.port)
    os.environ["VAKWERK_BASE_URL"] = address
    try:
        # First the directory: what a killed Vakwerk still has running may hold the port too.
        with sole_use(data_dir(), address=address), _reserved_port(options.host, options.port):
            return _serve(options, address)
    except InUseError as error:
        sys.stderr.write(f"vakwerk serve: {error}\n")
        return IN_USE


def address_of(host: str, port: int) -> str:
    """Return an address that a browser on this machine can open; a host may mean all of them."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vakwerk serve", description=__doc__)
    parser.add_argument("--host", default=env.text("VAKWERK_HOST", "127.0.0.1"), help="address to listen on")
    parser.add_argument(
        "--port", type=_port, default=env.port("VAKWERK_PORT", 8000), help="port to listen on"
    )
    parser.add_argument(
        "--web", type=int, default=env.number("VAKWERK_WEB_PROCESSES", 1), help="web processes (default 1)"
    )
    parser.add_argument(
        "--threads",
        type=int,
        default=env.number("VAKWERK_WEB_THREADS", 4),
        help="requests at once per process",
    )
    parser.add_argument("--grace", type=float, default=10.0, help="seconds that running work gets to end")
    parser.add_argument("--migrate", action="store_true", help="bring an external database up to date first")
    parser.add_argument("--no-worker", action="store_true", help="run no task worker; one runs elsewhere")
    parser.add_argument("--demo", action="store_true", help="show the demo academies, and fill them if empty")
    return parser


def _port(said: str) -> int:
    if not said.isdecimal() or not 1 <= int(said) <= 65535:
        message = f"{said!r} is no port from 1 to 65535"
        raise argparse.ArgumentTypeError(message)
    return int(said)


@contextmanager
def _reserved_port(host: str, port: int) -> Iterator[None]:
    """Keep the port for us, and stop where another program has it.

    The web server opens ports in a way that lets several programs share one, so it would not notice itself.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe, socket.socket(family) as ours:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            probe.bind((host, port))
            probe.close()
            ours.bind((host, port))
        except OSError as error:
            message = f"cannot listen on {host} port {port}: {error.strerror}. Choose another with --port."
            raise InUseError(message) from None
        yield


def _serve(options: argparse.Namespace, address: str) -> int:
    # Loading makes much that stays: looking for what can go, again and again, takes a tenth of the start.
    gc.disable()
    with ThreadPoolExecutor(1) as beside:
        database = beside.submit(ensure_database, data_dir())
        # While the database starts: what takes long to load, and asks nothing of the settings.
        for name in ("psycopg_pool", "django.db.models", "structlog", "numpy", "circlemix", "granian"):
            import_module(name)
        database.result()
    if exchange.is_cut_off(data_dir()):
        exchange.settle(data_dir(), env.text("DATABASE_URL"))
    prepare()
    if not _bring_up_to_date(migrate=options.migrate):
        return NEEDS_MIGRATING
    if options.demo:
        _fill_demo()
    _load_everything()
    children = [Child("database", lambda: embedded.keep(data_dir()))] if is_embedded() else []
    children += [Child("web", lambda: serve_pages(options.host, options.port, options.web, options.threads))]
    if not options.no_worker:
        from vakwerk.foundation import worker  # noqa: PLC0415 - needs Django loaded

        children.append(Child("worker", worker.run))
    _say_where(address, demo=options.demo)
    Supervisor(children, grace=options.grace).run()
    return 0


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


def _load_everything() -> None:
    """Load all pages before forking: the children share the memory, and the first visitor waits for nothing."""
    from django.urls import get_resolver  # noqa: PLC0415

    from vakwerk import wsgi  # noqa: F401, PLC0415 - loading it is the point

    _ = get_resolver().url_patterns
    gc.freeze()
    gc.enable()


def _say_where(address: str, *, demo: bool) -> None:
    lines = [f"Vakwerk is open at {address}"]
    if demo:
        from vakwerk.demo.personas import PERSONAS  # noqa: PLC0415

        lines += ["", f"This is the demo. Choose who you are at {address}/demo/, for instance:", ""]
        lines += [f"  {persona.name:<20} {persona.who.in_language('en')}" for persona in PERSONAS[:4]]
        lines.append("")
    lines.append(f"Data: {Path(data_dir())}. Stop with Ctrl-C.")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
