"""Which commands are there? Each is imported only when it is asked for, so that help stays quick."""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module

_SUMMARIES = {
    "help": "say what there is",
    "serve": "open Vakwerk: database, web server and task worker in one",
    "academy": "found an academy, list them, or let its administrator in again",
    "demo": "fill the database with made-up academies and people",
    "migrate": "bring the database up to date",
    "check": "look whether all is set up well, with advice",
    "backup": "write everything to one file",
    "restore": "read such a file into an empty database",
    "worker": "run background tasks only",
    "compose": "compose circles from a file, without a database",
    "protect": "publish numbers about groups from a file, so that nobody can be found",
    "manage": "run one of Django's own commands",
}


def _help(arguments: Sequence[str]) -> int:
    """Say what there is."""
    sys.stdout.write("vakwerk COMMAND [OPTIONS]\n\n")
    for name, summary in _SUMMARIES.items():
        sys.stdout.write(f"  {name:<10} {summary}\n")
    sys.stdout.write("\nvakwerk COMMAND --help says more.\n")
    return 0


def _in_module(name: str) -> Callable[[Sequence[str]], int]:
    def run(arguments: Sequence[str]) -> int:
        result: int = import_module(f"vakwerk.commands.{name}").run(arguments)
        return result

    return run


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    name: _help if name == "help" else _in_module(name) for name in _SUMMARIES
}
