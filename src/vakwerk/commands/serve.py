"""``vakwerk serve``: open Vakwerk, with everything it needs, in one command.

Starts the database if it is ours, brings it up to date, and runs the web server and the task worker until
SIGTERM or Ctrl-C. A process that dies is started again.
"""

import argparse
import os
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from vakwerk import environment as env
from vakwerk.commands.lock import InUseError, sole_use

IN_USE = 3
MOST_PROCESSES = 1000


def run(arguments: Sequence[str]) -> int:
    """Serve until told to end; 0 after a clean end, 3 when the place is taken, 4 when it must migrate first."""
    options = parser_of_options().parse_args(arguments)
    if options.demo:
        os.environ["VAKWERK_DEMO"] = "1"
    address = env.web_address("VAKWERK_BASE_URL") or address_of(options.host, options.port)
    os.environ["VAKWERK_BASE_URL"] = address
    try:
        # First the directory: what a killed Vakwerk still has running may hold the port too.
        with (
            sole_use(env.data_dir(), address=address, first=_load),
            _reserved_port(options.host, options.port),
        ):
            code: int = _serving().serve(options, address)
            return code
    except InUseError as error:
        sys.stderr.write(f"vakwerk serve: {error}\n")
        return IN_USE


def _load() -> None:
    _serving().load()


def _serving() -> Any:
    """Return what serves, which takes long to load: those of a killed Vakwerk must know soon that we come."""
    return import_module("vakwerk.commands.serving")


def address_of(host: str, port: int) -> str:
    """Return an address that a browser on this machine can open; a host may mean all of them."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def parser_of_options() -> argparse.ArgumentParser:
    """Return what reads the options; those that are left out come from the environment.

    :raises ImproperlyConfigured: when a setting there cannot be.
    """
    parser = argparse.ArgumentParser(prog="vakwerk serve", description=__doc__)
    host = env.matching("VAKWERK_HOST", r"[\w.:-]+", default="127.0.0.1", example="127.0.0.1")
    parser.add_argument("--host", default=host, help="address to listen on")
    parser.add_argument(
        "--port", type=_port, default=env.port("VAKWERK_PORT", 8000), help="port to listen on"
    )
    parser.add_argument(
        "--web",
        type=_count,
        default=env.number("VAKWERK_WEB_PROCESSES", 1, least=1, most=MOST_PROCESSES),
        help="web processes (default 1)",
    )
    parser.add_argument(
        "--threads",
        type=_count,
        default=env.number("VAKWERK_WEB_THREADS", 4, least=1, most=MOST_PROCESSES),
        help="requests at once per process",
    )
    parser.add_argument("--grace", type=float, default=10.0, help="seconds that running work gets to end")
    parser.add_argument("--migrate", action="store_true", help="bring an external database up to date first")
    parser.add_argument("--no-worker", action="store_true", help="run no task worker; one runs elsewhere")
    parser.add_argument("--demo", action="store_true", help="show the demo academies, and fill them if empty")
    return parser


def _count(said: str) -> int:
    if not said.isdecimal() or len(said) > 9 or not 1 <= int(said) <= MOST_PROCESSES:
        message = f"{said!r} is not a whole number from 1 to {MOST_PROCESSES}"
        raise argparse.ArgumentTypeError(message)
    return int(said)


def _port(said: str) -> int:
    if not said.isdecimal() or not 1 <= int(said) <= 65535:
        message = f"{said!r} is not a port from 1 to 65535"
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
